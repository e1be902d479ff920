import { Controller } from "@hotwired/stimulus"
import { connection } from "hub/lib/live"
import { replace, versioned } from "hub/lib/merging"
import { fill } from "hub/lib/text"

/** A list that follows a live topic: known rows change in place, new ones are counted in a pill, or put on top. */
export default class extends Controller {
  static targets = ["pill", "list"]
  static values = { topic: String, insert: String }
  #waiting = new Set()

  connect() {
    connection.subscribe(this.topicValue)
  }

  disconnect() {
    connection.unsubscribe(this.topicValue)
  }

  receive({ detail: frame }) {
    if (frame.topic !== this.topicValue || !frame.html) return
    for (const row of versioned(frame.html)) {
      if (replace(row)) continue
      if (this.insertValue === "start" && this.hasListTarget) this.listTarget.prepend(document.importNode(row, true))
      else this.#waiting.add(row.id)
    }
    this.#show()
    this.dispatch("merged", { prefix: "live" })
  }

  #show() {
    if (!this.hasPillTarget) return
    const n = this.#waiting.size
    const { one, other } = this.pillTarget.dataset
    this.pillTarget.hidden = n === 0
    this.pillTarget.textContent = n === 1 ? one : fill(other, { n })
  }
}
