/* Cards while they are worded or given a look: each picture is drawn anew a moment after the last letter. */
const PATIENCE = 400; // milliseconds without a letter

for (const box of document.querySelectorAll("[data-cards]")) {
  const form = box.closest("form");
  if (!form) continue;
  const pictures = [...box.querySelectorAll("img[data-src]")];
  const said = box.querySelector("[data-cards-said]");
  const named = (field) => field.name && field.type !== "hidden" && !field.name.startsWith("csrf");
  const address = (picture) => {
    const words = new URLSearchParams();
    for (const field of form.elements) {
      if (!named(field)) continue;
      if (field.type === "checkbox") words.set(field.name, field.checked ? "on" : "off");
      else if (field.type !== "radio" || field.checked) words.set(field.name, field.value);
    }
    return `${picture.dataset.src}?${words}`;
  };
  const draw = () => {
    for (const picture of pictures) {
      const next = address(picture);
      if (picture.getAttribute("src") === next) continue;
      box.setAttribute("aria-busy", "true");
      picture.src = next;
    }
  };
  const settled = (event) => {
    if (pictures.some((picture) => !picture.complete)) return;
    box.removeAttribute("aria-busy");
    if (said) said.textContent = event.type === "error" ? said.dataset.lost : said.dataset.drawn;
  };
  for (const picture of pictures) {
    picture.addEventListener("load", settled);
    picture.addEventListener("error", settled);
  }
  let waits = 0;
  const later = () => {
    clearTimeout(waits);
    waits = setTimeout(draw, PATIENCE);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  const kind = form.querySelector("select[name=kind]");
  const parts = [...document.querySelectorAll("[data-card-kind]")];
  const show = () => {
    for (const part of parts) part.hidden = !part.dataset.cardKind.split(" ").includes(kind.value);
  };
  if (kind && parts.length) {
    kind.addEventListener("change", show);
    show();
  }
}
