/* Publishing asks first, in a dialogue that says what goes where. Ctrl and Enter ask, Enter answers. */

const BUTTON = "[name=action-publish]";

export class Publishing {
  constructor(keeper, dialog) {
    this.keeper = keeper;
    this.dialog = dialog;
    this.busy = false;
  }

  start() {
    const { form } = this.keeper;
    document.addEventListener("keydown", (event) => this.pressed(event), { capture: true });
    // Before the keeper hears of it.
    document.addEventListener("submit", (event) => this.submitted(event), { capture: true });
    this.dialog.addEventListener("click", (event) => {
      const answer = event.target.closest("[data-answer]");
      if (answer) this.dialog.close(answer.dataset.answer);
    });
    this.dialog.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter" && !event.target.closest("a, button")) this.dialog.close(this.yes.hidden ? "" : "yes");
    });
    for (const button of form.querySelectorAll(BUTTON)) button.setAttribute("aria-keyshortcuts", "Control+Enter");
  }

  get yes() {
    return this.dialog.querySelector("[data-answer=yes]");
  }

  pressed(event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    const button = this.keeper.form.querySelector(BUTTON);
    if (!button || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.ask(button);
  }

  submitted(event) {
    if (event.target !== this.keeper.form || !event.submitter?.matches(BUTTON) || this.keeper.passing) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.ask(event.submitter);
  }

  async ask(button) {
    if (this.busy) return;
    this.busy = true;
    try {
      this.keeper.begin();
      if ((await this.keeper.settle()) === "kept") {
        const number = this.keeper.line.element.dataset.story;
        const isAsked = await this.isToGo(number);
        if (!isAsked) return;
      }
      // Words that are wrong go to the newsroom all the same: it shows what is wrong, field by field.
      this.pass(button);
    } finally {
      this.busy = false;
      button.disabled = false;
    }
  }

  /* Whether the answer was yes. */
  async isToGo(number) {
    const { dialog } = this;
    let html = "";
    try {
      const answer = await fetch(dialog.dataset.publishing.replace("/0/", `/${number}/`), { redirect: "manual", cache: "no-store" });
      if (!answer.ok) return true; // signed out, or without a second factor: the newsroom leads on when it is asked itself
      html = await answer.text();
    } catch {
      this.keeper.line.say("offline");
      return false;
    }
    const back = document.activeElement;
    dialog.querySelector("[data-words]").innerHTML = html; // the newsroom's own template
    const isRefused = dialog.querySelector("[data-publishing]").hasAttribute("data-refused");
    this.yes.hidden = isRefused;
    dialog.returnValue = "";
    dialog.showModal();
    (isRefused ? dialog.querySelector("[data-answer='']") : this.yes).focus();
    await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
    back?.focus?.();
    return dialog.returnValue === "yes";
  }

  pass(button) {
    this.keeper.passing = true;
    button.disabled = false;
    this.keeper.form.requestSubmit(button);
  }
}
