const islands = {};
const island = (name, run) => { islands[name] = run; };
const wake = (root) => {
  for (const place of root.querySelectorAll("[data-island]")) {
    const run = islands[place.dataset.island];
    if (run && !place.dataset.awake) {
      place.dataset.awake = "yes";
      run(place);
    }
  }
};
