/* What is typed is written down in this browser before it is sent, and wiped when the newsroom has it.

   A journal belongs to a person, a story and one opening of the editor. The opening holds a lock of the same name while it
   lives; a journal whose lock nobody holds is of a page that was closed or crashed, and is offered back. */

const PREFIX = "harkara.keeping";

const lockOf = (page) => `${PREFIX}:${page}`;

export class Journal {
  constructor(person, story, page) {
    this.person = person;
    this.story = story || "new";
    this.page = page;
    this.written = "";
    navigator.locks?.request(lockOf(page), () => new Promise(() => {}));
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
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  const alive = new Set(held.map((lock) => lock.name));
  return all()
    .filter((one) => one.person === person && one.story === (story || "new") && !alive.has(lockOf(one.page)))
    .sort((one, other) => other.at - one.at);
}

/* How many stories have words here that the newsroom does not have. */
export const waiting = () => new Set(all().map((one) => one.story)).size;

export function wipeAll() {
  for (const one of all()) localStorage.removeItem(one.key);
}
