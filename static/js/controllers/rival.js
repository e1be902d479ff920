import { Controller } from "@hotwired/stimulus"
import { connection } from "hub/lib/live"
import { askHtml, RequestFailed } from "hub/lib/http"
import { replace, versioned } from "hub/lib/merging"

const TRY_AGAIN_AFTER = 4_000

/** A rival that is open: its lines follow what others dispute, decide and add. */
export default class extends Controller {
  static values = { id: Number, version: Number }
  #retry = null

  connect() {
    connection.subscribe(this.#topic)
    this.reveal()
  }

  disconnect() {
    clearTimeout(this.#retry)
    connection.unsubscribe(this.#topic)
  }

  receive({ detail: frame }) {
    if (frame.topic === this.#topic && frame.html) this.#merge(frame.html)
  }

  restored({ detail }) {
    if (detail.topics.includes(this.#topic)) this.#catchUp()
  }

  /** Opens the part of the card in which the line stands that the address names. */
  reveal() {
    const line = location.hash.startsWith("#line-") && document.getElementById(location.hash.slice(1))
    const part = line && line.closest("details")
    if (!part || part.open) return
    part.open = true
    line.scrollIntoView({ block: "center" })
  }

  /** Fetches what changed since this page was made; nothing comes when nothing did. */
  async #catchUp() {
    clearTimeout(this.#retry)
    try {
      this.#merge(await askHtml(`/rivals/${this.idValue}/changes?since=${this.versionValue}`))
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error
      if (error.status === 0 || error.status >= 500) this.#retry = setTimeout(() => this.#catchUp(), TRY_AGAIN_AFTER)
    }
  }

  #merge(html) {
    const known = versioned(html).filter(({ id }) => this.element.contains(document.getElementById(id)))
    for (const element of known) replace(element)
    if (known.length) this.dispatch("merged", { prefix: "live" })
  }

  get #topic() {
    return `article:${this.idValue}`
  }
}
