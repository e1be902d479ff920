/** What was typed before "Sealed" was chosen, on its way from one form to the other: in memory, once. */

let kept = null

export function give(words) {
  kept = words
}

export function take() {
  const words = kept
  kept = null
  return words
}
