import { Controller } from "@hotwired/stimulus"

/** Takes the focus as it appears: the summary of what is wrong in a form. */
export default class extends Controller {
  connect() {
    this.element.focus()
  }
}
