// Asks before anybody outside hears of the reader. Before a yes nothing is loaded and nothing is kept; a no is as easy, and is
// remembered as well; both can be changed at the foot of each page.
const bar = document.querySelector(".consent");
const change = document.querySelector(".consent-change");
const ANSWER = "harkara:consent";
const WHO = "harkara:visitor";
const kept = (name) => {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
};
const keep = (name, value) => {
  try {
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
  } catch {}
};
const begin = () => {
  window.yes = "+"; // frames of places say it (space.island.js)
  for (const frame of document.querySelectorAll("[data-island=space] iframe")) frame.src += "+";
  if (!bar.dataset.asks.includes("measure")) return;
  const who = kept(WHO) ?? `${Math.floor(Math.random() * 2 ** 31)}.${Math.floor(Date.now() / 1000)}`;
  keep(WHO, who);
  const url = document.querySelector("link[rel=canonical]")?.href ?? location.origin + location.pathname;
  const frame = document.createElement("iframe");
  frame.hidden = true;
  frame.sandbox = "allow-scripts";
  frame.src = `/fragment/measure#${encodeURIComponent(JSON.stringify({ who, url, title: document.title, from: document.referrer }))}`;
  document.body.append(frame);
};
const ask = () => {
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = "ASKING";
  style.onload = () => { bar.hidden = false; };
  document.head.append(style);
};
for (const button of bar.querySelectorAll("button")) {
  button.addEventListener("click", () => {
    const was = kept(ANSWER);
    keep(ANSWER, button.dataset.say);
    bar.hidden = true;
    if (button.dataset.say === "yes") {
      if (!window.yes) begin();
    } else {
      keep(WHO, "");
      if (was === "yes") location.reload();
    }
  });
}
change.addEventListener("click", () => {
  ask();
  bar.querySelector("h2").focus();
});
if (kept(ANSWER) === "yes") begin();
else if (kept(ANSWER) !== "no") ask();
