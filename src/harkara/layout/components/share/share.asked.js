// Hands a story on: copies its short link, and offers what the device itself shares with. Fetched when its place comes near.
const place = document.querySelector(".share");
const copy = place.querySelector("button");
const url = document.querySelector("link[rel=shortlink]")?.href ?? location.href;
if (navigator.clipboard) {
  copy.ariaLive = "polite";
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(url);
      copy.textContent = SAY.done;
    } catch {
      copy.textContent = url; // The reader can still copy it by hand.
    }
  });
} else {
  copy.parentElement.hidden = true;
}
if (navigator.share) {
  const more = document.createElement("button");
  more.type = "button";
  more.textContent = SAY.more;
  more.addEventListener("click", () => navigator.share({ text: document.querySelector("h1").textContent, url }).catch(() => {}));
  const item = document.createElement("li");
  item.append(more);
  copy.parentElement.after(item);
}
