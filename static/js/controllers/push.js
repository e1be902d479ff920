import { Controller } from "@hotwired/stimulus"
import { visit } from "@hotwired/turbo"
import { ask } from "hub/lib/http"

const WORKER = "/service_worker.js"

/** The settings page of this device's messages. The browser asks for permission only after a click. */
export default class extends Controller {
  static targets = ["unsupported", "denied", "failed", "offer", "button"]
  static values = { key: String }

  async connect() {
    const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window
    this.unsupportedTarget.hidden = able
    if (!able) return
    const registration = await navigator.serviceWorker.getRegistration(WORKER)
    const subscription = await registration?.pushManager.getSubscription()
    const here = subscription && [...document.querySelectorAll("[data-endpoint]")].find((row) => row.dataset.endpoint === subscription.endpoint)
    if (here) here.querySelector("[data-here]").hidden = false
    this.deniedTarget.hidden = Notification.permission !== "denied"
    this.offerTarget.hidden = Boolean(here) || Notification.permission === "denied"
  }

  async ask() {
    this.buttonTarget.disabled = true
    this.failedTarget.hidden = true
    try {
      if (await Notification.requestPermission() !== "granted") return this.connect()
      await this.#subscribe()
      visit(location.href, { action: "replace" })
    } catch {
      this.failedTarget.hidden = false
    } finally {
      this.buttonTarget.disabled = false
    }
  }

  async #subscribe() {
    await navigator.serviceWorker.register(WORKER)
    const { pushManager } = await navigator.serviceWorker.ready
    // A subscription under another key of the hub is worth nothing, and keeps a new one from being made.
    await (await pushManager.getSubscription())?.unsubscribe()
    const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: this.keyValue })
    await ask("/push-subscriptions", { method: "POST", json: subscription.toJSON() })
  }
}
