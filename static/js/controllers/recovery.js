import { visit } from "@hotwired/turbo"
import { ask, askJson } from "hub/lib/http"
import { Ceremony } from "hub/lib/sealing/ceremony"
import { SealingError } from "hub/lib/sealing/pool"
import * as vault from "hub/lib/sealing/vault"

/** Lends an admin's share of a lost key, and opens the key out of two of them. */
export default class extends Ceremony {
  static targets = ["compared", "lend"]
  static values = { url: String, team: String, recipient: String }

  allow() {
    this.lendTarget.disabled = !this.comparedTarget.checked
  }

  lend(event) {
    return this.perform(event, async () => {
      requireUnlocked()
      const { share, asked_by: asker } = await askJson(this.urlValue)
      if (!share) throw new SealingError("no_key")
      // The share goes to the key whose fingerprint was compared, and to no other one.
      if (asker.recipient !== this.recipientValue) throw new SealingError("tampered")
      const wrapped = await vault.work("keys.rewrapShare", { ...share, recipient: this.recipientValue })
      await ask(`${this.urlValue}/share`, { method: "PUT", json: { wrapped } })
      this.reload()
    })
  }

  complete(event) {
    return this.perform(event, async () => {
      requireUnlocked()
      const { key: uid, asked_by: me, material } = await askJson(this.urlValue)
      const { keys } = await askJson(`/api/v1/sealing/teams/${this.teamValue}`)
      const key = { ...keys.find((one) => one.uid === uid), recovery_wrapped: material.recovery_wrapped }
      const grants = await vault.work("keys.recover", {
        key, shares: material.shares, me: { user: me.user, recipient: me.recipient },
      })
      await ask(`${this.urlValue}/completion`, { method: "PUT", json: { grants } })
      await vault.refresh()
      visit(`/sealing/teams/${this.teamValue}`)
    })
  }

  close(event) {
    return this.perform(event, async () => {
      await ask(this.urlValue, { method: "DELETE" })
      this.reload()
    })
  }
}

function requireUnlocked() {
  if (!vault.state().unlocked) throw new SealingError("locked")
}
