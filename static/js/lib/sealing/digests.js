const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
const FINGERPRINT_GROUPS = 5
const GROUP = 4
const REFERENCE_DIGITS = 8

/** The SHA-256 of bytes in hex, as receipts show it. */
export async function sha256(bytes) {
  return Array.from(await hashed(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("")
}

/** What people compare on the telephone: the first 100 bits of the SHA-256 of a recipient, in Crockford's base 32. */
export async function fingerprintOf(recipient) {
  const digits = base32(await hashed(new TextEncoder().encode(recipient)), FINGERPRINT_GROUPS * GROUP)
  return digits.match(/.{4}/g).join("-")
}

/** The reference of the report with a uid, as the server makes it: D- and the first 40 bits of the uid's SHA-256. */
export async function referenceOf(uid) {
  const bytes = Uint8Array.from(uid.replaceAll("-", "").match(/../g), (pair) => parseInt(pair, 16))
  return `D-${base32(await hashed(bytes), REFERENCE_DIGITS)}`
}

async function hashed(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))
}

function base32(bytes, digits) {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("")
  return Array.from({ length: digits }, (_digit, place) => ALPHABET[parseInt(bits.slice(place * 5, place * 5 + 5), 2)]).join("")
}
