import { Controller } from "@hotwired/stimulus"
import { askHtml, RequestFailed } from "hub/lib/http"

const PAUSE = 400
const SHORTEST = 4

/** While the title of a report is typed: what one reported before. Sent in a body: addresses are written to logs. */
export default class extends Controller {
  static targets = ["shown"]
  #pause = null

  disconnect() {
    clearTimeout(this.#pause)
  }

  search({ target }) {
    clearTimeout(this.#pause)
    this.#pause = setTimeout(() => this.#ask(target), PAUSE)
  }

  async #ask(field) {
    const title = field.value.trim()
    if (title.length < SHORTEST) return
    try {
      const html = await askHtml("/search/own-reports", { method: "POST", json: { title } })
      // Somebody who types on is answered for what stands there by then.
      if (field.value.trim() === title) this.shownTarget.innerHTML = html
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error
    }
  }
}
