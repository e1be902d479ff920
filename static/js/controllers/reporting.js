import { Controller } from "@hotwired/stimulus"

const ASKED = ["product", "origin"]

/**
 * The form of a report: whoever would read it is named anew when the product, or whose it is, changes. A draft that
 * comes back tells so by events that do not bubble: they have to be caught on their way down.
 */
export default class extends Controller {
  static targets = ["readers"]

  ask({ target }) {
    if (!ASKED.includes(target.name)) return
    const form = new FormData(this.element)
    const chosen = ASKED.map((name) => [name, form.get(name) ?? ""])
    this.readersTarget.src = `/defects/readers?${new URLSearchParams(chosen)}`
  }
}
