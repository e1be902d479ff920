const MODULES = [
  "hub/lib/sealing/toolkit", "hub/lib/sealing/contents", "hub/lib/sealing/keys",
  "age-encryption", "@scure/base", "shamir-secret-sharing", "@noble/hashes/sha2",
]
const MOST = 4
// So many small texts travel to a worker at once: enough to keep it busy, few enough to show progress.
const BATCH = 50

/** Why something could not be sealed or opened; `textOf` of lib/sealing/texts says `code` in words. */
export class SealingError extends Error {
  constructor(code, message = code) {
    super(message)
    this.code = code
  }
}

/** The workers that hold the keys. The first does everything; others help it to open many things at once. */
export class Pool {
  #askPasskey
  #first = null
  #others = []

  constructor(askPasskey) {
    this.#askPasskey = askPasskey
  }

  call(operation, parameters, options) {
    return this.#leading.call(operation, parameters, options)
  }

  /** Opens `items`, `{keyUid, bytes}` each: `each(place, bytes, errorCode)` as they come, then `progress(done)`. */
  async openMany(items, { each, progress }) {
    const lines = await this.#lines(Math.ceil(items.length / BATCH))
    let next = 0
    let done = 0
    await Promise.all(lines.map(async (line) => {
      while (next < items.length) {
        const start = next
        next += BATCH
        const batch = items.slice(start, start + BATCH)
        const opened = await line.call("contents.openMany", { items: batch })
        opened.forEach(({ bytes = null, error = null }, place) => each(start + place, bytes, error))
        done += batch.length
        progress(done)
      }
    }))
  }

  close() {
    for (const line of [this.#first, ...this.#others]) line?.close()
    this.#first = null
    this.#others = []
  }

  get #leading() {
    this.#first ??= new Line(this.#askPasskey)
    return this.#first
  }

  async #lines(wanted) {
    const most = Math.min(MOST, navigator.hardwareConcurrency ?? 1, wanted)
    while (this.#others.length < most - 1) this.#others.push(new Line(this.#askPasskey))
    const helping = this.#others.slice(0, Math.max(most - 1, 0))
    await Promise.all(helping.map((line) => line.learnFrom(this.#leading)))
    return [this.#leading, ...helping]
  }
}

/** One worker, and the requests that it has not answered yet. */
class Line {
  #worker
  #askPasskey
  #waiting = new Map()
  #number = 0
  #learned = null

  constructor(askPasskey) {
    this.#askPasskey = askPasskey
    this.#worker = new Worker(import.meta.resolve("hub/lib/sealing/worker"), { type: "module" })
    this.#worker.addEventListener("message", ({ data }) => this.#receive(data))
    this.#worker.addEventListener("error", (event) => this.#fail(new SealingError("failed", event.message)))
    this.#worker.postMessage({ modules: MODULES.map((name) => import.meta.resolve(name)) })
  }

  call(operation, parameters, { progress = () => {}, transfer = [] } = {}) {
    const id = ++this.#number
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, progress })
      this.#worker.postMessage({ id, operation, parameters }, transfer)
    })
  }

  learnFrom(other) {
    const { port1, port2 } = new MessageChannel()
    return new Promise((resolve) => {
      this.#learned = resolve
      this.#worker.postMessage({ receive: port1 }, [port1])
      other.#worker.postMessage({ share: port2 }, [port2])
    })
  }

  close() {
    this.#worker.terminate()
    this.#fail(new SealingError("locked"))
  }

  async #receive({ id, result, error, progress, received, asked, question }) {
    if (received) return this.#learned()
    if (asked) return this.#worker.postMessage({ asked, ...await this.#askPasskey(question) })
    const waiting = this.#waiting.get(id)
    if (progress !== undefined) return waiting?.progress(progress)
    this.#waiting.delete(id)
    if (error) waiting?.reject(new SealingError(error.code, error.message))
    else waiting?.resolve(result)
  }

  #fail(error) {
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}
