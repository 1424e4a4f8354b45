// Suggestions while one types: a combobox with a list (WAI-ARIA Authoring Practices). Without it the form works as it is.
// What finds them is fetched when somebody comes to a box: most readers never do.
let asked = false;

island("suggest", (place) => {
  const box = place.querySelector("input[type=search]");
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-expanded", "false");
  const ask = () => {
    if (asked) return;
    asked = true;
    const script = document.createElement("script");
    script.src = "SUGGEST";
    document.head.append(script);
  };
  // Whether a word is being composed knows only who was there when it began.
  place.addEventListener("compositionstart", () => { box.composes = true; });
  place.addEventListener("compositionend", () => { box.composes = false; });
  if (document.activeElement === box) ask();
  place.addEventListener("focusin", ask);
});
