import { Controller } from "@hotwired/stimulus"
import { askHtml, RequestFailed } from "hub/lib/http"
import { passageOf, replaced } from "hub/lib/passages"

const PAUSE = 600

/**
 * The promote page: ticked passages go into the article with their author's name and a link, and come out again;
 * what is sensitive is searched anew while somebody writes. The server decides again when it is published.
 */
export default class extends Controller {
  static values = { hits: String }
  static targets = ["applied", "side", "post", "into", "panel", "open", "count"]
  #pause = null
  #asked = 0

  appliedTargetConnected(field) {
    field.disabled = false
  }

  postTargetConnected(post) {
    this.#summarise(post)
  }

  disconnect() {
    clearTimeout(this.#pause)
  }

  /** On a narrow screen: the case or the article. */
  turn({ currentTarget: button, params: { side } }) {
    this.element.dataset.side = side
    for (const one of this.sideTargets) one.ariaPressed = String(one === button)
  }

  /** A click on a paragraph ticks it, but not one on a link or the end of a selection. */
  toggle({ currentTarget: text, target }) {
    if (target.closest("a, input, summary, button") || String(getSelection())) return
    const box = text.closest(".passage").querySelector("input") ?? text.closest(".post").querySelector("input")
    box.click()
  }

  changed({ target }) {
    if (target.name === "passages") this.#take(target)
    if (target.name === "rest" || target.name.startsWith("hit.")) this.#tell()
    else this.#search()
  }

  typed({ target }) {
    if (target.matches("textarea, [name=title]")) this.#search()
  }

  /** Selects a hit in the field where it stands. */
  reveal({ params: { field: name, start, end } }) {
    this.element.dataset.side = "article"
    const field = this.element.elements.namedItem(name)
    const before = (count) => [...field.value].slice(0, count).join("").length
    field.focus()
    field.setSelectionRange(before(start), before(end))
    field.scrollIntoView({ block: "center" })
  }

  #take(box) {
    const post = box.closest("[data-promote-target~=post]")
    const boxes = [...post.querySelectorAll(".passage input[name=passages]")]
    const now = boxes.map(({ checked }) => checked)
    let before = now.map((checked, number) => checked !== (boxes[number] === box))
    if (box.dataset.promoteWhole !== undefined) {
      before = boxes.length ? now : [!box.checked]
      for (const one of boxes) one.checked = box.checked
    }
    const after = boxes.length ? boxes.map(({ checked }) => checked) : [box.checked]
    this.#summarise(post)
    this.#put(passageOf(post.dataset, before), passageOf(post.dataset, after))
  }

  /** The tick of a whole post says whether all, some or none of its paragraphs are in. */
  #summarise(post) {
    const boxes = [...post.querySelectorAll(".passage input[name=passages]")]
    const whole = post.querySelector("[data-promote-whole]")
    if (!boxes.length || !whole) return
    const ticked = boxes.filter(({ checked }) => checked).length
    whole.checked = ticked === boxes.length
    whole.indeterminate = ticked > 0 && ticked < boxes.length
  }

  #put(old, fresh) {
    const fields = [...this.element.querySelectorAll(".composer__text")]
    const field = (old && fields.find(({ value }) => value.includes(old))) || this.element.elements.namedItem(this.intoTarget.value)
    const value = replaced(field.value, old, fresh)
    if (value === field.value) return
    field.value = value
    field.dispatchEvent(new Event("input", { bubbles: true }))
  }

  #search() {
    clearTimeout(this.#pause)
    this.#pause = setTimeout(() => this.#load(), PAUSE)
  }

  async #load() {
    const asked = ++this.#asked
    const chosen = this.#chosen()
    try {
      const html = await askHtml(this.hitsValue, { method: "POST", body: new URLSearchParams(new FormData(this.element)) })
      if (asked !== this.#asked) return
      this.panelTarget.innerHTML = html
      this.#choose({ ...chosen, ...this.#chosen() })
      this.#tell()
    } catch (error) {
      // What is shown stays; publishing searches again.
      if (!(error instanceof RequestFailed)) throw error
    }
  }

  #chosen() {
    return Object.fromEntries([...this.panelTarget.querySelectorAll("input:checked")].map(({ name, value }) => [name, value]))
  }

  #choose(chosen) {
    for (const radio of this.panelTarget.querySelectorAll("input")) if (chosen[radio.name] === radio.value) radio.checked = true
  }

  /** How many decisions are missing. */
  #tell() {
    const rest = this.panelTarget.querySelector("[name=rest]")?.checked
    const open = [...this.panelTarget.querySelectorAll(".finding")].filter((one) => !one.querySelector("input:checked"))
    const count = rest ? 0 : open.length
    this.countTarget.textContent = count
    this.openTarget.hidden = !count
    const badge = this.panelTarget.querySelector(".redaction__title .count")
    if (badge) badge.hidden = !count
    if (badge) badge.textContent = count
  }
}
