/** Sealing and opening words and files with the keys of teams in `ring`, by the uid of each. */
export class Contents {
  #toolkit
  #ring
  #hashes
  #decrypters = new Map()

  constructor({ toolkit, ring, hashes }) {
    this.#toolkit = toolkit
    this.#ring = ring
    this.#hashes = hashes
  }

  seal({ recipient, bytes }) {
    return this.#toolkit.encrypter(recipient).encrypt(bytes)
  }

  async open({ keyUid, bytes }) {
    return this.#toolkit.reading(this.#decrypter(keyUid).decrypt(bytes))
  }

  /** What each of `items` holds, or the code of its error: one that cannot be opened does not keep the others. */
  openMany({ items }) {
    return Promise.all(items.map(async (item) => {
      try {
        return { bytes: await this.open(item) }
      } catch (error) {
        return { error: error.code ?? "failed" }
      }
    }))
  }

  /** From one key to another. */
  async reseal({ keyUid, bytes, recipient }) {
    return this.seal({ recipient, bytes: await this.open({ keyUid, bytes }) })
  }

  /** @returns the ciphertext as a Blob, and the SHA-256 of the plaintext in hex */
  async sealFile({ recipient, file }, progress) {
    const digest = this.#hashes.sha256.create()
    const sealed = await this.#toolkit.encrypter(recipient).encrypt(file.stream().pipeThrough(watching(digest, progress)))
    return { blob: await whole(sealed), digest: hex(digest) }
  }

  /** @returns the plaintext as a Blob, and its SHA-256 in hex */
  openFile({ keyUid, source }, progress) {
    const digest = this.#hashes.sha256.create()
    return this.#toolkit.reading((async () => {
      const plain = await this.#plain(keyUid, source)
      return { blob: await whole(plain.pipeThrough(watching(digest, progress))), digest: hex(digest) }
    })())
  }

  /** A file from one key to another; its plaintext is never whole anywhere. */
  resealFile({ keyUid, source, recipient }) {
    return this.#toolkit.reading((async () => {
      const plain = await this.#plain(keyUid, source)
      return whole(await this.#toolkit.encrypter(recipient).encrypt(plain))
    })())
  }

  #plain(keyUid, source) {
    return this.#decrypter(keyUid).decrypt(source instanceof ReadableStream ? source : source.stream())
  }

  #decrypter(keyUid) {
    const known = this.#decrypters.get(keyUid)
    if (known) return known
    if (!this.#ring.has(keyUid)) throw this.#toolkit.refusal("no_key")
    const made = this.#toolkit.decrypter(this.#ring.get(keyUid))
    this.#decrypters.set(keyUid, made)
    return made
  }
}

function whole(stream) {
  return new Response(stream).blob()
}

function watching(digest, progress) {
  let done = 0
  return new TransformStream({
    transform(chunk, controller) {
      digest.update(chunk)
      done += chunk.length
      progress(done)
      controller.enqueue(chunk)
    },
  })
}

function hex(digest) {
  return Array.from(digest.digest(), (byte) => byte.toString(16).padStart(2, "0")).join("")
}
