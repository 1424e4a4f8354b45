/* Fields that belong to one kind of story stand in the form while that kind is chosen. What is typed in the others stays. */
const chosen = document.querySelector("select[name=kind]");

if (chosen) {
  const show = () =>
    chosen.form.querySelectorAll("[data-of-kind]").forEach((row) => {
      row.hidden = row.dataset.ofKind !== chosen.value;
    });
  chosen.addEventListener("change", show);
  chosen.addEventListener("input", show);
  show();
}
