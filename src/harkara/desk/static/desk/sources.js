/* Sources used before, offered while the name of one is typed: arrows choose, Enter takes, Escape closes.
   Without this file the fields are filled by hand. */
(() => {
  "use strict";
  const ADDRESS = document.querySelector("script[data-sources]")?.dataset.sources;
  const NAME = /^source_links-\d+-name$/;
  if (!ADDRESS) return;
  const list = document.createElement("ul");
  list.className = "desk-topic-list desk-source-list";
  list.id = "desk-source-list";
  list.setAttribute("role", "listbox");
  list.lang = "bn";
  list.hidden = true;
  let box = null;
  let offers = [];
  let chosen = -1;

  function close() {
    list.hidden = true;
    list.replaceChildren();
    chosen = -1;
    box?.setAttribute("aria-expanded", "false");
    box?.removeAttribute("aria-activedescendant");
  }

  function choose(place) {
    chosen = Math.max(-1, Math.min(place, list.children.length - 1));
    Array.from(list.children).forEach((one, number) => one.setAttribute("aria-selected", String(number === chosen)));
    if (chosen >= 0) box.setAttribute("aria-activedescendant", list.children[chosen].id);
    else box.removeAttribute("aria-activedescendant");
  }

  function take(place) {
    const offer = offers[place];
    const stem = box.name.slice(0, -"name".length);
    const fill = (part, value, always) => {
      const field = box.form.elements[stem + part];
      if (field && (always || !field.value)) {
        field.value = value;
        field.dispatchEvent(new Event("change", { bubbles: true }));
      }
    };
    fill("name", offer.name, true);
    fill("kind", offer.kind, true);
    fill("latin", offer.latin, false);
    fill("url", offer.url, false);
    close();
  }

  function show(found) {
    close();
    offers = found;
    offers.forEach((offer, place) => {
      const option = document.createElement("li");
      option.id = `desk-source-${place}`;
      option.setAttribute("role", "option");
      option.textContent = offer.latin ? `${offer.name} · ${offer.latin}` : offer.name;
      option.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        take(place);
      });
      list.append(option);
    });
    list.hidden = !offers.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
  }

  document.addEventListener("focusin", (event) => {
    if (!NAME.test(event.target.name || "")) return;
    box = event.target;
    box.parentElement.classList.add("desk-topic-box");
    box.after(list);
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", list.id);
    box.setAttribute("autocomplete", "off");
  });
  document.addEventListener("focusout", (event) => {
    if (event.target === box) close();
  });
  document.addEventListener("input", async (event) => {
    if (event.target !== box || event.isComposing) return;
    const typed = box.value;
    if (!typed.trim()) return close();
    try {
      const answer = await fetch(`${ADDRESS}?q=${encodeURIComponent(typed)}`, { headers: { Accept: "application/json" } });
      if (answer.ok && box.value === typed && document.activeElement === box) show((await answer.json()).offers);
    } catch {
      close(); // offers are a help; the field is filled by hand without them
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.target !== box || list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) take(chosen);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
})();
