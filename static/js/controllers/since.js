import { Controller } from "@hotwired/stimulus"
import { visit } from "@hotwired/turbo"

const LONG = 4 * 60 * 60 * 1000

/** On the frame "since you left": follows what is read on other devices; a page left open for long is loaded anew. */
export default class extends Controller {
  #hiddenAt = null

  receive({ detail: frame }) {
    if (frame.topic !== "inbox" || !this.element.childElementCount) return
    if (this.element.src) this.element.reload()
    else this.element.src = location.href
  }

  look() {
    if (document.hidden) this.#hiddenAt = Date.now()
    else if (this.#hiddenAt && Date.now() - this.#hiddenAt > LONG) visit(location.href, { action: "replace" })
  }
}
