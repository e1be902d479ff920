const ADDRESS = /https?:\/\/[^\s<>"'，。；！？）】》]+[^\s<>"'，。；！？）】》.,;:!?)]/g

/**
 * Opened text as paragraphs and links, made of text nodes alone: whatever somebody sealed, nothing of it becomes markup.
 */
export function prose(text) {
  const made = document.createDocumentFragment()
  for (const block of text.replace(/\r\n?/g, "\n").split(/\n{2,}/)) {
    if (!block.trim()) continue
    const paragraph = document.createElement("p")
    block.split("\n").forEach((line, place) => {
      if (place) paragraph.append(document.createElement("br"))
      paragraph.append(...linked(line))
    })
    made.append(paragraph)
  }
  return made
}

/** A line with its web addresses as links; the page that one leads to does not learn where it came from. */
function linked(line) {
  const pieces = []
  let end = 0
  for (const { 0: address, index } of line.matchAll(ADDRESS)) {
    const link = document.createElement("a")
    link.href = address
    link.rel = "noopener noreferrer nofollow"
    link.target = "_blank"
    link.textContent = address
    pieces.push(line.slice(end, index), link)
    end = index + address.length
  }
  return [...pieces, line.slice(end)]
}
