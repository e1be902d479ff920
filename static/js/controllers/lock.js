import { Controller } from "@hotwired/stimulus"
import { RequestFailed } from "hub/lib/http"
import { resume } from "hub/lib/sealing/moving"
import { SealingError } from "hub/lib/sealing/pool"
import * as vault from "hub/lib/sealing/vault"

/** The button in the top bar that locks sealed reports, there while they are unlocked; goes on with what stands then. */
export default class extends Controller {
  connect() {
    this.show()
  }

  async show() {
    this.element.hidden = !vault.state().unlocked
    if (this.element.hidden) return
    try {
      await resume()
    } catch (error) {
      // Locked, or the connection was lost: it goes on the next time.
      if (!(error instanceof SealingError || error instanceof RequestFailed)) throw error
    }
  }

  lock() {
    vault.lock()
  }
}
