const MOST = 8

/** Pages opened lately and favourites, kept on this device for one reader. */
export class Recents {
  #key

  constructor(readerId) {
    this.#key = `hub:places:${readerId}`
  }

  get favourites() {
    return this.#all.filter((place) => place.favourite)
  }

  get recent() {
    return this.#all.filter((place) => !place.favourite)
  }

  /** @param place {href, title, kind} */
  visit(place) {
    const known = this.#all.find(({ href }) => href === place.href)
    const others = this.#all.filter(({ href }) => href !== place.href)
    this.#all = [{ ...place, favourite: known?.favourite ?? false }, ...others]
  }

  toggle(place) {
    const known = this.#all.find(({ href }) => href === place.href)
    if (!known) this.visit(place)
    this.#all = this.#all.map((entry) => (entry.href === place.href ? { ...entry, favourite: !entry.favourite } : entry))
  }

  get #all() {
    return JSON.parse(localStorage.getItem(this.#key) ?? "[]")
  }

  set #all(places) {
    const favourites = places.filter((place) => place.favourite)
    const recent = places.filter((place) => !place.favourite).slice(0, MOST)
    localStorage.setItem(this.#key, JSON.stringify([...favourites, ...recent]))
  }
}
