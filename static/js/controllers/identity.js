import { askJson } from "hub/lib/http"
import { confirm } from "hub/lib/confirm"
import { Ceremony } from "hub/lib/sealing/ceremony"
import { makePasskey } from "hub/lib/sealing/passkeys"
import { SealingError } from "hub/lib/sealing/pool"
import { strength } from "hub/lib/sealing/strength"
import * as vault from "hub/lib/sealing/vault"

const ADDRESS = "/api/v1/sealing/identities"

/** Makes the reader's own key, and changes what locks it. */
export default class extends Ceremony {
  static targets = ["passphrase", "again", "present", "strength"]
  static values = { uid: String, question: String, differs: String, weak: String, passkeyName: String }

  measure() {
    const level = strength(this.passphraseTarget.value)
    const { short, weak, good, strong } = this.strengthTarget.dataset
    this.strengthTarget.querySelector("meter").value = level
    this.strengthTarget.querySelector("span").textContent = this.passphraseTarget.value ? [short, weak, good, strong][level] : ""
  }

  async make(event) {
    const passphrase = this.#chosen(event)
    if (passphrase && await this.#agreed(event)) await this.perform(event, () => this.#make({ passphrase }))
  }

  async makeByPasskey(event) {
    if (await this.#agreed(event)) await this.perform(event, async () => this.#make({ passkey: await this.#newPasskey() }))
  }

  change(event) {
    const passphrase = this.#chosen(event)
    return passphrase && this.perform(event, () => this.#change({ passphrase }))
  }

  addPasskey(event) {
    return this.perform(event, async () => this.#change({ passkey: await this.#newPasskey() }))
  }

  removePasskey(event) {
    return this.perform(event, () => this.#keep({ passkey_wrapped: "" }))
  }

  async #make(to) {
    const made = await vault.work("keys.makeIdentity", { to })
    await askJson(ADDRESS, { method: "POST", json: { uid: crypto.randomUUID(), ...made } })
    await vault.refresh()
    this.reload()
  }

  /** Opens the key in the way that it is locked now, and locks it in another one. */
  async #change(to) {
    const { identity } = await askJson("/api/v1/sealing/vault")
    const present = this.hasPresentTarget ? this.presentTarget.value : ""
    const by = present ? { passphrase: present } : { passkey: true }
    const wrapped = present ? identity.passphrase_wrapped : identity.passkey_wrapped
    if (!wrapped) throw new SealingError(present ? "passphrase" : "passkey")
    await this.#keep(await vault.work("keys.lockAnew", { recipient: identity.recipient, wrapped, by, to }))
  }

  async #keep(locks) {
    await askJson(`${ADDRESS}/${this.uidValue}`, { method: "PATCH", json: locks })
    this.reload()
  }

  #chosen(event) {
    event.preventDefault()
    const passphrase = this.passphraseTarget.value
    if (strength(passphrase) === 0) return void this.refuse(event, this.weakValue)
    if (passphrase !== this.againTarget.value) return void this.refuse(event, this.differsValue)
    return passphrase
  }

  async #agreed(event) {
    event.preventDefault()
    return !this.questionValue || confirm(this.questionValue, null, event.submitter ?? event.currentTarget)
  }

  async #newPasskey() {
    try {
      return await makePasskey(this.passkeyNameValue)
    } catch (error) {
      throw new SealingError("passkey", error.message)
    }
  }
}
