/* The style check: what a sub-editor would mark, looked for while one pauses. It changes nothing by itself and stops nobody. */

const REST = 1_500; // milliseconds without a key
const AROUND = 40; // letters of the sentence shown on either side
const SHOWN = 50; // rows at most; mending some shows more
const PLAIN = "[name=headline], [name=summary], [name=kicker], [data-streamfield-widget] textarea, [data-streamfield-widget] input[type=text]";

/* Every text of the form: how it reads, and how a stretch of it is replaced. */
function texts(form) {
  const found = Array.from(form.querySelectorAll(PLAIN), (field) => ({
    text: field.value,
    replace(start, end, instead) {
      field.focus();
      field.setSelectionRange(start, end);
      if (document.execCommand("insertText", false, instead)) return;
      field.setRangeText(instead, start, end, "end");
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    },
    now: () => field.value,
  }));
  for (const dom of form.querySelectorAll(".desk-writing-text")) {
    const { view } = dom.deskWriting;
    let number = 0;
    view.state.doc.forEach(() => {
      const place = number;
      const read = () => view.state.doc.maybeChild(place)?.textBetween(0, view.state.doc.child(place).content.size, null, "\n") ?? "";
      found.push({
        text: read(),
        replace(start, end, instead) {
          const begin = before(view.state.doc, place) + 1;
          view.dispatch(view.state.tr.insertText(instead, begin + start, begin + end));
        },
        now: read,
      });
      number += 1;
    });
  }
  return found.filter(({ text }) => text.trim());
}

/* Where the paragraph of this number begins. */
function before(doc, place) {
  let begin = 0;
  for (let number = 0; number < place; number += 1) begin += doc.child(number).nodeSize;
  return begin;
}

export function checks(form, options) {
  const { say, digits } = options;
  const panel = document.createElement("details");
  panel.className = "desk-style";
  const summary = document.createElement("summary");
  const list = document.createElement("ul");
  const said = document.createElement("p");
  said.className = "desk-style-said";
  said.setAttribute("role", "alert");
  const alone = document.createElement("p");
  alone.className = "desk-style-left";
  panel.append(summary, said, list, alone);
  const asked = new Map(); // what is to be left alone or marked again and the newsroom has not heard of yet
  let left = []; // what the newsroom says is left alone in this story
  let waiting = 0;
  let looked = "";
  let found = [];

  async function look() {
    const all = texts(form);
    const wanted = JSON.stringify(all.map(({ text }) => text));
    await tell();
    if (wanted === looked) return;
    looked = wanted;
    try {
      const answer = await post(`${options.check}?story=${story()}`, wanted);
      if (!answer.ok || looked !== wanted) return;
      const { texts: told, left: kept } = await answer.json();
      left = kept;
      found = told.flatMap((findings, at) => findings.map((one) => ({ ...one, from: all[at] })));
      show();
    } catch {
      looked = ""; // looked through again at the next rest
    }
  }

  function post(address, body) {
    const token = form.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    return fetch(address, { method: "POST", body, headers: { "Content-Type": "application/json", "X-CSRFToken": token } });
  }

  /* Tells the newsroom what somebody wants left alone. A new story has no number before its first words are kept. */
  async function tell() {
    if (!story() || !asked.size) return;
    for (const [name, one] of [...asked]) {
      try {
        const answer = await post(options.hint, JSON.stringify({ story: Number(story()), kind: one.kind, word: one.word, left: one.left }));
        if (answer.status >= 500) return;
        asked.delete(name);
        said.textContent = answer.ok ? "" : ((await answer.json().catch(() => ({}))).error ?? "");
      } catch {
        return; // told at the next rest
      }
    }
    looked = "";
  }

  const isLeft = (one) => asked.get(nameOf(one))?.left ?? false;

  function leave(one, isToStay, place) {
    asked.set(nameOf(one), { kind: one.kind, word: one.word, left: isToStay });
    show();
    (list.children[Math.min(place, list.children.length - 1)]?.querySelector("button") ?? summary).focus();
    look();
  }

  /* The words that are left alone, each a button that has it marked again. */
  function showLeft() {
    const words = [...left.filter((one) => asked.get(nameOf(one))?.left !== false), ...[...asked.values()].filter((one) => one.left)];
    const once = new Map(words.map((one) => [nameOf(one), one]));
    alone.replaceChildren();
    if (!once.size) return;
    alone.append(say.left);
    for (const one of once.values()) {
      const again = button(one.word.trim() || "“ ”", () => leave(one, false, 0));
      again.setAttribute("aria-label", say.again.replace("{what}", one.word));
      again.title = again.getAttribute("aria-label");
      alone.append(again);
    }
  }

  function show() {
    showLeft();
    const rows = found.filter((one) => !isLeft(one));
    summary.textContent = rows.length ? `${say.style}: ${digits(rows.length)}` : say.style;
    panel.dataset.found = String(rows.length > 0);
    list.replaceChildren(...rows.slice(0, SHOWN).map((one) => row(one, rows)));
    if (!rows.length) {
      const calm = document.createElement("li");
      calm.textContent = say.clean;
      list.append(calm);
    }
  }

  function row(one, rows) {
    const item = document.createElement("li");
    const sentence = document.createElement("p");
    const mark = document.createElement("mark");
    mark.textContent = one.word;
    sentence.append(...around(one, mark));
    const why = document.createElement("p");
    why.className = "desk-style-why";
    why.textContent = one.why;
    const acts = document.createElement("p");
    for (const instead of one.instead) acts.append(button(say.fix.replace("{what}", instead.trim() ? `“${instead}”` : "“ ”"), () => mend([one], instead)));
    const alike = rows.filter((other) => other.kind === one.kind && other.word === one.word);
    if (alike.length > 1 && one.instead.length) acts.append(button(say.all.replace("{n}", digits(alike.length)), () => mend(alike, one.instead[0])));
    acts.append(button(say.ignore, () => leave(one, true, rows.indexOf(one))));
    item.append(sentence, why, acts);
    return item;
  }

  /* From the last to the first, so that the places of those before stay true; what changed since is left alone. */
  function mend(these, instead) {
    for (const one of [...these].reverse()) {
      if (one.from.now().slice(one.start, one.end) === one.word) one.from.replace(one.start, one.end, instead);
    }
    look();
  }

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, REST);
  });
  summary.textContent = say.style;
  setTimeout(look, REST);
  return panel;
}

/* The finding with the words on either side, none of them cut. */
function around({ from: { text }, start, end }, mark) {
  const before = text.slice(0, start);
  const behind = text.slice(end);
  const begun = start > AROUND ? `…${before.slice(-AROUND).replace(/^\S*\s/u, "")}` : before;
  const ended = behind.length > AROUND ? `${behind.slice(0, AROUND).replace(/\s\S*$/u, "")}…` : behind;
  return [begun, mark, ended];
}

function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button-small button-secondary";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

const nameOf = (one) => `${one.kind}:${one.word}`;

/* The story's number; "" where it has none yet. */
const story = () => document.getElementById("desk-kept")?.dataset.story ?? "";
