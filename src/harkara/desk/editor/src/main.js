/* The desk's rich text: a ProseMirror editor over a hidden field, which always holds the HTML that would be posted. */

import { baseKeymap, chainCommands, exitCode, toggleMark } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { EditorState, TextSelection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { avroSwitch, listen, naming, typing } from "./avro.js";
import { mending, watchPastes } from "./bijoy.js";
import { checks } from "./checking.js";
import { counts } from "./counting.js";
import { limits } from "./limits.js";
import { Linking } from "./linking.js";
import { part } from "./parting.js";
import { cleaned } from "./pasting.js";
import { fromHTML, schema, toHTML } from "./schema.js";
import { toolbar } from "./toolbar.js";

const breakLine = chainCommands(exitCode, (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(schema.nodes.hard_break.create()).scrollIntoView());
  return true;
});

class RichText {
  constructor(input, options) {
    this.input = input;
    this.options = options;
    this.idForLabel = input.id;
    this.box = document.createElement("div");
    this.box.className = "desk-writing";
    input.after(this.box);
    this.linking = new Linking(this);
    this.view = new EditorView(this.box, {
      state: this.begin(input.value),
      attributes: { role: "textbox", "aria-multiline": "true", "aria-label": options.say.text, class: "desk-writing-text", lang: "bn", spellcheck: "false" },
      transformPastedHTML: cleaned,
      handlePaste: (view, event) => part(view, cleaned(event.clipboardData?.getData("text/html") ?? "")),
      dispatchTransaction: (transaction) => this.dispatch(transaction),
      handleDOMEvents: { compositionstart: (view) => leaveLink(view) },
    });
    this.bar = toolbar(this, toggleMark);
    this.box.prepend(this.bar.element);
    this.box.append(this.linking.element);
    this.bar.show();
    input.deskWriting = this;
    this.view.dom.deskWriting = this;
  }

  begin(html) {
    const keys = {
      "Mod-b": toggleMark(schema.marks.strong),
      "Mod-i": toggleMark(schema.marks.em),
      "Mod-k": () => this.linking.open(),
      "Mod-z": undo,
      "Mod-y": redo,
      "Shift-Mod-z": redo,
      "Shift-Enter": breakLine,
    };
    return EditorState.create({ doc: fromHTML(html), plugins: [typing(), mending(this.options), history(), keymap(keys), keymap(baseKeymap)] });
  }

  dispatch(transaction) {
    this.view.updateState(this.view.state.apply(transaction));
    this.bar?.show();
    if (!transaction.docChanged) return;
    this.input.value = toHTML(this.view.state.doc);
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /* What Wagtail's blocks ask of a field. */
  getValue() {
    return this.input.value;
  }

  getState() {
    return this.input.value;
  }

  setState(html) {
    this.input.value = html ?? "";
    this.view.updateState(this.begin(this.input.value));
  }

  setInvalid(invalid) {
    this.view.dom.toggleAttribute("aria-invalid", invalid);
  }

  getTextLabel(wish) {
    const text = this.view.state.doc.textBetween(0, this.view.state.doc.content.size, " ");
    return wish?.maxLength && text.length > wish.maxLength ? `${text.slice(0, wish.maxLength - 1)}…` : text;
  }

  focus() {
    this.view.focus();
  }
}

/* A composition that begins at the end of a link is not a part of it. */
function leaveLink(view) {
  const { selection, storedMarks } = view.state;
  if (!(selection instanceof TextSelection) || !selection.empty || storedMarks) return false;
  const { $from } = selection;
  if ($from.nodeBefore?.marks.some((mark) => mark.type === schema.marks.link) && !$from.marks().some((mark) => mark.type === schema.marks.link)) {
    view.dispatch(view.state.tr.setStoredMarks($from.marks()));
  }
  return false;
}

/* Numbers as the screen writes them. */
const digits = (number) => (document.documentElement.lang.startsWith("bn") ? String(number).replace(/\d/g, (digit) => String.fromCharCode(0x9e6 + Number(digit))) : String(number));

/* What stands over the first panel of a form with rich text, once. */
function head(told) {
  const panel = document.querySelector("form [role=tabpanel]");
  if (!panel || panel.querySelector(".desk-writing-head")) return;
  const options = { ...told, digits };
  const form = panel.closest("form");
  const line = document.createElement("div");
  line.className = "desk-writing-head";
  line.append(avroSwitch(options.say));
  panel.prepend(line);
  counts(form, line, options);
  line.after(checks(form, options));
  watchPastes(form, options);
  limits(form, options);
  naming.begin(options);
}

class RichTextWidget {
  constructor(options) {
    this.options = options;
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => head(options));
    else head(options);
  }

  render(placeholder, name, id, state, capabilities, given = {}) {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.id = id;
    for (const [key, value] of Object.entries(given.attributes ?? {})) {
      if (key.startsWith("aria-") || key.startsWith("data-")) input.setAttribute(key, value);
    }
    input.value = state ?? "";
    placeholder.replaceChildren(input);
    return new RichText(input, this.options);
  }
}

window.telepath?.register("harkara.desk.RichText", RichTextWidget);
listen();
