/** One websocket for the whole page. It only hints: whoever subscribes catches up over HTTP once `subscribed` arrives. */

const HEARTBEAT = 25_000
const ANSWER_WITHIN = 10_000
const FIRST_WAIT = 500
const LONGEST_WAIT = 30_000
const TELL_AFTER = 3_000
const LEAVE_AFTER = 1_000

export class LiveConnection extends EventTarget {
  #url
  #socket = null
  #topics = new Map()
  #attempts = 0
  #pings = 0
  #timers = new Map()
  #running = false

  /** Opens the connection; asking again while it runs does nothing. */
  start(url) {
    if (this.#running) return
    this.#running = true
    this.#url = url
    addEventListener("online", () => this.#retryNow())
    document.addEventListener("visibilitychange", () => document.hidden || this.#check())
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
    socket.onclose = () => socket === this.#socket && this.#closed()
  }

  #opened() {
    this.#attempts = 0
    this.#clear("tell")
    this.#announce("state", { online: true })
    if (this.#topics.size) this.send({ subscribe: [...this.#topics.keys()] })
    this.#beat()
  }

  #received(frame) {
    this.#clear("silence")
    if (frame.subscribed) this.#announce("subscribed", { topics: frame.subscribed })
    else if (frame.topic) this.#announce("frame", frame)
  }

  #closed() {
    this.#clear("beat")
    this.#clear("silence")
    this.#announce("lost", {})
    if (!this.#timers.has("tell")) this.#after("tell", TELL_AFTER, () => this.#announce("state", { online: false }))
    const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#attempts++)
    // Jitter: a restarted server must not meet all browsers in the same instant.
    this.#after("retry", longest * (0.5 + Math.random() / 2), () => this.#open())
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

  #retryNow() {
    if (!this.#running || this.#socket?.readyState <= WebSocket.OPEN || !this.#timers.has("retry")) return
    this.#clear("retry")
    this.#attempts = 0
    this.#open()
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
