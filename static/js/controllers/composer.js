import { Controller } from "@hotwired/stimulus"
import { askHtml, askJson, RequestFailed } from "hub/lib/http"
import { fill, insertBlock, isComposing } from "hub/lib/text"
import { Upload } from "hub/lib/uploads"

/** Writing Markdown: send by ⌘Enter, preview, mentions, files. Drafts are the draft controller's. */
export default class extends Controller {
  static targets = ["text", "preview", "writeTab", "previewTab", "files", "uploads", "uploadTemplate", "notice"]
  static values = { thread: Number, failed: String, signedOut: String, uploading: String, uploadFailed: String }
  #uploads = new Set()
  #listening

  connect() {
    this.#listening = new AbortController()
    const { signal } = this.#listening
    const form = this.element.closest("form")
    form.addEventListener("submit", (event) => this.#hold(event), { capture: true, signal })
    form.addEventListener("hub:submitted", (event) => this.#submitted(event), { signal })
    form.addEventListener("turbo:submit-end", (event) => this.#turboSubmitted(event), { signal })
  }

  disconnect() {
    this.#listening.abort()
    for (const upload of this.#uploads) upload.cancel()
  }

  typed() {
    this.noticeTarget.hidden = true
    if (this.textTarget.value) this.dispatch("typing")
  }

  key(event) {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey) || isComposing(event)) return
    event.preventDefault()
    const form = this.textTarget.form
    form.requestSubmit(form.querySelector(".button--primary:not([formaction])"))
  }

  write() {
    this.#showPreview(false)
    this.textTarget.focus()
  }

  async preview() {
    this.#showPreview(true)
    try {
      const body = new URLSearchParams({ body: this.textTarget.value })
      this.previewTarget.innerHTML = await askHtml("/markdown/preview", { method: "POST", body })
      this.dispatch("merged", { prefix: "live" })
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error
      this.#showPreview(false)
      this.#fail(error.status)
    }
  }

  switchTab(event) {
    if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return
    const other = event.currentTarget === this.writeTabTarget ? this.previewTabTarget : this.writeTabTarget
    other.focus()
    other.click()
  }

  #showPreview(shown) {
    this.previewTarget.hidden = !shown
    this.textTarget.closest("text-expander").hidden = shown
    for (const [tab, selected] of [[this.writeTabTarget, !shown], [this.previewTabTarget, shown]]) {
      tab.ariaSelected = String(selected)
      tab.tabIndex = selected ? 0 : -1
    }
  }

  offerMentions(event) {
    event.detail.provide(this.#mentions(event.detail.text))
  }

  insertMention(event) {
    event.detail.value = `@${event.detail.item.dataset.handle}`
  }

  async #mentions(q) {
    const query = new URLSearchParams({ q, ...(this.threadValue ? { thread: this.threadValue } : {}) })
    try {
      const people = await askJson(`/mentions?${query}`)
      return { matched: people.length > 0, fragment: mentionList(people) }
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error
      return { matched: false }
    }
  }

  chooseFiles() {
    this.filesTarget.click()
  }

  filesChosen() {
    for (const file of this.filesTarget.files) this.#attach(file)
    this.filesTarget.value = ""
  }

  paste(event) {
    const files = [...event.clipboardData.files]
    // A spreadsheet's cells come as text and as a picture of it: the text is meant.
    if (!files.length || event.clipboardData.getData("text/plain")) return
    event.preventDefault()
    for (const file of files) this.#attach(file)
  }

  dragOver(event) {
    if (!event.dataTransfer.types.includes("Files")) return
    event.preventDefault()
    this.element.classList.add("composer--over")
  }

  dragLeave(event) {
    if (!this.element.contains(event.relatedTarget)) this.element.classList.remove("composer--over")
  }

  drop(event) {
    this.element.classList.remove("composer--over")
    if (!event.dataTransfer.files.length) return
    event.preventDefault()
    for (const file of event.dataTransfer.files) this.#attach(file)
  }

  #attach(file) {
    const upload = new Upload(file)
    const row = this.uploadTemplateTarget.content.firstElementChild.cloneNode(true)
    this.uploadsTarget.append(row)
    row.querySelector(".upload__retry").addEventListener("click", () => this.#send(upload, row))
    row.querySelector(".upload__cancel").addEventListener("click", () => { upload.cancel(); row.remove() })
    return this.#send(upload, row)
  }

  async #send(upload, row) {
    const [name, progress, retry] = [".upload__name", "progress", ".upload__retry"].map((part) => row.querySelector(part))
    name.textContent = fill(this.uploadingValue, { name: upload.name })
    row.classList.remove("upload--failed")
    retry.hidden = true
    this.#uploads.add(upload)
    try {
      const stored = await upload.send((percent) => { progress.value = percent })
      row.remove()
      insertBlock(this.textTarget, stored.markdown)
    } catch (error) {
      if (error.name === "AbortError") return
      row.classList.add("upload--failed")
      retry.hidden = false
      name.textContent = `${fill(this.uploadFailedValue, { name: upload.name })} ${error.message}`.trim()
    } finally {
      this.#uploads.delete(upload)
    }
  }

  /** A text must not go before its files have. */
  #hold(event) {
    if (!this.#uploads.size) return
    event.preventDefault()
    event.stopImmediatePropagation()
    this.#say(this.uploadsTarget.textContent.trim())
  }

  #submitted(event) {
    event.preventDefault()
    if (!event.detail.ok) return this.#fail(event.detail.status, event.detail.message)
    this.textTarget.value = ""
    this.#showPreview(false)
  }

  #turboSubmitted({ detail }) {
    const status = detail.fetchResponse?.statusCode ?? 0
    if (!detail.success && (status === 0 || status === 401)) this.#fail(status)
  }

  #fail(status, message = "") {
    if (status === 401) this.#say(this.signedOutValue)
    else this.#say(message || this.failedValue)
  }

  #say(text) {
    this.noticeTarget.textContent = text
    this.noticeTarget.hidden = false
  }
}

function mentionList(people) {
  const list = document.createElement("ul")
  list.role = "listbox"
  list.className = "mentions"
  for (const { handle, name } of people) {
    const option = document.createElement("li")
    option.role = "option"
    option.id = `mention-${handle}`
    option.dataset.handle = handle
    const small = document.createElement("small")
    small.textContent = `@${handle}`
    option.append(name, small)
    list.append(option)
  }
  return list
}
