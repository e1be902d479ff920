import { Controller } from "@hotwired/stimulus"
import { visit } from "@hotwired/turbo"
import { connection } from "hub/lib/live"
import { askJson, RequestFailed } from "hub/lib/http"
import { PostList, replace, versioned, withoutMoving } from "hub/lib/merging"
import { Company } from "hub/lib/presence"
import { quotation } from "hub/lib/quoting"
import { ReadMark } from "hub/lib/reading"
import { submit } from "hub/lib/submitting"
import { enumerate, fill, insertBlock } from "hub/lib/text"

const TRY_AGAIN_AFTER = 4_000
const TYPING_AT_MOST_EVERY = 3_000
/** Versions asked for twice on catching up; merging by id makes the overlap harmless. */
const OVERLAP = 2

/** A thread that is open: merges what arrives, never moving what is being read. */
export default class extends Controller {
  static targets = ["posts", "presence", "typing", "pill"]
  static values = { id: Number, version: Number, lastNumber: Number, complete: Boolean, changes: String, lastPage: String }
  #list
  #company
  #caughtUp = false
  #retry = null
  #typedAt = 0
  #unseen = new Set()
  #elsewhere = new Set()
  #seeing
  #mark
  #listening

  connect() {
    this.#list = new PostList(this.postsTarget, this.completeValue)
    this.#company = new Company(document.body.dataset, () => this.#showCompany())
    this.#seeing = new IntersectionObserver((entries) => this.#saw(entries))
    this.#mark = new ReadMark(`/threads/${this.idValue}/read-mark`, `/notifications/topics/${this.#topic}/read`)
    this.#listening = new AbortController()
    document.addEventListener("visibilitychange", () => this.#showRead(), { signal: this.#listening.signal })
    this.#showRead()
    connection.subscribe(this.#topic)
  }

  disconnect() {
    connection.unsubscribe(this.#topic)
    clearTimeout(this.#retry)
    this.#listening.abort()
    this.#company.leave()
    this.#seeing.disconnect()
  }

  receive({ detail: frame }) {
    if (frame.topic !== this.#topic) return
    if (frame.event === "typing") return this.#company.typing(frame.user)
    if (frame.event === "presence") return this.#company.here(frame.people, frame.count)
    if (frame.event === "catch-up") this.#caughtUp = false
    if (frame.html) this.#merge(versioned(frame.html), frame.gone ?? [])
    else this.#merge([], frame.gone ?? [])
    // After a gap a newer version proves nothing: what lies between is fetched first.
    if (this.#caughtUp && frame.version > this.versionValue) this.versionValue = frame.version
  }

  lost() {
    this.#caughtUp = false
    this.#company.here([], 0)
  }

  restored({ detail }) {
    if (detail.topics.includes(this.#topic)) this.#catchUp()
  }

  async #catchUp() {
    clearTimeout(this.#retry)
    try {
      const since = Math.max(0, this.versionValue - OVERLAP)
      const changes = await askJson(`${this.changesValue}?since=${since}`)
      if (changes.reload) return visit(location.href, { action: "replace" })
      const html = changes.posts.map((post) => post.html).join("") + (changes.header ?? "")
      this.#merge(versioned(html), changes.gone ?? [])
      this.versionValue = Math.max(this.versionValue, changes.version)
      this.#caughtUp = true
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error
      if (error.status !== 0 && error.status < 500) return
      this.#retry = setTimeout(() => this.#catchUp(), TRY_AGAIN_AFTER)
    }
  }

  /** Sends replies, reactions and answers in place: the page that answers is merged into this one. */
  async submit(event) {
    const form = event.target
    if (form.method !== "post" || form.dataset.turbo === "false" || form.dataset.turboConfirm) return
    event.preventDefault()
    toggle(event.submitter)
    const answer = await submit(form, event.submitter)
    if (!answer.ok) return toggle(event.submitter)
    emptied(form)
    if (new URL(answer.url).pathname !== location.pathname) return visit(answer.url)
    const { inserted, elsewhere } = this.#merge(versioned(answer.page), [])
    this.#renewUid(form, answer.page)
    if (elsewhere.length && form.id === "reply") return visit(this.lastPageValue || answer.url)
    const mine = inserted.findLast((post) => post.dataset.authorId === document.body.dataset.readerId)
    mine?.scrollIntoView({ block: "nearest" })
  }

  typing() {
    const now = Date.now()
    if (now - this.#typedAt < TYPING_AT_MOST_EVERY) return
    this.#typedAt = now
    connection.send({ typing: this.#topic })
  }

  quote({ currentTarget: button }) {
    this.#insertQuotation(button.closest(".post"))
  }

  /** The `q` key: quotes the post in which text is selected, or which has the focus. */
  quoteChosen() {
    const node = getSelection().anchorNode
    const element = node?.nodeType === Node.TEXT_NODE ? node.parentElement : node
    const post = element?.closest?.("[data-quotable]")?.closest(".post") ?? document.activeElement.closest(".post")
    if (post) this.#insertQuotation(post)
  }

  showNew() {
    const [first] = [...this.#unseen].filter((post) => post.isConnected)
    if (!first) return visit(this.lastPageValue || location.href)
    first.scrollIntoView({ block: "center" })
    first.focus({ preventScroll: true })
  }

  get #topic() {
    return `thread:${this.idValue}`
  }

  #merge(elements, gone) {
    const inserted = []
    const elsewhere = []
    withoutMoving(this.postsTarget, () => {
      for (const element of elements) {
        if (replace(element) || !element.dataset.number) continue
        const post = this.#list.insert(element)
        if (post) inserted.push(post)
        else if (Number(element.dataset.number) > this.lastNumberValue) elsewhere.push(element.id)
      }
      for (const id of gone) this.#list.remove(id)
    })
    for (const post of inserted) this.#welcome(post)
    this.#showUnseen(elsewhere)
    this.#showRead()
    if (elements.length) this.dispatch("merged", { prefix: "live" })
    return { inserted, elsewhere }
  }

  #welcome(post) {
    post.dataset.arrived = ""
    if (post.dataset.authorId === document.body.dataset.readerId) return
    this.#company.arrived(Number(post.dataset.authorId))
    if (post.getBoundingClientRect().top < innerHeight) return
    this.#unseen.add(post)
    this.#seeing.observe(post)
  }

  #saw(entries) {
    for (const { target } of entries.filter((entry) => entry.isIntersecting)) {
      this.#unseen.delete(target)
      this.#seeing.unobserve(target)
    }
    this.#showUnseen()
  }

  /** `elsewhere`: ids of new posts that belong to a later page; told twice, they count once. */
  #showUnseen(elsewhere = []) {
    for (const id of elsewhere) this.#elsewhere.add(id)
    const n = this.#unseen.size + this.#elsewhere.size
    if (!this.hasPillTarget) return
    this.pillTarget.hidden = n === 0
    const { one, other } = this.pillTarget.dataset
    this.pillTarget.querySelector("span").textContent = n === 1 ? one : fill(other, { n })
  }

  #showRead() {
    this.#mark.shows([...this.element.querySelectorAll(".post")], this.#company.size)
  }

  #showCompany() {
    if (this.hasTypingTarget) this.typingTarget.textContent = enumerate(this.typingTarget.dataset, this.#company.typists)
    if (!this.hasPresenceTarget) return
    const words = enumerate(this.presenceTarget.dataset, this.#company.others, this.#company.size)
    this.presenceTarget.hidden = !words
    this.presenceTarget.textContent = words
  }

  #insertQuotation(post) {
    const textarea = this.element.querySelector("[data-composer-target=text]")
    if (!textarea) return
    const text = quotation(post)
    textarea.scrollIntoView({ block: "nearest" })
    insertBlock(textarea, text)
  }

  #renewUid(form, page) {
    const current = form.elements.namedItem("uid")
    const next = page.getElementById(form.id)?.elements.namedItem("uid")
    if (current && next) current.value = next.value
  }
}

/** What was sent once does not go with the next one, too. */
function emptied(form) {
  for (const part of [form.closest("[data-once]"), ...form.querySelectorAll("[data-once]")].filter(Boolean)) {
    part.open = false
    for (const field of part.querySelectorAll("input, textarea")) {
      if (field.type === "checkbox") field.checked = false
      else field.value = ""
    }
  }
}

/** A reaction shows at once that it was pressed; the merged answer then tells the count. */
function toggle(button) {
  if (button?.dataset.reactors !== undefined) button.ariaPressed = String(button.ariaPressed !== "true")
}
