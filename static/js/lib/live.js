/** One websocket for the whole page. It only hints: whoever subscribes catches up over HTTP once `subscribed` arrives. */

const HEARTBEAT = 25_000
const ANSWER_WITHIN = 10_000
const FIRST_WAIT = 500
const LONGEST_WAIT = 30_000
const ASK_AGAIN_AFTER = 5_000
const TELL_AFTER = 3_000
const LEAVE_AFTER = 1_000

/** Close codes after which the same page would be turned away again: signed out, or not understood. */
const FINAL = [4400, 4401]
/** The server has had enough of this person's connections or messages for a while. */
const TOO_MANY = 4429

export class LiveConnection extends EventTarget {
  #url
  #socket = null
  #topics = new Map()
  #attempts = 0
  #pings = 0
  /** Over how many seconds everybody who listens with us should come back; the server says it. */
  #spread = 1
  #timers = new Map()
  #running = false
  #listening

  /** Opens the connection; asking again while it runs does nothing. */
  start(url) {
    if (this.#running) return
    this.#running = true
    this.#url = url
    this.#listening = new AbortController()
    const { signal } = this.#listening
    // The network of a whole office comes back at once.
    addEventListener("online", () => this.#retry(this.#anyMoment()), { signal })
    document.addEventListener("visibilitychange", () => document.hidden || this.#check(), { signal })
    this.#open()
  }

  /** Counts subscribers: a topic is left when its last one has gone and did not come back with the next page. */
  subscribe(topic) {
    this.#clear(`leave ${topic}`)
    const count = this.#topics.get(topic) ?? 0
    this.#topics.set(topic, count + 1)
    if (count === 0 || this.connected) this.send({ subscribe: [topic] })
  }

  unsubscribe(topic) {
    const count = (this.#topics.get(topic) ?? 1) - 1
    this.#topics.set(topic, count)
    if (count > 0) return
    this.#after(`leave ${topic}`, LEAVE_AFTER, () => {
      this.#topics.delete(topic)
      this.send({ unsubscribe: [topic] })
    })
  }

  /** Sends when connected, else drops: subscriptions are repeated on every opening, nothing else matters later. */
  send(message) {
    if (this.connected) this.#socket.send(JSON.stringify(message))
  }

  get connected() {
    return this.#socket?.readyState === WebSocket.OPEN
  }

  #open() {
    const socket = new WebSocket(new URL(this.#url, location.href.replace(/^http/, "ws")))
    this.#socket = socket
    socket.onopen = () => this.#opened()
    socket.onmessage = (event) => this.#received(JSON.parse(event.data))
    socket.onclose = ({ code }) => socket === this.#socket && this.#closed(code)
  }

  #opened() {
    this.#attempts = 0
    this.#clear("tell")
    this.#announce("state", { online: true })
    this.#subscribeAll()
    this.#beat()
  }

  #received(frame) {
    this.#clear("silence")
    if (frame.spread) this.#spread = frame.spread
    if (frame.subscribed) this.#announce("subscribed", { topics: frame.subscribed })
    else if (frame.error?.code === "unexpected") this.#after("ask again", ASK_AGAIN_AFTER + this.#anyMoment(), () => this.#subscribeAll())
    else if (frame.topic) this.#announce("frame", frame)
    if (frame.event === "catch-up") this.#catchUp(frame.topic)
  }

  #closed(code) {
    for (const name of ["beat", "silence", "ask again"]) this.#clear(name)
    this.#announce("lost", {})
    if (FINAL.includes(code)) return this.#stop()
    if (!this.#timers.has("tell")) this.#after("tell", TELL_AFTER, () => this.#announce("state", { online: false }))
    const wait = code === TOO_MANY ? LONGEST_WAIT : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#attempts++) / 2
    // A restarted server must not meet all browsers in the same instant.
    this.#retry(wait + Math.random() * Math.max(wait, this.#spread * 1000))
  }

  /** Whoever asks anew finds out why: another page, once signed in, starts again. */
  #stop() {
    this.#running = false
    this.#listening.abort()
    this.#announce("state", { online: false })
  }

  /** Everybody hears at the same moment that something may be missing, and asks for it at a moment of their own. */
  #catchUp(topic) {
    this.#after(`catch up ${topic}`, this.#anyMoment(), () => this.#announce("subscribed", { topics: [topic] }))
  }

  #anyMoment() {
    return Math.random() * this.#spread * 1000
  }

  #subscribeAll() {
    if (this.#topics.size) this.send({ subscribe: [...this.#topics.keys()] })
  }

  #retry(wait) {
    if (this.#socket?.readyState <= WebSocket.OPEN) return
    this.#after("retry", wait, () => this.#open())
  }

  #beat() {
    this.#after("beat", HEARTBEAT, () => {
      this.#check()
      this.#beat()
    })
  }

  /** A connection that slept may look open and be dead: ask, and give it up when no answer comes. */
  #check() {
    if (!this.connected) return this.#retryNow()
    this.send({ ping: ++this.#pings })
    this.#after("silence", ANSWER_WITHIN, () => {
      const dead = this.#socket
      this.#socket = null
      dead.close()
      this.#closed()
    })
  }

  /** Somebody looks at the page again, and should not have to wait. */
  #retryNow() {
    if (!this.#running || this.#socket?.readyState <= WebSocket.OPEN || !this.#timers.has("retry")) return
    this.#attempts = 0
    this.#retry(0)
  }

  #announce(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }))
  }

  #after(name, delay, callback) {
    this.#clear(name)
    this.#timers.set(name, setTimeout(() => { this.#timers.delete(name); callback() }, delay))
  }

  #clear(name) {
    clearTimeout(this.#timers.get(name))
    this.#timers.delete(name)
  }
}

export const connection = new LiveConnection()
