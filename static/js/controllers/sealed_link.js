import { Controller } from "@hotwired/stimulus"
import { visit } from "@hotwired/turbo"
import { give } from "hub/lib/sealing/handover"

/** By the names of the two forms' fields. */
const WORDS = {
  title: "title", body: "body", said: "said", version: "product_version", customer: "demand.customer",
  value: "demand.value", currency: "demand.currency", weight: "demand.weight", wish: "demand.words",
}
const CLEAR = ["kind", "origin", "product", "severity"]

/** From the form of an ordinary report to that of a sealed one: words go along in memory, and their draft is deleted. */
export default class extends Controller {
  static values = { form: String }

  async go(event) {
    event.preventDefault()
    const form = document.getElementById(this.formValue)
    const fields = new FormData(form)
    const words = Object.entries(WORDS).map(([word, name]) => [word, fields.get(name)])
    const clear = CLEAR.map((name) => [name, fields.get(name)]).filter(([, value]) => value)
    const typed = ["title", "body", "said"].some((name) => fields.get(name))
    const draft = form.querySelector("[data-controller~=draft]")
    // What the draft still has to send must not follow its own deletion.
    await this.application.getControllerForElementAndIdentifier(draft, "draft")?.discard()
    if (typed) give(Object.fromEntries(words))
    const thread = fields.get("thread")
    visit(`${this.element.pathname}?${new URLSearchParams(clear)}${thread ? `#thread-${thread}` : ""}`)
  }
}
