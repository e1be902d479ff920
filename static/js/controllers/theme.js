import { Controller } from "@hotwired/stimulus"
import { cache } from "@hotwired/turbo"
import { ask, RequestFailed, toast } from "hub/lib/http"

const YEAR = 31_536_000

/** Light or dark at once; the server remembers it for the next page and the next device. */
export default class extends Controller {
  static targets = ["button"]

  async change(event) {
    event.preventDefault()
    const theme = this.#shown === "dark" ? "light" : "dark"
    document.documentElement.dataset.theme = theme
    this.buttonTarget.value = theme === "dark" ? "light" : "dark"
    document.cookie = `hub_theme=${theme}; path=/; max-age=${YEAR}; samesite=lax`
    cache.clear()
    try {
      const body = new URLSearchParams({ _method: "PUT", theme })
      await ask(this.element.action, { method: "POST", body })
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error
      toast()
    }
  }

  get #shown() {
    const chosen = document.documentElement.dataset.theme
    if (chosen !== "auto") return chosen
    return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"
  }
}
