/* Whoever signs out leaves nothing behind in this browser. */

import { waiting, wipeAll } from "./journal.js";

document.addEventListener(
  "submit",
  (event) => {
    const address = new URL(event.target.action, location.href).pathname;
    if (!address.endsWith("/logout/")) return;
    const script = document.querySelector("script[data-say-unkept-stories]");
    if (waiting() && !window.confirm(script?.dataset.sayUnkeptStories ?? "")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    wipeAll();
  },
  { capture: true },
);
