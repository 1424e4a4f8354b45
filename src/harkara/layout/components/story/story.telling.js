// Tells the paper that a story was opened, whence, how far it was read, that it was shared; of the reader nothing.
const number = +location.pathname.split("/")[2]; // none in a preview
if (number) {
  const tell = (what) => navigator.sendBeacon?.(`/r?story=${number}&${what}`);
  let depth = 0;
  const look = () => {
    const { top, height } = document.querySelector("article").getBoundingClientRect();
    depth = Math.max(depth, Math.min(4, (4 * (innerHeight - top)) / height));
  };
  const leave = () => {
    if (!document.hidden) return;
    document.removeEventListener("visibilitychange", leave);
    look();
    tell(`seconds=${performance.now() / 1000 | 0}&depth=${depth | 0}`);
  };
  tell(`from=${document.referrer.split("/")[2] ?? ""}`);
  addEventListener("scroll", look);
  document.addEventListener("visibilitychange", leave);
  document.querySelector(".share")?.addEventListener("click", (event) => event.target.closest("a, button") && tell("shared"));
}
