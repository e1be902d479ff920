import { ask, RequestFailed, toast } from "hub/lib/http"

/** Sends a form without leaving the page. Tells the form how it went (`hub:submitted`) and answers the page that came back. */
export async function submit(form, submitter) {
  if (form.ariaBusy === "true") return { ok: false }
  form.ariaBusy = "true"
  try {
    const response = await ask(submitter?.getAttribute("formaction") ?? form.getAttribute("action"), {
      method: "POST",
      accept: "text/html",
      body: new URLSearchParams(new FormData(form, submitter)),
    })
    const page = parse(await response.text())
    tell(form, { ok: true })
    return { ok: true, url: response.url, page }
  } catch (error) {
    if (!(error instanceof RequestFailed)) throw error
    const told = tell(form, { ok: false, status: error.status, message: messageIn(error.body) })
    if (!told) toast(messageIn(error.body))
    return { ok: false }
  } finally {
    form.ariaBusy = null
  }
}

/** @returns whether a composer in the form shows the failure itself */
function tell(form, detail) {
  return !form.dispatchEvent(new CustomEvent("hub:submitted", { detail, bubbles: true, cancelable: true }))
}

function messageIn(body) {
  if (!body) return ""
  const page = parse(body)
  const said = page.querySelector(".field__error span, .banner--danger .banner__text, main h1")
  return said?.textContent.trim() ?? ""
}

function parse(html) {
  return new DOMParser().parseFromString(html, "text/html")
}
