import { Controller } from "@hotwired/stimulus"
import { toast } from "hub/lib/http"

/** Copies a value or a link, and says so. */
export default class extends Controller {
  static targets = ["source"]

  copy({ currentTarget }) {
    return this.#write(this.sourceTarget.value, currentTarget)
  }

  link({ currentTarget }) {
    return this.#write(new URL(currentTarget.dataset.url, location.href).href, currentTarget)
  }

  async #write(text, button) {
    await navigator.clipboard.writeText(text)
    toast(button.dataset.copied)
  }
}
