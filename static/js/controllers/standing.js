import { Controller } from "@hotwired/stimulus"
import { connection } from "hub/lib/live"

const TOPIC = "articles"

/** The badge that says how far an article can be trusted: it changes while the page is open, wherever it stands. */
export default class extends Controller {
  static values = { article: Number }

  connect() {
    connection.subscribe(TOPIC)
  }

  disconnect() {
    connection.unsubscribe(TOPIC)
  }

  receive({ detail: frame }) {
    if (frame.topic !== TOPIC || frame.id !== `standing-${this.articleValue}`) return
    const next = new DOMParser().parseFromString(frame.html, "text/html").querySelector(".standing")
    if (!next || Number(next.dataset.version) < Number(this.element.dataset.version)) return
    this.element.dataset.version = next.dataset.version
    this.element.replaceChildren(...next.childNodes)
  }
}
