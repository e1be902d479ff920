/** An answer outside 2xx; `status` 0 means that no answer came. */
export class RequestFailed extends Error {
  constructor(status, body = null) {
    super(`request failed with ${status}`)
    this.status = status
    this.body = body
  }
}

/** Asks our own server; answers the Response, throws RequestFailed (never for an abort, which stays an AbortError). */
export async function ask(url, { json, accept = "application/json", ...options } = {}) {
  const headers = { Accept: accept, ...(json === undefined ? {} : { "Content-Type": "application/json" }) }
  const body = json === undefined ? options.body : JSON.stringify(json)
  let response
  try {
    response = await fetch(url, { credentials: "same-origin", ...options, headers, body })
  } catch (error) {
    if (error.name === "AbortError") throw error
    throw new RequestFailed(0)
  }
  if (!response.ok) throw new RequestFailed(response.status, await response.text())
  return response
}

export async function askJson(url, options) {
  return (await ask(url, options)).json()
}

export async function askHtml(url, options) {
  return (await ask(url, { accept: "text/html", ...options })).text()
}

/** Says something briefly at the foot of the window; without text, that a request failed. */
export function toast(text = "") {
  document.dispatchEvent(new CustomEvent("hub:toast", { detail: { text } }))
}
