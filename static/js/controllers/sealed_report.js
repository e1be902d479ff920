import { Controller } from "@hotwired/stimulus"
import * as opened from "hub/lib/sealing/opened"
import { checkFile } from "hub/lib/sealing/parts"
import { prose } from "hub/lib/sealing/prose"
import { save, sizeOf } from "hub/lib/sealing/saving"
import { textOf, textOfCode } from "hub/lib/sealing/texts"
import * as vault from "hub/lib/sealing/vault"

/** Types that a browser draws and does not run. */
const PICTURES = ["image/png", "image/jpeg", "image/gif", "image/webp"]

/** The words and files of one sealed report, as long as its page is shown and the vault is unlocked. */
export default class extends Controller {
  static targets = ["locked", "busy", "problem", "words", "files", "list", "file"]
  static values = { reference: String, uid: String, weights: Object }
  #parts = null
  #asking = false
  #pictures = []

  connect() {
    this.draw()
  }

  disconnect() {
    this.wipe()
  }

  async draw() {
    const { unlocked } = vault.state()
    this.lockedTarget.hidden = unlocked
    if (!unlocked) return this.wipe()
    if (this.#asking) return
    this.#asking = true
    this.busyTarget.hidden = false
    this.problemTarget.hidden = true
    try {
      this.#parts = await opened.openReport(this.referenceValue)
      this.show()
    } catch (error) {
      this.#fail(textOf(error))
    } finally {
      this.#asking = false
      this.busyTarget.hidden = true
    }
  }

  show() {
    if (!this.#parts || !vault.state().unlocked) return
    const found = opened.of(this.uidValue)
    if (!found) return this.#fail(textOfCode("missing_words"))
    if (found.code) return this.#fail(textOfCode(found.code))
    if (!this.wordsTarget.hidden) return
    this.#showWords(found.words)
    this.#showFiles(found.words.files ?? [])
    this.wordsTarget.hidden = false
  }

  wipe() {
    this.#parts = null
    this.wordsTarget.hidden = true
    this.problemTarget.hidden = true
    for (const place of this.wordsTarget.querySelectorAll("[data-words]")) place.replaceChildren()
    this.listTarget.replaceChildren()
    for (const address of this.#pictures.splice(0)) URL.revokeObjectURL(address)
  }

  #showWords(words) {
    this.#put("title", words.title)
    this.#put("version", words.version)
    this.#put("customer", words.customer)
    this.#put("value", words.value && `${words.value} ${words.currency ?? ""}`)
    this.#put("weight", words.weight && (this.weightsValue[words.weight] ?? words.weight))
    this.#put("wish", words.wish)
    this.#put("thread", words.thread && threadLink(words.thread))
    this.#put("body", prose(words.body))
    this.#put("said", words.said && prose(words.said))
  }

  #put(name, content) {
    const place = this.wordsTarget.querySelector(`[data-words=${name}]`)
    place.replaceChildren(content ?? "")
    const row = place.closest("dl > div, figure")
    if (row) row.hidden = !content
  }

  #showFiles(listed) {
    const there = new Map(this.#parts.map((part) => [part.uid, part]))
    const rows = listed.map((file) => this.#fileRow(file, there.get(file.part)))
    const known = new Set(listed.map(({ part }) => part))
    for (const part of this.#parts) if (!known.has(part.uid)) rows.push(this.#strangeRow())
    this.listTarget.replaceChildren(...rows)
    this.filesTarget.hidden = rows.length === 0
  }

  #fileRow(file, part) {
    const row = this.#row(file.name, sizeOf(file.size))
    const [show, see] = [row.querySelector(".sealed-file__show"), row.querySelector(".sealed-file__image")]
    show.hidden = !PICTURES.includes(file.type)
    if (!part) return refuse(row, textOfCode("missing_file"))
    row.querySelector(".sealed-file__save").addEventListener("click", () => this.#use(row, part, file, (blob) => save(blob, file.name)))
    show.addEventListener("click", () => this.#use(row, part, file, (blob) => {
      see.src = URL.createObjectURL(new Blob([blob], { type: file.type }))
      see.alt = file.name
      see.hidden = false
      show.hidden = true
      this.#pictures.push(see.src)
    }))
    return row
  }

  #strangeRow() {
    return refuse(this.#row("", ""), textOfCode("unlisted_file"))
  }

  #row(name, size) {
    const row = this.fileTarget.content.firstElementChild.cloneNode(true)
    row.querySelector(".sealed-file__name").textContent = name
    row.querySelector(".sealed-file__size").textContent = size
    return row
  }

  async #use(row, part, file, then) {
    const [bar, buttons] = [row.querySelector("progress"), row.querySelectorAll("button")]
    bar.hidden = false
    for (const button of buttons) button.disabled = true
    try {
      const found = await opened.openFile(this.referenceValue, part, (bytes) => { bar.value = bytes / file.size })
      checkFile(file, found)
      if (row.isConnected) then(found.blob)
    } catch (error) {
      refuse(row, textOf(error))
    } finally {
      bar.hidden = true
      for (const button of buttons) button.disabled = false
    }
  }

  #fail(text) {
    this.wordsTarget.hidden = true
    this.problemTarget.querySelector(".banner__text").textContent = text
    this.problemTarget.hidden = false
  }
}

function refuse(row, text) {
  for (const button of row.querySelectorAll("button")) button.hidden = true
  const problem = row.querySelector(".sealed-file__problem")
  problem.querySelector("span").textContent = text
  problem.hidden = false
  return row
}

function threadLink(id) {
  const link = document.createElement("a")
  link.href = `/threads/${Number(id)}`
  link.textContent = `/threads/${Number(id)}`
  return link
}
