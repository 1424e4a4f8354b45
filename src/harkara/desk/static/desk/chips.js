/* A field of topics or of places: chips, a box that finds more in either script, and what the text speaks of. Keys: typing
   finds, arrows choose, Enter takes, Backspace in the empty box takes the last chip away, Alt with the field's letter takes the
   first offer. */
(() => {
  "use strict";
  const PAUSE = 150; // milliseconds without a key before topics are looked for
  const REST = 1500; // milliseconds of rest in the whole form before the text is looked through

  function begin(field) {
    const form = field.closest("form");
    const chips = field.querySelector(".desk-chips");
    const box = field.querySelector("input[role=combobox]");
    const list = field.querySelector("[role=listbox]");
    const offers = field.querySelector(".desk-offers");
    const offered = field.querySelector(".desk-offers-list");
    const said = field.querySelector(".desk-topic-said");
    const say = field.dataset;
    let marked = -1;
    let asked = null;
    let waiting = 0;
    let resting = 0;
    let looked = "";

    const chosen = () => Array.from(chips.querySelectorAll("input"), (input) => Number(input.value));
    const called = (one) => (one.inside ? `${one.name}, ${one.inside}` : one.name);
    const changed = () => chips.dispatchEvent(new Event("change", { bubbles: true }));

    function put(number, name) {
      if (!chosen().includes(number)) {
        const chip = document.createElement("li");
        chip.className = "desk-chip";
        const input = document.createElement("input");
        input.type = "hidden";
        input.name = say.name;
        input.value = String(number);
        const label = document.createElement("span");
        label.textContent = name;
        const away = document.createElement("button");
        away.type = "button";
        away.textContent = "×";
        away.setAttribute("aria-label", `${say.sayRemove} ${name}`);
        chip.append(input, label, away);
        chips.append(chip);
        changed();
      }
      said.textContent = "";
      box.value = "";
      close();
      look(true);
    }

    function close() {
      list.hidden = true;
      list.replaceChildren();
      marked = -1;
      box.setAttribute("aria-expanded", "false");
      box.removeAttribute("aria-activedescendant");
    }

    function mark(place) {
      const rows = Array.from(list.children);
      marked = Math.max(-1, Math.min(place, rows.length - 1));
      rows.forEach((row, at) => row.setAttribute("aria-selected", String(at === marked)));
      if (marked < 0) box.removeAttribute("aria-activedescendant");
      else box.setAttribute("aria-activedescendant", rows[marked].id);
    }

    function row(text, take) {
      const option = document.createElement("li");
      option.id = `${list.id}-${list.children.length}`;
      option.setAttribute("role", "option");
      option.textContent = text;
      option.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        take();
      });
      option.take = take;
      list.append(option);
    }

    async function add(name) {
      const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
      try {
        const answer = await fetch(say.add, { method: "POST", body: new URLSearchParams({ name }), headers: { "X-CSRFToken": token } });
        const topic = await answer.json();
        if (answer.ok) put(topic.number, topic.name);
        else said.textContent = topic.error;
      } catch {
        said.textContent = say.sayNone;
      }
    }

    async function find() {
      const typed = box.value.trim();
      if (asked) asked.abort();
      if (!typed) return close();
      asked = new AbortController();
      try {
        const answer = await fetch(`${say.find}?q=${encodeURIComponent(typed)}`, { signal: asked.signal });
        if (!answer.ok || box.value.trim() !== typed) return;
        const found = await answer.json();
        close();
        said.textContent = found.offers.length || say.add ? "" : say.sayNone;
        found.offers.filter((one) => !chosen().includes(one.number)).forEach((one) => row(called(one), () => put(one.number, one.name)));
        if (say.add && !found.offers.some((one) => one.name === found.typed)) row(`${say.sayNew} ${found.typed}`, () => add(found.typed));
        list.hidden = list.children.length === 0;
        box.setAttribute("aria-expanded", String(!list.hidden));
        mark(0);
      } catch (error) {
        if (error.name !== "AbortError") close(); // the list is a help; what is chosen stays
      }
    }

    function text() {
      const values = (names) => Array.from(form.querySelectorAll(names), (input) => input.value).filter(Boolean);
      return { headline: values("[name=headline]").join(" "), dateline: values("[name=dateline]").join(" "), others: values("[name=summary], [name=kicker], [name^='body-'][name*='-value']"), chosen: chosen() };
    }

    async function look(now) {
      const wanted = JSON.stringify(text());
      if (wanted === looked && !now) return;
      looked = wanted;
      const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
      try {
        const answer = await fetch(say.offer, { method: "POST", body: wanted, headers: { "Content-Type": "application/json", "X-CSRFToken": token } });
        if (!answer.ok || looked !== wanted) return;
        const found = await answer.json();
        offered.replaceChildren(...found.offers.map((one) => {
          const button = document.createElement("button");
          button.type = "button";
          button.className = "desk-offer";
          button.textContent = `+ ${called(one)}`;
          button.addEventListener("click", () => put(one.number, one.name));
          return button;
        }));
        offers.hidden = found.offers.length === 0;
      } catch {
        looked = ""; // asked again at the next rest
      }
    }

    chips.addEventListener("click", (event) => {
      const chip = event.target.closest("button")?.parentElement;
      if (!chip) return;
      chip.remove();
      changed();
      box.focus();
      look(true);
    });
    box.addEventListener("input", (event) => {
      event.stopPropagation(); // what is typed here is no part of the story
      window.clearTimeout(waiting);
      waiting = window.setTimeout(find, PAUSE);
    });
    box.addEventListener("change", (event) => event.stopPropagation());
    box.addEventListener("blur", close);
    box.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter") {
        event.preventDefault(); // never sends the form
        if (marked >= 0) list.children[marked].take();
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        mark(marked + (event.key === "ArrowDown" ? 1 : -1));
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      } else if (event.key === "Backspace" && box.value === "" && chips.lastElementChild) {
        event.preventDefault();
        chips.lastElementChild.remove();
        changed();
        look(true);
      }
    });
    document.addEventListener("keydown", (event) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== `Key${say.key}`) return;
      event.preventDefault();
      const first = offered.querySelector("button");
      if (first) first.click();
      else box.focus();
    });
    form.addEventListener("input", () => {
      window.clearTimeout(resting);
      resting = window.setTimeout(look, REST);
    });
    look();
  }

  const start = () => document.querySelectorAll(".desk-topics").forEach(begin);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
