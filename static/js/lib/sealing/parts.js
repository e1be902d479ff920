import { SealingError } from "hub/lib/sealing/pool"

const VERSION = 1

/** What of a report or an entry is sealed, as bytes: it names its report and its part, so that neither can be exchanged. */
export function packed(kind, { report, part, author }, words) {
  return new TextEncoder().encode(JSON.stringify({ v: VERSION, kind, report, part, author, ...words }))
}

/**
 * The words in an opened part, after checking that they are those asked for; SealingError says what is wrong.
 *
 * `part` is what the server says: kind (report, note or reply), report, uid, author.
 */
export function unpacked(part, bytes) {
  const words = parsed(bytes)
  if (words.v !== VERSION) throw new SealingError("unknown_version")
  if (words.report !== part.report) throw new SealingError("replayed")
  if (words.part !== part.uid || words.kind !== part.kind) throw new SealingError("swapped")
  if (words.author !== part.author) throw new SealingError("other_author")
  return words
}

/** Checks an opened file against what the report's words say of it. */
export function checkFile(listed, { blob, digest }) {
  if (digest !== listed.digest || blob.size !== listed.size) throw new SealingError("swapped_file")
}

export function toBase64(bytes) {
  let text = ""
  for (let start = 0; start < bytes.length; start += 0x8000) text += String.fromCharCode(...bytes.subarray(start, start + 0x8000))
  return btoa(text)
}

export function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
}

function parsed(bytes) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))
  } catch {
    throw new SealingError("damaged")
  }
}
