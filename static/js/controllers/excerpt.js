import { Controller } from "@hotwired/stimulus"
import { insertBlock } from "hub/lib/text"

/** Puts the mark of an excerpt into the text in which the cursor was last. */
export default class extends Controller {
  static values = { inserted: String, nowhere: String }
  static targets = ["state"]

  #field = null

  follow({ target }) {
    if (target instanceof HTMLTextAreaElement) this.#field = target
  }

  insert({ params: { mark } }) {
    const field = this.#field ?? document.querySelector(".composer__text")
    this.stateTarget.textContent = field ? this.insertedValue : this.nowhereValue
    if (field) insertBlock(field, mark)
  }
}
