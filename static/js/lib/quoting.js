const LONGEST = 1_200

/** A Markdown blockquote of what is selected in a post (or of all its text), with credit and a link. */
export function quotation(post) {
  const body = post.querySelector("[data-quotable]")
  const author = post.querySelector(".post__by .person").textContent.trim()
  const link = post.querySelector(".post__number")
  const address = new URL(link.href)
  const text = selectedIn(body) || body.innerText.trim()
  const shortened = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
  const lines = [`**${author}** ([${link.textContent}](${address.pathname}${address.search}${address.hash}))`, "", ...shortened.split("\n")]
  return lines.map((line) => `> ${line}`.trimEnd()).join("\n")
}

function selectedIn(body) {
  const selection = getSelection()
  if (selection.isCollapsed || !body.contains(selection.anchorNode) || !body.contains(selection.focusNode)) return ""
  return selection.toString().trim()
}
