import { Controller } from "@hotwired/stimulus"
import { visit } from "@hotwired/turbo"
import { confirm } from "hub/lib/confirm"
import { toast } from "hub/lib/http"
import { fingerprintOf } from "hub/lib/sealing/digests"
import { change, remember } from "hub/lib/sealing/remembered"
import { sendEntry } from "hub/lib/sealing/sending"
import { textOf } from "hub/lib/sealing/texts"
import { vouch } from "hub/lib/sealing/vault"
import { fill, isComposing } from "hub/lib/text"

/** A sealed note or reply: its text leaves as ciphertext, and no draft is kept of it. */
export default class extends Controller {
  static targets = ["text", "problem", "send"]
  static values = {
    kind: String, reference: String, report: String, author: String, team: String, teamName: String, key: String,
    recipient: String, sent: String, changed: String,
  }
  #listening

  connect() {
    this.#listening = new AbortController()
    addEventListener("beforeunload", (event) => this.textTarget.value && event.preventDefault(), { signal: this.#listening.signal })
    this.sendTarget.disabled = false
  }

  disconnect() {
    this.#listening.abort()
    this.textTarget.value = ""
  }

  async send(event) {
    if (event.type !== "submit" || isComposing(event)) return
    event.preventDefault()
    const body = this.textTarget.value.trim()
    if (!body) return
    this.sendTarget.disabled = true
    this.problemTarget.hidden = true
    try {
      await vouch({ team: this.teamValue, key: this.keyValue, recipient: this.recipientValue })
      if (!await this.#known()) return
      const to = { key: this.keyValue, recipient: this.recipientValue }
      await sendEntry({ reference: this.referenceValue, report: this.reportValue, kind: this.kindValue, author: this.authorValue, to, body })
      remember(this.teamValue, this.recipientValue)
      this.textTarget.value = ""
      toast(this.sentValue)
      visit(location.href, { action: "replace" })
    } catch (error) {
      this.problemTarget.querySelector("span").textContent = textOf(error)
      this.problemTarget.hidden = false
    } finally {
      this.sendTarget.disabled = false
    }
  }

  /** Whether this is the key that the browser knows of the team, or the writer goes on with another one. */
  async #known() {
    if (change(this.teamValue, this.recipientValue) !== "changed") return true
    const fingerprint = await fingerprintOf(this.recipientValue)
    return confirm(fill(this.changedValue, { team: this.teamNameValue, fingerprint }))
  }
}
