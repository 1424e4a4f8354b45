/* Beside a colour that is written as letters: the browser's chooser, which says the same. */
const COLOUR = /^#[0-9a-f]{6}$/i;
const NONE = "#808080"; // what the chooser shows where no colour is written

for (const field of document.querySelectorAll("input[data-colour]")) {
  const chooser = document.createElement("input");
  chooser.type = "color";
  chooser.className = "desk-colour";
  chooser.setAttribute("aria-label", field.dataset.colour);
  const show = () => {
    const typed = field.value.trim();
    chooser.value = COLOUR.test(typed) ? typed : NONE;
  };
  show();
  field.addEventListener("input", show);
  chooser.addEventListener("input", () => {
    field.value = chooser.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  field.after(chooser);
}
