const VERSION = 1
const SHARES = 3
const ENOUGH = 2

/** Identities of people, keys of teams, and how they are locked to one another; docs/sealed.md tells the formats. */
export class Keys {
  #toolkit
  #ring
  #shamir
  #askPasskey
  #identity = null
  /** The public half of the identity in use, as this worker found it. */
  #recipient = null
  /** What the keys in the ring say of themselves, by uid. */
  #documents = new Map()

  constructor({ toolkit, ring, shamir, askPasskey }) {
    this.#toolkit = toolkit
    this.#ring = ring
    this.#shamir = shamir
    this.#askPasskey = askPasskey
  }

  /** A new identity, locked by what is given; it is the one in use from now on. */
  async makeIdentity({ to }) {
    const secret = await this.#toolkit.newSecret()
    const locked = await this.#locked(secret, to)
    await this.#become(secret)
    return { recipient: this.#recipient, ...locked }
  }

  async unlock({ recipient, wrapped, by }) {
    await this.#become(await this.#unlocked(recipient, wrapped, by))
  }

  /** Lock an identity in another way too, after opening it in a known one. */
  async lockAnew({ recipient, wrapped, by, to }) {
    return this.#locked(await this.#unlocked(recipient, wrapped, by), to)
  }

  /**
   * Take a team's key into use; refused when what is inside differs from what the server says about it, or when it does
   * not follow on the keys of the team that are in use: anybody can lock a key of their own to a public key.
   */
  async take({ key }) {
    const document = await this.#granted(key)
    await this.#requireFollowing(key.uid, document)
    await this.#use(key.uid, document)
  }

  /** A new key of a team for `reviewers`, its recovery identity split among three `admins`. */
  async make({ team, generation, reviewers, admins }) {
    if (admins.length !== SHARES) throw this.#toolkit.refusal("admins")
    const [secret, spare] = await Promise.all([this.#toolkit.newSecret(), this.#toolkit.newSecret()])
    const recipient = await this.#toolkit.recipientOf(secret)
    const recovery = await this.#toolkit.recipientOf(spare)
    const former = await this.#proofs(team)
    const document = { v: VERSION, team, generation, key: secret, recipient, reviewers, recovery, former }
    const parts = await this.#shamir.split(new TextEncoder().encode(spare), SHARES, ENOUGH)
    const shares = admins.map(async (admin, place) => {
      const share = { v: VERSION, team, recovery, share: this.#toolkit.base64.encode(parts[place]) }
      return { recipient: admin.recipient, wrapped: await this.#toolkit.wrapped(share, admin.recipient) }
    })
    return {
      recipient,
      recovery_recipient: recovery,
      recovery_wrapped: await this.#toolkit.wrapped(document, recovery),
      grants: await this.#grants(document),
      shares: await Promise.all(shares),
    }
  }

  /**
   * A key wrapped for all who hold it and for `add`, in place of that person's former identity.
   *
   * Who holds it is what the key itself says: the server cannot slip anybody in.
   */
  async rewrap({ key, add }) {
    const document = await this.#granted(key)
    const others = document.reviewers.filter(({ user }) => user !== add.user)
    return this.#grants({ ...document, reviewers: [...others, add] })
  }

  /** An admin's share, wrapped for whoever asked. */
  async rewrapShare({ wrapped, recovery, recipient }) {
    const share = await this.#unwrapped(wrapped)
    if (share.v !== VERSION || share.recovery !== recovery) throw this.#toolkit.refusal("tampered")
    return this.#toolkit.wrapped(share, recipient)
  }

  /** A key out of two shares and what is locked to the recovery identity, wrapped for `me` alone: a new one is due. */
  async recover({ key, shares, me }) {
    if (me.recipient !== this.#recipient) throw this.#toolkit.refusal("tampered")
    const opened = await Promise.all(shares.map((wrapped) => this.#unwrapped(wrapped)))
    const parts = opened.map(({ share }) => this.#toolkit.base64.decode(share))
    const secret = new TextDecoder().decode(await this.#shamir.combine(parts))
    const recovery = await this.#toolkit.recipientOf(secret).catch(() => null)
    if (recovery !== key.recovery) throw this.#toolkit.refusal("tampered")
    const document = await this.#toolkit.unwrapped(key.recovery_wrapped, await this.#toolkit.imported(secret))
    // Reviewers who came after the key was made are not in what is locked to its recovery identity.
    await this.#agree({ ...key, reviewers: document.reviewers }, document)
    await this.#requireFollowing(key.uid, document)
    return this.#grants({ ...document, reviewers: [me] })
  }

  async #become(secret) {
    this.#recipient = await this.#toolkit.recipientOf(secret)
    this.#identity = await this.#toolkit.imported(secret)
  }

  async #granted(key) {
    const document = await this.#unwrapped(key.wrapped)
    await this.#agree(key, document)
    return document
  }

  async #agree(key, document) {
    const same = document.v === VERSION && document.team === key.team && document.generation === key.generation
      && document.recipient === key.recipient && document.recovery === key.recovery
      && listed(document.reviewers) === listed(key.reviewers)
      && await this.#toolkit.recipientOf(document.key) === key.recipient
    if (!same) throw this.#toolkit.refusal("tampered")
  }

  async #use(uid, document) {
    this.#ring.set(uid, await this.#toolkit.imported(document.key))
    const { team, generation, former = {} } = document
    this.#documents.set(uid, { team, generation, former, proof: await this.#toolkit.proofOf(document.key) })
  }

  /** Whoever makes a key shows by these, generation by generation, that they held the ones before it. */
  async #proofs(team) {
    const held = this.#of(team).sort((a, b) => a.generation - b.generation)
    return Object.assign({}, ...held.map(({ generation, former, proof }) => ({ ...former, [generation]: proof })))
  }

  async #requireFollowing(uid, { team, generation, former = {}, key }) {
    const proof = await this.#toolkit.proofOf(key)
    const follows = this.#of(team, uid).every((other) => {
      if (other.generation < generation) return former[other.generation] === other.proof
      return other.generation > generation && other.former[generation] === proof
    })
    if (!follows) throw this.#toolkit.refusal("tampered")
  }

  #of(team, except) {
    return [...this.#documents].filter(([uid, one]) => one.team === team && uid !== except).map(([, one]) => one)
  }

  #unwrapped(wrapped) {
    if (!this.#identity) throw this.#toolkit.refusal("locked")
    return this.#toolkit.unwrapped(wrapped, this.#identity)
  }

  #grants(document) {
    return Promise.all(document.reviewers.map(async ({ recipient }) => (
      { recipient, wrapped: await this.#toolkit.wrapped(document, recipient) }
    )))
  }

  async #locked(secret, { passphrase, passkey }) {
    if (passphrase) return { passphrase_wrapped: await this.#toolkit.lockedByPassphrase(secret, passphrase) }
    return { passkey_wrapped: await this.#toolkit.armoured(this.#toolkit.encrypter(this.#byPasskey(passkey)), secret) }
  }

  async #unlocked(recipient, wrapped, { passphrase, passkey }) {
    const secret = passphrase
      ? await this.#toolkit.openedByPassphrase(wrapped, passphrase)
      : await this.#toolkit.opened(wrapped, this.#toolkit.decrypter(this.#byPasskey(passkey)), "passkey")
    if (await this.#toolkit.recipientOf(secret) !== recipient) throw this.#toolkit.refusal("tampered")
    return secret
  }

  /** A recipient and an identity in one, whose work a passkey does in the page. */
  #byPasskey(passkey) {
    return {
      wrapFileKey: async (fileKey) => {
        const stanzas = await this.#askPasskey({ passkey, fileKey })
        return stanzas.map((one) => this.#toolkit.stanza(one))
      },
      unwrapFileKey: (stanzas) => {
        return this.#askPasskey({ passkey, stanzas: stanzas.map(({ args, body }) => ({ args, body })) })
      },
    }
  }
}

function listed(reviewers) {
  return JSON.stringify(reviewers.map(({ user, recipient }) => `${user} ${recipient}`).sort())
}
