/**
 * The reader's keys while they are unlocked: one vault as long as the page's scripts live, over Turbo's visits.
 *
 * Keys are in workers, and gone when they are locked, after 15 idle minutes, or when the page is left. Nothing is
 * stored. Every change is told by `vault:change` on the document; pages that show opened text take it away then.
 */
import { askJson } from "hub/lib/http"
import { askPasskey } from "hub/lib/sealing/passkeys"
import { Pool, SealingError } from "hub/lib/sealing/pool"

const IDLE = 15 * 60_000
const CHECK = 10_000
const ACTIVITY = ["pointerdown", "keydown", "wheel", "touchstart"]

const pool = new Pool(askPasskey)
const tabs = new BroadcastChannel("vault")
let me = null
let keys = []
let refused = []
let usedAt = 0
let timer = 0
/** Grows with every locking. */
let session = 0
let unlocking = false

/** Whether this page can seal at all: browsers lend cryptography to pages over HTTPS and from localhost only. */
export const possible = Boolean(globalThis.isSecureContext && globalThis.crypto?.subtle)

/**
 * @returns `{possible, unlocked, me, keys, refused}`: `keys` are those of one's teams that can be used, `refused` those
 *   that cannot, with the `code` of the reason
 */
export function state() {
  return { possible, unlocked: me !== null, me, keys, refused }
}

/** Unlocks by `{passphrase}` or `{passkey: true}`; SealingError `passphrase`, `passkey`, `no_identity`, … otherwise. */
export async function unlock(by) {
  unlocking = true
  try {
    await unlocked(by)
  } finally {
    unlocking = false
  }
}

async function unlocked(by) {
  const began = session
  const described = await describe()
  const identity = described.identity
  if (!identity) throw new SealingError("no_identity")
  const wrapped = by.passphrase ? identity.passphrase_wrapped : identity.passkey_wrapped
  if (began !== session) throw new SealingError("locked")
  await work("keys.unlock", { recipient: identity.recipient, wrapped, by })
  await taken(described, began)
}

/** Takes into use what the server has by now: a new identity, new keys of teams. */
export async function refresh() {
  const began = session
  await taken(await describe(), began)
}

export function lock() {
  end()
  tabs.postMessage("lock")
}

/** @returns the ciphertext of `bytes`; needs no unlocking */
export function seal(recipient, bytes) {
  return work("contents.seal", { recipient, bytes })
}

/** @returns `{blob, digest}`: the ciphertext, and the SHA-256 of the plaintext in hex; `progress(bytesDone)` */
export function sealFile(recipient, file, { progress } = {}) {
  return work("contents.sealFile", { recipient, file }, { progress })
}

export async function open(keyUid, bytes) {
  await known([keyUid])
  return work("contents.open", { keyUid, bytes })
}

/** @returns `{blob, digest}`: the plaintext, and its SHA-256 in hex; `source` is a Blob or a ReadableStream */
export async function openFile(keyUid, source, { progress } = {}) {
  await known([keyUid])
  return work("contents.openFile", { keyUid, source: await sendable(source) }, { progress })
}

/** Opens many `{keyUid, bytes}` with all cores: `each(place, bytes | null, errorCode | null)`, `progress(done)`. */
export async function openMany(items, { each, progress = () => {} }) {
  await known(new Set(items.map(({ keyUid }) => keyUid)))
  usedAt = Date.now()
  return pool.openMany(items, { each, progress })
}

/** An operation of the workers, such as `keys.make`. */
export async function work(operation, parameters, options) {
  if (!possible) throw new SealingError("insecure")
  usedAt = Date.now()
  return pool.call(operation, parameters, options)
}

/** A key may have been made since we unlocked. */
async function known(uids) {
  if (!me) throw new SealingError("locked")
  const listed = new Set([...keys, ...refused].map(({ uid }) => uid))
  if ([...uids].some((uid) => !listed.has(uid))) await refresh()
  for (const { uid, code } of refused) if ([...uids].includes(uid)) throw new SealingError(code)
}

/**
 * Refuses a key that something is to be sealed to when it is not the one that this reviewer's key says it is; whoever
 * has not unlocked, or holds no key of the team, has nothing to compare with.
 */
export async function vouch({ team, key, recipient }) {
  if (!keys.some((one) => one.team === team)) return
  await known([key])
  const mine = keys.find(({ uid }) => uid === key)
  if (mine && mine.recipient !== recipient) throw new SealingError("tampered")
}

function describe() {
  return askJson("/api/v1/sealing/vault")
}

async function taken({ identity, keys: granted }, began) {
  const [good, bad] = [[], []]
  // A key is held against those before it.
  for (const key of [...granted].sort((a, b) => a.generation - b.generation)) {
    // Locked meanwhile: it stays so.
    if (began !== session) throw new SealingError("locked")
    try {
      await work("keys.take", { key })
      good.push(key)
    } catch (error) {
      if (!(error instanceof SealingError)) throw error
      bad.push({ ...key, code: error.code })
    }
  }
  if (began !== session) throw new SealingError("locked")
  me = identity
  keys = good
  refused = bad
  watch(true)
  tell()
}

function end() {
  session += 1
  pool.close()
  me = null
  keys = []
  refused = []
  watch(false)
  tell()
}

/** Whoever seals without having unlocked goes on with that. */
function endIfOpen() {
  if (me || unlocking) end()
}

function watch(on) {
  clearInterval(timer)
  if (on) timer = setInterval(lockIfIdle, CHECK)
}

function lockIfIdle() {
  if (me && Date.now() - usedAt > IDLE) lock()
}

function tell() {
  document.dispatchEvent(new CustomEvent("vault:change", { detail: state() }))
}

/** Safari sends no streams to workers. */
async function sendable(source) {
  if (!(source instanceof ReadableStream)) return source
  return new Response(source).blob()
}

for (const name of ACTIVITY) addEventListener(name, () => { usedAt = Date.now() }, { passive: true, capture: true })
// Timers sleep when the device does.
document.addEventListener("visibilitychange", lockIfIdle)
addEventListener("pagehide", endIfOpen)
tabs.addEventListener("message", endIfOpen)
