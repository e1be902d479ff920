// PKCS #8 around the 32 bytes of an X25519 private key (RFC 8410), the one form that every browser imports.
const PKCS8 = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x6e, 4, 0x22, 4, 0x20]

/** The age format as the workers use it: wrapped keys are age files in ASCII armour, contents are not armoured. */
export class Toolkit {
  #age
  #base

  constructor({ age, base }) {
    this.#age = age
    this.#base = base
  }

  get base64() {
    return this.#base.base64
  }

  newSecret() {
    return this.#age.generateX25519Identity()
  }

  recipientOf(secret) {
    return this.#age.identityToRecipient(secret)
  }

  /** The SHA-256 of a private key in Base64: only who held the key knows it. */
  async proofOf(secret) {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret))
    return this.base64.encode(new Uint8Array(digest))
  }

  stanza({ args, body }) {
    return new this.#age.Stanza(args, body)
  }

  encrypter(recipient) {
    const encrypter = new this.#age.Encrypter()
    encrypter.addRecipient(recipient)
    return encrypter
  }

  decrypter(identity) {
    const decrypter = new this.#age.Decrypter()
    decrypter.addIdentity(identity)
    return decrypter
  }

  /** A private key as one that scripts can use and not read; as its text where the browser knows no X25519. */
  async imported(secret) {
    const { bytes } = this.#base.bech32.decodeToBytes(secret)
    const pkcs8 = new Uint8Array([...PKCS8, ...bytes])
    try {
      return await crypto.subtle.importKey("pkcs8", pkcs8, { name: "X25519" }, false, ["deriveBits"])
    } catch (error) {
      if (error.name !== "NotSupportedError") throw error
      return secret
    }
  }

  async armoured(encrypter, text) {
    return this.#age.armor.encode(await encrypter.encrypt(text))
  }

  /** A document, as JSON, for one recipient. */
  wrapped(document, recipient) {
    return this.armoured(this.encrypter(recipient), JSON.stringify(document))
  }

  async unwrapped(wrapped, identity) {
    return JSON.parse(await this.opened(wrapped, this.decrypter(identity), "other_key"))
  }

  /** The text in an armoured file by its passphrase; refused as `passphrase` when it is another one. */
  openedByPassphrase(wrapped, passphrase) {
    const decrypter = new this.#age.Decrypter()
    decrypter.addPassphrase(passphrase)
    return this.opened(wrapped, decrypter, "passphrase")
  }

  lockedByPassphrase(text, passphrase) {
    const encrypter = new this.#age.Encrypter()
    encrypter.setPassphrase(passphrase)
    return this.armoured(encrypter, text)
  }

  opened(wrapped, decrypter, wrong) {
    return this.reading((async () => decrypter.decrypt(this.#age.armor.decode(wrapped), "text"))(), wrong)
  }

  /** What `work` reads; refused as `wrong` when it is locked to another key, as `damaged` when it was cut or changed. */
  async reading(work, wrong = "other_key") {
    try {
      return await work
    } catch (error) {
      if (typeof error.code === "string") throw error
      throw this.refusal(error.message.startsWith("no identity matched") ? wrong : "damaged", error.message)
    }
  }

  /** Why something was not done; each `code` has a text in knowledge/sealing/texts.html. */
  refusal(code, message = code) {
    return Object.assign(new Error(message), { code })
  }
}
