import { Controller } from "@hotwired/stimulus"

/** Lets the keyboard reach code and tables that are wider than their column, to scroll them; others are no stop. */
export default class extends Controller {
  connect() {
    this.mark()
  }

  mark() {
    for (const block of document.querySelectorAll(".prose :is(pre, table)")) {
      if (block.scrollWidth > block.clientWidth) block.tabIndex = 0
      else block.removeAttribute("tabindex")
    }
  }
}
