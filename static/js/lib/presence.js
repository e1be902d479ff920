const TYPING_LASTS = 6_000

/** Who else is in a thread and who of them is writing. */
export class Company {
  #me
  #changed
  #here = new Map()
  #count = 0
  #typing = new Map()

  /** @param me {readerId, readerName} of the person who looks */
  constructor(me, changed) {
    this.#me = me
    this.#changed = changed
  }

  /** Those of the others who are known by name. */
  get others() {
    return [...this.#here.values()]
  }

  /** How many there are besides me, known by name or not. */
  get size() {
    return Math.max(this.#here.size, this.#count - 1)
  }

  get typists() {
    return [...this.#typing.values()].map(({ name }) => name)
  }

  /** @param people the first who are here, {id, name}; @param count all of them */
  here(people, count) {
    this.#count = count
    this.#here = new Map(people.filter((person) => !this.#isMe(person)).map(({ id, name }) => [id, name]))
    this.#changed()
  }

  typing(person) {
    if (this.#isMe(person)) return
    clearTimeout(this.#typing.get(person.id)?.timer)
    const timer = setTimeout(() => this.arrived(person.id), TYPING_LASTS)
    this.#typing.set(person.id, { name: person.name, timer })
    this.#changed()
  }

  /** A post of this person arrived, or nothing was typed for a while. */
  arrived(id) {
    clearTimeout(this.#typing.get(id)?.timer)
    if (this.#typing.delete(id)) this.#changed()
  }

  leave() {
    for (const { timer } of this.#typing.values()) clearTimeout(timer)
    this.#typing.clear()
  }

  #isMe(person) {
    return String(person.id) === this.#me.readerId
  }
}
