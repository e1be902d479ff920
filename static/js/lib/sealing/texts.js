import { RequestFailed } from "hub/lib/http"

/** What went wrong, in the reader's language: the server's own sentence, or that of the error's code. */
export function textOf(error) {
  if (error instanceof RequestFailed) return messageIn(error.body) || textOfCode("failed")
  return textOfCode(error.code)
}

export function textOfCode(code) {
  const found = (name) => document.querySelector(`template[data-sealing-text="${CSS.escape(name)}"]`)
  return (found(String(code)) ?? found("failed")).content.textContent
}

function messageIn(body) {
  try {
    const { error } = JSON.parse(body)
    return [error.message, ...Object.values(error.fields ?? {})].join(" ")
  } catch {
    return ""
  }
}
