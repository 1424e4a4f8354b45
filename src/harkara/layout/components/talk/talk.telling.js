// What readers said is fetched when somebody opens it; without an answer the link in its place leads there.
for (const place of document.querySelectorAll("[data-talk]")) {
  const fill = async () => {
    const link = place.lastElementChild;
    const answer = await fetch(`/fragment/comments/${link.pathname.split("/")[2]}`);
    if (!answer.ok) return;
    const said = new DOMParser().parseFromString(await answer.text(), "text/html");
    link.replaceWith(...said.body.children);
  };
  if (place.open) fill();
  else place.addEventListener("toggle", fill, { once: true });
}
