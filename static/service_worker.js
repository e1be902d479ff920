/** Shows the hub's messages and opens what they are about. It keeps nothing and answers no requests. */

addEventListener("push", (event) => {
  if (!event.data) return
  const { title, body, url, tag } = event.data.json()
  event.waitUntil(registration.showNotification(title, { body, tag, data: { url }, renotify: Boolean(tag) }))
})

addEventListener("notificationclick", (event) => {
  event.notification.close()
  event.waitUntil(open(new URL(event.notification.data.url, location.origin)))
})

async function open(url) {
  if (url.origin !== location.origin) return
  const pages = await clients.matchAll({ type: "window" })
  const page = pages.find((one) => one.visibilityState === "visible") ?? pages[0]
  if (!page) return clients.openWindow(url)
  await page.focus()
  // A page that this worker does not look after yet cannot be led elsewhere.
  return page.navigate(url).catch(() => clients.openWindow(url))
}
