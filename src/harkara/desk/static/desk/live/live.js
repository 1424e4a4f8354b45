/* Posting to live coverage. What is typed lies in the phone's own store from the first letter; what was posted lies there until the
   newsroom has it, and goes again when the line comes back. The newsroom knows an entry by the name it gets here, so that nothing
   is posted twice. */

const say = JSON.parse(document.getElementById("say").textContent);
const number = document.body.dataset.story;
const isRunning = "running" in document.body.dataset;
const STORE = `harkara:live:${number}:`;
const at = (id) => document.getElementById(id);
const form = at("post");
const LOOK = 4000;
const SLOW = [1, 2, 5, 10, 20, 30];

const get = (name, other) => {
  try {
    return JSON.parse(localStorage.getItem(STORE + name)) ?? other;
  } catch {
    return other;
  }
};
const keep = (name, value) => {
  try {
    if (value === null) localStorage.removeItem(STORE + name);
    else localStorage.setItem(STORE + name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
};
const made = (tag, words = "", kind = "") => {
  const element = document.createElement(tag);
  element.textContent = words;
  if (kind) element.className = kind;
  return element;
};
const named = () => crypto.randomUUID?.().replaceAll("-", "") ?? `${Date.now()}-${Math.random().toString(36).slice(2, 14)}`;
const time = (seconds) => new Date(seconds * 1000).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: document.body.dataset.zone });

let token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
let known = { version: -1, entries: [] };
let queue = get("queue", []);
let failures = 0, timer = 0, isSending = false, editing = null;

const trouble = (words) => {
  at("why").textContent = words;
  at("why").hidden = !words;
};

const line = (isThere) => {
  at("line").textContent = isThere ? say.online : say.offline;
  at("line").classList.toggle("away", !isThere);
};

/* Asks the newsroom. Throws what `why` says of a refusal, or nothing where there was no answer. */
async function ask(path, said) {
  let answer;
  try {
    answer = await fetch(path, {
      method: said ? "POST" : "GET",
      body: said && JSON.stringify(said),
      headers: { "X-CSRFToken": token, "X-Requested-With": "XMLHttpRequest", Accept: "application/json" },
      credentials: "same-origin",
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout?.(20000),
    });
  } catch {
    line(false);
    throw { lost: true };
  }
  line(true);
  const isJson = answer.headers.get("content-type")?.includes("json");
  const told = isJson ? await answer.json() : {};
  if (told.token) token = told.token;
  if (told.entries) show(told);
  if (answer.ok && isJson) return told;
  if (answer.status >= 500) throw { lost: true };
  if (answer.status === 403 && !isJson && !ask.again) { // the token of a page that lay open for long
    ask.again = true;
    try {
      await ask("state/");
      return await ask(path, said);
    } finally {
      ask.again = false;
    }
  }
  throw { why: told.error ?? say.signin, isRefused: answer.status === 422 || answer.status === 409 };
}

/* What is typed, and what waits to be sent. */

const draft = () => ({ text: form.text.value, headline: form.headline.value, key: form.key.checked, client: form.client.value });

function typed() {
  const words = draft();
  const isEmpty = !words.text && !words.headline;
  const isKept = keep("draft", isEmpty ? null : words);
  at("kept").textContent = isEmpty || !isKept ? "" : say.kept;
}

function begin() {
  form.reset();
  form.text.value = form.headline.value = "";
  form.client.value = named();
  keep("draft", null);
  at("kept").textContent = "";
  form.text.focus();
}

function post() {
  const words = draft();
  if (!words.text.trim() && !words.headline.trim()) return form.text.focus();
  queue.push({ act: "post", ...words });
  if (!keep("queue", queue)) trouble(say.offline);
  begin();
  render();
  flush();
}

function render() {
  if (!at("queue")) return;
  at("queue").replaceChildren(
    ...queue.map((one) => {
      const item = made("li");
      item.lang = "bn";
      item.append(made("p", [one.headline, one.text].filter(Boolean).join(" — ")), made("small", one.why ?? (navigator.onLine ? say.going : say.waits)));
      if (one.why) {
        item.className = "refused";
        const again = made("button", say.again), drop = made("button", say.drop);
        again.type = drop.type = "button";
        again.onclick = () => {
          queue = queue.filter((other) => other !== one);
          keep("queue", queue);
          Object.assign(form.text, { value: one.text });
          form.headline.value = one.headline;
          form.key.checked = one.key;
          form.client.value = named();
          typed();
          render();
        };
        drop.onclick = () => {
          queue = queue.filter((other) => other !== one);
          keep("queue", queue);
          render();
        };
        const row = made("div", "", "row");
        row.append(again, drop);
        item.append(row);
      }
      return item;
    }),
  );
}

async function flush() {
  if (isSending) return;
  isSending = true;
  clearTimeout(timer);
  try {
    for (let one; (one = queue.find((other) => !other.why)); ) {
      try {
        const { why, ...said } = one;
        await ask("send/", said);
        queue = queue.filter((other) => other.client !== one.client);
        failures = 0;
        trouble("");
      } catch (no) {
        if (no.isRefused) one.why = no.why;
        else {
          if (no.why) trouble(no.why);
          timer = setTimeout(flush, SLOW[Math.min(failures++, SLOW.length - 1)] * 1000);
          break;
        }
      } finally {
        keep("queue", queue);
        render();
      }
    }
  } finally {
    isSending = false;
  }
}

