import { Controller } from "@hotwired/stimulus"

const STAYS = 6_000

/** Short messages at the foot of the window. */
export default class extends Controller {
  static targets = ["template", "failure"]

  show({ detail }) {
    const toast = this.templateTarget.content.firstElementChild.cloneNode(true)
    toast.querySelector(".toast__text").textContent = detail.text || this.failureTarget.content.textContent
    this.element.append(toast)
    setTimeout(() => toast.remove(), STAYS)
  }

  dismiss({ currentTarget }) {
    currentTarget.closest(".toast").remove()
  }
}
