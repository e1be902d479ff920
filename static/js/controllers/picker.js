import { Controller } from "@hotwired/stimulus"
import Combobox from "@github/combobox-nav"
import { matching } from "hub/lib/matching"
import { fill, isComposing } from "hub/lib/text"

/** Turns a <select> into a type-ahead; the select stays the form's field. */
export default class extends Controller {
  static targets = ["select"]
  static values = { none: String, remove: String, clear: String, placeholder: String }
  #box
  #query
  #list
  #combobox
  #required

  connect() {
    this.#build()
    this.#combobox = new Combobox(this.#query, this.#list, { tabInsertsSuggestions: false })
    this.selectTarget.addEventListener("change", this.#draw)
    // What is missing is told at what can be seen: a browser that must complain about a hidden field says nothing at all.
    this.#required = this.selectTarget.required
    this.selectTarget.required = false
    this.selectTarget.hidden = true
    this.#draw()
  }

  disconnect() {
    this.#combobox.destroy()
    this.selectTarget.removeEventListener("change", this.#draw)
    this.selectTarget.hidden = false
    this.selectTarget.required = this.#required
    this.selectTarget.id ||= this.#query.id
    this.#box.remove()
    this.#list.remove()
  }

  #build() {
    this.#box = element("div", "picker__box")
    this.#query = element("input", "picker__query")
    this.#query.autocomplete = "off"
    this.#query.spellcheck = false
    this.#list = element("ul", "picker__list")
    this.#list.role = "listbox"
    this.#list.hidden = true
    this.#list.id = `${this.selectTarget.id || this.selectTarget.name}-options`
    // The label now names what is typed into.
    this.#query.id = this.selectTarget.id
    this.#query.setAttribute("aria-describedby", this.selectTarget.getAttribute("aria-describedby") ?? "")
    if (this.selectTarget.ariaInvalid) this.#query.ariaInvalid = this.selectTarget.ariaInvalid
    this.selectTarget.removeAttribute("id")
    this.#box.append(this.#query)
    this.#box.addEventListener("click", (event) => event.target === this.#box && this.#query.focus())
    this.#query.addEventListener("focus", () => this.#query.select())
    this.#query.addEventListener("click", () => this.#open())
    this.#query.addEventListener("input", () => this.#open())
    this.#query.addEventListener("keydown", (event) => this.#key(event))
    this.#query.addEventListener("blur", () => this.#close())
    this.#list.addEventListener("mousedown", (event) => event.preventDefault())
    this.#list.addEventListener("combobox-commit", ({ target }) => this.#choose(target.dataset.value))
    this.element.append(this.#box, this.#list)
  }

  get #multiple() {
    return this.selectTarget.multiple
  }

  get #options() {
    return [...this.selectTarget.options].filter(({ value }) => value !== "")
  }

  get #chosen() {
    return this.#options.filter(({ selected }) => selected)
  }

  #draw = () => {
    for (const part of this.#box.querySelectorAll(".picker__chip, .picker__clear")) part.remove()
    const chosen = this.#chosen
    if (this.#multiple) this.#query.before(...chosen.map((option) => this.#chip(option)))
    else if (chosen.length && !this.#required) this.#box.append(this.#cross("picker__clear", this.clearValue, () => this.#choose("")))
    this.#query.value = this.#multiple ? "" : (chosen[0]?.text ?? "")
    this.#query.required = this.#required && !chosen.length
    this.#query.placeholder = chosen.length ? "" : this.placeholderValue
  }

  #chip(option) {
    const chip = element("span", "picker__chip")
    chip.append(option.text, this.#cross("", fill(this.removeValue, { name: option.text }), () => this.#choose(option.value)))
    return chip
  }

  #cross(className, label, act) {
    const button = element("button", className)
    button.type = "button"
    button.ariaLabel = label
    button.textContent = "×"
    button.addEventListener("click", () => { act(); this.#query.focus() })
    return button
  }

  #key(event) {
    if (isComposing(event)) return
    if (event.key === "ArrowDown" && this.#list.hidden) this.#open()
    if (event.key === "Enter" && !this.#list.hidden) event.preventDefault()
    if (event.key === "Escape" && !this.#list.hidden) {
      event.stopPropagation()
      this.#close()
    }
    if (event.key === "Backspace" && this.#multiple && !this.#query.value) {
      const last = this.#chosen.at(-1)
      if (last) this.#choose(last.value)
    }
  }

  #open() {
    const typed = this.#query.value
    const unchanged = !this.#multiple && typed === this.#chosen[0]?.text
    const found = matching(this.#options, unchanged ? "" : typed)
    this.#list.replaceChildren(...(found.length ? found.map((option, index) => this.#row(option, index)) : [this.#nothing()]))
    if (this.#list.hidden) this.#combobox.start()
    this.#list.hidden = false
    this.#combobox.clearSelection()
    // The first match, or what is chosen already, is what Enter takes; the combobox itself forgets its choice on every keystroke.
    const taken = unchanged ? this.#list.querySelector("[data-chosen]") : typed && found.length && this.#list.firstElementChild
    if (taken) taken.dataset.comboboxOptionDefault = "true"
  }

  #row(option, index) {
    const row = element("li", "picker__option")
    row.role = "option"
    row.id = `${this.#list.id}-${index}`
    row.dataset.value = option.value
    row.textContent = option.text
    row.toggleAttribute("data-chosen", option.selected)
    return row
  }

  #nothing() {
    const row = element("li", "picker__none")
    row.textContent = this.noneValue
    return row
  }

  #close() {
    if (this.#list.hidden) return
    this.#list.hidden = true
    this.#combobox.stop()
    this.#draw()
  }

  #choose(value) {
    if (this.#multiple) {
      const option = this.#options.find((one) => one.value === value)
      option.selected = !option.selected
    } else {
      this.selectTarget.value = value
    }
    this.#close()
    this.selectTarget.dispatchEvent(new Event("change", { bubbles: true }))
  }
}

function element(name, className) {
  const made = document.createElement(name)
  made.className = className
  return made
}
