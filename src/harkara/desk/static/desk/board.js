/* The desk board: it updates by itself and keeps the focus; arrows lead from card to card, letters do what their buttons say. */
(() => {
  "use strict";

  function begin() {
    const board = document.querySelector("[data-board]");
    if (!board) return;
    const columns = board.querySelector("[data-board-columns]");
    const said = board.querySelector("[data-board-said]");
    const tabs = board.querySelector(".board-tabs");
    const help = document.getElementById("board-help");
    const ask = board.querySelector("[data-board-help]");
    const EVERY = 4000; // milliseconds between two looks
    let tag = board.dataset.tag;
    let shown = "";

    const all = () => Array.from(columns.querySelectorAll(".board-column"));
    const cardsOf = (column) => Array.from(column.querySelectorAll(".board-card"));
    const isTyping = (target) => target.closest("input, textarea, select, [contenteditable='true']") !== null;
    const focus = (card) => card?.querySelector(".board-open")?.focus();

    function showTabs() {
      if (!all().some((column) => column.id === shown)) shown = (all().find((column) => cardsOf(column).length) || all()[0])?.id || "";
      tabs.replaceChildren(...all().map((column) => {
        const head = column.querySelector(".board-head");
        const tab = document.createElement("button");
        tab.type = "button";
        tab.className = "board-tab";
        tab.textContent = head.textContent.trim();
        tab.setAttribute("aria-pressed", String(column.id === shown));
        tab.addEventListener("click", () => {
          shown = column.id;
          showTabs();
        });
        return tab;
      }));
      all().forEach((column) => column.classList.toggle("is-shown", column.id === shown));
    }

    function put(html) {
      const active = document.activeElement;
      const card = active && columns.contains(active) ? active.closest(".board-card") : null;
      const place = card ? [card.id, active.dataset.key || "", card.closest(".board-column").id, cardsOf(card.closest(".board-column")).indexOf(card)] : null;
      columns.innerHTML = html; // the newsroom's own template
      showTabs();
      if (!place) return;
      const same = document.getElementById(place[0]);
      if (same) {
        (place[1] ? same.querySelector(`[data-key="${place[1]}"]`) || same.querySelector(".board-open") : same.querySelector(".board-open"))?.focus();
        return;
      }
      const column = document.getElementById(place[2]);
      const left = column ? cardsOf(column) : [];
      focus(left[Math.min(place[3], left.length - 1)]); // what stood there is gone: its neighbour
    }

    async function look() {
      if (!document.hidden) {
        try {
          const answer = await fetch(board.dataset.now, { headers: { "If-None-Match": tag, "X-Requested-With": "fetch" }, cache: "no-store", redirect: "error" });
          if (answer.status === 200) {
            tag = answer.headers.get("ETag") || "";
            put(await answer.text());
          }
          said.textContent = answer.ok || answer.status === 304 ? "" : said.dataset.lost;
        } catch {
          said.textContent = said.dataset.lost;
        }
      }
      window.setTimeout(look, EVERY);
  }

  function move(card, key) {
    const row = all().filter((column) => cardsOf(column).length);
    const column = card.closest(".board-column");
    const cards = cardsOf(column);
    const at = cards.indexOf(card);
    if (key === "ArrowDown" || key === "ArrowUp") return focus(cards[at + (key === "ArrowDown" ? 1 : -1)]);
    const next = row[row.indexOf(column) + (key === "ArrowRight" ? 1 : -1)];
    if (!next) return;
    shown = next.id;
    showTabs();
    focus(cardsOf(next)[Math.min(at, cardsOf(next).length - 1)]);
  }

  function toggle() {
    help.hidden = !help.hidden;
    ask.setAttribute("aria-expanded", String(!help.hidden));
  }

  ask.addEventListener("click", toggle);
  board.querySelectorAll(".board-filters select").forEach((field) => field.addEventListener("change", () => field.form.requestSubmit()));
  // Before Wagtail's own keys.
  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
    const card = event.target.closest?.(".board-card");
    if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      toggle();
    } else if (event.key === "Escape" && !help.hidden) {
      toggle();
    } else if (event.key.startsWith("Arrow")) {
      if (!card && document.activeElement !== document.body) return;
      event.preventDefault();
      if (card) move(card, event.key);
      else focus(columns.querySelector(".board-card"));
    } else if (!event.shiftKey) {
      const button = card?.querySelector(`[data-key="${event.code}"]`) || board.querySelector(`.board-top [data-key="${event.code}"]`);
      if (!button) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      button.click();
    }
  }, true);
  board.querySelectorAll(".board-top [data-key]").forEach((one) => one.setAttribute("aria-keyshortcuts", one.dataset.key.replace("Key", "")));

  showTabs();
  window.setTimeout(look, EVERY);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
