import { Controller } from "@hotwired/stimulus"
import { fingerprintOf } from "hub/lib/sealing/digests"
import { possible } from "hub/lib/sealing/vault"

/** Shows what stands for a public key, worked out here: the server could show anything. */
export default class extends Controller {
  static values = { recipient: String }

  async connect() {
    this.element.textContent = possible ? await fingerprintOf(this.recipientValue) : this.recipientValue
  }
}
