import { ask, RequestFailed } from "hub/lib/http"

/** Tells the server how far a thread has been shown, so that it counts as unread nowhere else. */
export class ReadMark {
  #url
  #told = 0

  constructor(url) {
    this.#url = url
  }

  /** @param posts the cards on the page; what stands in a hidden tab has not been seen */
  async shows(posts) {
    const number = Math.max(0, ...posts.map((post) => Number(post.dataset.number)))
    if (document.hidden || number <= this.#told) return
    this.#told = number
    try {
      await ask(this.#url, { method: "PUT", json: { number } })
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error
      this.#told = 0
    }
  }
}
