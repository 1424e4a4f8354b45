// Fetches the newest of the story's topics and shows what is newer than the story; nothing newer, nothing shown. Where it comes
// when the reader is there already, the links to the topics stay as they were printed: nothing moves.
island("newer", (place) => {
  const after = Date.parse(place.dataset.after);
  const time = (item) => Date.parse(item.querySelector("time").dateTime);

  near(place, async () => {
    const lists = await Promise.all(place.dataset.addresses.split(" ").map(fetched));
    if (place.getBoundingClientRect().y < innerHeight) return;
    const found = new Map();
    for (const item of lists.flatMap((page) => [...page.querySelectorAll(".newer-stories li")])) {
      if (time(item) > after) found.set(item.querySelector("a").getAttribute("href"), item);
    }
    const list = document.createElement("ol");
    list.className = "newer-stories";
    list.append(...[...found.values()].sort((one, other) => time(other) - time(one)).slice(0, 4));
    place.hidden = !found.size;
    place.querySelector("h2").after(list);
    wake(place);
  }, "3000px");
});
