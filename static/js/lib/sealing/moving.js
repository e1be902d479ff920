import { ask, askJson } from "hub/lib/http"
import { fromBase64, toBase64 } from "hub/lib/sealing/parts"
import * as vault from "hub/lib/sealing/vault"
import { Upload } from "hub/lib/uploads"

// A request holds a megabyte at most.
const LARGEST = 700_000
const moving = new Map()
/** Teams of which something could not be opened: trying again would not help. */
const stuck = new Set()

/**
 * Seals what stands for a team to its newest key, until nothing is left that this browser can open.
 *
 * The server keeps the progress: it goes on wherever it was left, in any reviewer's browser, in several at once. Tells
 * `moving:progress` on the document: `{team, total, left, failed}`; answers the last of them.
 */
export function move(team) {
  if (!moving.has(team)) moving.set(team, moved(team).finally(() => moving.delete(team)))
  return moving.get(team)
}

/** Goes on with what is not finished, for every team whose keys are unlocked. */
export async function resume() {
  const counts = new Map()
  for (const { team } of vault.state().keys) counts.set(team, (counts.get(team) ?? 0) + 1)
  for (const [team, count] of counts) if (count > 1 && !stuck.has(team)) await move(team)
}

async function moved(team) {
  const newest = vault.state().keys.filter((key) => key.team === team).sort((a, b) => b.generation - a.generation)[0]
  let after = null
  let failed = 0
  for (;;) {
    const { items, progress } = await askJson(`/api/v1/sealing/teams/${team}/leftovers${after ? `?after=${after}` : ""}`)
    if (items.length === 0) {
      if (failed) stuck.add(team)
      else await vault.refresh()
      return tell({ team, failed, ...progress })
    }
    const resealed = []
    for (const item of items) {
      const part = await anew(item, newest)
      if (part) resealed.push(part)
      else failed += 1
    }
    let done = progress
    for (const parts of packets(resealed)) {
      done = await askJson(`/api/v1/sealing/teams/${team}/reseals`, { method: "POST", json: { key: newest.uid, parts } })
    }
    tell({ team, failed, ...done })
    after = items.at(-1).uid
  }
}

/** A part sealed to `newest`; null for one that cannot be opened, which stays as it is. */
async function anew(item, newest) {
  const { uid, digest: was, key: keyUid, content } = item
  const { recipient } = newest
  try {
    if (content) {
      const bytes = await vault.work("contents.reseal", { keyUid, bytes: fromBase64(content), recipient })
      return { uid, was, content: toBase64(bytes) }
    }
    const response = await ask(`/api/v1/defects/${item.reference}/sealed/${uid}`, { accept: "application/octet-stream" })
    const blob = await vault.work("contents.resealFile", { keyUid, source: await response.blob(), recipient })
    const stored = await new Upload(new File([blob], "sealed.age")).send(() => {})
    return { uid, was, file: stored.uid }
  } catch (error) {
    if (["damaged", "other_key"].includes(error.code)) return null
    throw error
  }
}

function packets(parts) {
  const found = [[]]
  let size = 0
  for (const part of parts) {
    const length = part.content?.length ?? 0
    if (size + length > LARGEST) {
      found.push([])
      size = 0
    }
    found.at(-1).push(part)
    size += length + 200
  }
  return found.filter((packet) => packet.length)
}

function tell(detail) {
  document.dispatchEvent(new CustomEvent("moving:progress", { detail }))
  return detail
}
