import { Controller } from "@hotwired/stimulus"
import { visit } from "@hotwired/turbo"
import { RequestFailed } from "hub/lib/http"
import { SealingError } from "hub/lib/sealing/pool"
import { textOf } from "hub/lib/sealing/texts"

/** The base of controllers that work with keys: one thing at a time, told while it goes on and when it fails. */
export class Ceremony extends Controller {
  #working = false

  /** Does `work` for whatever the reader pressed; says in their language what went wrong. */
  async perform(event, work) {
    event.preventDefault()
    if (this.#working) return
    const place = event.target.closest("form") ?? this.element
    this.#show(place, { busy: true })
    try {
      await work()
      this.#show(place, {})
    } catch (error) {
      if (!(error instanceof SealingError || error instanceof RequestFailed)) throw error
      this.#show(place, { failure: textOf(error) })
    }
  }

  /** Something that the reader has to mend first. */
  refuse(event, text) {
    event.preventDefault()
    this.#show(event.target.closest("form") ?? this.element, { failure: text })
  }

  reload() {
    visit(location.href, { action: "replace" })
  }

  #show(place, { busy = false, failure = "" }) {
    this.#working = busy
    const find = (name) => place.querySelector(`[data-ceremony=${name}]`) ?? this.element.querySelector(`[data-ceremony=${name}]`)
    const [working, error] = [find("busy"), find("error")]
    if (working) working.hidden = !busy
    if (!error) return
    error.hidden = !failure
    error.textContent = failure
  }
}
