import { Controller } from "@hotwired/stimulus"
import Combobox from "@github/combobox-nav"
import { askHtml, RequestFailed } from "hub/lib/http"
import { Recents } from "hub/lib/recents"
import { fill } from "hub/lib/text"

const KEPT_ANSWERS = 60

const CONFIDENTIAL = /^\/(defects|topics)\//

/** ⌘K: results while typing; a newer keystroke ends the request of an older one. */
export default class extends Controller {
  static targets = ["query", "results", "status", "commands", "recentHeading", "favouriteHeading", "nothing", "failure", "place"]
  static values = { url: String }
  #combobox
  #asking = null
  #answers = new Map()
  #recents

  connect() {
    this.#recents = new Recents(document.body.dataset.readerId)
    this.#combobox = new Combobox(this.queryTarget, this.resultsTarget, { tabInsertsSuggestions: false })
    this.#combobox.start()
  }

  disconnect() {
    this.#asking?.abort()
    this.#combobox.destroy()
  }

  open() {
    if (this.element.open) return
    this.element.showModal()
    this.queryTarget.select()
    this.type()
  }

  close() {
    this.element.close()
  }

  backdrop(event) {
    if (event.target === this.element) this.close()
  }

  async type() {
    const q = this.queryTarget.value.trim()
    this.#asking?.abort()
    if (!q) return this.#showPlaces()
    if (this.#answers.has(q)) return this.#show(q, this.#answers.get(q))
    this.#asking = new AbortController()
    try {
      const html = await askHtml(`${this.urlValue}?${new URLSearchParams({ q })}`, { signal: this.#asking.signal })
      this.#remember(q, html)
      this.#show(q, html)
    } catch (error) {
      if (error.name === "AbortError") return
      if (!(error instanceof RequestFailed)) throw error
      this.resultsTarget.replaceChildren(this.failureTarget.content.cloneNode(true))
    }
  }

  /** Enter without a choice goes to the full page; with one the combobox has already clicked it. */
  submit() {
    this.close()
  }

  key(event) {
    if (event.key.toLowerCase() !== "d" || !(event.metaKey || event.ctrlKey)) return
    const chosen = this.resultsTarget.querySelector("[aria-selected=true]")
    if (!chosen || !isPlace(chosen)) return
    event.preventDefault()
    this.#recents.toggle(placeOf(chosen))
    this.type()
  }

  commit({ target }) {
    if (isPlace(target)) this.#recents.visit(placeOf(target))
    this.close()
  }

  #remember(q, html) {
    this.#answers.set(q, html)
    if (this.#answers.size > KEPT_ANSWERS) this.#answers.delete(this.#answers.keys().next().value)
  }

  #show(q, html) {
    this.resultsTarget.innerHTML = html
    const n = this.resultsTarget.querySelectorAll("[role=option]").length
    this.statusTarget.textContent = fill(this.statusTarget.dataset.message, { n })
    if (n) this.#combobox.navigate(1)
    else this.#offerToAsk(q)
  }

  /** Not chosen beforehand: Enter still goes to the full page, which looks further. */
  #offerToAsk(q) {
    const offer = this.nothingTarget.content.cloneNode(true)
    offer.querySelector("a").href = `/threads/new?${new URLSearchParams({ title: q })}`
    this.resultsTarget.append(offer)
  }

  #showPlaces() {
    this.resultsTarget.replaceChildren(
      ...this.#group(this.favouriteHeadingTarget, this.#recents.favourites),
      ...this.#group(this.recentHeadingTarget, this.#recents.recent),
      this.commandsTarget.content.cloneNode(true),
    )
    this.statusTarget.textContent = ""
  }

  #group(heading, places) {
    if (!places.length) return []
    return [heading.content.cloneNode(true), ...places.map((place, index) => this.#option(place, `${heading.dataset.paletteTarget}-${index}`))]
  }

  #option({ href, title, kind }, id) {
    const template = this.placeTargets.find((place) => place.dataset.kind === kind) ?? this.placeTarget
    const option = template.content.firstElementChild.cloneNode(true)
    option.id = `palette-${id}`
    option.href = href
    option.querySelector(".palette__title").textContent = title
    return option
  }
}

/** A case or an article; the palette's own commands need no remembering. */
/** Of what few may read, no device keeps the title, which would show there even to whoever may not read it any more. */
function isPlace(option) {
  return !option.id.startsWith("palette-go-") && !CONFIDENTIAL.test(new URL(option.href).pathname)
}

function placeOf(option) {
  const { pathname, search } = new URL(option.href)
  const kind = pathname.startsWith("/articles/") ? "article" : "thread"
  return { href: pathname + search, title: option.querySelector(".palette__title").textContent, kind }
}
