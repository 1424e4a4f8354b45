/* Watches the editor's form and keeps it: at most a second or so behind the last key, also while somebody types on. */

import { newName } from "./calling.js";
import { ask, letIn } from "./dialogs.js";
import { entries, flat } from "./form.js";
import { Journal } from "./journal.js";
import { isUntouched, join, taken } from "./joining.js";
import { refreshTokens, send } from "./sending.js";

const LOOK = 250; // milliseconds between two looks at the form
const RHYTHM = 1_400; // milliseconds between two sendings, at least: with a look and the way there and back it is two seconds at most
const AGAIN = [1_000, 2_000, 4_000, 5_000]; // milliseconds to wait where the newsroom does not answer
const WHILE = 8_000; // milliseconds that a sentence stays
const LAG = 700; // milliseconds in which an editor of rich text puts what was typed into its field

export class Keeper {
  constructor(form, line, dialogs) {
    this.form = form;
    this.line = line;
    this.dialogs = dialogs;
    this.page = newName();
    this.person = line.element.dataset.person;
    this.base = line.element.dataset.base;
    this.journal = new Journal(this.person, line.element.dataset.story, this.page);
    this.kept = flat(entries(form)); // until somebody touches the form, whatever it becomes is what the newsroom has
    this.begun = false;
    this.sending = null;
    this.sentAt = 0;
    this.failed = 0;
    this.refused = null; // the words that the newsroom would not take: they are not sent again unchanged
    this.passing = false;
    this.stirredAt = -LAG; // when somebody typed where the form does not hear of it at once
    this.keptAt = "";
  }

  start() {
    for (const kind of ["keydown", "pointerdown", "beforeinput", "paste", "drop"]) {
      document.addEventListener(kind, (event) => event.isTrusted && this.begin(), { capture: true });
    }
    for (const kind of ["beforeinput", "paste", "drop"]) {
      this.form.addEventListener(kind, (event) => event.target.isContentEditable && this.stir(), { capture: true });
    }
    if (this.form.dataset.wUnsavedForceValue === "true") this.force();
    this.form.addEventListener("input", () => this.look());
    this.form.addEventListener("change", () => this.look());
    this.form.addEventListener("formdata", (event) => this.passing && this.sign(event.formData));
    this.form.addEventListener("submit", (event) => this.submitted(event), { capture: true });
    window.addEventListener("online", () => this.soon());
    window.addEventListener("pagehide", () => this.look());
    document.addEventListener("visibilitychange", () => this.soon());
    setInterval(() => this.look(), LOOK);
  }

  stir() {
    this.stirredAt = performance.now();
    if (this.line.element.dataset.state === "kept") this.line.say("unkept");
  }

  get isStill() {
    return performance.now() - this.stirredAt >= LAG;
  }

  begin() {
    if (this.begun) return;
    this.kept = flat(entries(this.form));
    this.begun = true;
  }

  /* The newsroom sent the form back with words that it did not save: they are not kept. */
  force() {
    this.begun = true;
    this.kept = "";
  }

