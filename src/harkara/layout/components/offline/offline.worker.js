// The reader's own shelf: what was read last can be read again without a line. HOUSE is set before this by the press.
// The network comes first for pages; what is kept is shown where nothing answers, and says that it is a copy.
const KEPT = "harkara-kept-1";
const FILES = "harkara-files-1";
const INDEX = "/saved/index";
const PAGE = "/saved/";
const CHANGES = "/fragment/changes";
const MOST = { saved: 100, read: 30, pages: 8, files: 40, pictures: 12 };
const PATIENCE = 3000;
const PRINTING = 120000; // A page that was fetched so soon after a change may be the one before it.
const STORY = /^\/[a-z0-9-]+\/(\d+)\/[^/]+$/;
const NEVER = /^\/(desk|lite|search|static|media|fragment|comment|go|embed)(\/|$)/;
const MAIN = '<main id="main" class="sheet">';

// One change of the index at a time: pages, pictures and messages come when they like.
let turn = Promise.resolve();
const change = (alter) => {
  const mine = turn.then(async () => {
    const shelf = await caches.open(KEPT);
    const index = await (await shelf.match(INDEX))?.json() ?? {};
    try {
      return await alter(index, shelf);
    } finally {
      await shelf.put(INDEX, new Response(JSON.stringify(index)));
    }
  });
  turn = mine.catch(() => {});
  return mine;
};

const forget = async (index, shelf, path) => {
  const gone = index[path];
  delete index[path];
  await shelf.delete(path);
  await clear(index, shelf, gone?.pictures ?? []);
};

const clear = async (index, shelf, pictures) => {
  const shown = new Set(Object.values(index).flatMap((one) => one.pictures));
  for (const picture of pictures) if (!shown.has(picture)) await shelf.delete(picture);
};

// What may leave, the oldest first. The front stays, where the installed paper opens, and so does the page of what is kept.
const oldest = (index) =>
  Object.keys(index).filter((path) => path !== "/" && path !== PAGE).sort((one, other) => index[one].read - index[other].read);

const bound = async (index, shelf) => {
  const old = oldest(index);
  const saved = old.filter((path) => index[path].saved).sort((one, other) => index[one].saved - index[other].saved);
  const stories = old.filter((path) => STORY.test(path) && !index[path].saved);
  const pages = old.filter((path) => !STORY.test(path));
  const over = [...saved.slice(0, -MOST.saved), ...stories.slice(0, -MOST.read), ...pages.slice(0, -MOST.pages)];
  for (const path of over) await forget(index, shelf, path);
};

const put = async (index, shelf, path, answer) => {
  try {
    await shelf.put(path, answer.clone());
  } catch { // No room: half of what was read and not saved makes some.
    const old = oldest(index).filter((one) => one !== path && !index[one].saved);
    for (const one of old.slice(0, Math.ceil(old.length / 2))) await forget(index, shelf, one);
    await shelf.put(path, answer);
  }
};

