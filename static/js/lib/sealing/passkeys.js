/** Makes a passkey that identities can be locked with; answers what age calls it. */
export async function makePasskey(name) {
  const { webauthn } = await import("age-encryption")
  return webauthn.createCredential({ keyName: name })
}

/** What a passkey says to a worker's question: wraps the key of one file, or opens what wraps it. */
export async function askPasskey({ passkey, fileKey, stanzas }) {
  try {
    const { webauthn, Stanza } = await import("age-encryption")
    const options = typeof passkey === "string" ? { identity: passkey } : {}
    if (fileKey) {
      const made = await new webauthn.WebAuthnRecipient(options).wrapFileKey(fileKey)
      return { answer: made.map(({ args, body }) => ({ args, body })) }
    }
    const found = stanzas.map(({ args, body }) => new Stanza(args, body))
    return { answer: await new webauthn.WebAuthnIdentity(options).unwrapFileKey(found) }
  } catch (error) {
    return { failed: error.message }
  }
}
