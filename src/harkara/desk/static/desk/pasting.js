// Pictures that are pasted on the page for bringing many go the way of those that were chosen or dragged there.
const chosen = document.getElementById("fileupload");

if (chosen) {
  document.addEventListener("paste", (event) => {
    const files = [...event.clipboardData.files].filter((file) => file.type.startsWith("image/"));
    if (files.length === 0) {
      return;
    }
    event.preventDefault();
    const carried = new DataTransfer();
    files.forEach((file) => carried.items.add(file));
    chosen.files = carried.files;
    chosen.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
