/**
 * A worker that seals and opens. Private keys are in workers only; pages get ciphertext, plaintext and public keys.
 *
 * Workers know no import map: the first message names the addresses of the modules. After it come requests
 * `{id, operation, parameters}`, each answered by `{id, result}` or `{id, error}`, with `{id, progress}` in between.
 */
const ring = new Map()
const questions = new Map()
let operations = null

addEventListener("message", ({ data }) => {
  if (data.modules) operations = start(data.modules)
  else if (data.asked) questions.get(data.asked)(data)
  else if (data.share) data.share.postMessage([...ring])
  else if (data.receive) receive(data.receive)
  else answer(data)
})

async function start(addresses) {
  const modules = await Promise.all(addresses.map((address) => import(address)))
  const [{ Toolkit }, { Contents }, { Keys }, age, base, shamir, hashes] = modules
  const toolkit = new Toolkit({ age, base })
  return { contents: new Contents({ toolkit, ring, hashes }), keys: new Keys({ toolkit, ring, shamir, askPasskey }) }
}

async function answer({ id, operation, parameters }) {
  try {
    const [noun, verb] = operation.split(".")
    const progress = (done) => postMessage({ id, progress: done })
    const result = await (await operations)[noun][verb](parameters, progress)
    postMessage({ id, result }, buffers(result))
  } catch (error) {
    const code = typeof error.code === "string" ? error.code : "failed"
    postMessage({ id, error: { code, message: error.message } })
  }
}

/** Keys come from another worker directly: the page between them never holds any. */
function receive(port) {
  port.onmessage = ({ data }) => {
    for (const [uid, key] of data) ring.set(uid, key)
    port.close()
    postMessage({ received: true })
  }
}

/** Passkeys answer to pages alone; the page lends its hand for the key of one file, not for the identity in it. */
function askPasskey(question) {
  const asked = crypto.randomUUID()
  return new Promise((resolve, reject) => {
    questions.set(asked, ({ answer: found, failed }) => {
      questions.delete(asked)
      if (failed) reject(Object.assign(new Error(failed), { code: "passkey" }))
      else resolve(found)
    })
    postMessage({ asked, question })
  })
}

function buffers(result) {
  const bytes = Array.isArray(result) ? result.map((one) => one.bytes) : [result]
  return bytes.filter((one) => one instanceof Uint8Array).map((one) => one.buffer)
}
