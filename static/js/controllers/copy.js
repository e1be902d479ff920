import { Controller } from "@hotwired/stimulus"
import { visit } from "@hotwired/turbo"
import { askJson, toast } from "hub/lib/http"

/** Copies a value, a link or a text of the server's, and says so. */
export default class extends Controller {
  static targets = ["source"]

  copy({ currentTarget }) {
    return this.#write(this.sourceTarget.value, currentTarget)
  }

  link({ currentTarget }) {
    return this.#write(new URL(currentTarget.dataset.url, location.href).href, currentTarget)
  }

  /** Copies what the server says may be copied; without a clipboard the link leads to a page with the text. */
  async ask(event) {
    const { currentTarget: button } = event
    if (!navigator.clipboard) return
    event.preventDefault()
    try {
      const { text, message } = await askJson(button.dataset.url)
      if (text) await navigator.clipboard.writeText(text)
      toast(message)
    } catch {
      visit(button.href)
    }
  }

  async #write(text, button) {
    await navigator.clipboard.writeText(text)
    toast(button.dataset.copied)
  }
}
