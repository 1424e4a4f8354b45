/* What is typed is written down in this browser before it is sent, and wiped when the newsroom has it.

   A journal belongs to a person, a story and one opening of the editor. The opening holds a lock of the same name while it
   lives; a journal whose lock nobody holds is of a page that was closed or crashed, and is offered back. Over plain http a
   browser has no locks: there the pages that live answer a call. */

const PREFIX = "harkara.keeping";
const CALL = "who?";
const HEARD = 500; // milliseconds in which whoever lives has answered

const lockOf = (page) => `${PREFIX}:${page}`;

function live(page) {
  if (navigator.locks) {
    navigator.locks.request(lockOf(page), () => new Promise(() => {}));
    return;
  }
  const roll = new BroadcastChannel(PREFIX);
  roll.addEventListener("message", (event) => event.data === CALL && roll.postMessage(lockOf(page)));
}

/* The names of the pages that live. */
export async function living() {
  const found = new Set();
  const add = (lock) => lock?.startsWith?.(`${PREFIX}:`) && found.add(lock.slice(PREFIX.length + 1));
  if (navigator.locks) {
    for (const lock of (await navigator.locks.query()).held) add(lock.name);
    return found;
  }
  const roll = new BroadcastChannel(PREFIX);
  roll.addEventListener("message", (event) => add(event.data));
  roll.postMessage(CALL);
  await new Promise((resolve) => setTimeout(resolve, HEARD));
  roll.close();
  return found;
}

export class Journal {
  constructor(person, story, page) {
    this.person = person;
    this.story = story || "new";
    this.page = page;
    this.written = "";
    live(page);
  }

  get key() {
    return `${PREFIX}:${this.person}:${this.story}:${this.page}`;
  }

  /* Returns whether the browser could take it. */
  write(list, words, base) {
    if (words === this.written) return true;
    try {
      localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), base, list }));
      this.written = words;
      return true;
    } catch {
      return false; // no room, or the browser keeps nothing: the newsroom is the only place then
    }
  }

  wipe() {
    this.written = "";
    localStorage.removeItem(this.key);
  }

  /* The new story has got its number. */
  becomes(story) {
    const kept = localStorage.getItem(this.key);
    this.wipe();
    this.story = story;
    if (kept) localStorage.setItem(this.key, kept);
  }
}

function all() {
  const found = [];
  for (let place = 0; place < localStorage.length; place += 1) {
    const key = localStorage.key(place);
    if (!key.startsWith(`${PREFIX}:`)) continue;
    const [, person, story, page] = key.split(":");
    try {
      found.push({ key, person, story, page, ...JSON.parse(localStorage.getItem(key)) });
    } catch {
      localStorage.removeItem(key);
    }
  }
  return found;
}

/* The journals of a person that no page writes any more, the newest first. */
export async function orphans(person, story) {
  const alive = await living();
  return all()
    .filter((one) => one.person === person && one.story === (story || "new") && !alive.has(one.page))
    .sort((one, other) => other.at - one.at);
}

/* How many stories have words here that the newsroom does not have. */
export const waiting = () => new Set(all().map((one) => one.story)).size;

export function wipeAll() {
  for (const one of all()) localStorage.removeItem(one.key);
}
