import { Controller } from "@hotwired/stimulus"
import * as opened from "hub/lib/sealing/opened"
import { excerptOf, Index } from "hub/lib/sealing/searching"
import { textOf } from "hub/lib/sealing/texts"
import * as vault from "hub/lib/sealing/vault"
import { fill } from "hub/lib/text"

const MOST = 100
/** While thousands are being opened, the list is not drawn anew for each bit of them. */
const REST = 400

/** All sealed reports for the reader's teams: opened with progress, searched in memory, gone when locked. */
export default class extends Controller {
  static targets = ["open", "query", "progress", "status", "problem", "results", "row", "nothing"]
  static values = { opening: String, opened: String, found: String, some: String, broken: String }
  #index = new Index()
  #stale = true
  #opening = false
  #pause = 0

  connect() {
    this.draw()
  }

  disconnect() {
    this.wipe()
  }

  async draw() {
    const { unlocked } = vault.state()
    this.openTarget.hidden = !unlocked
    if (!unlocked) return this.wipe()
    if (this.#opening) return
    this.#opening = true
    this.progressTarget.hidden = false
    this.problemTarget.hidden = true
    try {
      await opened.openAll((done) => { this.statusTarget.textContent = fill(this.openingValue, { n: done }) })
    } catch (error) {
      this.problemTarget.querySelector(".banner__text").textContent = textOf(error)
      this.problemTarget.hidden = false
    } finally {
      this.#opening = false
      this.progressTarget.hidden = true
      this.search()
    }
  }

  /** What is open already can be searched while the rest is being opened. */
  search({ type } = {}) {
    if (type !== "input") this.#stale = true
    if (type === "sealed:opened" && this.#pause) return
    clearTimeout(this.#pause)
    this.#pause = setTimeout(() => this.#show(), type === "sealed:opened" ? REST : 0)
  }

  wipe() {
    clearTimeout(this.#pause)
    this.#pause = 0
    this.#index = new Index()
    this.#stale = true
    this.queryTarget.value = ""
    this.resultsTarget.replaceChildren()
    this.statusTarget.textContent = ""
  }

  #show() {
    this.#pause = 0
    if (!vault.state().unlocked || !this.element.isConnected) return
    if (this.#stale) this.#index.update(opened.all())
    this.#stale = false
    const typed = this.queryTarget.value.trim()
    const found = this.#index.search(typed)
    this.resultsTarget.replaceChildren(...found.slice(0, MOST).map((one) => this.#row(one)))
    this.nothingTarget.hidden = this.#opening || this.#index.size > 0 || opened.broken() > 0
    if (!this.#opening) this.statusTarget.textContent = this.#status(typed, found.length)
  }

  #status(typed, count) {
    const total = this.#index.size
    const told = typed ? fill(this.foundValue, { n: count, total }) : fill(this.openedValue, { n: total })
    const some = count > MOST ? fill(this.someValue, { most: MOST }) : ""
    const broken = opened.broken() ? fill(this.brokenValue, { n: opened.broken() }) : ""
    return [told, some, broken].filter(Boolean).join(" ")
  }

  #row(line) {
    const { report } = line
    const row = this.rowTarget.content.firstElementChild.cloneNode(true)
    const link = row.querySelector("a")
    link.href = `/defects/${report.reference}`
    link.textContent = report.words.title
    row.querySelector(".row__excerpt").replaceChildren(...excerptOf(line).map(({ text, hit }) => {
      return hit ? Object.assign(document.createElement("mark"), { textContent: text }) : text
    }))
    row.querySelector(".defect__reference").textContent = report.reference
    return row
  }
}
