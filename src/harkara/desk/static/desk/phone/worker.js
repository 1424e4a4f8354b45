/* The form's own worker. It answers for /desk/file/ alone, with the page as it was kept and the two files it names; all else goes
   to the newsroom. What is kept holds nothing of a person: those words lie in the phone's own store. */

const SHELF = "harkara-filing-1";
const HOME = new URL("./", self.location).pathname;
const NAMED = new RegExp(`(?:src|href)="(${HOME}form\\.[^"]+)"`, "g");

async function renew() {
  const page = await fetch(`${HOME}?shell`, { credentials: "same-origin", redirect: "manual" });
  if (!page.ok) return;
  const shelf = await caches.open(SHELF);
  const text = await page.clone().text();
  const named = [...text.matchAll(NAMED)].map((found) => found[1]);
  for (const address of named) {
    if (!(await shelf.match(address))) await shelf.add(address);
  }
  await shelf.put(HOME, page);
  for (const request of await shelf.keys()) {
    const { pathname, search } = new URL(request.url);
    if (pathname !== HOME && !named.includes(pathname + search)) await shelf.delete(request);
  }
}

async function opened(event) {
  const shelf = await caches.open(SHELF);
  const kept = await shelf.match(HOME);
  if (!kept) return fetch(event.request);
  event.waitUntil(renew().catch(() => {}));
  return kept;
}

async function file(request) {
  const shelf = await caches.open(SHELF);
  return (await shelf.match(request)) ?? fetch(request);
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(renew().catch(() => {}));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name.startsWith("harkara-filing-") && name !== SHELF) await caches.delete(name);
      }
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && pathname === HOME) event.respondWith(opened(event));
  else if (pathname.startsWith(`${HOME}form.`)) event.respondWith(file(request));
});

self.addEventListener("message", (event) => {
  if (event.data === "renew") event.waitUntil(renew().catch(() => {}));
});
