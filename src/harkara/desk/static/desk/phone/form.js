/* Files from a phone on a bad line. What is typed is written into the phone's store in the same turn as the key; what was sent stays
   there until the newsroom says that it has it. The phone names each piece and each picture, so that sending twice files once. */

localStorage.getItem(""); // where there is no store this script ends here, and the plain form stays
const at = (id) => document.getElementById(id);
const say = JSON.parse(at("say").textContent);
const form = at("piece");
const HERE = new URL(form.action).pathname;
const STORE = "harkara-filing:";
const FIELDS = ["text", "place", "headline", "note"];
const isBangla = document.documentElement.lang === "bn";
const LONG_SIDE = 1920;
const LARGEST = 8 * 1024 * 1024;
const MOST = 10;
const LEAST_PART = 8 * 1024;
const LARGEST_PART = 256 * 1024;
const LONGEST_WAIT = 300;

/* What is said. */

const digits = (text) => (isBangla ? String(text).replace(/\d/g, (one) => "০১২৩৪৫৬৭৮৯"[one]) : String(text));
const filled = (text, values) => text.replace(/%\((\w+)\)s/g, (_all, name) => digits(values[name]));
const hour = (moment) => {
  const time = new Date(moment);
  const two = (number) => String(number).padStart(2, "0");
  const day = time.toDateString() === new Date().toDateString() ? "" : `${time.getDate()}/${time.getMonth() + 1} `;
  return `${day}${two(time.getHours())}:${two(time.getMinutes())}`;
};
const fresh = () => [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/* The phone's store: a piece under each key, pictures in IndexedDB. */

const load = (name, otherwise) => {
  try {
    return JSON.parse(localStorage.getItem(STORE + name)) ?? otherwise;
  } catch {
    return otherwise;
  }
};

function store(name, value) {
  try {
    localStorage.setItem(STORE + name, JSON.stringify(value));
    return true;
  } catch {
    tell(say.full);
    return false;
  }
}

function pieces() {
  const names = Object.keys(localStorage).filter((key) => key.startsWith(`${STORE}piece:`));
  return names.map((key) => load(key.slice(STORE.length))).filter(Boolean).sort((one, other) => other.typed - one.typed);
}

const get = (id) => load(`piece:${id}`);
const put = (piece) => store(`piece:${piece.id}`, piece);
const mine = (piece) => !piece.who || !whoever().who || piece.who === whoever().who;
const whoever = () => load("who", {});

const shelf = new Promise((done, fail) => {
  const asked = indexedDB.open("harkara-filing", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("pictures");
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => fail(asked.error);
});
shelf.catch(() => {});

async function pictures(mode, act) {
  const turn = (await shelf).transaction("pictures", mode);
  const asked = act(turn.objectStore("pictures"));
  return new Promise((done, fail) => {
    turn.oncomplete = () => done(asked.result);
    turn.onabort = turn.onerror = () => fail(turn.error);
  });
}

function forget(piece) {
  localStorage.removeItem(`${STORE}piece:${piece.id}`);
  for (const one of piece.pictures) pictures("readwrite", (all) => all.delete(one.id)).catch(() => {});
}

/* The piece that is open. */

let open = null;

function begin() {
  if (open && isEmpty(open)) localStorage.removeItem(`${STORE}piece:${open.id}`);
  open = { id: fresh(), who: whoever().who, version: 0, state: "draft", typed: Date.now(), pictures: [] };
  for (const name of FIELDS) open[name] = "";
  open.place = load("place", "");
  show();
}

function show() {
  for (const name of FIELDS) form[name].value = open[name];
  form.piece.value = open.id;
  hint();
  setPictures();
  render();
}

function typed() {
  for (const name of FIELDS) open[name] = form[name].value;
  open.typed = Date.now();
  keep();
  hint();
}

function keep() {
  if (put(open)) note(filled(say.kept, { time: hour(open.typed) }));
  at("new").hidden = isEmpty(open);
  wrong("");
}

/* Read aloud when it changes: not at each key. */
function note(text) {
  if (at("kept").textContent !== text) at("kept").textContent = text;
}

const isEmpty = (piece) => !piece.pictures.length && !["text", "headline", "note"].some((name) => piece[name].trim());

function hint() {
  const strange = (open.text.match(/[‡†‰Šˆ¤§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ]/g) ?? []).length;
  at("hint").hidden = strange < 3;
  at("hint").textContent = say.bijoy;
}

function wrong(text, field) {
  at("why").textContent = text;
  at("why").hidden = !text;
  for (const name of FIELDS) form[name].removeAttribute("aria-invalid");
  if (!field) return;
  field.setAttribute("aria-invalid", "true");
  field.focus();
}

function tell(text) {
  at("why").textContent = text;
  at("why").hidden = false;
}

/* Pictures are drawn smaller before they are kept: a line that takes a minute for the small one takes ten for the camera's. */

async function shrunk(file) {
  const drawn = await createImageBitmap(file).catch(() => null);
  if (!drawn) return null;
  const ratio = Math.min(1, LONG_SIDE / Math.max(drawn.width, drawn.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(drawn.width * ratio);
  canvas.height = Math.round(drawn.height * ratio);
  canvas.getContext("2d").drawImage(drawn, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
}

async function take(files) {
  const piece = open;
  for (const file of files) {
    const blob = await shrunk(file);
    const here = piece === open ? piece : get(piece.id);
    if (!here || here.state !== "draft") return;
    if (here.pictures.length >= MOST) return tell(say.many);
    if (!blob || blob.size > LARGEST) {
      tell(say.large.replace("%(name)s", file.name));
      continue;
    }
    const one = { id: fresh(), name: file.name, size: blob.size, caption: "", have: 0 };
    try {
      await pictures("readwrite", (all) => all.put(blob, one.id));
    } catch {
      return tell(say.full);
    }
    here.pictures.push(one);
    here.typed = Date.now();
    if (here === open) {
      keep();
      await setPictures();
    } else put(here);
  }
}

let urls = [];

async function setPictures() {
  const piece = open;
  const rows = await Promise.all(
    piece.pictures.map(async (one) => {
      const blob = await pictures("readonly", (all) => all.get(one.id)).catch(() => null);
      const image = make("img", { alt: "", src: blob ? URL.createObjectURL(blob) : "data:," });
      const caption = make("input", { value: one.caption, maxLength: 400, placeholder: say.caption, lang: "bn" });
      caption.setAttribute("aria-label", say.caption);
      caption.oninput = () => {
        one.caption = caption.value;
        typed();
      };
      const out = make("button", { type: "button", textContent: "×", title: say.remove });
      out.setAttribute("aria-label", say.remove);
      out.onclick = () => {
        piece.pictures = piece.pictures.filter((other) => other !== one);
        pictures("readwrite", (all) => all.delete(one.id)).catch(() => {});
        typed();
        setPictures();
      };
      return make("li", {}, image, caption, out);
    }),
  );
  if (piece !== open) return;
  urls.forEach((url) => URL.revokeObjectURL(url));
  urls = rows.map((row) => row.firstChild.src);
  at("shown").replaceChildren(...rows);
}

function make(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/* The list of pieces: what is on the phone, and what the newsroom says of what it has. */

let going = "";

function render() {
  const told = load("told", []);
  const here = new Map(pieces().filter(mine).map((piece) => [piece.id, piece]));
  const rows = [...here.values()].filter((piece) => piece.id !== open.id && !(piece.state === "draft" && isEmpty(piece))).map(row);
  const theirs = told.filter((fate) => !here.has(fate.id)).map(fated);
  at("pieces").replaceChildren(...rows, ...theirs);
  at("yours").hidden = !at("pieces").children.length;
}

function row(piece) {
  const title = piece.headline.trim() || piece.text.trim().slice(0, 80) || say.untitled;
  const made = make("li", {}, make("b", { textContent: title, lang: "bn" }));
  const isFiled = piece.state === "filed";
  const isGoing = going === piece.id;
  const state = isFiled ? filedText(piece) : isGoing ? say.going : piece.state === "out" ? say.out : say.draft;
  made.append(make("span", { textContent: piece.place }));
  const said = make("span", { textContent: piece.why || state, className: piece.why ? "bad" : isFiled ? "good" : "" });
  said.dataset.state = isGoing ? "going" : piece.state;
  made.append(said);
  if (piece.state !== "draft" && piece.pictures.length) {
    const all = piece.pictures.reduce((sum, one) => sum + one.size, 0);
    const have = piece.pictures.reduce((sum, one) => sum + (one.done ? one.size : one.have), 0);
    const bar = make("progress", { max: all, value: have });
    bar.setAttribute("aria-label", counted(piece.pictures));
    made.append(make("span", { textContent: counted(piece.pictures) + (isGoing && isFiled ? ` · ${say.going}` : "") }), bar);
  }
  if (isFiled || isGoing) return made;
  const change = make("button", { type: "button", textContent: piece.state === "draft" ? say.open : say.change });
  change.onclick = () => reopen(piece.id);
  const away = make("button", { type: "button", textContent: say.delete });
  away.onclick = () => {
    if (!confirm(say.sure)) return;
    forget(piece);
    render();
  };
  made.append(make("div", { className: "row" }, change, away));
  return made;
}

const counted = (all) => filled(say.pictures, { done: all.filter((one) => one.done && !one.why).length, all: all.length });
const filedText = (fate) => filled(say.filed, { time: hour(fate.at * 1000), number: fate.number });

function fated(fate) {
  const made = make("li", {}, make("b", { textContent: fate.headline, lang: "bn" }), make("span", { textContent: fate.place }));
  made.append(make("span", { textContent: filedText(fate), className: "good" }));
  if (fate.pictures.length) made.append(make("span", { textContent: counted(fate.pictures) }));
  for (const one of fate.pictures) if (one.why) made.append(make("span", { textContent: one.why, className: "bad" }));
  if (fate.state !== "filed") made.append(make("span", { textContent: say[fate.state] }));
  if (fate.address) made.append(make("a", { href: fate.address, textContent: say.read }));
  return made;
}

function reopen(id) {
  const piece = get(id);
  if (!piece || going === id || piece.state === "filed") return render();
  if (isEmpty(open)) localStorage.removeItem(`${STORE}piece:${open.id}`);
  piece.state = "draft";
  piece.why = "";
  put(piece);
  open = piece;
  at("new").hidden = false;
  show();
  form.text.focus();
}

/* Sending. */

class Later extends Error {}
class SignedOut extends Error {}

let token = "";
let wait = 0;
let timer = 0;
let part = 32 * 1024;

async function ask(path, options = {}, seconds = 60) {
  const stop = new AbortController();
  const alarm = setTimeout(() => stop.abort(), seconds * 1000);
  let answer;
  let said = null;
  try {
    const headers = { Accept: "application/json", "X-CSRFToken": token };
    answer = await fetch(HERE + path, { ...options, headers, redirect: "manual", signal: stop.signal });
    if (answer.headers.get("Content-Type")?.startsWith("application/json")) said = await answer.json();
  } catch {
    throw new Later();
  } finally {
    clearTimeout(alarm);
  }
  if (answer.status === 401) throw new SignedOut(said?.error);
  if (answer.status >= 500 || answer.status === 429 || (!said && answer.status !== 403)) throw new Later();
  return { status: answer.status, said };
}

async function state() {
  const { status, said } = await ask("state/");
  if (status !== 200 || !said) throw new SignedOut(said?.error);
  token = said.token;
  for (const box of document.querySelectorAll("[name=csrfmiddlewaretoken]")) box.value = token;
  const before = whoever();
  store("who", { who: said.who, name: said.name });
  store("told", said.pieces);
  if (before.who && before.who !== said.who && open.who !== said.who) begin();
  open.who ??= said.who;
  for (const piece of pieces().filter((one) => !one.who)) put({ ...piece, who: said.who });
  at("name").textContent = said.name;
  at("out").hidden = false;
  at("in").hidden = true;
  for (const fate of said.pieces) {
    const piece = get(fate.id);
    if (piece && piece.state === "out" && fate.version >= piece.version) filed(piece, fate);
  }
}

/* The newsroom has the piece: its words may go; pictures stay until they have come, too. */
function filed(piece, fate) {
  const theirs = new Map(fate.pictures.map((one) => [one.id, one]));
  piece.state = "filed";
  piece.why = "";
  piece.number = fate.number;
  piece.at = fate.at;
  piece.headline = fate.headline;
  piece.text = piece.note = "";
  for (const one of piece.pictures) Object.assign(one, theirs.get(one.id) ?? { done: true });
  put(piece);
  finish(piece);
}

function finish(piece) {
  for (const one of piece.pictures) if (one.done) pictures("readwrite", (all) => all.delete(one.id)).catch(() => {});
  const told = load("told", []);
  const fate = told.find((one) => one.id === piece.id);
  if (!fate || piece.pictures.some((one) => !one.done)) return;
  fate.pictures = piece.pictures;
  store("told", told);
  localStorage.removeItem(`${STORE}piece:${piece.id}`);
}

async function sendPiece(piece) {
  const body = JSON.stringify({
    ...piece,
    age: Math.max(0, Date.now() - piece.sent) / 1000,
    pictures: piece.pictures.map(({ id, name, size, caption }) => ({ id, name, size, caption })),
  });
  let answer = await ask("piece/", { method: "POST", body });
  if (answer.status === 403 && !answer.said) {
    await state();
    answer = await ask("piece/", { method: "POST", body });
  }
  const { status, said } = answer;
  const now = get(piece.id);
  if (!now || now.version !== piece.version || now.state !== "out") return; // it was taken back meanwhile
  if (status === 200) {
    const told = load("told", []).filter((fate) => fate.id !== said.id);
    store("told", [said, ...told]);
    filed(now, said);
    if (isEmpty(open)) note(filedText(said));
  } else {
    now.state = "refused";
    now.why = said?.error ?? say.noline;
    put(now);
    note("");
  }
}

async function sendPicture(piece, one) {
  const blob = await pictures("readonly", (all) => all.get(one.id)).catch(() => null);
  while (!one.done) {
    const bytes = blob?.slice(one.have, one.have + part);
    if (!bytes) {
      one.done = true; // it is not on this phone any more
      break;
    }
    const began = Date.now();
    const query = new URLSearchParams({ piece: piece.id, picture: one.id, from: one.have });
    let answer;
    try {
      answer = await ask(`picture/?${query}`, { method: "POST", body: await bytes.arrayBuffer() }, 90);
    } catch (error) {
      part = Math.max(LEAST_PART, part / 2);
      throw error;
    }
    const { status, said } = answer;
    if (status === 403 && !said) {
      await state();
      continue;
    }
    if (status === 400) throw new Later();
    if (status === 200) {
      one.have = said.have;
      one.done = said.done;
      one.why = said.why;
    } else {
      one.done = true;
      one.why = said.error;
    }
    if (Date.now() - began < 3000) part = Math.min(LARGEST_PART, part * 2);
    wait = 0;
    put(piece);
    render();
  }
  put(piece);
}

async function run() {
  await state();
  lineIs(true);
  wait = 0;
  const waiting = () => pieces().filter((piece) => mine(piece) && piece.who && piece.state === "out").reverse();
  for (let next = waiting()[0]; next; next = waiting()[0]) {
    going = next.id;
    render();
    await sendPiece(next);
    going = "";
    render();
  }
  for (const piece of pieces().filter((one) => mine(one) && one.state === "filed")) {
    for (const one of piece.pictures.filter((picture) => !picture.done)) {
      going = piece.id;
      render();
      await sendPicture(piece, one);
      going = "";
    }
    finish(piece);
    render();
  }
}

const hasMore = () => pieces().some((piece) => mine(piece) && (piece.state === "out" || (piece.state === "filed" && piece.pictures.some((one) => !one.done))));

let isRunning = false;
let isWanted = false;

async function send() {
  clearTimeout(timer);
  timer = 0;
  if (isRunning) {
    isWanted = true;
    return;
  }
  isRunning = true;
  isWanted = false;
  try {
    if (navigator.locks) await navigator.locks.request("harkara-filing", { ifAvailable: true }, (lock) => lock && run());
    else await run();
  } catch (error) {
    if (error instanceof SignedOut) {
      at("in").hidden = false;
      if (error.message) tell(error.message);
    } else if (error instanceof Later) {
      wait = Math.min(LONGEST_WAIT, wait ? wait * 2 : 5);
      lineIs(false);
    } else throw error;
  } finally {
    going = "";
    isRunning = false;
    render();
  }
  if (isWanted) return send();
  if (wait && hasMore()) timer = setTimeout(send, wait * (800 + Math.random() * 400));
}

function lineIs(isThere) {
  at("line").className = isThere ? "" : "off";
  at("line").textContent = isThere ? say.line : say.noline;
}

/* What is done on the page. */

form.addEventListener("input", (event) => {
  if (event.target.type !== "file" && event.target.name) typed();
});

for (const box of form.querySelectorAll("[type=file]")) {
  box.addEventListener("change", () => {
    const files = [...box.files];
    box.value = "";
    take(files);
  });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  for (const name of FIELDS) open[name] = form[name].value;
  if (!open.text.trim()) return wrong(say.text, form.text);
  if (!open.place.trim()) return wrong(say.place, form.place);
  open.state = "out";
  open.why = "";
  open.version += 1;
  open.sent = open.typed = Date.now();
  if (!put(open)) {
    open.state = "draft";
    return;
  }
  store("place", open.place);
  wrong("");
  begin();
  at("new").hidden = true;
  note(say.out);
  wait = 0;
  send();
});

at("new").addEventListener("click", () => {
  keep();
  begin();
  note("");
  at("new").hidden = true;
  form.text.focus();
});

at("tongue").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    await state();
    const answer = await fetch(at("tongue").action, { method: "POST", body: new FormData(at("tongue")), redirect: "manual" });
    if (answer.type !== "opaqueredirect") throw new Later();
    if (window.caches) for (const name of await caches.keys()) if (name.startsWith("harkara-filing-")) await caches.delete(name);
    location.reload();
  } catch {
    tell(say.needs);
  }
});

at("out").addEventListener("submit", async (event) => {
  event.preventDefault();
  const left = pieces().filter((piece) => mine(piece) && !isEmpty(piece) && piece.state !== "filed");
  if ((left.length || hasMore()) && !confirm(say.leaving)) return;
  let isIn = true;
  try {
    await state();
  } catch (error) {
    if (!(error instanceof SignedOut)) return tell(say.needs);
    isIn = false;
  }
  for (const piece of pieces().filter(mine)) forget(piece);
  for (const name of ["who", "told", "place"]) localStorage.removeItem(STORE + name);
  if (isIn) at("out").submit();
  else location.href = `${HERE}in/`;
});

addEventListener("online", () => {
  wait = 0;
  send();
});
addEventListener("offline", () => lineIs(false));
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
addEventListener("storage", (event) => {
  if (!event.key?.startsWith(STORE)) return;
  if (event.key === `${STORE}piece:${open.id}` && !document.hasFocus()) {
    const piece = get(open.id);
    if (piece?.state === "draft") open = piece;
    else begin();
    show();
  } else render();
});

/* What was open last is open again. */

at("camera").hidden = false;
at("in").hidden = true;
form.noValidate = true;
const drafts = pieces().filter((piece) => mine(piece) && piece.state === "draft");
const last = drafts.find((piece) => !isEmpty(piece));
for (const piece of drafts) if (isEmpty(piece)) forget(piece);
if (form.text.defaultValue) {
  const words = FIELDS.map((name) => form[name].defaultValue); // they came back from the newsroom
  begin();
  FIELDS.forEach((name, order) => (form[name].value = words[order]));
  typed();
} else if (last) {
  open = last;
  show();
  at("new").hidden = false;
} else begin();
if (whoever().name) {
  at("name").textContent = whoever().name;
  at("out").hidden = false;
}
lineIs(navigator.onLine);
navigator.storage?.persist?.().catch(() => {});
if (navigator.serviceWorker) {
  navigator.serviceWorker.register(`${HERE}worker.js`, { scope: HERE }).then(() => navigator.serviceWorker.ready).then((all) => all.active?.postMessage("renew"), () => {});
}
send();
setInterval(() => document.visibilityState === "visible" && !timer && send(), 300000);
