import { Controller } from "@hotwired/stimulus"
import { askJson, RequestFailed } from "hub/lib/http"

/** So many people look at lists that they must not all ask in the moment in which something happens. */
const SOONEST = 500
const SPREAD = 1_500
const AT_MOST_EVERY = 10_000

/** The counts of the queues: asked anew when a case has changed, as long as somebody looks. */
export default class extends Controller {
  static targets = ["count"]
  static values = { url: String }
  #due = null
  #askedAt = -AT_MOST_EVERY

  disconnect() {
    clearTimeout(this.#due)
    this.#due = null
  }

  receive({ detail: frame }) {
    if (frame.topic !== "threads" || this.#due !== null) return
    const rest = Math.max(0, this.#askedAt + AT_MOST_EVERY - performance.now())
    this.#due = setTimeout(() => this.#ask(), rest + SOONEST + Math.random() * SPREAD)
  }

  async #ask() {
    this.#due = null
    if (document.hidden) return
    this.#askedAt = performance.now()
    try {
      this.#show(await askJson(this.urlValue))
    } catch (error) {
      // The next change, or the next page, asks again.
      if (!(error instanceof RequestFailed)) throw error
    }
  }

  #show(counts) {
    for (const element of this.countTargets) {
      const count = counts[element.dataset.queue] ?? ""
      element.textContent = count
      element.hidden = !count
    }
  }
}
