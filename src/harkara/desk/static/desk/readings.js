/* Who reads what now: the numbers update by themselves while the window is looked at, and the focus stays where it is. */
(() => {
  "use strict";

  const place = document.querySelector("[data-readers]");
  if (!place) return;
  const now = place.querySelector("[data-readers-now]");
  const said = place.querySelector("[data-readers-said]");
  const EVERY = 10000; // milliseconds between two looks

  function put(html) {
    const href = now.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    now.innerHTML = html; // the newsroom's own template
    if (href) Array.from(now.querySelectorAll("a")).find((link) => link.getAttribute("href") === href)?.focus();
  }

  async function look() {
    if (!document.hidden) {
      try {
        const answer = await fetch(place.dataset.readers, { headers: { "X-Requested-With": "fetch" }, cache: "no-store", redirect: "error" });
        if (answer.ok) put(await answer.text());
        said.textContent = answer.ok ? "" : said.dataset.lost;
      } catch {
        said.textContent = said.dataset.lost;
      }
    }
    window.setTimeout(look, EVERY);
  }

  window.setTimeout(look, EVERY);
})();
