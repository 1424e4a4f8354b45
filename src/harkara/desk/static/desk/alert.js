/* The notice as a phone shows it follows what is typed. */
for (const field of document.querySelectorAll("[data-alert]")) {
  const shown = document.querySelector(`[data-alert-${field.dataset.alert}]`);
  if (shown) field.addEventListener("input", () => { shown.textContent = field.value; });
}
