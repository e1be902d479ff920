import { Controller } from "@hotwired/stimulus"
import { visit } from "@hotwired/turbo"
import { confirm } from "hub/lib/confirm"
import { RequestFailed } from "hub/lib/http"
import { fingerprintOf, referenceOf } from "hub/lib/sealing/digests"
import { take } from "hub/lib/sealing/handover"
import { change, remember } from "hub/lib/sealing/remembered"
import { sizeOf } from "hub/lib/sealing/saving"
import { addressee, Outgoing } from "hub/lib/sealing/sending"
import { textOf, textOfCode } from "hub/lib/sealing/texts"
import { possible } from "hub/lib/sealing/vault"
import { fill } from "hub/lib/text"

const MB = 1024 * 1024
const CLEAR = ["kind", "origin", "product", "severity"]

/** The form of a sealed report: what is typed here leaves as ciphertext or not at all, and is kept nowhere. */
export default class extends Controller {
  static targets = [
    "form", "taken", "addressee", "people", "team", "fingerprint", "known", "changed", "agreed", "noAddressee",
    "word", "files", "list", "file", "problem", "progress", "bar", "stage", "submit", "sent", "link",
  ]
  static values = {
    author: String, largest: Number, most: Number, sealing: String, sending: String, large: String, many: String,
    empty: String, unsent: String, taken: String, unreachable: String,
  }
  #outgoing = new Outgoing()
  #to = null
  #asked = 0
  #chosen = []
  #thread = null
  #dirty = false
  #busy = false
  #listening

