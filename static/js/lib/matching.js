/** Options whose label, value or keywords hold every typed word; those that begin with it come first. */
export function matching(options, typed) {
  const words = fold(typed).split(/\s+/).filter(Boolean)
  const ranked = options.map((option) => {
    const label = fold(option.text)
    const all = `${label} ${fold(option.dataset.keywords ?? "")} ${fold(option.value)}`
    const rank = words.every((word) => all.includes(word)) ? (words.length && label.startsWith(words[0]) ? 0 : 1) : 2
    return { option, rank }
  })
  return ranked.filter(({ rank }) => rank < 2).sort((a, b) => a.rank - b.rank).map(({ option }) => option)
}

function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
}
