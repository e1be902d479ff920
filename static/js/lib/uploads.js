/** One file on its way to the server, with progress; may be sent again after a failure. */
export class Upload {
  #file
  #request = null

  constructor(file) {
    this.#file = file
  }

  get name() {
    return this.#file.name || "image.png"
  }

  /** @returns the server's description of the stored file; rejects with its message ("" when it did not answer) */
  send(onProgress) {
    // fetch cannot tell how much of a body has been sent.
    const request = new XMLHttpRequest()
    this.#request = request
    return new Promise((resolve, reject) => {
      request.upload.onprogress = ({ loaded, total }) => onProgress(Math.round((loaded / total) * 100))
      request.onload = () => {
        if (request.status < 300) resolve(JSON.parse(request.responseText))
        else reject(new Error(messageOf(request.responseText)))
      }
      request.onerror = () => reject(new Error(""))
      request.onabort = () => reject(new DOMException("cancelled", "AbortError"))
      request.open("POST", "/files")
      request.setRequestHeader("Accept", "application/json")
      const body = new FormData()
      body.append("file", this.#file, this.name)
      request.send(body)
    })
  }

  cancel() {
    this.#request?.abort()
  }
}

function messageOf(body) {
  try {
    return JSON.parse(body).error.message
  } catch {
    return ""
  }
}
