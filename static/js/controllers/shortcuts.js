import { Controller } from "@hotwired/stimulus"
import { visit } from "@hotwired/turbo"
import { isComposing } from "hub/lib/text"

const SECOND_KEY_WITHIN = 1_200
const PLACES = { h: "/", t: "/threads", a: "/articles", n: "/notifications" }
const STOPS = "#content .row__link, #content .post"

/** The keyboard everywhere: ⌘K, /, ?, c, j and k, r, q, g with a letter. */
export default class extends Controller {
  static targets = ["palette", "help", "hint"]
  #going = 0

  hintTargetConnected(hint) {
    if (!/Mac|iPhone|iPad/.test(navigator.platform)) hint.textContent = hint.textContent.replace("⌘", "Ctrl ")
  }

  press(event) {
    if (isComposing(event)) return
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") return this.#take(event, () => this.openPalette(event))
    if (event.metaKey || event.ctrlKey || event.altKey || writing(event.target) || document.querySelector("dialog[open]")) return
    const action = this.#actionFor(event.key)
    if (action) this.#take(event, action)
  }

  openPalette(event) {
    event?.preventDefault()
    this.paletteTarget.dispatchEvent(new CustomEvent("palette:open"))
  }

  showHelp() {
    this.helpTarget.showModal()
  }

  #actionFor(key) {
    if (Date.now() - this.#going < SECOND_KEY_WITHIN && key in PLACES) return () => this.#go(PLACES[key])
    return {
      "/": () => this.openPalette(),
      "?": () => this.showHelp(),
      c: () => this.#go("/threads/new"),
      g: () => { this.#going = Date.now() },
      j: () => walk(1),
      k: () => walk(-1),
      q: () => document.dispatchEvent(new CustomEvent("shortcuts:quote")),
      r: () => document.querySelector("#reply textarea")?.focus(),
    }[key]
  }

  #go(place) {
    this.#going = 0
    visit(place)
  }

  #take(event, action) {
    event.preventDefault()
    action()
  }
}

function writing(element) {
  return element.closest?.("input, textarea, select, [contenteditable]") !== null
}

function walk(step) {
  const stops = [...document.querySelectorAll(STOPS)]
  const here = stops.findIndex((stop) => stop === document.activeElement || stop.contains(document.activeElement))
  const next = here === -1 ? firstInView(stops, step) : stops[here + step]
  next?.focus({ preventScroll: true })
  next?.scrollIntoView({ block: next.matches(".post") ? "start" : "nearest" })
}

function firstInView(stops, step) {
  const visible = stops.filter((stop) => stop.getBoundingClientRect().bottom > 60)
  return step > 0 ? visible[0] : stops[stops.indexOf(visible[0]) - 1]
}
