/* What is said of a story's pictures, filled in below its text. A card comes when its picture is chosen and goes when it is
   taken out; a field is kept when it is left, and the story's form waits for that before it is sent. What only this story says of
   a picture is a part of the form, in one hidden field. */
const panel = document.querySelector("[data-desk-pictures]");
const form = panel?.closest("form");

if (form) {
  const box = panel.querySelector("[data-cards]");
  const none = panel.querySelector("[data-none]");
  const captions = panel.querySelector("[data-captions]");
  const saving = new Map();
  let waits = null;
  let asked = "";

  const chosen = () => {
    const found = [form.elements.picture?.value];
    form.querySelectorAll('input[name^="body-"][name$="-type"]').forEach((type) => {
      const stem = type.name.slice(0, -"type".length);
      const part = (name) => form.elements[stem + name]?.value;
      if (type.value === "picture" && !part("deleted")) found.push(part("value") ?? part("value-picture"));
    });
    return [...new Set(found.filter((number) => /^\d+$/.test(number ?? "")))];
  };

  const card = (number) => box.querySelector(`[data-picture="${number}"]`);
  const say = (where, words) => {
    const status = where?.querySelector("[data-status]");
    if (status) status.textContent = words;
  };

  const said = () => {
    try {
      return JSON.parse(captions.value || "{}") ?? {};
    } catch {
      return {};
    }
  };

  /* Fills in what this story says of a picture; what it leaves empty is shown as the picture has it. */
  function fill(one) {
    const words = said()[one.dataset.picture] ?? {};
    one.querySelectorAll("[data-here]").forEach((field) => {
      field.value = words[field.dataset.here] ?? "";
      field.disabled = !captions;
    });
  }

  function note(one) {
    const all = said();
    const words = {};
    one.querySelectorAll("[data-here]").forEach((field) => field.value.trim() && (words[field.dataset.here] = field.value));
    delete all[one.dataset.picture];
    if (Object.keys(words).length > 0) all[one.dataset.picture] = words;
    captions.value = JSON.stringify(all);
    captions.dispatchEvent(new Event("input", { bubbles: true })); // who keeps the form looks at it
  }

  async function look() {
    const wanted = chosen();
    none.hidden = wanted.length > 0;
    if (wanted.join() === asked) return;
    asked = wanted.join();
    box.querySelectorAll("[data-picture]").forEach((one) => wanted.includes(one.dataset.picture) || one.remove());
    const missing = wanted.filter((number) => !card(number));
    if (missing.length === 0) return;
    const query = new URLSearchParams([...missing.map((number) => ["id", number]), ["story", panel.dataset.story]]);
    try {
      const answer = await fetch(`${panel.dataset.shown}?${query}`, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const piece = new DOMParser().parseFromString(await answer.text(), "text/html");
      const still = chosen();
      piece.querySelectorAll("[data-picture]").forEach((one) => {
        if (!still.includes(one.dataset.picture) || card(one.dataset.picture)) return;
        fill(one);
        box.append(one);
      });
    } catch {
      asked = ""; // asked again with the next change
    }
  }

  async function keep(one) {
    const number = one.dataset.picture;
    const given = new URLSearchParams({ story: panel.dataset.story });
    one.querySelectorAll("[data-name]").forEach((field) => given.set(field.dataset.name, field.value));
    try {
      const answer = await fetch(one.dataset.save, {
        method: "POST",
        body: given,
        headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, "X-Requested-With": "XMLHttpRequest" },
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-picture]");
      if (!fresh || !one.isConnected) return;
      // The fields stay as they are, as somebody may be typing on; what is said around them is new.
      one.querySelectorAll(".desk-picture-note").forEach((note) => note.remove());
      const [words, fields] = [one.querySelector(".desk-picture-said"), one.querySelector(".desk-picture-fields")];
      fresh.querySelectorAll(".desk-picture-note").forEach((note) => words.insertBefore(note, fields));
      say(one, fresh.querySelector("[data-status]").textContent);
    } catch {
      say(card(number), panel.dataset.unreachable);
    }
  }

  box.addEventListener("change", (event) => {
    event.stopPropagation();
    const one = event.target.closest("[data-picture]");
    if (!one || event.target.dataset.here) return;
    const number = one.dataset.picture;
    const after = (saving.get(number) ?? Promise.resolve()).then(() => keep(card(number) ?? one));
    saving.set(number, after);
    after.finally(() => saving.get(number) === after && saving.delete(number));
  });
  box.addEventListener("input", (event) => {
    event.stopPropagation();
    const one = event.target.closest("[data-picture]");
    if (event.target.dataset.here) note(one);
    else if (event.target.dataset.name) {
      const here = one.querySelector(`[data-here="${event.target.dataset.name}"]`);
      if (here) here.placeholder = event.target.value;
    }
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT" || event.isComposing) return;
    event.preventDefault();
    event.target.dispatchEvent(new Event("change", { bubbles: true }));
  });

  form.addEventListener(
    "submit",
    (event) => {
      if (saving.size === 0) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      Promise.allSettled(saving.values()).then(() => form.requestSubmit(event.submitter));
    },
    true,
  );

  const soon = () => {
    clearTimeout(waits);
    waits = setTimeout(look, 120);
  };
  new MutationObserver(soon).observe(form, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["value", "src"],
  });
  form.addEventListener("change", soon);
  look();
}
