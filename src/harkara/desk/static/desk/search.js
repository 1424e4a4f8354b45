/* The keys of the newsroom's search: / leads to the box, arrows through suggestions and what was found, Enter opens.
   Without this file the form and the links work as they are. */
(() => {
  "use strict";
  const form = document.querySelector("form.desk-search");
  if (!form) return;
  const box = form.querySelector("[name=q]");
  const list = form.querySelector("#desk-suggestions");
  const PAUSE = 120; // milliseconds without a key before suggestions are asked for
  let chosen = -1;
  let asked = null;
  let waiting = 0;

  const links = () => Array.from(document.querySelectorAll(".desk-found .desk-open"));
  const isTyping = (target) => target.closest("input, textarea, select, [contenteditable='true']") !== null;

  function close() {
    list.hidden = true;
    list.replaceChildren();
    chosen = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  function choose(number) {
    const options = Array.from(list.children);
    chosen = Math.max(-1, Math.min(number, options.length - 1));
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === chosen)));
    if (chosen < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", options[chosen].id);
  }

  function take(text) {
    box.value = text;
    close();
    form.requestSubmit();
  }

  function show(texts) {
    close();
    texts.forEach((text, place) => {
      const option = document.createElement("li");
      option.id = `desk-suggestion-${place}`;
      option.setAttribute("role", "option");
      option.lang = "bn";
      option.textContent = text;
      option.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        take(text);
      });
      list.append(option);
    });
    list.hidden = texts.length === 0;
    box.setAttribute("aria-expanded", String(texts.length > 0));
  }

  async function ask() {
    const typed = box.value;
    if (asked) asked.abort();
    if (!typed.trim()) return close();
    asked = new AbortController();
    try {
      const address = `${form.dataset.suggest}?q=${encodeURIComponent(typed)}`;
      const answer = await fetch(address, { signal: asked.signal, headers: { Accept: "application/json" } });
      if (answer.ok && box.value === typed && document.activeElement === box) show((await answer.json()).suggestions);
    } catch (error) {
      if (error.name !== "AbortError") close(); // suggestions are a help; the search goes on without them
    }
  }

  box.addEventListener("input", (event) => {
    window.clearTimeout(waiting);
    if (!event.isComposing) waiting = window.setTimeout(ask, PAUSE);
  });
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const isOpen = !list.hidden;
    if (event.key === "ArrowDown") {
      event.preventDefault();
      if (isOpen) choose(chosen + 1);
      else links()[0]?.focus();
    } else if (event.key === "ArrowUp" && isOpen) {
      event.preventDefault();
      choose(chosen - 1);
    } else if (event.key === "Enter" && isOpen && chosen >= 0) {
      event.preventDefault();
      take(list.children[chosen].textContent);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      close();
    }
  });

  // Before Wagtail's own keys: here / means this box, not the sidebar's.
  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" && !isTyping(event.target)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      box.focus();
      box.select();
      return;
    }
    const all = links();
    const here = all.indexOf(document.activeElement);
    if (here < 0 || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    event.preventDefault();
    const next = here + (event.key === "ArrowDown" ? 1 : -1);
    if (next < 0) box.focus();
    else all[Math.min(next, all.length - 1)].focus();
  }, true);

  form.querySelectorAll("select, [type=checkbox]").forEach((field) => field.addEventListener("change", () => form.requestSubmit()));
  // What is empty stays out of the address.
  form.addEventListener("submit", () => {
    form.querySelectorAll("input, select").forEach((field) => {
      if (!field.value || (field.name === "sort" && field.value === "relevance")) field.disabled = true;
    });
  });
  window.addEventListener("pageshow", () => form.querySelectorAll(":disabled").forEach((field) => { field.disabled = false; }));
})();
