/* The line under a text in which a link is given: an address, the number of a story, or words of its headline. */

import { schema } from "./schema.js";

const PAUSE = 200; // milliseconds without a key before stories are looked for
const BANGLA = /[০-৯]/g;

export class Linking {
  constructor(writing) {
    this.writing = writing;
    this.waiting = 0;
    this.marked = -1;
    const { say } = writing.options;
    this.element = document.createElement("div");
    this.element.className = "desk-writing-linking";
    this.element.hidden = true;
    this.box = document.createElement("input");
    this.box.type = "text";
    this.box.placeholder = say.where;
    this.box.setAttribute("aria-label", say.where);
    this.box.setAttribute("role", "combobox");
    this.box.setAttribute("aria-expanded", "false");
    this.box.autocomplete = "off";
    this.list = document.createElement("ul");
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", say.where);
    this.list.hidden = true;
    this.said = document.createElement("p");
    this.said.setAttribute("role", "status");
    const buttons = document.createElement("span");
    buttons.append(
      this.button(say.take, () => this.take()),
      this.button(say.unlink, () => this.set(null)),
      this.button(say.leave, () => this.close()),
    );
    this.element.append(this.box, buttons, this.list, this.said);
    for (const kind of ["input", "change"]) this.element.addEventListener(kind, (event) => event.stopPropagation());
    this.box.addEventListener("input", () => {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.find(), PAUSE);
    });
    this.box.addEventListener("keydown", (event) => this.key(event));
  }

  button(label, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small button-secondary";
    button.textContent = label;
    button.addEventListener("click", act);
    return button;
  }

  open() {
    const { state } = this.writing.view;
    this.range = linkAt(state) ?? { from: state.selection.from, to: state.selection.to, href: "" };
    this.box.value = this.range.href;
    this.said.textContent = "";
    this.shut();
    this.element.hidden = false;
    this.box.focus();
    this.box.select();
    return true;
  }

  close() {
    this.element.hidden = true;
    clearTimeout(this.waiting);
    this.writing.view.focus();
  }

  key(event) {
    const rows = this.list.children.length;
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter") this.take();
    else if (event.key === "ArrowDown" && rows) this.mark((this.marked + 1) % rows);
    else if (event.key === "ArrowUp" && rows) this.mark((this.marked + rows - 1) % rows);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  mark(place) {
    this.marked = place;
    Array.from(this.list.children).forEach((row, at) => row.setAttribute("aria-selected", String(at === place)));
  }

  shut() {
    this.marked = -1;
    this.list.hidden = true;
    this.list.replaceChildren();
    this.box.setAttribute("aria-expanded", "false");
  }

  async find() {
    const typed = this.box.value.trim();
    if (!typed || address(typed)) return this.shut();
    try {
      const answer = await fetch(`${this.writing.options.stories}?q=${encodeURIComponent(typed)}`);
      if (!answer.ok || this.box.value.trim() !== typed) return undefined;
      const { stories } = await answer.json();
      this.shut();
      this.list.append(...stories.map((story) => this.row(story)));
      this.list.hidden = stories.length === 0;
      this.box.setAttribute("aria-expanded", String(stories.length > 0));
      this.said.textContent = stories.length ? "" : this.writing.options.say.none;
    } catch {
      this.said.textContent = this.writing.options.say.none;
    }
    return undefined;
  }

  row(story) {
    const row = document.createElement("li");
    row.setAttribute("role", "option");
    row.textContent = story.headline;
    row.dataset.href = `/${story.number}`;
    row.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.set(row.dataset.href, story.headline);
    });
    return row;
  }

  take() {
    const row = this.list.children[this.marked];
    if (row) return this.set(row.dataset.href, row.textContent);
    const typed = this.box.value.trim();
    if (!typed) return this.set(null);
    const href = address(typed);
    if (href) return this.set(href, typed);
    this.said.textContent = this.writing.options.say.wrong;
    return this.find();
  }

  set(href, name = "") {
    const { view } = this.writing;
    const { from, to } = this.range;
    const change = view.state.tr;
    if (from === to && href) change.insertText(name, from).addMark(from, from + name.length, schema.marks.link.create({ href }));
    else {
      change.removeMark(from, to, schema.marks.link);
      if (href) change.addMark(from, to, schema.marks.link.create({ href }));
    }
    view.dispatch(change);
    this.close();
  }
}

/* The address that somebody means, or "". */
export function address(typed) {
  const number = typed.replace(BANGLA, (digit) => String(digit.charCodeAt(0) - 0x9e6));
  if (/^\/?\d+$/.test(number)) return `/${number.replace("/", "")}`;
  if (/^(https?:\/\/[^\s]+|mailto:[^\s]+@[^\s]+|tel:[+\d -]+|\/[^\s]*|#[^\s]+)$/i.test(typed)) return typed;
  if (/^[^\s@/]+@[^\s@/]+\.[a-z]+$/i.test(typed)) return `mailto:${typed}`;
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)+(\/[^\s]*)?$/i.test(typed)) return `https://${typed}`;
  return "";
}

/* The whole link at the caret. */
function linkAt(state) {
  const { $from, from, to } = state.selection;
  const at = (place) => schema.marks.link.isInSet(state.doc.resolve(place).marks());
  const mark = at($from.pos) ?? schema.marks.link.isInSet($from.nodeAfter?.marks ?? []) ?? schema.marks.link.isInSet($from.nodeBefore?.marks ?? []);
  if (!mark || to > $from.end()) return null;
  let found = null;
  let begin = null;
  let end = 0;
  $from.parent.forEach((node, offset) => {
    const start = $from.start() + offset;
    if (mark.isInSet(node.marks)) {
      if (begin === null || start !== end) begin = start;
      end = start + node.nodeSize;
      if (begin <= from && end >= to) found = { from: begin, to: end, href: mark.attrs.href };
    }
  });
  return found;
}
