// Rings the paper's bell: shows a notice, opens its story, and follows when the push service gives the browser another address.
// It stands beside the worker that keeps pages and answers for no page at all: there is no "fetch" here. HOUSE is set by the press.
const PLAIN = { t: HOUSE.title, b: HOUSE.unread, n: 0, k: "news" };

const read = (data) => {
  try {
    const { t, b, n, k } = data.json();
    return t ? { t: String(t), b: String(b ?? ""), n: Number.isSafeInteger(n) && n > 0 ? n : 0, k } : PLAIN;
  } catch { // Something must be shown all the same: browsers take the right away from who rings for nothing.
    return PLAIN;
  }
};

addEventListener("install", () => skipWaiting());

addEventListener("push", (event) => {
  const { t, b, n, k } = read(event.data);
  const isQuiet = k === "kill" || k === "restated";
  event.waitUntil(registration.showNotification(t, {
    body: b,
    tag: `s${n}`, // What is newer of a story takes the place of what was shown of it; so does the same a second time.
    renotify: k === "correction",
    silent: isQuiet,
    lang: "bn",
    icon: HOUSE.icon,
    data: { path: n && k !== "kill" ? `/${n}` : "/" },
  }));
});

addEventListener("notificationclick", (event) => {
  const { path } = event.notification.data;
  event.notification.close();
  event.waitUntil((async () => {
    const open = await clients.matchAll({ type: "window", includeUncontrolled: true });
    const isThere = ({ url }) => new RegExp(`^/[a-z0-9-]+${path}/[^/]+$`).test(new URL(url).pathname);
    const found = path !== "/" && open.find(isThere);
    return found ? found.focus() : clients.openWindow(path);
  })());
});

const noted = (change) => new Promise((done) => {
  const asked = indexedDB.open("harkara-alerts", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("mine");
  asked.onerror = () => done();
  asked.onsuccess = () => {
    const turn = asked.result.transaction("mine", "readwrite");
    const was = turn.objectStore("mine").get("endpoint");
    if (change) turn.objectStore("mine").put(change, "endpoint");
    turn.oncomplete = () => done(was.result);
    turn.onabort = () => done();
  };
});

addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil((async () => {
    const options = { userVisibleOnly: true, applicationServerKey: HOUSE.key };
    const subscription = event.newSubscription ?? await registration.pushManager.subscribe(options);
    const former = event.oldSubscription?.endpoint ?? await noted();
    const body = JSON.stringify({ subscription, former });
    const answer = await fetch("/post/push", { method: "POST", headers: { "content-type": "application/json" }, body });
    if (answer.ok) await noted(subscription.endpoint);
  })());
});
