// Fetches the lists when the rail comes near, and turns their headings into tabs. With them come the sections as they are
// now: an old page takes them over.
island("rail", (rail) => {
  const href = (link) => link?.getAttribute("href");
  const navigate = (now) => {
    const then = document.querySelector(".navigation-list");
    const said = (root) => [...root.querySelectorAll("a")].map((link) => href(link) + link.textContent).join();
    if (!now || !then || said(now.content) === said(then)) return;
    const here = then.querySelector("[aria-current]");
    const mine = [...now.content.querySelectorAll("a")].find((link) => href(link) === href(here));
    mine?.setAttribute("aria-current", here.getAttribute("aria-current"));
    then.replaceChildren(...now.content.children);
  };

  const tabs = (lists) => {
    const bar = document.createElement("div");
    bar.className = "rail-tabs";
    bar.setAttribute("role", "tablist");
    bar.setAttribute("aria-label", rail.getAttribute("aria-label"));
    const buttons = lists.map((list) => {
      const heading = list.querySelector("h2");
      const button = document.createElement("button");
      button.type = "button";
      button.id = `${list.id}-tab`;
      button.textContent = heading.textContent;
      button.setAttribute("role", "tab");
      button.setAttribute("aria-controls", list.id);
      heading.remove();
      list.setAttribute("role", "tabpanel");
      list.setAttribute("aria-labelledby", button.id);
      return button;
    });
    const choose = (chosen) => {
      buttons.forEach((button, place) => {
        button.setAttribute("aria-selected", String(button === chosen));
        button.tabIndex = button === chosen ? 0 : -1;
        lists[place].hidden = button !== chosen;
      });
    };
    bar.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) choose(button);
    });
    bar.addEventListener("keydown", (event) => {
      const turn = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!turn) return;
      const next = buttons.at((buttons.indexOf(event.target) + turn) % buttons.length);
      choose(next);
      next.focus();
    });
    bar.append(...buttons);
    choose(buttons[0]);
    return bar;
  };

  near(rail, async () => {
    const found = await fetched(rail.dataset.address);
    navigate(found.querySelector("[data-navigation]"));
    const lists = [...found.querySelectorAll(".rail-list")];
    if (!lists.length) return;
    rail.replaceChildren(...lists);
    if (lists.length > 1) rail.prepend(tabs(lists));
    wake(rail);
  });
});
