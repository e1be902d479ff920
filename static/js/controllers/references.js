import { Controller } from "@hotwired/stimulus"
import { askJson, RequestFailed } from "hub/lib/http"

/** Fills in the titles of things that a text refers to, as far as this reader may see them: one request for a page. */
export default class extends Controller {
  async collect() {
    const links = [...document.querySelectorAll("a[data-reference]:not([data-asked])")]
    if (!links.length || !document.body.dataset.readerId) return
    for (const link of links) link.dataset.asked = ""
    const references = [...new Set(links.map((link) => link.dataset.reference))]
    try {
      const known = await askJson("/references", { method: "POST", json: { references } })
      for (const link of links) show(link, known[link.dataset.reference])
      this.dispatch("shown")
    } catch (error) {
      // Without titles the links still lead where they should; the next page asks again.
      if (!(error instanceof RequestFailed)) throw error
    }
  }

  connect() {
    this.collect()
  }
}

function show(link, target) {
  if (!target) return
  link.textContent = target.title
  link.href = target.url
  if (target.state) link.dataset.state = target.state
  if (target.label) link.dataset.label = target.label
}
