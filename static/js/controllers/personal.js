import { Controller } from "@hotwired/stimulus"

/** Reveals what differs per reader in fragments that were rendered once for everybody. It is comfort, never security. */
export default class extends Controller {
  connect() {
    this.apply()
  }

  apply() {
    const { readerId, readerHandle } = document.body.dataset
    if (!readerId) return
    for (const element of document.querySelectorAll("[data-only][hidden]")) element.hidden = !this.#concerns(element)
    for (const button of document.querySelectorAll("button[data-reactors]")) {
      const mine = button.dataset.reactors.split(" ").includes(readerId)
      button.ariaPressed = String(mine)
      button.value = mine ? "DELETE" : "PUT"
    }
    for (const mention of document.querySelectorAll(`[data-mention="${CSS.escape(readerHandle)}"]`)) mention.classList.add("is-me")
  }

  #concerns(element) {
    const { readerId, readerLead } = document.body.dataset
    const lead = readerLead !== undefined
    const meant = {
      others: element.closest("[data-author-id]")?.dataset.authorId !== readerId,
      own: element.closest("[data-author-id]")?.dataset.authorId === readerId,
      lead,
      accept: element.closest("[data-accepts]") !== null,
    }
    return element.dataset.only.split(" ").some((word) => meant[word])
  }
}
