import { morphElements } from "@hotwired/turbo"

/** Elements that carry an id and a version, from a frame's or an answer's HTML. */
export function versioned(html) {
  const root = typeof html === "string" ? new DOMParser().parseFromString(html, "text/html") : html
  const all = [...root.querySelectorAll("[id][data-version]")]
  return all.filter((element) => !element.parentElement.closest("[id][data-version]"))
}

/** Puts `next` where an element of its id stands. Answers whether there was one; an older version changes nothing. */
export function replace(next) {
  const current = document.getElementById(next.id)
  if (!current) return false
  if (Number(next.dataset.version) < Number(current.dataset.version)) return true
  for (const menu of current.querySelectorAll("details[open][data-controller~=menu]")) menu.open = false
  morphElements(current, document.importNode(next, true))
  return true
}

/** Keeps what is being read where it is while `change` inserts, replaces or removes things above it. */
export function withoutMoving(container, change) {
  const reading = [...container.children].find((child) => child.getBoundingClientRect().bottom > 0)
  const before = reading?.getBoundingClientRect().top
  change()
  if (!reading?.isConnected) return
  const moved = reading.getBoundingClientRect().top - before
  if (moved) scrollBy({ top: moved, behavior: "instant" })
}

/** Posts in order of their numbers; merges what arrives by element id. */
export class PostList {
  #container
  #complete

  /** @param complete whether the thread's last post belongs on this page */
  constructor(container, complete) {
    this.#container = container
    this.#complete = complete
  }

  get posts() {
    return [...this.#container.querySelectorAll(":scope > [data-number]")]
  }

  /** Inserts a post if it belongs here; answers the inserted element, or null when it belongs to another page. */
  insert(next) {
    const number = Number(next.dataset.number)
    const posts = this.posts
    const first = Number(posts[0]?.dataset.number ?? 0)
    const follower = posts.find((post) => Number(post.dataset.number) > number)
    if (!this.#complete && !follower) return null
    if (posts.length && number < first && first > 2) return null
    const element = document.importNode(next, true)
    if (follower) follower.before(element)
    else this.#container.append(element)
    return element
  }

  remove(id) {
    const element = document.getElementById(id)
    if (this.#container.contains(element)) element.remove()
  }
}