  get place() {
    const address = this.form.getAttribute("action") || location.pathname;
    return { address, person: this.person, here: this.line.element.dataset.here };
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
    const list = entries(this.form);
    const words = flat(list);
    if (!this.begun) {
      this.kept = words;
      return;
    }
    if (words === this.kept) {
      const isBehind = this.line.element.dataset.state === "unkept" && this.keptAt && this.isStill;
      if (isBehind) this.line.say("kept", this.keptAt);
      return;
    }
    this.journal.write(list, words, this.base);
    if (words !== this.refused && !this.failed) this.line.say("unkept");
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

  async round(more = {}) {
    const list = entries(this.form);
    this.sentAt = performance.now();
    const { word, data } = await send(this.place, list, { keeping_page: this.page, keeping_base: this.base, ...more });
    return this.heard(word, data, list);
  }

  async heard(word, data, list) {
    this.failed = word === "offline" ? this.failed + 1 : 0;
    if (word === "kept") return this.isKeptNow(data, list);
    if (word === "newer" && data.differences) return this.joined(data, list);
    this.line.say(word, data.error_message);
    if (word === "outside") {
      await letIn(this.dialogs.outside, this.person);
      refreshTokens();
      this.sentAt = 0;
      return "kept"; // not yet: whoever waits looks again and finds that it is to be sent
    }
    this.refused = word === "offline" ? null : flat(list);
    return word;
  }

  async isKeptNow(data, list) {
    this.refused = null;
    this.base = String(data.revision_id ?? this.base);
    if (data.url) await this.born(data);
    if (data.reload) return this.reopen();
    if (data.again) {
      this.sentAt = 0;
      return "kept";
    }
    const updates = data.field_updates ?? {};
    for (const [name, value] of Object.entries(updates)) {
      const field = this.form.elements.namedItem(name);
      if (field) field.value = value;
    }
    this.kept = flat(list.map(([name, value]) => [name, name in updates ? String(updates[name]) : value]));
    const heading = document.querySelector("#header-title span");
    if (heading && data.headline) heading.textContent = data.headline;
    if (!this.isKept) return "kept";
    this.journal.wipe();
    this.keptAt = data.kept_at;
    if (this.isStill) this.line.say("kept", data.kept_at);
    this.calm(data);
    return "kept";
  }

  /* Wagtail's own parts listen: the warning at leaving is taken back, the list of who is here learns the revision. */
  calm(data) {
    const detail = { response: data, data };
    this.form.dispatchEvent(new CustomEvent("w-autosave:success", { bubbles: true, detail }));
  }

  /* Somebody else saved: what does not clash comes in by itself, of the rest the editor is asked. */
  async joined(data, list) {
    let choices = {};
    if (data.clashes.length) {
      this.line.say("newer");
      ({ choices } = await ask(this.dialogs.two, "clash", data));
    }
    const byServer = { keeping_weigh: "1", keeping_theirs: data.theirs, keeping_choices: JSON.stringify(choices) };
    if (!data.in_place) return this.round(byServer);
    this.sentAt = 0;
    if (!isUntouched(taken(data, choices), list, entries(this.form))) return "kept"; // weighed again, with what is new
    join(this.form, data, choices);
    this.base = data.theirs;
    this.line.tell(this.line.element.dataset.sayJoined.replace("%s", data.who));
    setTimeout(() => this.line.tell(""), WHILE);
    this.look();
    return "kept";
  }

  /* A new story has got its number: the page becomes that story's. */
  async born(data) {
    this.form.setAttribute("action", data.url);
    this.line.element.dataset.story = String(data.pk);
    this.journal.becomes(String(data.pk));
    history.replaceState(null, "", data.url);
    const partials = this.form.querySelector("[data-w-autosave-target=partials]");
    try {
      const answer = await fetch(data.hydrate_url);
      if (answer.ok && partials) partials.innerHTML = await answer.text();
    } catch {
      // Only the list of who is here and some links in the head are missing until the page is opened again.
    }
  }

  /* Opens the page again: the newsroom has all that it says, and more. */
  reopen(address = location.pathname) {
    this.passing = true;
    this.journal.wipe();
    this.calm({});
    this.form.dataset.wUnsavedConfirmationValue = "false";
    location.assign(address);
    return "kept";
  }

  sign(data) {
    data.set("keeping_page", this.page);
    data.set("keeping_base", this.base);
  }

  /* A button was pressed: what is typed is kept first, so that the button speaks of what is on the screen. */
  submitted(event) {
    if (this.passing) return;
    if (!this.begun) {
      this.passing = true;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    this.settle().then((word) => {
      if (word !== "kept" && word !== "wrong") return; // an invalid form is shown by the newsroom, field by field
      // Not while the form is still telling of the press: a form that fires "submit" lets no second one begin.
      window.setTimeout(() => {
        this.passing = true;
        if (event.submitter) event.submitter.disabled = false;
        this.form.requestSubmit(event.submitter ?? undefined);
      });
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
