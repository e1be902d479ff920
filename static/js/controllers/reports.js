import { Controller } from "@hotwired/stimulus"
import { session } from "@hotwired/turbo"
import { connection } from "hub/lib/live"

const PAUSE = 300
const OWN = 3000

/**
 * Around a report, a topic, or a list of them: what others change is shown at once, as far as nobody is writing here;
 * otherwise, and where `ask` says so, a pill offers it. Frames say only that something changed.
 */
export default class extends Controller {
  static targets = ["pill"]
  static values = { topic: String, ask: Boolean }
  #pause = null
  #lost = false
  /** Until when a change is taken for one's own, which the answer to the form shows. */
  #ownUntil = 0

  connect() {
    connection.subscribe(this.topicValue)
  }

  disconnect() {
    clearTimeout(this.#pause)
    connection.unsubscribe(this.topicValue)
  }

  receive({ detail: frame }) {
    if (frame.topic === this.topicValue && Date.now() > this.#ownUntil) this.#changed()
  }

  lost() {
    this.#lost = true
  }

  restored({ detail: { topics } }) {
    if (this.#lost && topics.includes(this.topicValue)) this.#changed()
    this.#lost = false
  }

  sending() {
    this.#ownUntil = Infinity
  }

  sent() {
    this.#ownUntil = Date.now() + OWN
  }

  show() {
    this.pillTarget.hidden = true
    session.refresh(document.baseURI, { method: "morph", scroll: "preserve" })
  }

  #changed() {
    clearTimeout(this.#pause)
    this.#pause = setTimeout(() => {
      if (this.askValue || this.#busy()) this.pillTarget.hidden = false
      else this.show()
    }, PAUSE)
  }

  /** Whether somebody would lose something, or the place where they are. */
  #busy() {
    const page = this.element.closest("main") ?? this.element
    if (page.querySelector("dialog[open], form details[open], details[open] form")) return true
    return [...page.querySelectorAll("textarea, input, select")].some(
      (field) => field === document.activeElement || changed(field),
    )
  }
}

function changed(field) {
  if (field.type === "hidden" || field.tagName === "SELECT") return false
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked
  return field.value !== field.defaultValue
}
