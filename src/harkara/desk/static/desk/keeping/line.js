/* The line in the editor's head. It says "kept" only of words that the newsroom has acknowledged: in a revision, or as a jot
   that is offered back. */

export class Line {
  constructor(element) {
    this.element = element;
    this.said = element.querySelector(".desk-kept-said");
    this.why = element.querySelector(".desk-kept-why");
  }

  /* States: calm, kept (more: when), unkept; offline, outside, newer, refused, wrong (more: what is wrong). */
  say(state, more = "") {
    const words = this.element.dataset;
    const isKept = state === "kept";
    const said = isKept ? `${words.sayKept} ${more}` : words.sayUnkept;
    const why = isKept ? "" : more || (words[`say${state[0].toUpperCase()}${state.slice(1)}`] ?? "");
    words.state = state;
    if (this.said.textContent !== said) this.said.textContent = said;
    this.tell(state === "unkept" ? "" : why);
  }

  /* A sentence of its own, below. */
  tell(sentence) {
    if (this.why.textContent !== sentence) this.why.textContent = sentence;
  }
}
