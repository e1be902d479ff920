import { Controller } from "@hotwired/stimulus"
import { connection } from "hub/lib/live"

/** On <body>: connects signed-in readers and passes what arrives on as document events `live:frame`, `live:restored`, `live:lost`. */
export default class extends Controller {
  static targets = ["status"]
  static values = { url: String, topics: Array }
  #listening

  connect() {
    if (!this.topicsValue.length) return
    this.#listening = new AbortController()
    const on = (type, handler) => connection.addEventListener(type, ({ detail }) => handler(detail), { signal: this.#listening.signal })
    on("frame", (frame) => this.#tell("live:frame", frame))
    on("subscribed", (detail) => this.#tell("live:restored", detail))
    on("lost", (detail) => this.#tell("live:lost", detail))
    on("state", ({ online }) => { this.statusTarget.hidden = online })
    for (const topic of this.topicsValue) connection.subscribe(topic)
    connection.start(this.urlValue)
  }

  disconnect() {
    this.#listening?.abort()
    for (const topic of this.topicsValue) connection.unsubscribe(topic)
  }

  #tell(type, detail) {
    document.dispatchEvent(new CustomEvent(type, { detail }))
  }
}
