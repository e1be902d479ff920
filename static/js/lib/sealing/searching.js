const BEFORE = 40
const AROUND = 160
/** Neither plain Latin nor Chinese: accents, letters of full width, other scripts. */
const UNUSUAL = /[^\x00-\x7f\u3000-\u303f\u3400-\u9fff]/g

/** Searches opened reports with their notes and replies; grows as they are opened, and folds each text once. */
export class Index {
  #lines = new Map()
  #reports = []

  get size() {
    return this.#reports.length
  }

  /** @param parts everything that is open now, newest first */
  update(parts) {
    const entries = new Map()
    for (const part of parts) if (part.kind !== "report") entries.set(part.report, [...(entries.get(part.report) ?? []), part])
    const reports = parts.filter(({ kind }) => kind === "report")
    this.#reports = reports.map((report) => this.#line(report, entries.get(report.report) ?? []))
  }

  /** Those in which every typed word occurs somewhere: `{report, excerpt}`; an excerpt is pieces `{text, hit}`. */
  search(typed) {
    const words = fold(typed).split(/\s+/).filter(Boolean)
    return this.#reports.filter(({ folded }) => words.every((word) => folded.includes(word))).map((line) => ({ ...line, words }))
  }

  #line(report, entries) {
    const known = this.#lines.get(report)
    if (known?.entries === entries.length) return known
    const text = [report, ...entries].map(({ words }) => textOf(words)).join("\n")
    const line = { report, entries: entries.length, text, folded: fold(text) }
    this.#lines.set(report, line)
    return line
  }
}

/** A line around the first word that was found, as pieces: `{text, hit}`. */
export function excerptOf({ report, text, folded, words }) {
  const places = words.map((word) => folded.indexOf(word))
  const begin = Math.max(0, Math.min(...places, text.length) - BEFORE)
  // Without a search it begins after the title, which stands above.
  const from = words.length ? begin : report.words.title.length + 1
  const shown = text.slice(from, from + AROUND)
  const hits = words.flatMap((word) => occurrences(folded.slice(from, from + AROUND), word)).sort(([a], [b]) => a - b)
  const pieces = []
  let end = 0
  for (const [start, stop] of hits) {
    if (start < end) continue
    pieces.push({ text: shown.slice(end, start), hit: false }, { text: shown.slice(start, stop), hit: true })
    end = stop
  }
  return [...pieces, { text: shown.slice(end), hit: false }].filter(({ text: piece }) => piece)
}

function occurrences(text, word) {
  const found = []
  for (let place = text.indexOf(word); place >= 0; place = text.indexOf(word, place + word.length)) found.push([place, place + word.length])
  return found
}

function textOf({ title, body, said, version, customer, wish, files = [] }) {
  return [title, body, said, version, customer, wish, ...files.map(({ name }) => name)].filter(Boolean).join("\n")
}

/** Case, width and accents make no difference. The length stays, so that places in the text do. */
function fold(text) {
  return text.replace(UNUSUAL, plain).toLowerCase()
}

function plain(letter) {
  const bare = letter.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
  return bare.length === letter.length ? bare : letter
}
