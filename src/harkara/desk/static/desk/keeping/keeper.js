/* Watches the editor's form and keeps it: at most a second or so behind the last key, also while somebody types on.

   Words go as they are into a jot, which the newsroom acknowledges at once; in pauses, and every ten seconds, they become a
   revision. A button waits for the revision. */

import { newName } from "./calling.js";
import { ask, letIn } from "./dialogs.js";
import { entries, flat } from "./form.js";
import { Journal } from "./journal.js";
import { Jots, nextTurn } from "./jots.js";
import { isUntouched, join, taken } from "./joining.js";
import { asForm, post, refreshTokens, send } from "./sending.js";

const LOOK = 250; // milliseconds between two looks at the form
const RHYTHM = 1_100; // milliseconds between two sendings, at least: with a look and the way there and back it is two seconds at most
const PAUSE = 2_500; // milliseconds without a change after which the words become a revision
const LONGEST = 10_000; // milliseconds that words stay a jot, at most
const SEVERAL = 3; // revisions that failed in a row: then it is told, though the words are kept
const ALOFT = 60_000; // bytes that a browser sends on for a page that is gone, less than its 64 KiB
const AGAIN = [1_000, 2_000, 4_000, 5_000]; // milliseconds to wait where the newsroom does not answer
const WHILE = 8_000; // milliseconds that a sentence stays
const LAG = 700; // milliseconds in which an editor of rich text puts what was typed into its field

export class Keeper {
  constructor(form, line, dialogs) {
    this.form = form;
    this.line = line;
    this.dialogs = dialogs;
    this.page = line.element.dataset.page || newName(); // a form that came back with its faults is the same page still
    this.person = line.element.dataset.person;
    this.base = line.element.dataset.base;
    this.journal = new Journal(this.person, line.element.dataset.story, this.page);
    this.kept = flat(entries(form)); // until somebody touches the form, whatever it becomes is what the newsroom has
    this.begun = false;
    this.jots = new Jots(line.element.dataset.jots, this.page);
    this.jotting = null;
    this.jottedAt = 0;
    this.unheard = 0; // jots in a row that the newsroom did not answer
    this.seen = this.kept;
    this.changedAt = 0;
    this.openSince = 0; // since when there are words that no revision has
    this.sending = null;
    this.turn = 0; // the sending that became a revision last
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
    window.addEventListener("pagehide", () => this.left());
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
    this.kept = this.seen = flat(entries(this.form));
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

  get story() {
    return this.line.element.dataset.story;
  }

  get isKept() {
    return this.words === this.kept;
  }

  /* Whether it is time for a revision. A story gets its number with its first word: there is none to put a jot to. */
  get isDue() {
    const now = performance.now();
    if (!this.story) return true;
    return now - this.changedAt >= PAUSE || now - this.openSince >= LONGEST;
  }

  soon() {
    this.failed = this.unheard = 0;
    this.sentAt = this.jottedAt = 0;
    this.openSince = -LONGEST;
    this.look();
  }

  /* The page goes: what no revision has is sent on its way, if it is not too long for that. */
  left() {
    this.look();
    if (this.passing || !this.begun || this.isKept || this.words === this.refused) return;
    const { body } = this.asBody(entries(this.form));
    const size = [...body].reduce((sum, [name, value]) => sum + 3 * (name.length + value.length) + 100, 0);
    if (size < ALOFT) post(this.place, this.place.address, body, { keepalive: true });
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
      this.openSince = 0;
      this.line.element.dataset.version = "made";
      this.rest(this.keptAt);
      return;
    }
    const now = performance.now();
    this.openSince ||= now;
    this.line.element.dataset.version = "due";
    if (words !== this.seen) {
      this.seen = words;
      this.changedAt = now;
    }
    const isJotted = Boolean(this.jots.holds(words));
    if (isJotted) this.rest(this.keptAt);
    else {
      this.journal.write(list, words, this.base);
      if (words !== this.refused && !this.unheard) this.line.say("unkept");
    }
    const later = (failed) => (failed ? AGAIN[Math.min(failed, AGAIN.length) - 1] : RHYTHM);
    const isToJot = (this.story || words === this.refused) && !isJotted && words !== this.unjotted;
    if (isToJot && !this.jotting && now - this.jottedAt >= later(this.unheard)) this.jot();
    if (words === this.refused || this.sending || !this.isDue) return;
    if (now - this.sentAt >= later(this.failed)) this.keep(this.jots.turn > this.turn ? this.jots.list : null);
  }

