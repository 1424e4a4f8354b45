/* The keys of two versions beside one another: N leads to the next change, P to the one before.
   Without this file all changes are there, to be scrolled to. */
(() => {
  "use strict";
  const room = document.querySelector(".desk-compare");
  const steps = room?.querySelector(".desk-steps");
  if (!steps) return;
  // Side by side, what went and what came in one row are one change.
  const changes = Array.from(room.querySelectorAll(".desk-change")).filter((change) => {
    const row = change.closest(".desk-row");
    return !row || row.querySelector(".desk-change") === change;
  });
  const place = steps.querySelector(".desk-step");
  const bangla = document.documentElement.lang.startsWith("bn");
  const digits = (number) => (bangla ? String(number).replace(/\d/g, (digit) => "০১২৩৪৫৬৭৮৯"[digit]) : String(number));
  let here = -1;

  function step(by) {
    here = here < 0 ? (by > 0 ? 0 : changes.length - 1) : (here + by + changes.length) % changes.length;
    changes[here].focus({ preventScroll: true });
    changes[here].scrollIntoView({ block: "center" });
    place.textContent = `${room.dataset.sayPlace} ${digits(here + 1)}/${digits(changes.length)}`;
  }

  steps.hidden = false;
  place.textContent = `${room.dataset.sayPlace} ${digits(0)}/${digits(changes.length)}`;
  steps.querySelectorAll("[data-step]").forEach((button) => button.addEventListener("click", () => step(Number(button.dataset.step))));
  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    // By its place on the keyboard too: a Bangla layout has no letter N.
    if (event.key === "n" || event.code === "KeyN") step(1);
    else if (event.key === "p" || event.code === "KeyP") step(-1);
    else return;
    event.preventDefault();
  });
})();
