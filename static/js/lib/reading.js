import { ask, RequestFailed } from "hub/lib/http"

/** Tells the server how far a thread has been shown, so that it counts as unread nowhere else. */
export class ReadMark {
  #url
  #inboxUrl
  #told = 0

  /** @param inboxUrl where notices of the thread are marked read; the page itself did so when it was opened */
  constructor(url, inboxUrl) {
    this.#url = url
    this.#inboxUrl = inboxUrl
  }

  /** @param posts the cards on the page; what stands in a hidden tab has not been seen */
  async shows(posts) {
    const number = Math.max(0, ...posts.map((post) => Number(post.dataset.number)))
    if (document.hidden || number <= this.#told) return
    const arrived = this.#told > 0
    this.#told = number
    try {
      await ask(this.#url, { method: "PUT", json: { number } })
      if (arrived) await ask(this.#inboxUrl, { method: "PUT" })
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error
      this.#told = 0
    }
  }
}
