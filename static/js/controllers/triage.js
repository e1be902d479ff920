import { Controller } from "@hotwired/stimulus"
import { isComposing } from "hub/lib/text"

/** Triage by keys: J and K walk the list, the rest presses what stands in the pane and says its key itself. */
export default class extends Controller {
  static targets = ["row", "link", "pane", "help"]

  press(event) {
    if (isComposing(event) || event.metaKey || event.ctrlKey || event.altKey || document.querySelector("dialog[open]")) return
    if (event.key === "Escape") return this.#close(event)
    if (event.key === "ArrowDown" && event.target.id === "field-main") return this.#choose(event)
    if (writing(event.target)) return
    const act = this.#actFor(event.key.toLowerCase())
    if (!act) return
    // The keys mean something else on other pages.
    event.preventDefault()
    event.stopImmediatePropagation()
    act()
  }

  help() {
    this.helpTarget.showModal()
  }

  /** The frame was renewed: the list stays where it was, with the report that is read in view. A field keeps the focus. */
  loaded({ target }) {
    if (target.id !== "triage") return
    const link = this.#current()
    if (!link || this.paneTarget.contains(document.activeElement)) return
    link.focus({ preventScroll: true })
    this.rowTargets.find((row) => row.contains(link))?.scrollIntoView({ block: "nearest" })
    if (narrow()) this.element.querySelector("#defect-title")?.scrollIntoView({ block: "center" })
  }

  #actFor(key) {
    if (key === "j") return () => this.#walk(1)
    if (key === "k") return () => this.#walk(-1)
    if (key === "?") return () => this.help()
    if (key === "r") return () => this.#write("reply")
    if (key === "n") return () => this.#write("note")
    const control = this.element.querySelector(`[data-triage-key="${CSS.escape(key)}"]`)
    return control && (() => this.#use(control))
  }

  #walk(step) {
    const links = this.linkTargets
    const here = links.indexOf(this.#current())
    const next = here === -1 ? links[0] : links[here + step]
    if (next) next.click()
    else if (step > 0) this.element.querySelector(".pagination--more a")?.click()
  }

  #current() {
    return this.linkTargets.find((link) => link.ariaCurrent === "true")
  }

  #use(control) {
    if (!control.matches("summary")) return control.click()
    const sheet = control.parentElement
    sheet.open = !sheet.open
    if (sheet.open) sheet.querySelector("textarea, input:not([type=hidden]), select, button")?.focus()
    else control.focus()
  }

  /** From the field of a reference to the reports that are suggested above it; the browser walks on among those. */
  #choose(event) {
    const first = this.element.querySelector("#similar-reports input[type=radio]")
    if (!first) return
    event.preventDefault()
    first.checked = true
    first.focus()
  }

  #write(name) {
    const field = this.element.querySelector(`#field-${name}`)
    if (!field) return
    const sheet = field.closest("details")
    if (sheet) sheet.open = true
    field.focus()
  }

  #close(event) {
    const sheet = this.element.querySelector("details.decision[open]")
    if (!sheet && !writing(event.target)) return
    event.preventDefault()
    event.target.blur?.()
    if (!sheet) return
    sheet.open = false
    sheet.querySelector("summary").focus()
  }
}

function writing(element) {
  return element.closest?.("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]") !== null
}

function narrow() {
  return matchMedia("(width < 1000px)").matches
}
