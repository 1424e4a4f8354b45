// The suggestions themselves, fetched when somebody comes to a search box (search.island.js).
for (const place of document.querySelectorAll("[data-island=suggest]")) {
  const box = place.querySelector("input[type=search]");
  const list = document.createElement("ul");
  list.id = `${box.id}-list`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.placeholder);
  place.append(list);
  box.setAttribute("aria-controls", list.id);

  let typed = box.value;
  let chosen = -1;
  let timer = 0;
  let asking = null;

  const close = () => {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    list.replaceChildren();
    chosen = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const choose = (next) => {
    const options = [...list.children];
    chosen = next;
    options.forEach((option, number) => option.setAttribute("aria-selected", String(number === chosen)));
    box.value = chosen < 0 ? typed : options[chosen].textContent;
    if (chosen < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", options[chosen].id);
  };
  const show = (words) => {
    list.replaceChildren(...words.map((word, number) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${number}`;
      option.textContent = word;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      return option;
    }));
    chosen = -1;
    box.removeAttribute("aria-activedescendant");
    list.hidden = !words.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
  };
  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(`/search/suggest?q=${encodeURIComponent(typed)}`, { signal: asking.signal });
      const { suggestions } = answer.ok ? await answer.json() : { suggestions: [] };
      if (document.activeElement === box) show(suggestions);
    } catch {
      // Left for another question, or nobody answers: what was shown stays until the next letter.
    }
  };
  const changed = () => {
    typed = box.value;
    clearTimeout(timer);
    if (typed.trim().length < 2) close();
    else timer = setTimeout(ask, 150);
  };

  // A Bangla word is composed of several strokes: it is looked for when it is there, not while it is being made.
  box.addEventListener("input", (event) => {
    if (event.isComposing) clearTimeout(timer);
    else changed();
  });
  box.addEventListener("compositionend", changed);
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    const many = list.children.length;
    if (event.key === "ArrowDown") choose(chosen + 1 < many ? chosen + 1 : -1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? many - 1 : chosen - 1);
    else if (event.key === "Escape") {
      choose(-1);
      close();
    } else {
      if (event.key === "Enter") close();
      return;
    }
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // The box keeps the focus.
  list.addEventListener("click", (event) => {
    const option = event.target.closest("li");
    if (!option) return;
    box.value = option.textContent;
    close();
    box.form.requestSubmit();
  });
  // What was typed meanwhile.
  if (document.activeElement === box && box.value !== box.defaultValue && !box.composes) changed();
}
