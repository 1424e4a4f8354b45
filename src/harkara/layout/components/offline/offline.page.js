// The page of what is kept: reads the worker's index, and works without a line.
"use strict";
(() => {
  const main = document.querySelector("[data-kept]");
  const isStory = (path) => /^\/[a-z0-9-]+\/\d+\/[^/]+$/.test(path);
  const plain = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;
  const stamp = (moment) => { // as the paper writes it: ২৯ নভেম্বর ২০২৬, ২৩:০৫
    const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: main.dataset.zone };
    const format = new Intl.DateTimeFormat("bn-BD", { day: "numeric", month: "long", year: "numeric", ...clock });
    const said = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
    return `${said.day} ${said.month} ${said.year}, ${said.hour}:${said.minute}`;
  };
  const drop = async (path) => (await navigator.serviceWorker.ready).active.postMessage({ say: "drop", path });

  const row = (path, { title, at }) => {
    const item = document.querySelector("[data-row]").content.cloneNode(true);
    const link = item.querySelector("a");
    link.href = path;
    link.textContent = plain(title);
    const time = document.createElement("time");
    time.textContent = stamp(at);
    time.dateTime = new Date(at).toISOString();
    item.querySelector("p").prepend(time, " ");
    item.querySelector("button").addEventListener("click", () => drop(path));
    item.querySelector("button span").textContent = `: ${link.textContent}`;
    return item;
  };

  const show = async () => {
    const held = "caches" in window ? await (await caches.open("harkara-kept-1")).match("/saved/index") : null;
    const index = await held?.json() ?? {};
    const stories = Object.keys(index).filter(isStory);
    const fill = (name, field) => {
      const wanted = stories.filter((path) => Boolean(index[path].saved) === (field === "saved"));
      wanted.sort((one, other) => index[other][field] - index[one][field]);
      main.querySelector(`[data-${name}]`).replaceChildren(...wanted.map((path) => row(path, index[path])));
      main.querySelector(`[data-${name}]`).closest("section").hidden = !wanted.length;
    };
    fill("saved", "saved");
    fill("read", "read");
    main.querySelector("[data-nothing]").hidden = Boolean(stories.length);
    main.querySelector("[data-all]").hidden = !stories.length;
  };

  if (location.pathname !== "/saved/") {
    const title = main.querySelector("h1");
    document.title = title.textContent = title.dataset.unread;
    title.nextElementSibling.hidden = false;
  }
  navigator.serviceWorker?.addEventListener("message", show);
  navigator.serviceWorker?.startMessages();
  main.querySelector("[data-all]").addEventListener("click", () => drop(""));
  show();
})();
