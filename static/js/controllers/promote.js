import { Controller } from "@hotwired/stimulus"

/** The promote page: takes a post over into the article, with its author's name and a link, at the end of a field. */
export default class extends Controller {
  static values = { field: String, added: String }

  add({ currentTarget: button, params: { text } }) {
    const field = this.element.elements.namedItem(this.fieldValue)
    field.value = [field.value.trimEnd(), text].filter(Boolean).join("\n\n")
    field.dispatchEvent(new Event("input", { bubbles: true }))
    field.scrollTop = field.scrollHeight
    button.disabled = true
    button.lastElementChild.textContent = this.addedValue
  }
}
