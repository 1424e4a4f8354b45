// Live coverage: waits at the stand for what comes next and keeps it behind a button; nothing that somebody reads moves.
const place = document.querySelector("[data-live]");
const list = place?.querySelector(".live-entries");
const said = place?.querySelector(".live-new");
const address = `/fragment/live/${place?.dataset.live}`;
const fresh = new Map();
let tag = "", hold = 25, pause = 10, failures = 0, isOver = !place, wakeUp = () => {};

const bangla = (number) => `${number}`.replace(/\d/g, (digit) => String.fromCharCode(2534 + +digit));
const numbered = (entry) => +entry.id.slice(1);
const newest = () => (list.firstElementChild ? numbered(list.firstElementChild) : 0);
const rest = (seconds) => new Promise((done) => { wakeUp = done; setTimeout(done, seconds * 1000); });

// What is done to the page above what is read moves that: it is moved back in the same frame.
const still = (change) => {
  const root = document.documentElement;
  const seen = [...list.children, place.nextElementSibling].find((one) => one && one.getBoundingClientRect().bottom > 0);
  const before = seen?.getBoundingClientRect().top;
  root.style.overflowAnchor = "none";
  change();
  const moved = seen?.isConnected ? seen.getBoundingClientRect().top - before : 0;
  if (moved && scrollY) scrollBy({ top: moved, behavior: "instant" });
  requestAnimationFrame(() => { root.style.overflowAnchor = ""; });
};

const show = (isAsked) => {
  const entries = [...fresh.values()].sort((one, other) => numbered(other) - numbered(one));
  fresh.clear();
  place.querySelector(".live-none")?.remove();
  const put = () => list.prepend(...entries);
  if (isAsked) put(); else still(put);
  said.replaceChildren();
  if (!isAsked) return;
  for (const one of entries) one.classList.add("live-entry-fresh");
  const first = entries[0];
  first.tabIndex = -1;
  first.scrollIntoView({ block: "center" });
  first.focus({ preventScroll: true });
};

const tell = (isGap) => {
  if (isGap) {
    const link = document.createElement("a");
    link.href = "";
    link.textContent = "নতুন হালনাগাদ দেখুন";
    link.addEventListener("click", (event) => { event.preventDefault(); location.reload(); });
    said.replaceChildren(link);
    return;
  }
  const button = said.querySelector("button") ?? document.createElement("button");
  button.type = "button";
  button.textContent = `${bangla(fresh.size)}টি নতুন`;
  button.onclick = () => show(true);
  if (!button.isConnected) said.replaceChildren(button);
};

const take = (text) => {
  const root = new DOMParser().parseFromString(text, "text/html").querySelector("[data-live]");
  if (!root) return;
  hold = +root.dataset.hold || hold;
  pause = +root.dataset.pause || pause;
  const last = newest();
  const entries = [...root.querySelectorAll(".live-entry")];
  still(() => {
    for (const entry of entries) {
      const there = document.getElementById(entry.id);
      if (there && there.dataset.v !== entry.dataset.v) there.replaceWith(entry);
    }
    const [old, now] = [place, root].map((one) => one.querySelector(".live-above"));
    if (!old.isEqualNode(now)) old.replaceWith(now);
  });
  for (const entry of entries) if (numbered(entry) > last) fresh.set(entry.id, entry);
  if (fresh.size) {
    const isGap = +root.dataset.total - last > fresh.size;
    if (!isGap && list.getBoundingClientRect().top > innerHeight) show(false);
    else tell(isGap);
  } else if (!said.querySelector("button, a[href='']")) said.replaceChildren();
  place.dataset.version = root.dataset.version;
  if (root.dataset.ended === undefined) return;
  isOver = true;
  place.querySelector(".mark-live")?.remove();
};

const stopped = (status) => {
  isOver = true;
  if (status === 410) setTimeout(() => location.reload(), Math.random() * 8000);
};

// One look; returns the seconds until the next. A stand that is full says when to come again, and so does one that is in trouble.
const look = async () => {
  const isSlow = document.hidden || navigator.connection?.saveData;
  const waits = tag && !isSlow;
  const began = Date.now();
  const answer = await fetch(address + (waits ? "/wait" : ""), {
    cache: "no-store",
    credentials: "omit",
    headers: tag ? { "If-None-Match": tag } : {},
    signal: AbortSignal.timeout?.((hold + 20) * 1000),
  });
  const after = +answer.headers.get("retry-after");
  if (answer.status === 404 || answer.status === 410) return stopped(answer.status);
  if (!answer.ok && answer.status !== 304) throw after;
  failures = 0;
  if (answer.ok) {
    tag = answer.headers.get("etag") ?? "";
    take(await answer.text());
  }
  if (after) return after * (1 + Math.random());
  if (document.hidden) return 60 + 30 * Math.random();
  if (!tag || isSlow || (!answer.ok && Date.now() - began < 2000)) return pause * (1 + Math.random());
  return .2 + Math.random();
};

const follow = async () => {
  while (!isOver) {
    let seconds;
    try {
      seconds = await look();
    } catch (trouble) {
      failures += 1;
      seconds = Math.max(+trouble || 0, Math.min(60, 2 ** failures)) * (.5 + Math.random());
    }
    if (!isOver) await rest(seconds);
  }
};

// Older entries come below, where a script is there to bring them.
const older = async (event) => {
  const link = event.target.closest(".live-older a");
  if (!link) return;
  event.preventDefault();
  try {
    const answer = await fetch(link.href);
    if (!answer.ok) throw answer.status;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    list.append(...page.querySelectorAll(".live-entry"));
    const next = page.querySelector("a.live-older");
    if (next) link.href = next.getAttribute("href");
    else link.parentElement.remove();
  } catch {
    location.assign(link.href);
  }
};

if (place) {
  said.replaceChildren();
  place.addEventListener("click", older);
  addEventListener("online", () => wakeUp());
  document.addEventListener("visibilitychange", () => document.hidden || wakeUp());
  follow();
}
