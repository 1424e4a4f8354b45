// A vote is sent as a page says that it was read; the result is fetched when the reader has voted, or asks for it.
for (const poll of document.querySelectorAll(".poll")) {
  const link = poll.querySelector(".poll-foot a");
  const name = `harkara:vote:${link.pathname.split("/").pop()}:${poll.dataset.turn}`;
  const mine = () => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  };
  const result = async () => {
    const answer = await fetch(link.href, { cache: "no-cache" });
    if (!answer.ok) return;
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".poll-result");
    found.querySelector(".poll-question").remove();
    found.querySelectorAll("dt")[mine() ?? -1]?.classList.add("poll-mine");
    found.tabIndex = -1;
    (poll.querySelector(".poll-result") ?? poll.querySelector(".poll-options") ?? poll.querySelector(".poll-question")).after(found);
    for (const old of poll.querySelectorAll(".poll-options, .poll-result")) if (old !== found) old.remove();
    link.remove();
    found.focus({ preventScroll: true });
  };
  link.addEventListener("click", (event) => {
    event.preventDefault();
    result().catch(() => location.assign(link.href));
  });
  for (const form of poll.querySelectorAll("form")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const sent = await fetch(form.action.replace("&back", ""), { method: "POST" }).catch(() => null);
      if (!sent?.ok) return form.submit();
      try {
        localStorage.setItem(name, form.action.match(/vote=\d(\d)/)[1]);
      } catch {}
      setTimeout(() => result().catch(() => {}), 1500); // counted by then, as a rule
    });
  }
  if (poll.dataset.turn && mine() !== null) result().catch(() => {});
}
