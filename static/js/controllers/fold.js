import { Controller } from "@hotwired/stimulus"

const WIDE = "(width >= 800px)"

/** Details that stand open where there is room. */
export default class extends Controller {
  connect() {
    this.element.open = matchMedia(WIDE).matches
  }
}
