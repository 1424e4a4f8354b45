/* Begins controls that say in data what they are (screens/begins.py): none of it stands in the page as a script. */
(() => {
  const WHAT = "script[data-begin]";
  const CALLED = new Set(["initDateChooser", "initTimeChooser", "initDateTimeChooser", "createTaskChooser"]);
  const MADE = /^(?:InlinePanel|MultipleChooserPanel|[A-Z]\w*Chooser)$/;
  const begun = new WeakSet();
  let early = [];

  /* Begins one control; false where what it needs is not loaded yet. */
  function begin(element) {
    const name = element.dataset.begin;
    if (begun.has(element) || (!CALLED.has(name) && !MADE.test(name))) return true;
    const thing = Object.hasOwn(window, name) ? window[name] : null;
    if (typeof thing !== "function") return false;
    begun.add(element);
    const said = JSON.parse(element.textContent);
    const given = typeof said === "string" ? [JSON.parse(said)] : said;
    if (CALLED.has(name)) thing(...given);
    else new thing(...given);
    return true;
  }

  function look(elements) {
    early = [...early, ...elements].filter((element) => {
      try { return !begin(element); } catch (error) { console.error(error); return false; }
    });
  }

  new MutationObserver((changes) => {
    const found = [];
    for (const change of changes) {
      for (const node of change.addedNodes) {
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        if (node.matches(WHAT)) found.push(node);
        else if (node.firstElementChild) found.push(...node.querySelectorAll(WHAT));
      }
    }
    if (found.length) look(found);
  }).observe(document.documentElement, { childList: true, subtree: true });
  document.addEventListener("DOMContentLoaded", () => look(document.querySelectorAll(WHAT)));
})();
