import { Controller } from "@hotwired/stimulus"

const PAUSE = 300
const SHORTEST = 4

/** While a title is typed: what is similar, in a frame beside it. */
export default class extends Controller {
  static targets = ["title", "frame"]
  static values = { url: String }
  #pause = null

  connect() {
    this.search()
  }

  disconnect() {
    clearTimeout(this.#pause)
  }

  search() {
    clearTimeout(this.#pause)
    this.#pause = setTimeout(() => this.#load(), PAUSE)
  }

  #load() {
    const title = this.titleTarget.value.trim()
    if (title.length < SHORTEST) return
    this.frameTarget.src = `${this.urlValue}?${new URLSearchParams({ title })}`
  }
}
