import { Controller } from "@hotwired/stimulus"

const LONGEST_QUOTE = 500

/** Comments on passages of the article above: marks beside the passages, and a button at what is selected. */
export default class extends Controller {
  static values = { comment: String }
  static targets = ["talk", "form", "anchor", "quote", "shown", "body"]

  #button = null
  #chosen = null

  connect() {
    for (const talk of this.talkTargets) this.#mark(talk)
    if (this.hasFormTarget) document.addEventListener("selectionchange", this.#selected)
  }

  disconnect() {
    document.removeEventListener("selectionchange", this.#selected)
    this.#button?.remove()
    for (const mark of document.querySelectorAll(".annotation-mark")) mark.remove()
  }

  cancel() {
    this.formTarget.hidden = true
    document.getElementById(this.anchorTarget.value)?.scrollIntoView({ block: "center" })
  }

  #mark({ id, dataset }) {
    const block = document.getElementById(dataset.anchor)
    if (!block) return
    const mark = document.createElement("a")
    Object.assign(mark, { className: "annotation-mark", href: `#${id}`, textContent: dataset.count })
    mark.setAttribute("aria-label", dataset.label)
    const place = block.matches("ol, ul") ? [...block.querySelectorAll("li, li > p")].at(-1) : block
    if (place.matches("p, li, h1, h2, h3, h4, h5, h6")) place.append(" ", mark)
    else block.after(mark)
  }

  #selected = () => {
    const selection = document.getSelection()
    const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null
    const block = range && blockOf(range)
    if (!block) {
      if (this.#button) this.#button.hidden = true
      return
    }
    const words = selection.toString().trim()
    this.#chosen = { block, quote: words.length > LONGEST_QUOTE ? "" : words }
    this.#offer(range.getBoundingClientRect())
  }

  #offer(box) {
    if (!this.#button) {
      this.#button = document.createElement("button")
      Object.assign(this.#button, { type: "button", className: "button button--compact annotation-offer", textContent: this.commentValue })
      this.#button.addEventListener("pointerdown", (event) => event.preventDefault())
      this.#button.addEventListener("click", () => this.#open())
      document.body.append(this.#button)
    }
    this.#button.hidden = false
    const left = Math.min(box.left, innerWidth - this.#button.offsetWidth - 8)
    this.#button.style.setProperty("inset-inline-start", `${Math.max(8, left) + scrollX}px`)
    this.#button.style.setProperty("inset-block-start", `${box.bottom + scrollY + 8}px`)
  }

  #open() {
    const { block, quote } = this.#chosen
    this.#button.hidden = true
    this.anchorTarget.value = block.id
    this.quoteTarget.value = quote
    this.shownTarget.textContent = quote || block.textContent.trim().slice(0, 200)
    this.formTarget.hidden = false
    this.bodyTarget.focus()
    this.bodyTarget.scrollIntoView({ block: "center" })
  }
}

/** The commentable block in which a selection begins and ends; what an excerpt shows is another article's. */
function blockOf(range) {
  const element = range.commonAncestorContainer
  const node = element.nodeType === Node.ELEMENT_NODE ? element : element.parentElement
  const block = node.closest(".article-part [id]:not(h2.article-part__title)")
  return block && /-p\d+$/.test(block.id) && !node.closest(".excerpt") ? block : null
}
