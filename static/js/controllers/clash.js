import { Controller } from "@hotwired/stimulus"

/** A place that two people changed: puts the other's words, or both, where the form below holds one's own. */
export default class extends Controller {
  static values = { field: String, theirs: String, yours: String }
  static targets = ["state"]

  #held = this.yoursValue

  take() {
    this.#put(this.theirsValue, "taken")
  }

  both() {
    this.#put([this.theirsValue, this.yoursValue].filter(Boolean).join("\n\n"), "kept")
  }

  #put(text, outcome) {
    const field = document.getElementById(`field-${this.fieldValue}`)
    const at = this.#held ? field.value.indexOf(this.#held) : field.value.length
    if (at < 0) return this.#say("lost")
    const before = field.value.slice(0, at)
    const gap = this.#held || !before.trim() ? "" : "\n\n"
    field.value = before + gap + text + field.value.slice(at + this.#held.length)
    this.#held = text
    field.dispatchEvent(new Event("input", { bubbles: true }))
    this.#say(outcome)
  }

  #say(outcome) {
    this.stateTarget.textContent = this.stateTarget.dataset[outcome]
  }
}
