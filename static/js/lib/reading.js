import { ask, RequestFailed } from "hub/lib/http"

/** A reply shows in every browser of a crowd at once; they tell of it one after the other. */
const WAIT_FOR_EACH_OTHER = 5
const LONGEST_WAIT = 10_000

/** Tells the server how far a thread has been shown, so that it counts as unread nowhere else. */
export class ReadMark {
  #url
  #inboxUrl
  #shown = 0
  #told = 0

  /** @param inboxUrl where notices of the thread are marked read; the page itself did so when it was opened */
  constructor(url, inboxUrl) {
    this.#url = url
    this.#inboxUrl = inboxUrl
  }

  /** @param posts the cards on the page; what stands in a hidden tab has not been seen; @param others who look on */
  async shows(posts, others) {
    const number = Math.max(0, ...posts.map((post) => Number(post.dataset.number)))
    if (document.hidden || number <= this.#shown) return
    const arrived = this.#shown > 0
    this.#shown = number
    if (arrived) await pause(Math.random() * Math.min(LONGEST_WAIT, others * WAIT_FOR_EACH_OTHER))
    if (number <= this.#told) return
    this.#told = this.#shown
    try {
      await ask(this.#url, { method: "PUT", json: { number: this.#told } })
      if (arrived) await ask(this.#inboxUrl, { method: "PUT" })
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error
      this.#told = this.#shown = 0
    }
  }
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
