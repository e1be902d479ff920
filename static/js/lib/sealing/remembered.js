/** Which key of each team this browser has sealed to before: public halves, so they may be kept. */

const PLACE = "hub:sealing:teams"

/** @returns "new", "same" or "changed": what this browser knows of a team's key */
export function change(team, recipient) {
  const known = read()[team]
  if (!known) return "new"
  return known === recipient ? "same" : "changed"
}

/** From now on this is the team's key. */
export function remember(team, recipient) {
  localStorage.setItem(PLACE, JSON.stringify({ ...read(), [team]: recipient }))
}

function read() {
  return JSON.parse(localStorage.getItem(PLACE) ?? "{}")
}
