// Fetches the lists when the rail comes near, and turns their headings into tabs.
island("rail", (rail) => {
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
    const lists = [...(await fetched(rail.dataset.address)).querySelectorAll(".rail-list")];
    if (!lists.length) return;
    rail.replaceChildren(...lists);
    if (lists.length > 1) rail.prepend(tabs(lists));
    wake(rail);
  });
});
