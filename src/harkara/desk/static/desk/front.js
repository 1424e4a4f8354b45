/* Fronts: stories are put into places by keys or by dragging. Each step is kept on the server at once, which answers with the
   screen as it stands then; this file only moves pins about in the arrangement and sends it. */
(() => {
  "use strict";

  function begin() {
    const root = document.querySelector("[data-front]");
    if (!root) return;
    const part = (name) => root.querySelector(`[data-front-${name}]`);
    const pieces = part("pieces");
    const found = part("found");
    const box = document.getElementById("front-find");
    const EVERY = 5000; // milliseconds between two looks
    let whole = JSON.parse(document.getElementById("front-arrangement").textContent);
    let step = Number(root.dataset.step);
    let tag = "";
    let target = null; // [slot, place] into which a found story goes
    let mine = null; // what was not kept because somebody else came first
    let busy = Promise.resolve();

    const rows = () => Array.from(pieces.querySelectorAll(".fronts-row"));
    const slotOf = (name) => whole.slots.find((slot) => slot.name === name);
    const at = (row) => [row.closest("[data-slot]").dataset.slot, Number(row.dataset.place)];
    const say = (text) => { part("said").textContent = text; };
    const isTyping = (node) => node.closest?.("input, textarea, select, dialog") !== null;

    /* The screen */

    function show(answer, focus) {
      const active = document.activeElement?.closest?.("[data-at]");
      const wanted = focus || (active && pieces.contains(active) ? active.dataset.at : "");
      const open = {};
      pieces.querySelectorAll("details[data-front-kept]").forEach((one) => { open[one.dataset.frontKept] = one.open; });
      whole = answer.arrangement;
      step = answer.step;
      pieces.innerHTML = answer.html; // the newsroom's own template
      pieces.querySelectorAll("details[data-front-kept]").forEach((one) => {
        if (one.dataset.frontKept in open) one.open = open[one.dataset.frontKept];
      });
      if (wanted) pieces.querySelector(`[data-at="${CSS.escape(wanted)}"]`)?.focus();
      aim();
      if (!part("preview").hidden) look();
    }

    function aim(row) {
      if (row) target = at(row);
      if (!target || !slotOf(target[0])) target = whole.slots.length ? [whole.slots[0].name, 1] : null;
      const place = target && pieces.querySelector(`[data-at="${CSS.escape(target.join(" "))}"]`);
      rows().forEach((one) => one.classList.toggle("is-target", one === place));
      part("target").textContent = place ? `${place.closest("[data-slot]").querySelector("h2").textContent} ${place.querySelector(".fronts-place").textContent}` : "—";
    }

    /* What is sent */

    async function send(act, body, focus, done) {
      let answer;
      try {
        const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value || document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/)?.[1] || "";
        answer = await fetch(root.dataset[act], {
          method: "POST",
          headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": window.wagtailConfig?.CSRF_TOKEN || token },
          body: JSON.stringify({ seen: step, ...body }),
        });
      } catch {
        say(root.dataset.sayLost);
        return false;
      }
      let told = {};
      try { told = await answer.json(); } catch { /* no words in it */ }
      if (answer.ok) {
        show(told, focus);
        say(done || "");
        return true;
      }
      if (told.setup) { window.location.assign(told.setup); return false; }
      if (told.overtaken) {
        mine = body.arrangement || null;
        show(told);
        part("clash-said").textContent = told.said;
        part("clash").hidden = false;
        part("mine").hidden = !mine;
        part("theirs").focus();
        return false;
      }
      if (body.arrangement) await refresh(true);
      say(told.said || root.dataset.sayLost);
      return false;
    }

    const queue = (work) => { busy = busy.then(work, work); return busy; };
    function own() { // a block that merely followed becomes the front's own with those before it, or it would jump
      let last = -1;
      whole.slots.forEach((slot, number) => { if (slot.own) last = number; });
      return { others: whole.others, slots: whole.slots.slice(0, last + 1) };
    }
    const keep = (focus, done) => queue(() => send("save", { arrangement: own() }, focus, done));

    async function refresh(always) {
      const answer = await fetch(root.dataset.state, { headers: { "If-None-Match": always ? "" : tag, Accept: "application/json" }, cache: "no-store" });
      if (answer.status !== 200) return;
      const before = step;
      const isFirst = tag === "";
      tag = answer.headers.get("ETag") || "";
      const told = await answer.json();
      if (always || !isFirst || told.step !== before) show(told);
      if (!always && told.step !== before) say(root.dataset.sayOther);
    }

    /* The arrangement */

    function free(story) {
      let pin = null;
      whole.slots.forEach((slot) => {
        const stays = slot.pins.filter((one) => one.story !== story);
        if (stays.length < slot.pins.length) {
          pin = slot.pins.find((one) => one.story === story);
          slot.pins = stays;
          slot.own = true;
        }
      });
      return pin;
    }

    function put(name, place, story) {
      const pin = free(story) || { story, until: null, headline: "", kicker: "" };
      const slot = slotOf(name);
      let pushed = slot.pins.find((one) => one.place === place);
      slot.pins.push({ ...pin, place });
      for (let next = place + 1; pushed; next += 1) { // who stood there moves one place down, the last one out
        const moved = pushed;
        pushed = slot.pins.find((one) => one !== moved && one.place === next);
        if (next > slot.count) { slot.pins = slot.pins.filter((one) => one !== moved); break; }
        moved.place = next;
      }
      slot.own = true;
      keep(`${name} ${place}`, root.dataset.sayPut);
    }

    function move(row, way) {
      const list = rows();
      const other = list[list.indexOf(row) + way];
      if (!other || !row.dataset.story) return;
      const [name, place] = at(row);
      const [to, where] = at(other);
      const story = Number(row.dataset.story);
      if (name !== to) { put(to, where, story); return; }
      const slot = slotOf(name);
      const pin = slot.pins.find((one) => one.story === story) || { story, until: null, headline: "", kicker: "" };
      const neighbour = slot.pins.find((one) => one.place === where);
      slot.pins = slot.pins.filter((one) => one !== pin && one.place !== place);
      if (neighbour) neighbour.place = place;
      slot.pins.push(Object.assign(pin, { place: where }));
      slot.own = true;
      keep(`${name} ${where}`);
    }

    function toggle(row) {
      const [name, place] = at(row);
      const story = Number(row.dataset.story);
      const slot = slotOf(name);
      const stays = slot.pins.filter((one) => one.place !== place);
      if (stays.length === slot.pins.length || !row.classList.contains("is-pinned")) {
        if (!story) return;
        free(story);
        slot.pins = slot.pins.filter((one) => one.place !== place);
        slot.pins.push({ story, place, until: null, headline: "", kicker: "" });
      } else slot.pins = stays;
      slot.own = true;
      keep(`${name} ${place}`);
    }

    /* Dialogs */

    function ask(dialog, fill, done) {
      const form = dialog.querySelector("form");
      fill(form.elements, form);
      dialog.onclose = () => { if (dialog.returnValue) done(form.elements, dialog.returnValue); };
      dialog.returnValue = "";
      dialog.showModal();
      form.querySelector("input, select").focus();
    }

    function words(row) {
      if (!row.dataset.story) return;
      const [name, place] = at(row);
      const story = Number(row.dataset.story);
      const old = slotOf(name).pins.find((one) => one.story === story);
      ask(part("words"), (fields) => {
        part("own").textContent = row.querySelector(".fronts-headline bdi").textContent;
        fields.headline.value = old?.headline || "";
        fields.kicker.value = old?.kicker || "";
        fields.stays.value = old?.until ? "kept" : "";
        fields.go_live_at.value = old?.until ? old.until.slice(0, 16).replace("T", " ") : "";
        part("until").hidden = !old?.until;
      }, (fields) => {
        const pin = old || { story, place, until: null, headline: "", kicker: "" };
        const slot = slotOf(name);
        if (!old) slot.pins = [...slot.pins.filter((one) => one.place !== place), pin];
        pin.headline = fields.headline.value;
        pin.kicker = fields.kicker.value;
        const stays = fields.stays.value;
        if (stays === "kept") {
          if (!old?.until || fields.go_live_at.value !== old.until.slice(0, 16).replace("T", " ")) pin.until = fields.go_live_at.value || null;
        } else pin.until = stays ? new Date(Date.now() + Number(stays) * 3600000).toISOString() : null;
        slot.own = true;
        keep(`${name} ${place}`);
      });
    }

    const topics = new Map(); // the addresses of topics by their names

    async function findTopic(field) {
      const typed = field.value.trim();
      if (typed && !topics.has(typed)) {
        try {
          const answer = await fetch(`${root.dataset.topics}?q=${encodeURIComponent(typed)}`, { headers: { Accept: "application/json" } });
          const { offers } = await answer.json();
          offers.forEach((one) => topics.set(one.name, one.slug));
          document.getElementById("front-topics").replaceChildren(...offers.map((one) => new Option(one.name)));
        } catch { /* said below: the name is not known */ }
      }
      checkTopic(field);
    }

    function checkTopic(field) {
      const isAsked = field.form.elements.of.value === "topic";
      field.setCustomValidity(isAsked && !topics.has(field.value.trim()) ? root.dataset.sayNoTopic : "");
    }

    function settings(name) {
      const slot = slotOf(name);
      const isTop = ["lead", "second", "latest"].includes(slot.look);
      ask(part("slot"), (fields, form) => {
        fields.title.value = slot.title;
        fields.count.value = slot.count;
        fields.count.max = slot.most;
        const topic = slot.of.startsWith("topic:");
        if (!topic && ![...fields.of.options].some((one) => one.value === slot.of)) fields.of.add(new Option(slot.of.split(":")[1], slot.of));
        fields.of.value = topic ? "topic" : slot.of;
        if (topic) topics.set(slot.called, slot.of.slice(6));
        fields.topic.value = topic ? slot.called : "";
        checkTopic(fields.topic);
        part("topic").hidden = !topic;
        fields.pictured.checked = slot.pictured;
        fields.hours.value = String(slot.hours);
        form.querySelectorAll("[value=up], [value=down], [value=away]").forEach((one) => { one.hidden = isTop || !slot.own; });
      }, (fields, how) => {
        const place = whole.slots.indexOf(slot);
        const owned = whole.slots.filter((one) => one.own).length;
        if (how === "away") {
          if (whole.others && slot.look === "block" && slot.of.startsWith("section:")) { // else it would follow again
            whole.slots.forEach((one) => { one.own = true; });
            whole.others = false;
          }
          whole.slots.splice(place, 1);
        }
        else if (how === "up" || how === "down") {
          const to = place + (how === "up" ? -1 : 1);
          if (to < 0 || to >= owned) return;
          whole.slots.splice(place, 1);
          whole.slots.splice(to, 0, slot);
        } else {
          slot.title = fields.title.value;
          slot.count = Math.max(1, Math.min(slot.most, Number(fields.count.value) || slot.count));
          slot.of = fields.of.value === "topic" ? `topic:${topics.get(fields.topic.value.trim())}` : fields.of.value;
          slot.pictured = fields.pictured.checked;
          slot.hours = Number(fields.hours.value);
          slot.pins = slot.pins.filter((one) => one.place <= slot.count);
          slot.own = true;
        }
        keep(how === "away" ? "" : `slot ${name}`);
      });
    }

    const OF = { strip: "kind:photo", opinion: "kind:opinion" }; // what a new strip is filled from until somebody says otherwise

    function add(look) {
      let number = 1;
      while (slotOf(`${look}-${number}`)) number += 1;
      const slot = { name: `${look}-${number}`, look, count: look === "strip" ? 6 : 4, of: OF[look] ?? "all", pictured: look === "strip", hours: 0, title: "", pins: [], own: true, most: 8 };
      whole.slots.splice(whole.slots.filter((one) => one.own).length, 0, slot);
      keep(`slot ${slot.name}`).then((kept) => { if (kept) settings(slot.name); });
    }

    /* Preview */

    function look() {
      part("preview").querySelectorAll("iframe").forEach((frame) => {
        const width = Number(frame.dataset.width);
        const scale = Math.min(1, frame.parentElement.clientWidth / width);
        frame.width = String(width);
        frame.height = String(Math.round(frame.parentElement.clientHeight / scale));
        frame.style.transform = `scale(${scale})`;
        const top = frame.contentWindow?.scrollY || 0;
        frame.onload = () => frame.contentWindow.scrollTo(0, top);
        frame.src = `${root.dataset.preview}?step=${step}`;
      });
    }

    function preview() {
      const view = part("preview");
      view.hidden = !view.hidden;
      if (!view.hidden) { look(); view.scrollIntoView({ block: "nearest" }); }
    }

    /* Finding */

    const hits = () => Array.from(found.querySelectorAll("[data-story]"));
    let chosen = -1;
    let asked = null;
    let timer = 0;

    function choose(place) {
      const all = hits();
      chosen = Math.max(-1, Math.min(place, all.length - 1));
      all.forEach((one, number) => one.setAttribute("aria-selected", String(number === chosen)));
      if (chosen >= 0) { box.setAttribute("aria-activedescendant", all[chosen].id); all[chosen].scrollIntoView({ block: "nearest" }); }
      else box.removeAttribute("aria-activedescendant");
    }

    async function find() {
      const typed = box.value;
      if (typed === asked) return;
      try {
        const answer = await fetch(`${root.dataset.find}?q=${encodeURIComponent(typed)}`, { headers: { Accept: "application/json" } });
        if (!answer.ok || box.value !== typed) return;
        found.innerHTML = (await answer.json()).html; // the newsroom's own template
        asked = typed;
        choose(typed ? 0 : -1);
      } catch { say(root.dataset.sayLost); }
    }

    const take = (hit) => { if (target) put(target[0], target[1], Number(hit.dataset.story)); };

    box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(find, 200); });
    box.addEventListener("keydown", async (event) => {
      if (event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); choose(chosen + (event.key === "ArrowDown" ? 1 : -1)); }
      if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        clearTimeout(timer);
        await find();
        const hit = hits()[Math.max(chosen, 0)];
        if (hit) take(hit);
      }
      if (event.key === "Escape") pieces.querySelector(".is-target")?.focus();
    });
    found.addEventListener("click", (event) => { const hit = event.target.closest("[data-story]"); if (hit) take(hit); });

    /* Keys and buttons */

    const DO = {
      publish: () => queue(() => send("publish", {}, "", root.dataset.sayPublished)),
      undo: () => queue(() => send("undo", {}, "", root.dataset.sayUndone)),
      preview,
      help: () => { const help = document.getElementById("front-help"); help.hidden = !help.hidden; },
      schedule: () => queue(() => send("schedule", { at: document.getElementById("front-due").value })),
      unschedule: () => queue(() => send("schedule", { at: "" })),
      back: (button) => queue(() => send("back", { version: Number(button.dataset.version) })),
      add: (button) => add(button.dataset.look),
      slot: (button) => settings(button.closest("[data-slot]").dataset.slot),
      up: (button) => move(button.closest(".fronts-row"), -1),
      down: (button) => move(button.closest(".fronts-row"), 1),
      pin: (button) => toggle(button.closest(".fronts-row")),
      words: (button) => words(button.closest(".fronts-row")),
    };
    pieces.addEventListener("click", (event) => {
      const button = event.target.closest("[data-front-do]");
      if (button) DO[button.dataset.frontDo](button);
    });
    pieces.addEventListener("focusin", (event) => { const row = event.target.closest(".fronts-row"); if (row) aim(row); });
    pieces.addEventListener("change", (event) => {
      if (event.target.matches("[data-front-others]")) { whole.others = event.target.checked; keep(); }
    });
    root.addEventListener("change", (event) => {
      if (event.target.name === "stays") part("until").hidden = event.target.value !== "kept";
      if (event.target.name === "of") {
        part("topic").hidden = event.target.value !== "topic";
        checkTopic(event.target.form.elements.topic);
      }
    });
    part("slot").addEventListener("input", (event) => { if (event.target.name === "topic") findTopic(event.target); });
    part("theirs").addEventListener("click", () => { part("clash").hidden = true; mine = null; say(root.dataset.sayTheirs); });
    part("mine").addEventListener("click", () => {
      part("clash").hidden = true;
      const wanted = mine;
      mine = null;
      if (wanted) queue(() => send("save", { arrangement: wanted }, "", root.dataset.sayMine));
    });

    document.addEventListener("keydown", (event) => {
      if (event.isComposing || document.querySelector("dialog[open]")) return;
      const isCommand = event.ctrlKey || event.metaKey;
      const button = (name) => pieces.querySelector(`[data-front-do="${name}"]:not([disabled])`);
      if (isCommand && event.key === "Enter") { event.preventDefault(); if (button("publish")) DO.publish(); return; }
      if (isTyping(event.target)) return;
      if (isCommand && event.code === "KeyZ") { event.preventDefault(); if (button("undo")) DO.undo(); return; }
      if (isCommand) return;
      const row = event.target.closest?.(".fronts-row");
      if (event.altKey && row && event.key.startsWith("Arrow")) {
        event.preventDefault();
        if (event.key === "ArrowUp") move(row, -1);
        if (event.key === "ArrowDown") move(row, 1);
        return;
      }
      if (event.altKey) return;
      if (event.key === "/") { event.preventDefault(); box.focus(); box.select(); }
      else if (event.key === "?") DO.help();
      else if (event.code === "KeyV") preview();
      else if (!row || event.target.closest("button")) return;
      else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const list = rows();
        list[list.indexOf(row) + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
      } else if (event.code === "KeyP") toggle(row);
      else if (event.key === "Enter") { event.preventDefault(); words(row); }
      else if (event.key === "Delete" || event.key === "Backspace") { if (row.classList.contains("is-pinned") || row.querySelector(".fronts-lost")) {
        const [name, place] = at(row);
        const slot = slotOf(name);
        slot.pins = slot.pins.filter((one) => one.place !== place);
        keep(`${name} ${place}`);
      } }
    });

    /* Dragging */

    let dragged = 0;
    root.addEventListener("dragstart", (event) => {
      const one = event.target.closest?.("[data-story]");
      if (!one) return;
      dragged = Number(one.dataset.story);
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", one.dataset.story);
    });
    root.addEventListener("dragend", () => { dragged = 0; rows().forEach((row) => row.classList.remove("is-over")); });
    pieces.addEventListener("dragover", (event) => {
      const row = event.target.closest(".fronts-row");
      if (!row || !dragged) return;
      event.preventDefault();
      rows().forEach((one) => one.classList.toggle("is-over", one === row));
    });
    pieces.addEventListener("drop", (event) => {
      const row = event.target.closest(".fronts-row");
      if (!row || !dragged) return;
      event.preventDefault();
      const story = dragged;
      dragged = 0;
      put(...at(row), story);
    });

    setInterval(() => {
      if (!document.hidden && part("clash").hidden && !document.querySelector("dialog[open]") && !dragged && !pieces.contains(document.activeElement?.closest?.("input") || null)) {
        queue(() => refresh(false).catch(() => {}));
      }
    }, EVERY);
    window.addEventListener("resize", () => { if (!part("preview").hidden) look(); });
    aim();
    find();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
