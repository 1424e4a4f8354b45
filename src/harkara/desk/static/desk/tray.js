/* The tray by keys: arrows lead from item to item, D makes a draft of the one in hand. */
(() => {
  "use strict";

  const rows = () => Array.from(document.querySelectorAll("#listing-results tbody tr")).filter((row) => row.querySelector("td.title a"));
  const isTyping = (target) => target.closest("input, textarea, select, summary, [contenteditable='true'], [role='dialog']") !== null;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const all = rows();
    const row = event.target.closest("tr");
    const place = all.indexOf(row);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const next = place < 0 ? (step > 0 ? all[0] : null) : all[place + step];
      if (!next) return;
      event.preventDefault();
      next.querySelector("td.title a").focus();
    } else if (place >= 0) {
      const button = row.querySelector(`[data-key="${event.code}"]`);
      if (!button) return;
      event.preventDefault();
      button.click();
    }
  });
})();
