const KB = 1024

/** A size as people read it. */
export function sizeOf(bytes) {
  if (bytes < KB) return `${bytes} B`
  return bytes < KB * KB ? `${Math.round(bytes / KB)} KB` : `${(bytes / KB / KB).toFixed(1)} MB`
}

/** Lets the browser save a blob under a name; nothing of it runs or is shown in the hub. */
export function save(blob, name) {
  const link = document.createElement("a")
  // Of any other type a browser might show it as a page of ours.
  link.href = URL.createObjectURL(new Blob([blob], { type: "application/octet-stream" }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