  connect() {
    this.#listening = new AbortController()
    const { signal } = this.#listening
    addEventListener("beforeunload", (event) => this.#dirty && event.preventDefault(), { signal })
    document.addEventListener("turbo:before-visit", (event) => this.#leave(event), { signal })
    this.#thread = Number(/^#thread-(\d+)$/.exec(location.hash)?.[1]) || null
    this.#takeOver()
    if (!possible) return this.#fail(textOfCode("insecure"))
    this.#ask()
  }

  disconnect() {
    this.#listening.abort()
    this.#wipe()
  }

  typed() {
    this.#dirty = true
  }

  chosen({ target }) {
    if (target.name === "product" || target.name === "origin") this.#ask()
    this.#askCurrency()
  }

  add() {
    this.problemTarget.hidden = true
    for (const file of this.filesTarget.files) {
      const wrong = this.#wrong(file)
      if (wrong) this.#fail(wrong)
      else this.#chosen.push(file)
    }
    this.filesTarget.value = ""
    this.#dirty = true
    this.#listFiles()
  }

  async send(event) {
    event.preventDefault()
    if (this.#busy || !this.#to) return
    if (!this.changedTarget.hidden && !this.agreedTarget.checked) return this.agreedTarget.focus()
    this.#work(true)
    try {
      const fields = new FormData(this.formTarget)
      const clear = Object.fromEntries(CLEAR.map((name) => [name, fields.get(name)]))
      const sent = { to: this.#to, author: this.authorValue, clear, words: this.#words, files: this.#chosen }
      const receipt = await this.#outgoing.send(sent, (share, stage) => this.#progress(share, stage))
      remember(this.#to.team, this.#to.recipient)
      await this.#done(receipt)
    } catch (error) {
      await this.#refused(error)
    } finally {
      this.#work(false)
    }
  }

  /** An amount says nothing without its currency. */
  #askCurrency() {
    const [value, currency] = ["value", "currency"].map((word) => this.wordTargets.find(({ dataset }) => dataset.word === word))
    currency.required = value.value.trim() !== ""
  }

  get #words() {
    const filled = this.wordTargets.map(({ dataset, value }) => [dataset.word, value.trim()]).filter(([, value]) => value)
    const words = Object.fromEntries(filled)
    if (!words.value) delete words.currency
    return this.#thread ? { ...words, thread: this.#thread } : words
  }

  async #ask() {
    const asked = ++this.#asked
    const fields = new FormData(this.formTarget)
    const product = fields.get("product")
    this.#to = null
    this.submitTarget.disabled = true
    this.noAddresseeTarget.hidden = true
    if (!product) return void (this.addresseeTarget.hidden = true)
    try {
      const to = await addressee(product, fields.get("origin"))
      if (asked === this.#asked) await this.#address(to)
    } catch (error) {
      if (asked !== this.#asked) return
      this.addresseeTarget.hidden = true
      say(this.noAddresseeTarget, this.#textOf(error))
    }
  }

  async #address(to) {
    this.#to = to
    const known = change(to.team, to.recipient)
    this.peopleTarget.replaceChildren(...to.people.map((name) => Object.assign(document.createElement("li"), { textContent: name })))
    this.teamTarget.textContent = fill(this.teamTarget.dataset.text, { team: to.name })
    this.fingerprintTarget.textContent = await fingerprintOf(to.recipient)
    this.knownTarget.textContent = this.knownTarget.dataset[known] ?? ""
    this.changedTarget.hidden = known !== "changed"
    this.agreedTarget.checked = false
    this.addresseeTarget.hidden = false
    this.submitTarget.disabled = false
  }

  async #done(receipt) {
    const reference = await referenceOf(this.#outgoing.uid)
    this.#wipe()
    this.formTarget.hidden = true
    const put = (name, text) => { this.sentTarget.querySelector(`[data-receipt=${name}]`).textContent = text }
    put("reference", reference)
    put("at", new Date(receipt.at).toISOString().slice(0, 19).replace("T", " "))
    put("digest", receipt.digest)
    const template = this.sentTarget.querySelector("template[data-receipt=file]")
    receipt.files.forEach((digest, place) => {
      const row = template.content.firstElementChild.cloneNode(true)
      row.querySelector("dt").textContent = fill(row.querySelector("dt").textContent, { n: place + 1 })
      row.querySelector("code").textContent = digest
      template.before(row)
    })
    this.linkTarget.href = `/defects/${reference}`
    this.sentTarget.hidden = false
    this.sentTarget.scrollIntoView({ block: "start" })
  }

  async #refused(error) {
    if (error instanceof RequestFailed && error.body?.includes('"key_changed"')) await this.#ask()
    this.#fail(this.#textOf(error))
  }

  #textOf(error) {
    if (error instanceof RequestFailed && error.status === 0) return this.unreachableValue
    if (error instanceof RequestFailed || error.code) return textOf(error)
    // An upload that failed says why in words, or nothing when no answer came.
    if (error.message !== undefined && error.constructor === Error) return error.message || this.unreachableValue
    throw error
  }

  #wrong({ name, size }) {
    if (size === 0) return fill(this.emptyValue, { name })
    if (size > this.largestValue) return fill(this.largeValue, { name, limit: Math.floor(this.largestValue / MB) })
    if (this.#chosen.length >= this.mostValue) return fill(this.manyValue, { most: this.mostValue })
    return ""
  }

  #listFiles() {
    this.listTarget.replaceChildren(...this.#chosen.map((file) => {
      const row = this.fileTarget.content.firstElementChild.cloneNode(true)
      row.querySelector(".sealed-file__name").textContent = file.name
      row.querySelector(".sealed-file__size").textContent = sizeOf(file.size)
      row.querySelector(".sealed-file__remove").addEventListener("click", () => {
        this.#chosen = this.#chosen.filter((one) => one !== file)
        this.#listFiles()
      })
      return row
    }))
  }

  #progress(share, stage) {
    this.barTarget.value = share
    const text = stage === "sealing" ? this.sealingValue : this.sendingValue
    this.stageTarget.textContent = fill(text, { percent: Math.round(share * 100) })
  }

  #work(on) {
    this.#busy = on
    this.submitTarget.disabled = on || !this.#to
    this.progressTarget.hidden = !on
    if (on) this.problemTarget.hidden = true
  }

  #fail(text) {
    say(this.problemTarget, text)
  }

  #takeOver() {
    const words = take()
    if (!words) return
    for (const field of this.wordTargets) if (words[field.dataset.word]) field.value = words[field.dataset.word]
    this.takenTarget.textContent = this.takenValue
    this.takenTarget.hidden = false
    this.#dirty = true
    this.#askCurrency()
  }

  #leave(event) {
    if (!this.#dirty) return
    event.preventDefault()
    confirm(this.unsentValue).then((leaves) => {
      if (!leaves) return
      this.#dirty = false
      visit(event.detail.url)
    })
  }

  #wipe() {
    for (const field of this.wordTargets) field.value = ""
    this.#chosen = []
    this.#listFiles()
    this.#dirty = false
  }
}

function say(element, text) {
  element.querySelector("span").textContent = text
  element.hidden = false
}