  /* What stands there is kept: the line says so, as soon as the field has what the hand typed. */
  rest(at) {
    if (this.line.element.dataset.state === "unkept" && at && this.isStill) this.line.say("kept", at);
  }

  /* Puts down what the form says now. */
  jot() {
    this.jotting ??= this.jotted(entries(this.form)).finally(() => {
      this.jotting = null;
    });
    return this.jotting;
  }

  async jotted(list) {
    this.jottedAt = performance.now();
    const { word, data } = await this.jots.put(this.place, this.story, this.base, list);
    this.unheard = word === "offline" ? this.unheard + 1 : 0;
    if (word === "offline") this.line.say("offline");
    else if (word === "outside") await this.enter();
    else if (word === "refused") this.unjotted = flat(list); // it is tried as a revision, which says what is wrong
    if (word !== "kept" || flat(list) !== this.words) return;
    this.settled(data, list);
  }

  /* The newsroom has what the form says. */
  settled(data, list) {
    this.journal.wipe();
    this.keptAt = data.kept_at;
    if (flat(list) !== this.refused && this.failed < SEVERAL && this.isStill) this.line.say("kept", data.kept_at);
    this.calm(data);
  }

  async enter() {
    this.line.say("outside");
    await letIn(this.dialogs.outside, this.person);
    refreshTokens();
    this.sentAt = this.jottedAt = 0;
  }

  /* Makes a revision of what the form says now, or of the jot that is given; returns the word for what became of it. */
  keep(jotted = null) {
    this.sending ??= this.round({}, jotted).finally(() => {
      this.sending = null;
    });
    return this.sending;
  }

  asBody(list, more = {}) {
    const own = { keeping_page: this.page, keeping_base: this.base, ...more };
    const jot = this.jots.holds(flat(list));
    const turn = jot || nextTurn();
    const body = jot ? asForm([], { ...own, keeping_turn: turn, keeping_jot: jot }) : asForm(list, { ...own, keeping_turn: turn });
    return { turn, body };
  }

  async round(more = {}, jotted = null) {
    if (this.jotting && !jotted) await this.jotting; // then it need not be sent twice
    const list = jotted ?? entries(this.form);
    this.sentAt = performance.now();
    let { turn, body } = this.asBody(list, more);
    let { word, data } = await post(this.place, this.place.address, body);
    if (word === "whole") {
      this.jots.forget();
      ({ turn, body } = this.asBody(list, more));
      ({ word, data } = await post(this.place, this.place.address, body));
    }
    if (word === "kept") this.turn = Math.max(this.turn, turn);
    return this.heard(word, data, list);
  }

  async heard(word, data, list) {
    this.failed = word === "offline" ? this.failed + 1 : 0;
    if (word === "kept") return this.isKeptNow(data, list);
    if (word === "newer" && data.differences) return this.joined(data, list);
    if (word === "outside") {
      await this.enter();
      return "kept"; // not yet: whoever waits looks again and finds that it is to be sent
    }
    const isQuiet = word === "offline" && this.failed < SEVERAL && this.jots.holds(flat(list));
    if (!isQuiet) this.line.say(word, data.error_message);
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
    this.openSince = 0;
    if (this.isKept) this.settled(data, list);
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
    data.set("keeping_turn", nextTurn());
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
