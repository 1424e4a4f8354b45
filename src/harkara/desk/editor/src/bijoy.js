/* Pasted Bijoy becomes Unicode. The paste is put in as it came; the newsroom says what of it is Bijoy ("Reuters" is not), and
   that is changed in one step of its own, which Ctrl+Z takes back: the raw paste stands there again. */

import { closeHistory } from "prosemirror-history";
import { Plugin } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

const MAYBE = /[A-Za-z†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ¡-ÿ]{2}/; // Bijoy is Latin letters and their neighbours: without any there is none
const SHOWN = 60; // signs of what was converted that the notice shows

async function asked(options, texts) {
  if (!options.mend || !texts.some((text) => MAYBE.test(text))) return null;
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  try {
    const answer = await fetch(options.mend, { method: "POST", body: JSON.stringify(texts), headers: { "Content-Type": "application/json", "X-CSRFToken": token } });
    if (!answer.ok) return null;
    const found = (await answer.json()).texts;
    return found.some((pieces) => pieces.some(([, changed]) => changed)) ? found : null;
  } catch {
    return null; // the paste stays as it came
  }
}

function tell(options, found) {
  const what = found.flat().filter(([, changed]) => changed).map(([text]) => text.trim()).join(" … ");
  let notice = document.querySelector(".desk-writing-mended");
  if (!notice) {
    notice = document.createElement("p");
    notice.className = "desk-writing-mended";
    notice.setAttribute("role", "status");
    (document.querySelector(".desk-writing-head") ?? document.body).append(notice);
  }
  notice.textContent = options.say.mended.replace("{what}", `“${what.length > SHOWN ? `${what.slice(0, SHOWN)}…` : what}”`);
}

/* In plain fields. */
export function watchPastes(form, options) {
  form.addEventListener("paste", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) || field.readOnly) return;
    const start = field.selectionStart;
    field.addEventListener("input", async () => {
      const pasted = field.value.slice(start, field.selectionEnd);
      const found = await asked(options, [pasted]);
      if (!found || field.value.slice(start, start + pasted.length) !== pasted) return;
      const mended = found[0].map(([text]) => text).join("");
      field.focus();
      field.setSelectionRange(start, start + pasted.length);
      if (!document.execCommand("insertText", false, mended)) {
        field.setRangeText(mended, start, start + pasted.length, "end");
        field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      }
      tell(options, found);
    }, { once: true });
  });
}

/* In rich text: node by node, so that bold stays bold and a link a link. What was changed is marked until the next key. */
export function mending(options) {
  const plugin = new Plugin({
    state: {
      init: () => ({ waiting: null, marked: [] }),
      apply(change, held) {
        const told = change.getMeta(plugin);
        if (told) return told;
        if (change.getMeta("paste")) return { waiting: pastedIn(change), marked: [] };
        if (!change.docChanged) return held;
        const moved = held.waiting && { from: change.mapping.map(held.waiting.from, 1), to: change.mapping.map(held.waiting.to, -1) };
        return { waiting: moved, marked: [] };
      },
    },
    props: {
      decorations(state) {
        const { marked } = plugin.getState(state);
        return marked.length ? DecorationSet.create(state.doc, marked.map(([from, to]) => Decoration.inline(from, to, { class: "desk-writing-new" }))) : null;
      },
    },
    view: () => ({
      update(view, before) {
        const { waiting } = plugin.getState(view.state);
        if (waiting && !plugin.getState(before).waiting) mendRange(view, plugin, options);
      },
    }),
  });
  return plugin;
}

function pastedIn(change) {
  let range = null;
  change.mapping.maps.forEach((map, at) => {
    const rest = change.mapping.slice(at + 1);
    map.forEach((_from, _to, from, to) => {
      const [begin, end] = [rest.map(from, -1), rest.map(to, 1)];
      range = { from: Math.min(range?.from ?? begin, begin), to: Math.max(range?.to ?? end, end) };
    });
  });
  return range;
}

function nodesIn(doc, { from, to }) {
  const found = [];
  doc.nodesBetween(from, to, (node, place) => {
    if (!node.isText) return;
    const [begin, end] = [Math.max(from, place), Math.min(to, place + node.nodeSize)];
    if (end > begin) found.push([begin, node.text.slice(begin - place, end - place), node.marks]);
  });
  return found;
}

async function mendRange(view, plugin, options) {
  const before = nodesIn(view.state.doc, plugin.getState(view.state).waiting);
  const found = await asked(options, before.map(([, text]) => text));
  if (view.isDestroyed) return;
  const { waiting } = plugin.getState(view.state);
  const now = waiting ? nodesIn(view.state.doc, waiting) : [];
  const same = now.length === before.length && now.every(([, text], at) => text === before[at][1]);
  const change = view.state.tr;
  const marked = [];
  if (found && same) {
    now.forEach(([begin, text, marks], at) => {
      let place = change.mapping.map(begin, -1);
      change.replaceWith(place, place + text.length, view.state.schema.text(found[at].map(([piece]) => piece).join(""), marks));
      for (const [piece, changed] of found[at]) {
        if (changed) marked.push([place, place + piece.length]);
        place += piece.length;
      }
    });
  }
  view.dispatch((change.docChanged ? closeHistory(change) : change).setMeta(plugin, { waiting: null, marked }));
  if (marked.length) tell(options, found);
}
