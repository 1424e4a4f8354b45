// Suggestions while one types: a combobox with a list (WAI-ARIA Authoring Practices). Without it the form works as it is.
// What finds them is fetched when somebody comes to a box: most readers never do.
let asked = false;

island("suggest", (place) => {
  const box = place.querySelector("input[type=search]");
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" })) {
    box.setAttribute(name, value);
  }
  const ask = () => {
    if (asked) return;
    asked = true;
    const script = document.createElement("script");
    script.src = "SUGGEST";
    document.head.append(script);
  };
  if (document.activeElement === box) ask();
  place.addEventListener("focusin", ask);
});
