/* Avro typing in every text field of the form: Latin keys, Bangla words. Ctrl+M or the switch turns it on and off; the
   browser remembers. The engine and its rules are those of harkara.bangla. */

import { Plugin, Selection } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { avro } from "../../../bangla/avro/avro.mjs";
import rules from "../../../bangla/avro/rules.json";
import { Naming } from "./naming.js";

export const parse = avro(rules);
const KEY = "desk-avro";
const TYPED = /^[!-~]$/; // one visible sign of a Latin keyboard

let on = remembered();
const listeners = new Set();
export const naming = new Naming();

export const isOn = () => on;
export const whenSwitched = (listener) => listeners.add(listener);

export function turn(to = !on) {
  on = to;
  plain.end();
  try {
    localStorage.setItem(KEY, on ? "on" : "off");
  } catch {
    // A browser that keeps nothing forgets the switch with the page.
  }
  listeners.forEach((listener) => listener(on));
}

function remembered() {
  try {
    return localStorage.getItem(KEY) === "on";
  } catch {
    return false;
  }
}

const isText = (field) => (field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && ["text", "search"].includes(field.type))) && !field.readOnly && !field.dataset.latin;

/* The word under typing in a plain field: its Latin keys, and where its Bangla stands. */
const plain = {
  field: null,
  typed: "",
  start: 0,
  shown: "",
  putting: false,
  end() {
    if (this.field) naming.close();
    this.field = null;
    this.typed = "";
    this.shown = "";
  },
  holds(field) {
    const end = this.start + this.shown.length;
    return this.field === field && this.typed !== "" && field.selectionStart === end && field.selectionEnd === end && field.value.slice(this.start, end) === this.shown;
  },
  add(field, key) {
    if (!this.holds(field)) {
      this.field = field;
      this.typed = "";
      this.start = field.selectionStart;
      this.shown = field.value.slice(field.selectionStart, field.selectionEnd); // what is selected goes, as with any key
    }
    this.put(this.typed + key);
  },
  write(bangla) {
    const { field, start, shown } = this;
    this.putting = true;
    field.setSelectionRange(start, start + shown.length);
    // As if typed, so that Ctrl+Z knows of it; a browser that does not know the command gets the text all the same.
    const done = bangla ? document.execCommand("insertText", false, bangla) : document.execCommand("delete");
    if (!done) {
      field.setRangeText(bangla, start, start + shown.length, "end");
      field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: bangla }));
    }
    this.putting = false;
  },
  put(typed) {
    const { field, start } = this;
    const bangla = parse(typed);
    this.write(bangla);
    this.typed = typed;
    this.shown = field.value.slice(start, field.selectionEnd);
    naming.look({
      typed,
      field,
      place: () => field.getBoundingClientRect(),
      before: () => field.value.slice(0, start),
      take: (name) => this.replace(field, start, bangla, name),
    });
  },
  replace(field, start, stands, name) {
    if (field.value.slice(start, start + stands.length) !== stands) return;
    this.end();
    this.field = field;
    this.start = start;
    this.shown = stands;
    this.write(name);
    this.end();
  },
};

export function listen() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && !event.altKey && !event.shiftKey && !event.metaKey && event.code === "KeyM") {
      event.preventDefault();
      turn();
    }
  });
  document.addEventListener("beforeinput", (event) => {
    const field = event.target;
    if (!on || plain.putting || event.isComposing || !isText(field)) return;
    if (event.inputType === "insertText" && TYPED.test(event.data ?? "")) {
      event.preventDefault();
      plain.add(field, event.data);
    } else if (event.inputType === "deleteContentBackward" && plain.holds(field)) {
      event.preventDefault();
      plain.put(plain.typed.slice(0, -1));
    } else plain.end();
  });
}

/* The same in rich text: the word under typing is underlined, and is one step of Ctrl+Z. */
export function typing() {
  const plugin = new Plugin({
    state: {
      init: () => null,
      apply(change, word) {
        const told = change.getMeta(plugin);
        if (told !== undefined) return told;
        if (!word || change.docChanged) return null;
        return change.selection.empty && change.selection.from === word.end ? word : null;
      },
    },
    view: () => ({
      update(view, before) {
        if (plugin.getState(before) && !plugin.getState(view.state)) naming.close();
      },
    }),
    props: {
      decorations(state) {
        const word = plugin.getState(state);
        return word && on ? DecorationSet.create(state.doc, [Decoration.inline(word.start, word.end, { class: "desk-writing-under" })]) : null;
      },
      handleTextInput(view, from, to, text) {
        if (!on || view.composing || !TYPED.test(text)) return false;
        const word = plugin.getState(view.state);
        const goesOn = word && from === to && from === word.end;
        put(view, plugin, goesOn ? word.start : from, goesOn ? word.end : to, (goesOn ? word.typed : "") + text);
        return true;
      },
      handleKeyDown(view, event) {
        const word = plugin.getState(view.state);
        if (!on || !word || view.composing || event.key !== "Backspace" || event.ctrlKey || event.altKey || event.metaKey) return false;
        put(view, plugin, word.start, word.end, word.typed.slice(0, -1));
        return true;
      },
    },
  });
  return plugin;
}

function put(view, plugin, from, to, typed) {
  const bangla = parse(typed);
  const change = view.state.tr.insertText(bangla, from, to);
  change.setSelection(Selection.near(change.doc.resolve(change.mapping.map(to)), -1)); // `to` may be outside any paragraph
  const end = change.selection.from;
  const start = end - bangla.length;
  view.dispatch(change.setMeta(plugin, typed ? { typed, start, end } : null).scrollIntoView());
  naming.look({
    typed,
    field: view.dom,
    place: () => view.coordsAtPos(start),
    before: () => view.state.doc.resolve(start).parent.textBetween(0, view.state.doc.resolve(start).parentOffset, null, " "),
    take: (name) => {
      const word = plugin.getState(view.state);
      if (word?.typed === typed && word.start === start) view.dispatch(view.state.tr.insertText(name, word.start, word.end).scrollIntoView());
    },
  });
}

/* The switch that stands over the form. */
export function avroSwitch(say) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "desk-avro";
  button.title = say.avro;
  const show = () => {
    button.setAttribute("aria-pressed", String(on));
    button.textContent = on ? say.on : say.off;
  };
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // the caret stays where one writes
  button.addEventListener("click", () => turn());
  whenSwitched(show);
  show();
  return button;
}
