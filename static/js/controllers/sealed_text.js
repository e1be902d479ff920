import { Controller } from "@hotwired/stimulus"
import * as opened from "hub/lib/sealing/opened"
import { prose } from "hub/lib/sealing/prose"
import { textOfCode } from "hub/lib/sealing/texts"
import * as vault from "hub/lib/sealing/vault"

/** A title or an entry that the reviewer's browser opens; what the server sent in its place comes back on locking. */
export default class extends Controller {
  static values = { thing: String, field: String }
  #placeholder

  connect() {
    this.#placeholder = [...this.element.childNodes]
    this.draw()
  }

  disconnect() {
    this.wipe()
  }

  draw() {
    const found = opened.of(this.thingValue)
    if (found) return this.#show(found)
    this.wipe()
    if (vault.state().unlocked && this.fieldValue === "title") opened.want(this.thingValue)
  }

  wipe() {
    if (this.element.dataset.opened === undefined) return
    delete this.element.dataset.opened
    this.element.replaceChildren(...this.#placeholder)
  }

  /** The page is drawn anew around what is open. */
  stay(event) {
    if (event.target === this.element && this.element.dataset.opened !== undefined) event.preventDefault()
  }

  #show({ words, code }) {
    this.element.dataset.opened = code ? "refused" : ""
    if (code) this.element.textContent = textOfCode(code)
    else if (this.fieldValue === "title") this.element.textContent = words.title
    else this.element.replaceChildren(prose(words[this.fieldValue]))
  }
}
