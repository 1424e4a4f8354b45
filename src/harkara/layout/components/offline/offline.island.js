// Lets the browser keep what is read (worker.js), and tells it which pictures of a story are on the page.
const house = navigator.serviceWorker;
const isStory = /^\/[a-z0-9-]+\/\d+\/[^/]+$/.test(location.pathname); // A proof is no story: it is shown, and never kept.
const tell = async (say) => {
  // Named before the wait: a picture that is chosen anew meanwhile, for another width, has no address for a moment.
  const shown = [...document.images].filter((one) => one.complete && one.currentSrc);
  const pictures = shown.map((one) => new URL(one.currentSrc).pathname);
  const { active } = await house.ready;
  active.postMessage({ say, path: location.pathname, pictures });
};

island("offline", () => {
  house?.addEventListener("message", ({ data }) => data === "gone" && location.reload()); // What it shows was withdrawn.
  house?.register("/worker.js").catch(() => {});
});

// The button above a story. It can be pressed once the worker has said whether the story is saved.
island("keep", (button) => {
  if (!house) {
    button.hidden = true;
    return;
  }
  if (!isStory) return;
  const words = { free: button.textContent, saved: button.dataset.saved, full: button.dataset.full };
  let now = "free";
  house.addEventListener("message", ({ data }) => {
    if (data.path !== location.pathname) return;
    now = data.answer;
    button.textContent = words[now];
    button.disabled = false;
  });
  button.addEventListener("click", () => tell(now === "saved" ? "free" : "save"));
  if (house.controller || !navigator.connection?.saveData) tell("read");
  else button.disabled = false;
});
