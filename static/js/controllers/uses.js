import { Controller } from "@hotwired/stimulus"

/** Beside each link to an article in a case: one press says that it helped. Only links whose titles this reader may see. */
export default class extends Controller {
  static values = { url: String, label: String }

  offer() {
    for (const link of document.querySelectorAll('.post__body a[data-reference^="article:"]:not([data-usable])')) {
      const [, article] = new URL(link.href).pathname.match(/^\/articles\/(\d+)$/) ?? []
      if (!article) continue
      link.dataset.usable = ""
      link.after(this.#form(article, link.textContent))
    }
  }

  #form(article, title) {
    const form = document.createElement("form")
    Object.assign(form, { method: "post", action: this.urlValue, className: "chip-use" })
    form.dataset.turbo = "false"
    const field = document.createElement("input")
    Object.assign(field, { type: "hidden", name: "article", value: article })
    const button = document.createElement("button")
    Object.assign(button, { className: "chip-use__button", textContent: this.labelValue })
    button.setAttribute("aria-label", `${this.labelValue}: ${title}`)
    form.append(field, button)
    return form
  }
}
