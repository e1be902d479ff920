import { ask, askJson, RequestFailed } from "hub/lib/http"
import { confirm } from "hub/lib/confirm"
import { visit } from "@hotwired/turbo"
import { Ceremony } from "hub/lib/sealing/ceremony"
import { fingerprintOf } from "hub/lib/sealing/digests"
import { move } from "hub/lib/sealing/moving"
import { SealingError } from "hub/lib/sealing/pool"
import * as vault from "hub/lib/sealing/vault"

const ADDRESS = "/api/v1/sealing"

/** Makes a team's key, gives it to members and takes it away, and seals what stands to the newest. */
export default class extends Ceremony {
  static targets = ["reviewer", "admin", "bar", "count", "failures", "reason"]
  static values = { team: String, generation: Number, key: String, give: String, away: String, name: String }

  connect() {
    this.show()
  }

  /** Unlocked: go on with what is not sealed to the newest key yet. */
  async show() {
    if (!vault.state().unlocked || !this.hasBarTarget || this.#keys().length < 2) return
    try {
      const { left } = await move(this.teamValue)
      if (left === 0) this.reload()
    } catch (error) {
      // Locked, or the connection was lost: it goes on the next time.
      if (!(error instanceof SealingError || error instanceof RequestFailed)) throw error
    }
  }

  progress({ detail: { team, total, left, failed } }) {
    if (team !== this.teamValue || !this.hasBarTarget) return
    this.barTarget.max = total
    this.barTarget.value = total - left
    this.countTarget.textContent = this.countTarget.dataset.text.replace("{done}", total - left).replace("{total}", total)
    this.failuresTarget.hidden = failed === 0
    this.failuresTarget.textContent = this.failuresTarget.dataset.text.replace("{n}", failed)
  }

  make(event) {
    return this.perform(event, async () => {
      this.#requireUnlocked()
      const uid = crypto.randomUUID()
      const generation = this.generationValue + 1
      const chosen = (targets) => targets.filter((box) => box.checked).map((box) => ({ user: box.value, recipient: box.dataset.recipient }))
      const [reviewers, admins] = [chosen(this.reviewerTargets), chosen(this.adminTargets)]
      if (this.generationValue) this.#requireKnown(reviewers)
      const made = await vault.work("keys.make", { team: this.teamValue, generation, reviewers, admins })
      await askJson(`${ADDRESS}/teams/${this.teamValue}/keys`, { method: "POST", json: { uid, generation, ...made } })
      await vault.refresh()
      this.reload()
    })
  }

  /** Gives the team's keys to a member: all of them, as long as something is sealed to an older one. */
  async give(event) {
    event.preventDefault()
    const button = event.currentTarget
    const { user, person: name, recipient } = button.dataset
    const fingerprint = await fingerprintOf(recipient)
    if (!await confirm(filled(this.giveValue, { team: this.nameValue, name, fingerprint }), null, button)) return
    await this.perform(event, async () => {
      this.#requireUnlocked()
      await vault.refresh()
      for (const key of this.#keys()) {
        const grants = await vault.work("keys.rewrap", { key, add: { user, recipient } })
        const before = key.reviewers.map((reviewer) => reviewer.recipient)
        await ask(`${ADDRESS}/keys/${key.uid}/grants`, { method: "PUT", json: { before, grants } })
      }
      await vault.refresh()
      this.reload()
    })
  }

  async takeAway(event) {
    event.preventDefault()
    const button = event.currentTarget
    const { user, person: name } = button.dataset
    if (!await confirm(filled(this.awayValue, { name }), null, button)) return
    await this.perform(event, async () => {
      await ask(`${ADDRESS}/teams/${this.teamValue}/reviewers/${user}`, { method: "DELETE" })
      this.reload()
    })
  }

  /** Asks the admins for every key of the team that something is sealed to. */
  ask(event) {
    return this.perform(event, async () => {
      const { keys } = await askJson(`${ADDRESS}/teams/${this.teamValue}`)
      const asked = []
      for (const { uid } of keys) {
        const json = { uid: crypto.randomUUID(), reason: this.reasonTarget.value }
        asked.push(await askJson(`${ADDRESS}/keys/${uid}/recoveries`, { method: "POST", json }))
      }
      visit(asked.length === 1 ? `/sealing/recoveries/${asked[0].uid}` : "/sealing/recoveries")
    })
  }

  /** Whoever gets the next key is in the list inside the present one: the server cannot slip anybody in. */
  #requireKnown(reviewers) {
    const present = this.#keys().find(({ uid }) => uid === this.keyValue)
    if (!present) throw new SealingError("no_key")
    const known = new Set(present.reviewers.map(({ user, recipient }) => `${user} ${recipient}`))
    if (!reviewers.every(({ user, recipient }) => known.has(`${user} ${recipient}`))) throw new SealingError("tampered")
  }

  #requireUnlocked() {
    if (!vault.state().unlocked) throw new SealingError("locked")
  }

  #keys() {
    return vault.state().keys.filter(({ team }) => team === this.teamValue)
  }
}

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (_all, name) => values[name])
}
