/** Fills `{name}` places of a text that the template passed in. */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole)
}

/** Chooses among the data-one, data-two, data-many texts of an element for a list of names. */
/** "Ann, Bo and 3 others"; `size` counts those, too, whose names are not known. */
export function enumerate(texts, names, size = names.length) {
  const [a, b] = names
  if (!a) return ""
  if (!b) return fill(texts.one, { a })
  if (size <= 2) return fill(texts.two, { a, b })
  return fill(texts.many, { a, b, n: size - 2 })
}

/** Inserts at the caret in a way that undo (⌘Z) knows, and tells listeners. */
export function insertText(textarea, text) {
  textarea.focus()
  // Deprecated, and still the only call that keeps the browser's undo history.
  if (document.execCommand("insertText", false, text)) return
  textarea.setRangeText(text, textarea.selectionStart, textarea.selectionEnd, "end")
  textarea.dispatchEvent(new Event("input", { bubbles: true }))
}

/** The same as a block of its own: blank lines around it where text stands beside. */
export function insertBlock(textarea, block) {
  const before = textarea.value.slice(0, textarea.selectionStart)
  const lead = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n"
  insertText(textarea, `${lead}${block}\n\n`)
}

/** Whether a key belongs to an input method that is still composing; 229 is what Safari says after the end. */
export function isComposing(event) {
  return event.isComposing || event.keyCode === 229
}
