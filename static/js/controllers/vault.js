import { Controller } from "@hotwired/stimulus"
import { textOf, textOfCode } from "hub/lib/sealing/texts"
import * as vault from "hub/lib/sealing/vault"

/** Shows whether sealed reports are unlocked, and unlocks and locks them. */
export default class extends Controller {
  static targets = ["impossible", "locked", "unlocked", "passphrase", "button", "busy", "error", "refused"]

  connect() {
    this.show()
  }

  show() {
    const { possible, unlocked, refused } = vault.state()
    this.impossibleTarget.hidden = possible
    if (!this.hasLockedTarget) return
    this.lockedTarget.hidden = !possible || unlocked
    this.unlockedTarget.hidden = !unlocked
    this.refusedTarget.hidden = refused.length === 0
    this.refusedTarget.replaceChildren(...refused.map(({ team_name: team, code }) => {
      return Object.assign(document.createElement("li"), { textContent: `${team}: ${textOfCode(code)}` })
    }))
  }

  async unlock(event) {
    event.preventDefault()
    const passphrase = this.passphraseTarget.value
    if (passphrase) await this.#try({ passphrase })
    else this.passphraseTarget.focus()
  }

  unlockByPasskey() {
    return this.#try({ passkey: true })
  }

  lock() {
    vault.lock()
  }

  async #try(by) {
    this.#working(true)
    this.errorTarget.hidden = true
    try {
      await vault.unlock(by)
      this.passphraseTarget.value = ""
    } catch (error) {
      this.errorTarget.textContent = textOf(error)
      this.errorTarget.hidden = false
      this.passphraseTarget.select()
    } finally {
      this.#working(false)
    }
  }

  #working(on) {
    this.busyTarget.hidden = !on
    for (const button of this.buttonTargets) button.disabled = on
  }
}
