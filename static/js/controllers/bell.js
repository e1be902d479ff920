import { Controller } from "@hotwired/stimulus"
import { fill } from "hub/lib/text"

/** The number of unread notices, the same in every tab. */
export default class extends Controller {
  static targets = ["count", "label"]
  static values = { unread: Number, label: String, counted: String }

  receive({ detail: frame }) {
    if (frame.topic === "inbox" && Number.isInteger(frame.unread)) this.unreadValue = frame.unread
  }

  unreadValueChanged(unread, before = unread) {
    this.countTarget.hidden = unread === 0
    this.countTarget.textContent = unread > 99 ? "99+" : unread
    if (before === unread) return
    this.labelTarget.textContent = unread ? fill(this.countedValue, { n: unread }) : this.labelValue
    delete this.countTarget.dataset.ticked
    requestAnimationFrame(() => { this.countTarget.dataset.ticked = "" })
  }
}
