/* Watches the editor's form and keeps it: at most a second or so behind the last key, also while somebody types on. */

import { entries, flat } from "./form.js";
import { send } from "./sending.js";

const LOOK = 250; // milliseconds between two looks at the form
const RHYTHM = 1_000; // milliseconds between two sendings, at least
const AGAIN = [1_000, 2_000, 4_000, 5_000]; // milliseconds to wait where the newsroom does not answer

export class Keeper {
  constructor(form, line) {
    this.form = form;
    this.line = line;
    this.page = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`.slice(0, 40);
    this.base = line.element.dataset.base;
    this.kept = flat(entries(form)); // until somebody touches the form, whatever it becomes is what the newsroom has
    this.begun = false;
    this.sending = null;
    this.sentAt = 0;
    this.failed = 0;
    this.refused = null; // the words that the newsroom would not take: they are not sent again unchanged
    this.passing = false;
  }

  start() {
    const begin = () => {
      if (this.begun) return;
      this.kept = flat(entries(this.form));
      this.begun = true;
    };
    for (const kind of ["keydown", "pointerdown", "beforeinput", "paste", "drop"]) {
      document.addEventListener(kind, (event) => event.isTrusted && begin(), { capture: true });
    }
    this.form.addEventListener("input", () => this.look());
    this.form.addEventListener("change", () => this.look());
    this.form.addEventListener("formdata", (event) => this.passing && this.sign(event.formData));
    this.form.addEventListener("submit", (event) => this.submitted(event), { capture: true });
    window.addEventListener("online", () => this.soon());
    document.addEventListener("visibilitychange", () => this.soon());
    setInterval(() => this.look(), LOOK);
  }

  get words() {
    return flat(entries(this.form));
  }

  get isKept() {
    return this.words === this.kept;
  }

  soon() {
    this.failed = 0;
    this.sentAt = 0;
    this.look();
  }

  look() {
    if (this.passing) return;
    if (!this.begun) {
      this.kept = this.words;
      return;
    }
    const words = this.words;
    if (words === this.kept) return;
    if (words !== this.refused && this.line.element.dataset.state !== "offline") this.line.say("unkept");
    const wait = this.failed ? AGAIN[Math.min(this.failed, AGAIN.length) - 1] : RHYTHM;
    if (!this.sending && words !== this.refused && performance.now() - this.sentAt >= wait) this.keep();
  }

  /* Sends what the form says now; returns the word for what became of it. */
  keep() {
    this.sending ??= this.round().finally(() => {
      this.sending = null;
    });
    return this.sending;
  }

  async round() {
    const list = entries(this.form);
    this.sentAt = performance.now();
    this.form.dispatchEvent(new CustomEvent("desk-keeping:save", { bubbles: true }));
    const { word, data } = await send(this.form, list, { keeping_page: this.page, keeping_base: this.base });
    await this.heard(word, data, list);
    return word;
  }

  async heard(word, data, list) {
    this.failed = word === "offline" || word === "outside" ? this.failed + 1 : 0;
    if (word === "kept") {
      await this.isKeptNow(data, list);
      return;
    }
    this.refused = word === "offline" || word === "outside" ? null : flat(list);
    this.line.say(word, word === "offline" || word === "outside" ? "" : data.error_message);
  }

  async isKeptNow(data, list) {
    this.refused = null;
    this.base = String(data.revision_id ?? this.base);
    if (data.url) await this.born(data);
    if (data.again) {
      this.sentAt = 0;
      return;
    }
    const updates = data.field_updates ?? {};
    for (const [name, value] of Object.entries(updates)) {
      const field = this.form.elements.namedItem(name);
      if (field) field.value = value;
    }
    this.kept = flat(list.map(([name, value]) => [name, name in updates ? String(updates[name]) : value]));
    if (!this.isKept) return;
    this.line.say("kept", data.kept_at);
    const heading = document.querySelector("#header-title span");
    if (heading && data.headline) heading.textContent = data.headline;
    // Wagtail's own parts listen: the warning at leaving is taken back, the list of who is here learns the revision.
    const detail = { response: data, data };
    this.form.dispatchEvent(new CustomEvent("w-autosave:success", { bubbles: true, detail }));
  }

  /* A new story has got its number: the page becomes that story's. */
  async born(data) {
    this.form.setAttribute("action", data.url);
    this.line.element.dataset.story = String(data.pk);
    history.replaceState(null, "", data.url);
    const partials = this.form.querySelector("[data-w-autosave-target=partials]");
    try {
      const answer = await fetch(data.hydrate_url);
      if (answer.ok && partials) partials.innerHTML = await answer.text();
    } catch {
      // Only the list of who is here and some links in the head are missing until the page is opened again.
    }
  }

  sign(data) {
    data.set("keeping_page", this.page);
    data.set("keeping_base", this.base);
  }

  /* A button was pressed: what is typed is kept first, so that the button speaks of what is on the screen. */
  submitted(event) {
    if (this.passing || !this.begun) {
      this.passing = true;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    this.settle().then((word) => {
      if (word !== "kept" && word !== "wrong") return; // an invalid form is shown by the newsroom, field by field
      this.passing = true;
      if (event.submitter) event.submitter.disabled = false;
      this.form.requestSubmit(event.submitter ?? undefined);
    });
  }

  /* Keeps until everything is kept, or something is in the way; returns the word for it. */
  async settle() {
    if (this.sending) await this.sending;
    let word = "kept";
    while (!this.isKept && word === "kept") word = await this.keep();
    return word;
  }
}
