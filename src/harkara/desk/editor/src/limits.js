/* A text longer than its field may hold is never cut in silence, as `maxlength` does to what is pasted: it stands there whole,
   and a sentence says by how much it is too long. The newsroom keeps it when it has been shortened. */

export function limits(form, options) {
  const { say, digits } = options;

  const lift = (field) => {
    if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) || field.maxLength <= 0) return;
    field.dataset.most = String(field.maxLength);
    field.removeAttribute("maxlength");
  };

  const tell = (field) => {
    const most = Number(field.dataset?.most ?? 0);
    if (!most) return;
    const over = Array.from(field.value).length - most;
    let said = field.parentElement.querySelector(":scope > .desk-writing-over");
    if (over <= 0) {
      said?.remove();
      field.removeAttribute("aria-invalid");
      return;
    }
    if (!said) {
      said = document.createElement("p");
      said.className = "desk-writing-over";
      said.setAttribute("role", "alert");
      field.after(said);
    }
    field.setAttribute("aria-invalid", "true");
    const sentence = say.over.replace("{n}", digits(over)).replace("{most}", digits(most));
    if (said.textContent !== sentence) said.textContent = sentence;
  };

  form.querySelectorAll("[maxlength]").forEach(lift);
  form.addEventListener("focusin", (event) => lift(event.target)); // fields of blocks that came later
  form.addEventListener("input", (event) => tell(event.target));
}
