island("copylink", (button) => {
  if (!navigator.clipboard) {
    button.hidden = true;
    return;
  }
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.address);
      button.textContent = button.dataset.done;
    } catch {
      button.textContent = button.dataset.address; // The reader can still copy it by hand.
    }
  });
});
