/* Puts down what a form says, as it is, in the newsroom: cheap enough for every second or so. The first time the whole form
   goes, then what became other. */

import { newName } from "./calling.js";
import { flat } from "./form.js";
import { post } from "./sending.js";

const DEVICE = "harkara.device";

/* A name that this browser keeps; another one each time where it keeps nothing. */
function device() {
  try {
    const kept = localStorage.getItem(DEVICE) ?? newName();
    localStorage.setItem(DEVICE, kept);
    return kept;
  } catch {
    return newName();
  }
}

export const here = device();

/* The numbers of sendings only grow, also from one page to the next that goes on under its name. */
let last = 0;
export function nextTurn() {
  last = Math.max(last + 1, Date.now());
  return last;
}

/* Where two lists differ, [place, value] each; null where they have not the same names in the same order. */
export function changes(before, now) {
  if (before.length !== now.length) return null;
  const found = [];
  for (let place = 0; place < now.length; place += 1) {
    if (before[place][0] !== now[place][0]) return null;
    if (before[place][1] !== now[place][1]) found.push([place, now[place][1]]);
  }
  return found;
}

export class Jots {
  constructor(address, page) {
    this.address = address;
    this.page = page;
    this.list = null; // what was put down last, as a list and as words, and the number of that sending
    this.words = "";
    this.turn = 0;
  }

  /* Returns {word, data} (``post``). ``story`` is "" as long as it has no number. */
  async put(place, story, base, list) {
    const turn = nextTurn();
    const changed = this.list && changes(this.list, list);
    const query = { page: this.page, device: here, story, base, turn, ...(changed ? { since: this.turn } : {}) };
    const answer = await post(place, `${this.address}put/?${new URLSearchParams(query)}`, flat(changed ?? list));
    if (answer.word === "whole") {
      this.list = null;
      return this.put(place, story, base, list);
    }
    this.list = answer.word === "kept" ? list : null;
    this.words = flat(list);
    this.turn = turn;
    return answer;
  }

  forget() {
    this.list = null;
  }

  /* The number of the sending that put ``words`` down; 0 where something else is down. */
  holds(words) {
    return this.list && this.words === words ? this.turn : 0;
  }
}

/* What the newsroom holds of a story that no version has: {jots, latest}. Throws where it does not answer. */
export async function held(address, story) {
  const answer = await fetch(`${address}?${new URLSearchParams({ story })}`, { redirect: "manual", cache: "no-store" });
  if (answer.type === "opaqueredirect" || answer.status === 403) return { jots: [], latest: "" };
  if (!answer.ok) throw new TypeError("the newsroom does not answer");
  return answer.json();
}

export const drop = (place, address, page) => post(place, `${address}drop/?${new URLSearchParams({ page })}`, "");
