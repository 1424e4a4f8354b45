/* Begins keeping where there is an editor. */

import { Keeper } from "./keeper.js";
import { Line } from "./line.js";
import { offerAll } from "./offering.js";
import { Publishing } from "./publishing.js";

const element = document.getElementById("desk-kept");
const form = document.querySelector("form[data-edit-form]");

function quieten() {
  // The newsroom's own dialogue shows two wordings side by side; Wagtail's would stand before it.
  for (const one of document.querySelectorAll("[data-w-session-w-dialog-outlet]")) {
    one.removeAttribute("data-w-session-w-dialog-outlet");
  }
}

/* A new story begins with its headline. The tab that it stands in is shown by a script that may come later. */
function focusFirst(until = performance.now() + 3_000) {
  const first = form.querySelector("[autofocus]");
  if (!first || document.activeElement !== document.body) return;
  first.focus();
  if (document.activeElement !== first && performance.now() < until) requestAnimationFrame(() => focusFirst(until));
}

if (element && form) {
  form.setAttribute("data-w-autosave-active-value", "false");
  quieten();
  new MutationObserver(quieten).observe(element.parentElement, { childList: true });
  const dialogs = { two: document.getElementById("desk-two"), outside: document.getElementById("desk-outside") };
  const keeper = new Keeper(form, new Line(element), dialogs);
  new Publishing(keeper, document.getElementById("desk-publishing")).start();
  keeper.start();
  focusFirst();
  offerAll(keeper);
}