/* The entries, and what may be done to each. */

function show(told) {
  if (told.version === known.version && told.entries.length === known.entries.length) return;
  known = told;
  if (!told.running && isRunning) at("line").textContent = say.over;
  if (editing) return; // what is being changed is not taken away; it is shown when that is done
  at("entries").replaceChildren(...told.entries.map(shown));
}

function shown(entry) {
  const item = made("li", "", entry.key ? "key" : "");
  item.lang = "bn";
  item.append(made("small", [time(entry.at), entry.by].filter(Boolean).join(" · ")));
  if (entry.struck) item.append(made("small", say.struck, "struck-note"));
  if (entry.headline) item.append(made("b", entry.headline));
  for (const words of entry.text.split("\n")) item.append(made("p", words, entry.struck ? "struck" : ""));
  if (entry.correction) item.append(made("small", `${say.corrected}: ${entry.correction}`));
  if (entry.may) {
    const row = made("div", "", "row small");
    const change = made("button", say.change), strike = made("button", entry.struck ? say.restore : say.strike);
    change.type = strike.type = "button";
    change.onclick = () => edit(item, entry);
    strike.onclick = () => act({ act: "strike", place: entry.place, seen: entry.version, back: entry.struck });
    row.append(...(entry.struck ? [strike] : [change, strike]));
    item.append(row);
  }
  return item;
}

function edit(item, entry) {
  editing = entry.place;
  const headline = made("input"), text = made("textarea"), note = made("input"), key = made("input");
  headline.value = entry.headline;
  headline.maxLength = 120;
  headline.setAttribute("aria-label", (headline.placeholder = say.headline));
  text.value = get(`edit:${entry.place}`, entry.text);
  text.rows = 4;
  text.setAttribute("aria-label", say.change);
  text.addEventListener("input", () => keep(`edit:${entry.place}`, text.value));
  note.setAttribute("aria-label", (note.placeholder = say.note));
  key.type = "checkbox";
  key.checked = entry.key;
  const tick = made("label", "", "tick");
  tick.append(key, ` ${say.key}`);
  const row = made("div", "", "row");
  const [save, correct, cancel] = [say.save, say.correct, say.cancel].map((words) => made("button", words));
  for (const button of [save, correct, cancel]) button.type = "button";
  const told = () => ({ act: "change", place: entry.place, seen: entry.version, headline: headline.value, text: text.value, key: key.checked });
  const done = () => {
    editing = null;
    known.version = -1;
  };
  save.onclick = () => act(told(), entry.place, done);
  correct.onclick = () => (note.value.trim() ? act({ ...told(), note: note.value }, entry.place, done) : note.focus());
  cancel.onclick = () => {
    keep(`edit:${entry.place}`, null);
    done();
    look();
  };
  row.append(save, correct, cancel);
  item.replaceChildren(headline, text, tick, note, row);
  text.focus();
}

async function act(said, place, done) {
  trouble("");
  try {
    const was = editing;
    editing = null;
    try {
      await ask("send/", said);
    } catch (no) {
      editing = was;
      throw no;
    }
    if (place !== undefined) keep(`edit:${place}`, null);
    done?.();
    await look();
  } catch (no) {
    trouble(no.why ?? say.offline);
  }
}

async function look() {
  try {
    show(await ask("state/"));
  } catch (no) {
    if (no.why) trouble(no.why);
  }
}

/* The summary and the score keep what is typed, too. */

function panel(id, collect) {
  const box = at(id);
  if (!box) return;
  box.hidden = false;
  const fields = [...box.querySelectorAll("textarea, input")];
  const before = get(id, null);
  if (before) {
    fields.forEach((field, order) => (field.value = before[order] ?? field.value));
    box.open = true;
  }
  box.addEventListener("input", () => keep(id, fields.map((field) => field.value)));
  const button = [...box.querySelectorAll("button")].at(-1);
  button.onclick = async () => {
    trouble("");
    try {
      await ask("send/", collect(box));
      keep(id, null);
      box.open = false;
      at("line").textContent = say.done;
    } catch (no) {
      trouble(no.why ?? say.offline);
    }
  };
}

panel("summary", (box) => ({ act: "summary", summary: box.querySelector("textarea").value }));
panel("board", (box) => ({ act: "board", ...Object.fromEntries([...box.querySelectorAll("[data-name]")].map((field) => [field.dataset.name, field.value])) }));

if (form) {
  const words = get("draft", null);
  if (words && !form.text.defaultValue) {
    form.text.value = words.text;
    form.headline.value = words.headline;
    form.key.checked = words.key;
    form.client.value = words.client;
    at("kept").textContent = say.kept;
  }
  form.addEventListener("input", typed);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    post();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      post();
    }
  });
  addEventListener("online", flush);
  render();
  flush();
}
document.addEventListener("visibilitychange", () => document.hidden || look());
setInterval(() => document.hidden || look(), LOOK);
look();