const keep = async (path, answer, isRead) => {
  const text = await answer.text();
  const headers = new Headers(answer.headers);
  for (const name of ["content-encoding", "content-length"]) headers.delete(name);
  const title = /<h1[^>]*>([^<]*)<\/h1>/.exec(text)?.[1] ?? "";
  const at = Date.parse(headers.get("date")) || Date.now(); // the paper's clock, where it says it: phones' are wrong
  const names = [...new Set(Array.from(text.matchAll(/href="\/[a-z0-9-]+\/(\d+)\//g), ([, id]) => id))];
  await change(async (index, shelf) => {
    const was = index[path] ?? { read: 0, pictures: [] };
    try {
      await put(index, shelf, path, new Response(text, { headers }));
    } catch (error) { // What cannot be renewed must not stay as it was.
      await forget(index, shelf, path);
      throw error;
    }
    const pictures = was.pictures.filter((one) => text.includes(one));
    index[path] = { ...was, title, at, names, pictures, read: isRead ? Date.now() : was.read };
    await clear(index, shelf, was.pictures);
    await bound(index, shelf);
  });
};

const isPage = (answer) =>
  answer.ok && answer.type === "basic" && answer.headers.get("content-type")?.startsWith("text/html") &&
  answer.headers.get("cache-control")?.includes("public");

// What the network said of a page: it is kept, or it leaves at once with its pictures.
const heard = async (path, answer, isRead) => {
  const to = answer.redirected ? new URL(answer.url).pathname : path;
  const isKept = isPage(answer);
  if (isKept) await keep(to, answer, isRead);
  if (to === path && answer.status !== 404 && answer.status !== 410) return;
  await change(async (index, shelf) => {
    if (isKept && index[path] && index[to]) index[to] = { ...index[to], saved: index[path].saved, read: index[path].read };
    if (to !== path || !isKept) await forget(index, shelf, path);
  });
};

// At every contact with the paper: what it changed or withdrew since a copy was made, or what a copy names of that, is asked
// for anew; also what is older than the paper's list of changes, and what was not asked for a day, a little at a time.
const contact = async () => {
  const answer = await fetch(CHANGES, { cache: "no-cache" });
  if (!answer.ok) return;
  const { since, stories } = await answer.json();
  const now = Date.now();
  const stale = await change((index) => {
    const paths = Object.keys(index);
    const id = (path) => STORY.exec(path)?.[1];
    const isOf = (path) => [id(path), ...index[path].names].some((one) => stories[one] * 1000 > index[path].at - PRINTING);
    const old = paths.filter((path) => index[path].at < now - 864e5).sort((one, other) => index[one].at - index[other].at);
    return new Set([...paths.filter((path) => index[path].at < since * 1000 || isOf(path)), ...old.slice(0, 2)]);
  });
  for (const path of stale) await heard(path, await fetch(path, { cache: "no-cache" })).catch(() => {});
};

// A moment as the paper writes it: ২৯ নভেম্বর ২০২৬, ২৩:০৫.
const stamp = (moment, timeZone) => {
  const part = { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone };
  const said = new Intl.DateTimeFormat("bn-BD", part).formatToParts(moment).map(({ type, value }) => [type, value]);
  const { day, month, year, hour, minute } = Object.fromEntries(said);
  return `${day} ${month} ${year}, ${hour}:${minute}`;
};

const copied = async (path, held) => {
  const { at } = (await (await caches.match(INDEX)).json())[path] ?? {};
  const notice = `<p class="lite-offer" role="status">${HOUSE.copy.replace("{}", stamp(at, HOUSE.zone))}</p>`;
  return new Response((await held.text()).replace(MAIN, MAIN + notice), { headers: held.headers });
};

const page = async (event, path) => {
  let isCopy = false;
  const asked = (async () => (await event.preloadResponse) ?? fetch(event.request))();
  const listen = async () => {
    const answer = (await asked).clone();
    await heard(path, answer, true);
    // The network was so late that the copy is on the screen, and there is no such page any more.
    if (isCopy && (answer.status === 404 || answer.status === 410)) (await clients.get(event.resultingClientId))?.postMessage("gone");
    await contact();
  };
  event.waitUntil(listen().catch(() => {}));
  const shelf = await caches.open(KEPT);
  const held = await shelf.match(path);
  const late = new Promise((go) => setTimeout(go, PATIENCE));
  try {
    const answer = await (held ? Promise.race([asked, late]) : asked);
    if (answer && answer.status !== 502 && answer.status !== 504) return answer;
  } catch {
    // No line.
  }
  isCopy = Boolean(held);
  return held ? copied(path, held) : (await shelf.match(PAGE)) ?? Response.error();
};

const fixed = async (request) => {
  const files = await caches.open(FILES);
  const held = await files.match(request);
  if (held) return held;
  const answer = await fetch(request);
  if (answer.ok) {
    await files.put(request, answer.clone()).catch(() => {});
    const names = await files.keys();
    for (const old of names.slice(0, -MOST.files)) await files.delete(old);
  }
  return answer;
};

// No page waits long for a colour: the sheet as it was will do, and the new one comes with the next page.
const look = async (event, request) => {
  const files = await caches.open(FILES);
  const held = await files.match(request);
  const fresh = async () => {
    const answer = await fetch(request);
    if (answer.ok) await files.put(request, answer.clone()).catch(() => {});
    return answer;
  };
  const asked = fresh();
  event.waitUntil(asked.catch(() => {}));
  if (!held) return asked;
  return Promise.race([asked, new Promise((go) => setTimeout(go, PATIENCE / 6, held))]).catch(() => held);
};

// Without a line any width of the picture will do.
const picture = async (request, path) => {
  const shelf = await caches.open(KEPT);
  const held = await shelf.match(path);
  if (held) return held;
  try {
    return await fetch(request);
  } catch (error) {
    const stem = path.slice(0, path.lastIndexOf("/") + 1);
    const other = (await shelf.keys()).find((one) => new URL(one.url).pathname.startsWith(stem));
    return (other && await shelf.match(other)) ?? Promise.reject(error);
  }
};

// A page says which pictures it shows; the first page a reader opens was not fetched through here, so it is fetched now.
const shown = async (path, pictures) => {
  if (!await change((index) => path in index)) await heard(path, await fetch(path), true);
  for (const one of pictures.slice(0, MOST.pictures)) {
    const answer = await fetch(one);
    await change(async (index, shelf) => {
      if (!answer.ok || !index[path] || index[path].pictures.includes(one)) return;
      await put(index, shelf, one, answer);
      index[path]?.pictures.push(one);
    });
  }
};

// What a page asks for: "read" (it is on the screen), "save", "free" (not saved any more), "drop" (a page, or all of them).
// The answer is whether the page is saved, or that there is no room.
const told = async ({ say, path, pictures = [] }) => {
  if (say === "drop") {
    const wanted = (index) => (path ? [path] : oldest(index));
    return change(async (index, shelf) => { for (const one of wanted(index)) await forget(index, shelf, one); });
  }
  await shown(path, pictures).catch(() => {});
  return change(async (index, shelf) => {
    const entry = index[path];
    if (!entry) return "full";
    if (say === "save") entry.saved = Date.now();
    if (say === "free") delete entry.saved;
    await bound(index, shelf);
    return index[path]?.saved ? "saved" : "free";
  });
};

addEventListener("install", (event) => {
  skipWaiting();
  const wanted = navigator.connection?.saveData ? [] : HOUSE.files;
  event.waitUntil((async () => {
    const answer = await fetch(PAGE);
    if (answer.ok) await keep(PAGE, answer);
    await (await caches.open(FILES)).addAll(wanted);
  })());
});

addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name !== KEPT && name !== FILES) await caches.delete(name);
    await registration.navigationPreload?.enable();
    await clients.claim();
  })());
});

addEventListener("message", (event) => {
  const { path } = event.data;
  event.waitUntil(told(event.data).then((answer) => event.source.postMessage({ path, answer })));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || NEVER.test(pathname)) return;
  if (request.mode === "navigate") event.respondWith(page(event, pathname));
  else if (pathname.startsWith("/assets/")) event.respondWith(fixed(request));
  else if (pathname === "/look.css") event.respondWith(look(event, request));
  else if (pathname.startsWith("/picture/")) event.respondWith(picture(request, pathname));
});
