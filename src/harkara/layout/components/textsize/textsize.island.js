const STEPS = ["small", "ordinary", "large"];

island("textsize", (place) => {
  const root = document.documentElement;
  const buttons = [...place.querySelectorAll("button")];
  const step = () => STEPS.indexOf(root.dataset.text || "ordinary");
  const show = () => {
    for (const button of buttons) {
      const next = STEPS[step() + Number(button.dataset.step)];
      button.setAttribute("aria-disabled", String(next === undefined));
    }
  };
  place.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const next = button && STEPS[step() + Number(button.dataset.step)];
    if (!next) return;
    root.dataset.text = next;
    try {
      localStorage.setItem("harkara:text", next);
    } catch {
      // A reader who lets nothing be stored keeps the size for this page only.
    }
    dispatchEvent(new Event("textsize")); // a story has the buttons at its head and at the foot of the page
  });
  addEventListener("textsize", show);
  show();
});
