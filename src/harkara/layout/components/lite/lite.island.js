// Offers the lite page where the reader saves data or is on a slow link. Nothing moves, and no is taken for an answer.
island("lite", (way) => {
  const link = navigator.connection ?? {};
  try {
    if (!(link.saveData || /2g/.test(link.effectiveType)) || sessionStorage.getItem("lite")) return;
  } catch {
    return;
  }
  const bar = document.createElement("p");
  bar.className = "lite-offer";
  const offer = way.cloneNode(true);
  delete offer.dataset.island;
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = way.dataset.close;
  close.addEventListener("click", () => {
    sessionStorage.setItem("lite", "no");
    bar.remove();
  });
  bar.append(offer, close);
  way.after(bar);
});
