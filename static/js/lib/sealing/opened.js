/**
 * What was opened of sealed reports: in memory only, over Turbo's visits, and gone when the vault is locked.
 *
 * Tells `sealed:opened` on the document when there is more of it, or nothing any more.
 */
import { RequestFailed } from "hub/lib/http"
import { fromBase64, unpacked } from "hub/lib/sealing/parts"
import { ciphertextOf, partsOf, wordsPage } from "hub/lib/sealing/sending"
import * as vault from "hub/lib/sealing/vault"

const PAGE = 100
const ASKED_AT_ONCE = 50

/** By the uid of each part: the server's description, and `words` or the `code` of what is wrong. */
const parts = new Map()
/** The uid of each report -> the part that holds its words; the uid of each entry -> its part. */
const byThing = new Map()
let waiting = new Set()
const asked = new Set()
/** Whether everything there was has been opened once. */
let complete = false
/** Grows with every locking: what was asked for before it must not come in after it. */
let generation = 0

document.addEventListener("vault:change", ({ detail }) => detail.unlocked || forget())

/** @returns `{words}` or `{code}` of a report or an entry by its uid; nothing while it is not opened */
export function of(uid) {
  return parts.get(byThing.get(uid))
}

/** Everything that is open, newest first. */
export function all() {
  return [...parts.values()].filter(({ words }) => words).sort((a, b) => (a.at < b.at ? 1 : -1))
}

/** How many reports could not be opened. */
export function broken() {
  return [...parts.values()].filter(({ kind, code }) => kind === "report" && code).length
}

/** Opens everything of one report anew; answers its file parts as the server lists them. */
export async function openReport(reference) {
  const found = await partsOf(reference)
  await open(found.filter(({ content }) => content !== null))
  return found.filter(({ kind }) => kind === "file")
}

/** Opens the words of some reports by uid, many of which are asked for at the same time. */
export async function want(report) {
  if (of(report) || asked.has(report)) return
  asked.add(report)
  waiting.add(report)
  await Promise.resolve()
  const wanted = [...waiting]
  waiting = new Set()
  try {
    for (let start = 0; start < wanted.length; start += ASKED_AT_ONCE) {
      await pages({ reports: wanted.slice(start, start + ASKED_AT_ONCE) }, () => {})
    }
  } catch (error) {
    if (!(error instanceof RequestFailed)) throw error
    // The title stays as the server sent it; the next page asks again.
    for (const uid of wanted) asked.delete(uid)
  }
}

/** Opens everything for one's teams; `progress(opened, finished)`. What is there already is not opened again. */
export async function openAll(progress) {
  const began = generation
  await pages({}, progress)
  complete = began === generation
}

/** @returns `{blob, digest}` of a file part, which the caller checks against what the report's words say of it */
export async function openFile(reference, part, progress) {
  return vault.openFile(part.key, await ciphertextOf(reference, part.uid), { progress })
}

/** While one page is being opened, the next one is on its way. */
async function pages(which, progress) {
  const began = generation
  let page = wordsPage({ ...which, limit: PAGE })
  let done = 0
  while (page) {
    const { items, next_cursor: cursor } = await page
    if (began !== generation) return
    const fresh = items.filter(({ uid, digest }) => parts.get(uid)?.digest !== digest)
    const more = cursor && (fresh.length || !complete)
    page = more ? wordsPage({ ...which, limit: PAGE, cursor }) : null
    await open(fresh)
    done += items.length
    progress(done, !page)
  }
}

async function open(found) {
  const began = generation
  const byKey = grouped(found)
  // One key that is refused does not keep what others open.
  for (const [key, ofKey] of byKey) {
    const named = ofKey.map(({ content: _content, ...part }) => ({ ...part, kind: part.entry_kind ?? part.kind }))
    const items = ofKey.map(({ content }) => ({ keyUid: key, bytes: fromBase64(content) }))
    const each = (place, bytes, code) => began === generation && keep(named[place], bytes, code)
    try {
      await vault.openMany(items, { each })
    } catch (error) {
      if (!error.code) throw error
      named.forEach((_part, place) => each(place, null, error.code))
    }
  }
  if (began === generation) tell()
}

function grouped(found) {
  const byKey = new Map()
  for (const part of found) {
    if (!byKey.has(part.key)) byKey.set(part.key, [])
    byKey.get(part.key).push(part)
  }
  return byKey
}

function keep(part, bytes, code) {
  const kept = { ...part }
  try {
    if (code) kept.code = code
    else kept.words = unpacked(part, bytes)
  } catch (error) {
    if (!error.code) throw error
    kept.code = error.code
  }
  parts.set(part.uid, kept)
  byThing.set(part.entry ?? part.report, part.uid)
}

function forget() {
  generation += 1
  parts.clear()
  byThing.clear()
  waiting.clear()
  asked.clear()
  complete = false
  tell()
}

function tell() {
  document.dispatchEvent(new CustomEvent("sealed:opened"))
}
