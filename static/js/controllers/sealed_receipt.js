import { Controller } from "@hotwired/stimulus"
import { toast } from "hub/lib/http"
import { save } from "hub/lib/sealing/saving"

/** A receipt as text, copied or saved: what whoever sealed compares with the report's page later. */
export default class extends Controller {
  async copy({ currentTarget: button }) {
    await navigator.clipboard.writeText(this.#text)
    toast(button.dataset.copied)
  }

  download() {
    const reference = this.element.querySelector("[data-receipt=reference]").textContent.trim()
    save(new Blob([this.#text], { type: "text/plain" }), `${reference}.txt`)
  }

  get #text() {
    const rows = [...this.element.querySelectorAll("dt")]
    return rows.map((row) => `${row.textContent.trim()}: ${row.nextElementSibling.textContent.trim()}\n`).join("")
  }
}
