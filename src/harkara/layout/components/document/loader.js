const islands = {};
const island = (name, run) => { islands[name] = run; };
// Pieces of other pages: fetched when their place comes near; without an answer the place stays as it was printed.
const fetched = async (address) => {
  const answer = await fetch(address);
  if (!answer.ok) throw answer;
  return new DOMParser().parseFromString(await answer.text(), "text/html");
};
const near = (place, fill, far = "600px") => {
  const watch = new IntersectionObserver((entries) => {
    if (!entries.pop().isIntersecting) return;
    watch.disconnect();
    fill().catch(() => {});
  }, { rootMargin: far });
  watch.observe(place);
};
// Each place in a task of its own: what the reader does meanwhile waits for one of them, not for all.
const wake = (root) => {
  for (const place of root.querySelectorAll("[data-island]")) {
    const run = islands[place.dataset.island];
    if (run && !place.dataset.awake) {
      place.dataset.awake = "yes";
      setTimeout(run, 0, place);
    }
  }
};
