// The bar at the foot of the window with what can be done now; its style is fetched when the first one is shown.
let dressed;
const dismissals = [];
const dismiss = () => dismissals.forEach((hide) => hide());

const knob = (words, press) => {
  const it = document.createElement("button");
  it.type = "button";
  it.textContent = words;
  it.addEventListener("click", press);
  return it;
};

const bar = (label, ...knobs) => {
  const it = document.createElement("div");
  it.className = "bar";
  it.hidden = true;
  it.setAttribute("role", "group");
  it.setAttribute("aria-label", label);
  it.append(...knobs);
  dressed ??= new Promise((done) => {
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = "STYLE";
    style.onload = style.onerror = done;
    document.head.append(style);
  });
  dressed.then(() => { it.hidden = false; });
  return it;
};
