/* The focal point of a picture by keys: arrows move it, Shift in larger steps, Delete takes it away. The mouse draws it as before. */
const chooser = document.querySelector(".focal-point-chooser");
const image = chooser?.querySelector("img[data-original-width]");
const field = (part) => document.querySelector(`input.focal_point_${part}`);

if (image && field("x")) {
  const [width, height] = [Number(image.dataset.originalWidth), Number(image.dataset.originalHeight)];
  const note = document.querySelector("script[data-focus]").dataset;
  const box = document.createElement("div");
  box.className = "desk-focus";
  box.tabIndex = 0;
  box.setAttribute("role", "application");
  box.setAttribute("aria-label", note.focus);
  const spot = document.createElement("span");
  spot.className = "desk-focus-spot";
  const said = document.createElement("p");
  said.className = "help";
  said.textContent = note.focus;
  box.append(spot);
  chooser.before(said);
  chooser.append(box);

  const draw = () => {
    const [x, y] = [field("x").value, field("y").value];
    spot.hidden = x === "" || y === "";
    spot.style.left = `${(100 * x) / width}%`;
    spot.style.top = `${(100 * y) / height}%`;
  };
  const within = (value, most) => String(Math.round(Math.min(most, Math.max(0, value))));

  box.addEventListener("keydown", (event) => {
    if (event.key === "Delete" || event.key === "Backspace") {
      ["x", "y", "width", "height"].forEach((part) => (field(part).value = ""));
    } else {
      const step = event.shiftKey ? 0.1 : 0.02;
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (!way) return;
      const from = (part, most) => (field(part).value === "" ? most / 2 : Number(field(part).value));
      field("x").value = within(from("x", width) + way[0] * step * width, width);
      field("y").value = within(from("y", height) + way[1] * step * height, height);
      if (field("width").value === "") {
        field("width").value = within(width / 10, width);
        field("height").value = within(height / 10, height);
      }
    }
    event.preventDefault();
    draw();
  });
  chooser.addEventListener("pointerup", () => setTimeout(draw));
  box.addEventListener("focus", draw);
  draw();
}
