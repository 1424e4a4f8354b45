/* The packages of a story in its editor. Keys: typing finds, Enter puts the story in; where no package is called so, Enter
   again begins one. What is done here is done at once and is no part of what the form sends. */
const panel = document.querySelector("[data-desk-packages]");
const form = panel?.closest("form");

if (form) {
  const PAUSE = 150; // milliseconds without a key before packages are looked for
  const shown = panel.querySelector("[data-shown]");
  const box = panel.querySelector("[data-name]");
  const names = panel.querySelector("datalist");
  let waits = 0;

  /* A new story has its number once its first word is kept: the address says it then. */
  const story = () => panel.dataset.story || /\/stories\/edit\/(\d+)\//.exec(window.location.pathname)?.[1] || "";
  const say = (words) => {
    let line = shown.querySelector("[role=status]");
    if (!line) {
      line = document.createElement("p");
      line.setAttribute("role", "status");
      shown.append(line);
    }
    line.textContent = words;
  };

  async function ask(given) {
    if (!story()) return say(given ? panel.dataset.unborn : "");
    const address = panel.dataset.of.replace("/0/", `/${story()}/`);
    const headers = { "X-Requested-With": "XMLHttpRequest", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
    const sent = given ? { method: "POST", body: new URLSearchParams(given), headers } : { headers };
    try {
      const answer = await fetch(address, sent);
      if (!answer.ok) throw new Error(String(answer.status));
      const piece = new DOMParser().parseFromString(await answer.text(), "text/html");
      shown.replaceChildren(...piece.body.childNodes);
      const begin = shown.querySelector("[data-begin]");
      if (begin) begin.focus();
      else if (given && box) {
        box.value = shown.querySelector("[role=status]").textContent ? box.value : "";
        box.focus();
      }
    } catch {
      say(panel.dataset.unreachable);
    }
  }

  async function find() {
    const typed = box.value.trim();
    if (!typed) return names.replaceChildren();
    try {
      const answer = await fetch(`${panel.dataset.find}?q=${encodeURIComponent(typed)}`);
      if (!answer.ok || box.value.trim() !== typed) return;
      const found = await answer.json();
      names.replaceChildren(...found.names.map((name) => Object.assign(document.createElement("option"), { value: name })));
    } catch {
      names.replaceChildren(); // the list is a help
    }
  }

  shown.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.out) ask({ out: button.dataset.out });
    if (button?.dataset.begin) ask({ name: button.dataset.begin, begin: "1" });
  });
  box?.addEventListener("input", (event) => {
    event.stopPropagation(); // what is typed here is no part of the story
    clearTimeout(waits);
    waits = setTimeout(find, PAUSE);
  });
  box?.addEventListener("change", (event) => event.stopPropagation());
  box?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault(); // never sends the form
    if (box.value.trim()) ask({ name: box.value });
  });
  ask();
}
