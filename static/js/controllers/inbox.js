import { Controller } from "@hotwired/stimulus"

/** On the inbox's turbo-frame: loads the list anew when the number on the bell changed. */
export default class extends Controller {
  static values = { unread: Number }

  receive({ detail: frame }) {
    if (frame.topic !== "inbox" || frame.unread === this.unreadValue) return
    this.unreadValue = frame.unread
    if (this.element.src) this.element.reload()
    else this.element.src = location.href
  }
}
