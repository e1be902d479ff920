import { ask, askJson } from "hub/lib/http"
import { sha256 } from "hub/lib/sealing/digests"
import { packed, toBase64 } from "hub/lib/sealing/parts"
import { SealingError } from "hub/lib/sealing/pool"
import * as vault from "hub/lib/sealing/vault"
import { Upload } from "hub/lib/uploads"

const API = "/api/v1"
/** The name that the server sees of every sealed file. */
const NEUTRAL = "sealed.age"

/** @returns whom a report about a product is sealed for: team, name, key, generation, recipient, people */
export function addressee(product, origin) {
  return askJson(`${API}/sealed-reports/addressee?${new URLSearchParams({ product, origin })}`)
}

/** One report on its way: what was sealed once is sent again as it was, so that a lost answer makes no second report. */
export class Outgoing {
  uid = crypto.randomUUID()
  #part = crypto.randomUUID()
  #files = new Map()
  #body = null
  #sealedFrom = ""

  /**
   * Seals and sends; answers the server's receipt.
   *
   * @param to the addressee
   * @param clear what stays in the clear: kind, origin, product, severity
   * @param words what is sealed, without files
   * @param progress(share, stage): from 0 to 1; stage is "sealing" or "sending"
   */
  async send({ to, author, clear, words, files }, progress) {
    const total = files.reduce((sum, { size }) => sum + 2 * size, 1)
    let before = 0
    const listed = []
    for (const file of files) {
      const base = before
      listed.push(await this.#sealed(file, to, (bytes, stage) => progress((base + bytes) / total, stage)))
      before += 2 * file.size
    }
    const body = await this.#sealedWords({ to, author, clear, words, listed })
    progress(1, "sending")
    const receipt = await askJson(`${API}/sealed-reports`, { method: "POST", json: body.sent })
    // The receipt is worth something only when it is about what was sealed here.
    if (receipt.digest !== body.digest) throw new SealingError("wrong_receipt")
    return receipt
  }

  /** A file that has arrived, sealed to the same key, is not sent twice. */
  async #sealed(file, to, progress) {
    const known = this.#files.get(file)
    if (known?.key === to.key) return known
    const { blob, digest } = await vault.sealFile(to.recipient, file, { progress: (bytes) => progress(bytes, "sealing") })
    const upload = new Upload(new File([blob], NEUTRAL))
    const stored = await upload.send((percent) => progress(file.size + file.size * percent / 100, "sending"))
    const made = { key: to.key, uid: crypto.randomUUID(), upload: stored.uid, name: file.name, type: file.type, size: file.size, digest }
    this.#files.set(file, made)
    return made
  }

  async #sealedWords({ to, author, clear, words, listed }) {
    const files = listed.map(({ uid, name, type, size, digest }) => ({ part: uid, name, type, size, digest }))
    const from = JSON.stringify([to.key, clear, words, files])
    if (this.#sealedFrom !== from) {
      const bytes = packed("report", { report: this.uid, part: this.#part, author }, { ...words, files })
      const content = await vault.seal(to.recipient, bytes)
      const sent = {
        ...clear,
        uid: this.uid,
        key: to.key,
        words: { uid: this.#part, content: toBase64(content) },
        files: listed.map(({ uid, upload }) => ({ uid, file: upload })),
      }
      this.#body = { sent, digest: await sha256(content) }
      this.#sealedFrom = from
    }
    return this.#body
  }
}

/** Seals a note or a reply below a report and sends it; `to` has `key` and `recipient`. */
export async function sendEntry({ reference, report, kind, to, author, body }) {
  const part = crypto.randomUUID()
  const content = await vault.seal(to.recipient, packed(kind, { report, part, author }, { body }))
  const words = { uid: part, content: toBase64(content) }
  const sent = { uid: crypto.randomUUID(), kind, key: to.key, words }
  const receipt = await askJson(`${API}/defects/${reference}/sealed-entries`, { method: "POST", json: sent })
  if (receipt.digest !== await sha256(content)) throw new SealingError("wrong_receipt")
  return receipt
}

/** Everything sealed of one report. */
export async function partsOf(reference) {
  return (await askJson(`${API}/defects/${reference}/sealed`)).parts
}

/** A page of the sealed words of all reports for one's teams, newest first; `reports` are uids to which it is limited. */
export function wordsPage({ cursor = null, limit, reports = [] }) {
  const query = new URLSearchParams({ limit })
  if (cursor) query.set("cursor", cursor)
  for (const uid of reports) query.append("report", uid)
  return askJson(`${API}/sealed-parts?${query}`)
}

/** The ciphertext of a file. */
export async function ciphertextOf(reference, uid) {
  return (await ask(`${API}/defects/${reference}/sealed/${uid}`, { accept: "application/octet-stream" })).blob()
}
