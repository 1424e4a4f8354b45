/* Names that the paper knows, offered under the word that is typed in Latin keys: arrows choose, Enter or Tab takes,
   Escape closes. Who types on sees them change or go. */

const PAUSE = 150; // milliseconds without a key before names are looked for
const SHORTEST = 3; // keys below which every name begins so

export class Naming {
  constructor() {
    this.waiting = 0;
    this.marked = -1;
    this.word = null;
    this.list = document.createElement("ul");
    this.list.className = "desk-writing-names";
    this.list.id = "desk-writing-names";
    this.list.setAttribute("role", "listbox");
    this.list.lang = "bn";
    this.list.hidden = true;
    document.addEventListener("keydown", (event) => this.key(event), { capture: true });
    document.addEventListener("pointerdown", (event) => !this.list.contains(event.target) && this.close(), { capture: true });
    document.addEventListener("focusout", () => this.close());
    document.addEventListener("scroll", () => this.put(), { capture: true, passive: true });
  }

  /* Where names come from, told once by the form. */
  begin(options) {
    this.address = options.names;
    this.say = options.say;
    this.list.setAttribute("aria-label", options.say.names);
    document.body.append(this.list);
  }

  /* ``word``: {typed, field, place() -> {left, top, bottom}, before() -> the text before the word, take(text)} */
  look(word) {
    clearTimeout(this.waiting);
    this.word = word;
    if (!this.address || word.typed.length < SHORTEST) return this.close();
    this.waiting = setTimeout(() => this.find(word), PAUSE);
    return undefined;
  }

  async find(word) {
    try {
      const answer = await fetch(`${this.address}?q=${encodeURIComponent(word.typed)}`, { headers: { Accept: "application/json" } });
      if (!answer.ok || this.word !== word) return;
      this.show(word, (await answer.json()).names);
    } catch {
      this.close(); // names are a help: without them one types on
    }
  }

  show(word, names) {
    if (!names.length || this.word !== word) return this.close();
    this.marked = -1;
    this.list.replaceChildren(...names.map((one, place) => this.row(one, place)));
    this.list.hidden = false;
    this.put();
    word.field.setAttribute("aria-controls", this.list.id);
    return undefined;
  }

  /* Puts the list under the word, or over it where there is no room. */
  put() {
    if (this.list.hidden) return;
    const { left, top, bottom } = this.word.place();
    const { offsetWidth: wide, offsetHeight: high } = this.list;
    const isBelow = bottom + high < window.innerHeight || top < high;
    this.list.style.insetInlineStart = `${Math.max(8, Math.min(left, window.innerWidth - wide - 8))}px`;
    this.list.style.insetBlockStart = `${isBelow ? bottom + 4 : top - high - 4}px`;
  }

  row({ name, kind }, place) {
    const row = document.createElement("li");
    row.id = `desk-writing-name-${place}`;
    row.setAttribute("role", "option");
    row.dataset.name = name;
    const said = document.createElement("small");
    said.textContent = this.say[kind] ?? "";
    row.append(`${name} `, said);
    row.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the caret stays where one writes
      this.take(place);
    });
    return row;
  }

  close() {
    clearTimeout(this.waiting);
    this.word?.field.removeAttribute("aria-activedescendant");
    this.word = null;
    this.list.hidden = true;
    this.marked = -1;
  }

  mark(place) {
    const rows = [...this.list.children];
    this.marked = (place + rows.length) % rows.length;
    rows.forEach((row, at) => row.setAttribute("aria-selected", String(at === this.marked)));
    this.word.field.setAttribute("aria-activedescendant", rows[this.marked].id);
  }

  take(place) {
    const { word } = this;
    const { name } = this.list.children[place].dataset;
    this.close();
    word.take(rest(name, word.before()));
  }

  key(event) {
    if (this.list.hidden || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "ArrowDown") this.mark(this.marked + 1);
    else if (event.key === "ArrowUp") this.mark(Math.max(this.marked, 0) - 1);
    else if ((event.key === "Enter" || event.key === "Tab") && this.marked >= 0) this.take(this.marked);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}

/* What of ``name`` is still to be written where its first words stand already: "শেখ " + "হাসিনা". */
export function rest(name, before) {
  const words = name.split(" ");
  for (let have = words.length - 1; have > 0; have -= 1) {
    const stands = `${words.slice(0, have).join(" ")} `;
    if (before.endsWith(stands)) return name.slice(stands.length);
  }
  return name;
}
