/* A paste with headings and lists becomes blocks of the story: what stands before them stays where the caret is, the rest
   follows as blocks of its own, and what stood behind the caret comes last. */

import { fromHTML, toHTML } from "./schema.js";

const HEADING = /^H[1-6]$/;
const LIST = /^[UO]L$/;

/* The parts of cleaned HTML: ["paragraph", html], ["heading", text] or ["list", {ordered, items}]. */
export function parts(html) {
  const page = new window.DOMParser().parseFromString(html, "text/html");
  const found = [];
  for (const node of unwrapped(page.body).childNodes) {
    const last = found[found.length - 1];
    if (HEADING.test(node.nodeName)) {
      if (node.textContent.trim()) found.push(["heading", node.textContent.replace(/\s+/g, " ").trim()]);
    } else if (LIST.test(node.nodeName)) {
      const items = Array.from(node.querySelectorAll("li"), itemOf).filter(Boolean);
      if (items.length) found.push(["list", { ordered: node.nodeName === "OL", items }]);
    } else {
      const said = node.outerHTML ?? node.textContent;
      if (last?.[0] === "paragraph") last[1] += said;
      else if (node.textContent.trim()) found.push(["paragraph", said]);
    }
  }
  return found;
}

/* Google Docs puts all it copies into one element that means nothing. */
function unwrapped(body) {
  const only = body.children.length === 1 && body.textContent.trim() === body.firstElementChild.textContent.trim() ? body.firstElementChild : null;
  return only && /^(B|SPAN|FONT|DIV)$/.test(only.nodeName) && only.querySelector("h1, h2, h3, h4, h5, h6, ul, ol") ? unwrapped(only) : body;
}

/* A point without the points below it: those are points of the same list here. */
function itemOf(item) {
  const own = item.cloneNode(true);
  own.querySelectorAll("ul, ol").forEach((inner) => inner.remove());
  return own.textContent.trim() ? own.innerHTML : "";
}

/* The body's blocks and the place among them of the paragraph that ``dom`` is the text of; null for text elsewhere. */
function placeOf(dom) {
  const root = document.getElementById("body-root")?.rootBlock;
  const place = root?.children.findIndex((child) => child.type === "paragraph" && child.block?.widget?.view?.dom === dom) ?? -1;
  return place < 0 ? null : { root, place };
}

/* Takes the paste over where it holds more than paragraphs and stands in a paragraph of a body; says whether it did. */
export function part(view, html) {
  const found = html ? parts(html) : [];
  const where = found.some(([kind]) => kind !== "paragraph") ? placeOf(view.dom) : null;
  if (!where) return false;
  const { root, place } = where;
  const behind = tail(view); // it is put in again below, whatever comes between
  if (found[0][0] === "paragraph") view.pasteHTML(found.shift()[1]);
  let at = place;
  for (const [kind, value] of found) {
    at += 1;
    root.insert({ type: kind, value: stateOf(kind, value), id: null }, at);
    if (kind === "paragraph") root.children[at].block.widget.view.pasteHTML(value);
  }
  if (behind) root.insert({ type: "paragraph", value: behind, id: null }, at + 1);
  if (!view.state.doc.textContent.trim()) {
    root.deleteBlock(place); // nothing was written in the paragraph yet
    at -= 1;
  }
  root.children[at].focus();
  return true;
}

function stateOf(kind, value) {
  if (kind === "list") return { ordered: value.ordered, items: value.items.map((item) => ({ value: toHTML(fromHTML(item)), id: null })) };
  return kind === "paragraph" ? "" : value;
}

/* Takes out what is selected and what stands behind it; gives the latter back as HTML. */
function tail(view) {
  const { state } = view;
  const rest = state.doc.cut(state.selection.to);
  const change = state.tr;
  if (rest.textContent.trim()) change.delete(state.selection.to, state.doc.content.size);
  view.dispatch(change.deleteSelection());
  return toHTML(rest);
}
