import { Controller } from "@hotwired/stimulus"
import { Draft } from "hub/lib/drafts"

const NEVER_KEPT = new Set(["_method", "uid", "triage"])

/**
 * Keeps what is written in a form: on this device at once, on the server soon. Stands on the form or on a part of it.
 * A field with `data-given` was filled on purpose, by "Ask this" for one: no draft replaces it.
 */
export default class extends Controller {
  static values = { key: String, saved: String, saving: String, kept: String, restored: String }
  static targets = ["state", "discard"]
  #draft
  #listening
  #sent

  async connect() {
    this.#draft = new Draft(this.keyValue, document.body.dataset.readerId, (state) => this.#say(this[`${state}Value`]))
    this.#listening = new AbortController()
    const { signal } = this.#listening
    this.#form.addEventListener("input", () => this.#keep(), { signal })
    this.#form.addEventListener("change", () => this.#keep(), { signal })
    this.#form.addEventListener("submit", () => { this.#sent = JSON.stringify(this.#read()) }, { signal })
    this.#form.addEventListener("hub:submitted", ({ detail }) => detail.ok && this.#forget(), { signal })
    this.#form.addEventListener("turbo:submit-end", ({ detail }) => detail.success && this.#forget(), { signal })
    addEventListener("pagehide", () => this.#draft.flush(), { signal })
    const kept = await this.#draft.load()
    if (kept && !signal.aborted) this.#restore(kept)
  }

  disconnect() {
    this.#listening.abort()
    this.#draft.flush()
  }

  /** Gives the form back as the server sent it. */
  async discard() {
    await this.#draft.discard()
    this.#form.reset()
    for (const field of this.#fields) field.dispatchEvent(new Event("change"))
    this.#say("")
    this.#offerDiscard(false)
  }

  get #form() {
    return this.element.closest("form")
  }

  get #fields() {
    return [...this.#form.elements].filter(({ name, type }) => name && !NEVER_KEPT.has(name) && !["password", "submit", "file", "button"].includes(type))
  }

  #read() {
    const data = new FormData(this.#form)
    const names = new Set(this.#fields.map(({ name }) => name))
    return Object.fromEntries([...names].map((name) => [name, data.getAll(name).map(String)]))
  }

  /** A field that is taken from the page says that it changed, after what stands in it was sent. */
  #keep() {
    const fields = this.#read()
    if (JSON.stringify(fields) === this.#sent) return
    this.#draft.keep(fields)
    this.#offerDiscard(true)
  }

  #restore(kept) {
    // A form that came back with an error shows what was sent, which is newer than any draft.
    if (this.#form.matches("[data-refused]") || this.#form.querySelector(".field--wrong, .composer--wrong")) return
    let changed = false
    for (const field of this.#fields) {
      if (!(field.name in kept) || field.dataset.given !== undefined) continue
      changed = put(field, [kept[field.name]].flat()) || changed
    }
    if (!changed) return
    this.#say(this.restoredValue)
    this.#offerDiscard(true)
  }

  async #forget() {
    this.#say("")
    this.#offerDiscard(false)
    await this.#draft.discard()
  }

  #say(text) {
    if (this.hasStateTarget) this.stateTarget.textContent = text
  }

  #offerDiscard(offered) {
    if (this.hasDiscardTarget) this.discardTarget.hidden = !offered
  }
}

/** Puts kept values into one control; answers whether that changed it. */
function put(field, values) {
  if (field.type === "checkbox" || field.type === "radio") {
    const checked = values.includes(field.value)
    if (field.checked === checked) return false
    field.checked = checked
  } else if (field.multiple) {
    for (const option of field.options) option.selected = values.includes(option.value)
  } else {
    const value = values[0] ?? ""
    if (field.value === value) return false
    field.value = value
  }
  field.dispatchEvent(new Event("change"))
  return true
}
