// The page of what is kept: reads the worker's index, and works without a line.
"use strict";
(async () => {
  const KEPT = "harkara-kept-1";
  const INDEX = "/saved/index";
  const main = document.querySelector("[data-kept]");
  const isStory = (path) => /^\/[a-z0-9-]+\/\d+\/[^/]+$/.test(path);
  if (location.pathname !== "/saved/") {
    const title = main.querySelector("h1");
    document.title = title.textContent = title.dataset.unread;
    title.nextElementSibling.hidden = false;
  }
  const held = "caches" in window ? await (await caches.open(KEPT)).match(INDEX) : null;
  const index = await held?.json() ?? {};
  const plain = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;
  const time = new Intl.DateTimeFormat("bn-BD", { dateStyle: "medium", timeStyle: "short", timeZone: main.dataset.zone });
  const row = (path) => {
    const item = document.querySelector("[data-row]").content.cloneNode(true);
    const link = item.querySelector("a");
    link.href = path;
    link.textContent = plain(index[path].title);
    item.querySelector("time").textContent = time.format(index[path].at);
    item.querySelector("time").dateTime = new Date(index[path].at).toISOString();
    return item;
  };
  const read = Object.keys(index).filter(isStory).sort((one, other) => index[other].at - index[one].at);
  const list = main.querySelector("[data-read]");
  list.replaceChildren(...read.map(row));
  list.closest("section").hidden = !read.length;
  main.querySelector("[data-nothing]").hidden = Boolean(read.length);
})();
