/* Times in the editor, said in words while they are typed: tomorrow, Monday, 30 November, at six in the morning. */
(() => {
  "use strict";
  const ADDRESS = document.querySelector("script[data-when]")?.dataset.when;
  const NAMES = "input[name=go_live_at], input[name=expire_at], input[name=embargo_until]";
  if (!ADDRESS) return;

  async function say(field) {
    let place = field.parentElement.querySelector(".desk-when");
    if (!place) {
      place = document.createElement("output");
      place.className = "desk-when";
      place.setAttribute("aria-live", "polite");
      field.after(place);
    }
    const typed = field.value;
    if (!typed.trim()) {
      place.textContent = "";
      return;
    }
    try {
      const answer = await fetch(`${ADDRESS}?at=${encodeURIComponent(typed)}`, { headers: { Accept: "application/json" } });
      if (!answer.ok || field.value !== typed) return;
      const said = await answer.json();
      place.textContent = said.words;
      place.classList.toggle("desk-when--no", !said.ok);
    } catch {
      place.textContent = ""; // the form itself refuses what will not do
    }
  }

  ["change", "focusin", "focusout"].forEach((kind) => {
    document.addEventListener(kind, (event) => {
      if (event.target.matches?.(NAMES)) say(event.target);
    });
  });
})();
