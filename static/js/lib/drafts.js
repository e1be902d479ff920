import { ask, askJson, RequestFailed } from "hub/lib/http"

const SAVE_AFTER = 800
const RETRY_AFTER = 15_000

/** What is being written in one form: mirrored on this device at once, on the server soon after. */
export class Draft {
  #key
  #mirror
  #tell
  #timer = null
  #fields = null
  #saving = null

  /** @param tell called with "saving", "saved" or "kept" (on this device only) */
  constructor(key, readerId, tell) {
    this.#key = key
    this.#mirror = `hub:draft:${readerId}:${key}`
    this.#tell = tell
  }

  /** The newest fields that were kept here or on the server, or null. */
  async load() {
    const local = this.#read()
    let remote = null
    try {
      remote = await askJson(this.#url)
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error
    }
    const remoteAt = remote?.updated_at ? Date.parse(remote.updated_at) : 0
    if (local && (!local.synced || local.at >= remoteAt)) return local.fields
    return remoteAt ? remote.fields : null
  }

  keep(fields) {
    this.#fields = fields
    this.#write({ fields, at: Date.now(), synced: false })
    this.#tell("saving")
    this.#schedule(SAVE_AFTER)
  }

  /** Saves at once what still waits; used when the page goes away. */
  flush() {
    if (this.#timer) this.#save({ keepalive: true })
  }

  /** Forgets the draft here and on the server, after what is being saved has arrived there. */
  async discard() {
    this.#stop()
    localStorage.removeItem(this.#mirror)
    await this.#saving
    this.#stop()
    try {
      await ask(this.#url, { method: "DELETE", keepalive: true })
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error
    }
  }

  get #url() {
    return `/drafts/${encodeURIComponent(this.#key)}`
  }

  #save(options = {}) {
    this.#stop()
    this.#saving = this.#put(this.#fields, options)
    return this.#saving
  }

  async #put(fields, options) {
    try {
      await ask(this.#url, { method: "PUT", json: { fields }, ...options })
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error
      this.#tell("kept")
      if (error.status === 0 || error.status >= 500) this.#schedule(RETRY_AFTER)
      return
    }
    if (fields !== this.#fields || !this.#read()) return
    this.#write({ fields, at: Date.now(), synced: true })
    this.#tell("saved")
  }

  #schedule(delay) {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#save(), delay)
  }

  #stop() {
    clearTimeout(this.#timer)
    this.#timer = null
  }

  #read() {
    return JSON.parse(localStorage.getItem(this.#mirror) ?? "null")
  }

  #write(entry) {
    try {
      localStorage.setItem(this.#mirror, JSON.stringify(entry))
    } catch (error) {
      // A full store must not stop anybody from writing; the server still has the draft.
      if (error.name !== "QuotaExceededError") throw error
    }
  }
}
