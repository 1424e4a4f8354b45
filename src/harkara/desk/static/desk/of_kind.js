import { newName } from "./keeping/calling.js";

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

/* Several pictures at once, for a photo story: each becomes a block at the end of the text. The dialogue is Wagtail's. */
const several = document.querySelector("[data-several-pictures]");

several?.addEventListener("click", () => {
  const root = document.getElementById("body-root")?.rootBlock;
  const picture = root?.blockDef.childBlockDefsByName.picture;
  picture?.widget.openModal(
    (pictures) => {
      const last = root.children.at(-1);
      const isEmpty = last?.type === "paragraph" && !last.getTextLabel({ maxLength: 5 });
      let place = root.children.length - (isEmpty ? 1 : 0);
      pictures.forEach((one) => {
        root.insert({ type: "picture", value: one, id: newName() }, place);
        place += 1;
      });
      const done = document.querySelector("[data-several-done]");
      done.textContent = several.dataset.done.replace("{n}", pictures.length.toLocaleString(document.documentElement.lang));
    },
    { multiple: true },
  );
});
