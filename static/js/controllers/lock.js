import { Controller } from "@hotwired/stimulus"
import * as vault from "hub/lib/sealing/vault"

/** The button in the top bar that locks sealed reports: there while they are unlocked. */
export default class extends Controller {
  connect() {
    this.show()
  }

  show() {
    this.element.hidden = !vault.state().unlocked
  }

  lock() {
    vault.lock()
  }
}
