export const SHORTEST = 12
const FEWEST_DIFFERENT = 6
const GOOD = 60
const STRONG = 85
// How many characters there are to choose from, by what a passphrase is made of.
const ALPHABETS = [[/[a-z]/, 26], [/[A-Z]/, 26], [/\d/, 10], [/[\u3400-\u9fff]/, 2000], [/[^\p{L}\d]/u, 20]]

/** @returns 0 for one that is refused, else 1 weak, 2 good, 3 strong: an estimate of the choices that were made */
export function strength(passphrase) {
  const letters = [...passphrase]
  const different = new Set(letters).size
  if (letters.length < SHORTEST || different < FEWEST_DIFFERENT) return 0
  const choices = ALPHABETS.reduce((sum, [kind, size]) => sum + (kind.test(passphrase) ? size : 0), 0)
  // Words are guessed as a whole and letters repeat: half of what random characters would be worth.
  const bits = Math.min(letters.length, different * 2) * Math.log2(Math.max(choices, 26)) / 2
  return bits >= STRONG ? 3 : bits >= GOOD ? 2 : 1
}
