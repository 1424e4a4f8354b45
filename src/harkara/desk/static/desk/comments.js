/* The moderators' queue by keyboard. A verdict takes its comment away at once and is sent behind it, one after the other; what
   is refused comes back with the reason. Without this script every button sends its form. The keys work inside the queue only. */
(() => {
  "use strict";
  const room = document.querySelector("[data-voices]");
  if (!room) return;
  const list = room.querySelector("[data-voices-list]");
  const undo = room.querySelector(".desk-voices-undo");
  const said = room.querySelector("[data-voices-said]");
  const trouble = room.querySelector("[data-voices-trouble]");
  const many = room.querySelector("#voices-many");
  const all = room.querySelector("[data-voices-all]");
  const token = many.elements.csrfmiddlewaretoken.value;
  const bangla = document.documentElement.lang.startsWith("bn");
  const digits = (number) => (bangla ? String(number).replace(/\d/g, (one) => "০১২৩৪৫৬৭৮৯"[one]) : String(number));
  const given = [];
  let sending = Promise.resolve();
  let loading = false;

  const cards = () => Array.from(list.querySelectorAll("[data-voice]"));
  const here = () => document.activeElement && document.activeElement.closest && document.activeElement.closest("[data-voice]");

  async function send(address, fields) {
    const body = new URLSearchParams([["csrfmiddlewaretoken", token], ...fields]);
    const answer = await fetch(address, { method: "POST", body, keepalive: true, headers: { Accept: "application/json" } });
    if (!answer.ok || !(answer.headers.get("content-type") || "").startsWith("application/json")) throw new Error(String(answer.status));
    return answer.json();
  }

  function put(card, before) {
    list.insertBefore(card, before && before.isConnected ? before : list.firstChild);
  }

  function judge(chosen, act, more = []) {
    if (!chosen.length) return;
    trouble.textContent = "";
    const rest = cards().filter((card) => !chosen.includes(card));
    const behind = cards().slice(cards().indexOf(chosen[0])).find((card) => !chosen.includes(card));
    const next = behind || rest[rest.length - 1];
    const places = chosen.map((card) => [card, card.nextElementSibling]);
    for (const card of chosen) card.remove();
    if (next) next.focus();
    tell();
    further();
    const one = { lot: "", places };
    given.push(one);
    said.textContent = room.dataset[act] + (chosen.length > 1 ? ` (${digits(chosen.length)})` : "");
    undo.hidden = false;
    sending = sending.then(async () => {
      try {
        const told = await send(room.dataset.judge, [["act", act], ...chosen.map((card) => ["id", card.dataset.voice]), ...more]);
        one.lot = told.lot;
        const back = new Map(told.refused.map(([number, why]) => [String(number), why]));
        restore(places.filter(([card]) => back.has(card.dataset.voice)));
        if (back.size) trouble.textContent = Array.from(new Set(back.values())).join(" ");
      } catch {
        restore(places);
        trouble.textContent = room.dataset.lost;
      }
    });
  }

  function restore(places) {
    for (const [card, before] of places.slice().reverse()) put(card, before);
    tell();
  }

  function takeBack() {
    const last = given.pop();
    if (!last) return;
    undo.hidden = given.length === 0;
    sending = sending.then(async () => {
      if (!last.lot) return; // it was not taken
      try {
        const told = await send(room.dataset.undo, [["lot", last.lot]]);
        const done = new Set(told.done.map(String));
        restore(last.places.filter(([card]) => done.has(card.dataset.voice)));
        trouble.textContent = told.refused.map(([, why]) => why).join(" ");
        if (done.size) {
          said.textContent = room.dataset.back;
          last.places[0][0].focus();
        }
      } catch {
        given.push(last);
        undo.hidden = false;
        trouble.textContent = room.dataset.lost;
      }
    });
  }

  function tell() {
    const none = room.querySelector("[data-voices-none]") || room.appendChild(Object.assign(document.createElement("p"), { textContent: room.dataset.empty }));
    none.setAttribute("data-voices-none", "");
    none.hidden = cards().length > 0 || !!list.querySelector("[data-voices-further]");
  }

  async function further() {
    const mark = list.querySelector("[data-voices-further]");
    if (!mark || loading || cards().length > 10) return;
    loading = true;
    try {
      const answer = await fetch(room.dataset.rows + encodeURIComponent(mark.dataset.voicesFurther), { headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const made = new DOMParser().parseFromString(await answer.text(), "text/html");
      mark.remove();
      const known = new Set(cards().map((card) => card.dataset.voice));
      for (const node of Array.from(made.body.children)) if (!known.has(node.dataset.voice)) list.append(node);
      if (!here() && cards().length) cards()[0].focus();
      tell();
    } catch { /* the link stays, and leads there */ }
    loading = false;
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const act = event.submitter && event.submitter.name === "act" ? event.submitter.value : "";
    const card = form.closest("[data-voice]");
    if (form === undo) {
      if (!given.length) return; // made before this page was: the form sends it
      event.preventDefault();
      takeBack();
    } else if (form === many && act) {
      event.preventDefault();
      judge(cards().filter((one) => one.querySelector("[name=id][type=checkbox]").checked), act);
      all.checked = false;
    } else if (card && form.matches(".desk-voice-acts") && act) {
      event.preventDefault();
      judge([card], act, [["reason", form.elements.reason.value], ["term", form.elements.term.value]]);
    } else if (card && form.matches(".desk-voice-noting")) {
      event.preventDefault();
      noted(card, form);
    }
  });

  async function noted(card, form) {
    const words = form.elements.words.value.trim();
    if (!words) return;
    try {
      const told = await send(room.dataset.note, [["id", card.dataset.voice], ["words", words]]);
      if (told.refused.length) throw new Error(told.refused[0][1]);
      const line = document.createElement("p");
      line.className = "desk-voice-note";
      line.textContent = words;
      form.before(line);
      form.reset();
      said.textContent = room.dataset.noted;
      card.focus();
    } catch (error) {
      trouble.textContent = error instanceof TypeError ? room.dataset.lost : error.message;
    }
  }

  all.addEventListener("change", () => {
    for (const card of cards()) card.querySelector("[type=checkbox]").checked = all.checked;
  });

  list.addEventListener("keydown", (event) => {
    const card = here();
    if (!card || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input[type=text], select, textarea")) {
      if (event.key === "Escape") card.focus();
      return;
    }
    const key = event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key; // a Bangla keyboard has the same keys
    const row = cards();
    const at = row.indexOf(card);
    const acts = {
      j: () => (row[at + 1] || card).focus(),
      k: () => (row[at - 1] || card).focus(),
      a: () => judge([card], "approve"),
      w: () => judge([card], "withdraw"),
      h: () => judge([card], "hold"),
      b: () => {
        card.querySelector("details").open = true;
        card.querySelector("[name=reason]").focus();
      },
      n: () => card.querySelector("[name=words]").focus(),
      x: () => card.querySelector("[type=checkbox]").click(),
      z: () => takeBack(),
    };
    if (!acts[key] || event.shiftKey) return;
    event.preventDefault();
    acts[key]();
  });

  room.addEventListener("keydown", (event) => {
    // Where nothing is left to have the focus, the last verdict can still be taken back.
    if (event.code === "KeyZ" && !here() && !event.target.matches("input, select, textarea") && !event.ctrlKey && !event.metaKey) takeBack();
  });

  if (cards().length && document.activeElement === document.body) cards()[0].focus({ preventScroll: true });
})();
