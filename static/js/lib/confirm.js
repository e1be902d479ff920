/** Asks Turbo's confirmation questions in our own dialog; the button says what the question's submitter says. */
export function confirm(question, _form, submitter) {
  const dialog = document.getElementById("confirmation")
  const accept = dialog.querySelector("[data-confirmation=accept]")
  dialog.querySelector("[data-confirmation=text]").textContent = question
  accept.textContent = submitter?.textContent.trim() || accept.dataset.defaultLabel
  dialog.returnValue = "cancel"
  dialog.showModal()
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "confirm"), { once: true })
  })
}
