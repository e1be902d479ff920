import { Controller } from "@hotwired/stimulus"

const PAUSE = 120

/** A form of filters that sends itself; what is not chosen stays out of the address. */
export default class extends Controller {
  #pause = null

  connect() {
    this.element.addEventListener("formdata", withoutBlanks)
    this.element.addEventListener("change", this.now)
  }

  disconnect() {
    clearTimeout(this.#pause)
    this.element.removeEventListener("formdata", withoutBlanks)
    this.element.removeEventListener("change", this.now)
  }

  now = () => {
    clearTimeout(this.#pause)
    this.#pause = setTimeout(() => this.element.requestSubmit(), PAUSE)
  }
}

function withoutBlanks({ formData }) {
  for (const [name, value] of [...formData]) if (value === "") formData.delete(name)
}
