/* Brings into the open form what somebody else saved, without touching what is being typed. */

import { newName } from "./calling.js";

const BODY = "body:";

const root = () => document.getElementById("body-root")?.rootBlock;
const placeOf = (id) => root().children.findIndex((child) => child.id === id);

/* What the form says of one path, to see whether somebody typed there meanwhile. */
function saidOf(list, path) {
  if (!path.startsWith(BODY)) return JSON.stringify(list.filter(([name]) => name === path));
  const place = placeOf(path.slice(BODY.length));
  if (place < 0) return "";
  const prefix = `${root().children[place].prefix}-`;
  return JSON.stringify(list.filter(([name]) => name.startsWith(prefix) && !name.endsWith("-order")));
}

/* Whether the parts at ``paths`` say the same in both lists of names and values. */
export const isUntouched = (paths, before, now) => paths.every((path) => saidOf(before, path) === saidOf(now, path));

/* The paths that are to be taken from the other side. */
export function taken(data, choices) {
  const own = data.differences.filter((one) => one.side === "theirs").map((one) => one.path);
  return [...own, ...data.clashes.filter((path) => choices[path] === "theirs")];
}

function setField(form, name, value) {
  const field = form.elements.namedItem(name);
  if (!field) return;
  field.value = value;
  for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
}

/* A block that was there is put in anew: not every editor of text can be given other words. */
function setBlock(id, state, order) {
  const place = placeOf(id);
  if (place >= 0) root().deleteBlock(place);
  if (!state) return;
  const behind = order.slice(0, order.indexOf(id)).reverse().find((one) => placeOf(one) >= 0);
  root().insert(state, place >= 0 ? place : behind ? placeOf(behind) + 1 : 0);
}

/* Does it. ``data`` is what the newsroom told of the two wordings. */
export function join(form, data, choices) {
  for (const path of taken(data, choices)) {
    const state = data.states[path];
    if (path.startsWith(BODY)) setBlock(path.slice(BODY.length), state, data.order);
    else setField(form, path, state);
  }
  for (const path of data.clashes.filter((one) => choices[one] === "both")) {
    const id = path.slice(BODY.length);
    root().insert({ ...data.states[path], id: newName() }, placeOf(id) + 1);
  }
  if (!root()) return;
  const wanted = data.order.filter((id) => placeOf(id) >= 0);
  const here = () => root().children.map((child) => child.id).filter((id) => wanted.includes(id));
  wanted.forEach((id, rank) => {
    if (here()[rank] !== id) root().moveBlock(placeOf(id), placeOf(here()[rank]));
  });
}
