/** The text of a post's chosen paragraphs with the author's credit, as the server writes it; "" for none. */
export function passageOf({ body, blocks, credit }, chosen) {
  if (chosen.every(Boolean)) return body
  if (!chosen.some(Boolean)) return ""
  const text = JSON.parse(blocks).filter((_block, number) => chosen[number]).join("\n\n")
  return `${closed(text)}\n\n${credit}`
}

/** `text` with a passage in the place of an older one, or at its end; without the older one when `fresh` is empty. */
export function replaced(text, old, fresh) {
  if (old && text.includes(old)) {
    const start = text.indexOf(old)
    const parts = [text.slice(0, start).replace(/\n+$/, ""), fresh, text.slice(start + old.length).replace(/^\n+/, "")]
    return parts.filter(Boolean).join("\n\n")
  }
  if (!fresh || text.includes(fresh)) return text
  return [text.trimEnd(), fresh].filter(Boolean).join("\n\n")
}

/** Closes a code fence that was left open, so that it does not swallow what follows. */
function closed(text) {
  let fence = ""
  for (const line of text.split("\n")) {
    const mark = /^ {0,3}(`{3,}|~{3,})(.*)/.exec(line)
    if (!mark) continue
    if (!fence) fence = mark[1]
    else if (mark[1][0] === fence[0] && mark[1].length >= fence.length && !mark[2].trim()) fence = ""
  }
  return fence ? `${text}\n${fence}` : text
}
