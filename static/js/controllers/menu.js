import { Controller } from "@hotwired/stimulus"

/** A <details> that behaves like a menu: closes by itself, arrows walk its items. */
export default class extends Controller {
  static targets = ["sheet"]
  #listening

  connect() {
    this.#listening = new AbortController()
    const { signal } = this.#listening
    this.element.addEventListener("toggle", () => this.#toggled(), { signal })
    this.element.addEventListener("keydown", (event) => this.#key(event), { signal })
    document.addEventListener("click", (event) => this.#clickedAt(event.target), { signal })
  }

  disconnect() {
    this.#listening.abort()
  }

  close() {
    this.element.open = false
  }

  #toggled() {
    if (!this.element.open) return
    this.element.classList.remove("menu--up")
    const { bottom, height } = this.sheetTarget.getBoundingClientRect()
    const { top } = this.element.getBoundingClientRect()
    this.element.classList.toggle("menu--up", bottom > innerHeight && top > height)
  }

  #clickedAt(target) {
    if (!this.element.contains(target)) this.close()
  }

  #key(event) {
    if (!this.element.open) return
    if (event.key === "Escape") {
      event.stopPropagation()
      this.close()
      this.element.querySelector("summary").focus()
    }
    const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const items = [...this.sheetTarget.querySelectorAll("a, button")].filter((item) => item.offsetParent)
    const position = items.indexOf(document.activeElement)
    items.at(position === -1 && step === -1 ? -1 : (position + step) % items.length)?.focus()
  }
}
