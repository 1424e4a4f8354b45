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
  panel.append(summary, list);
  const left = new Set(remembered());
  let waiting = 0;
  let looked = "";
  let found = [];

  async function look() {
    const all = texts(form);
    const wanted = JSON.stringify(all.map(({ text }) => text));
    if (wanted === looked) return;
    looked = wanted;
    const token = form.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    try {
      const answer = await fetch(options.check, { method: "POST", body: wanted, headers: { "Content-Type": "application/json", "X-CSRFToken": token } });
      if (!answer.ok || looked !== wanted) return;
      const { texts: told } = await answer.json();
      found = told.flatMap((findings, at) => findings.map((one) => ({ ...one, from: all[at] })));
      show();
    } catch {
      looked = ""; // looked through again at the next rest
    }
  }

  function show() {
    remember(left);
    const rows = found.filter((one) => !left.has(`${one.kind}:${one.word}`));
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
    acts.append(button(say.ignore, () => {
      left.add(`${one.kind}:${one.word}`);
      show();
    }));
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

/* Under which name this browser remembers what is left alone in the story; "" for one that has no number yet. */
const key = () => {
  const story = document.getElementById("desk-kept")?.dataset.story;
  return story ? `desk-style:${story}` : "";
};

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(key()) ?? "[]");
  } catch {
    return [];
  }
}

function remember(left) {
  if (!key() || !left.size) return;
  try {
    localStorage.setItem(key(), JSON.stringify([...left]));
  } catch {
    // Without a memory it is left alone until the page is opened again.
  }
}
