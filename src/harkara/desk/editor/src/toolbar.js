/* The three buttons over a text. They show what holds at the caret, and never take it away. */

import { schema } from "./schema.js";

export function toolbar(writing, toggleMark) {
  const element = document.createElement("div");
  element.className = "desk-writing-bar";
  element.setAttribute("role", "toolbar");
  const { say } = writing.options;
  const buttons = [
    ["strong", say.bold, "B", () => toggleMark(schema.marks.strong)(writing.view.state, writing.view.dispatch)],
    ["em", say.italic, "I", () => toggleMark(schema.marks.em)(writing.view.state, writing.view.dispatch)],
    ["link", say.link, "🔗", () => writing.linking.open()],
  ].map(([mark, label, letter, act]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `desk-writing-${mark}`;
    button.title = label;
    button.setAttribute("aria-label", label);
    if (mark === "link") button.innerHTML = '<svg class="icon icon-link" aria-hidden="true"><use href="#icon-link"></use></svg>';
    else button.textContent = letter;
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      act();
      if (mark !== "link") writing.view.focus();
    });
    element.append(button);
    return [mark, button];
  });
  return {
    element,
    show() {
      const { from, $from, to, empty } = writing.view.state.selection;
      for (const [name, button] of buttons) {
        const type = schema.marks[name];
        const held = empty ? type.isInSet(writing.view.state.storedMarks ?? $from.marks()) : writing.view.state.doc.rangeHasMark(from, to, type);
        button.setAttribute("aria-pressed", String(Boolean(held)));
      }
    },
  };
}
