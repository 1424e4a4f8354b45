// Shows the month of a day's page, taken from the month's own page, which brings its own link to all years.
island("calendar", (place) => {
  near(place, async () => {
    const month = (await fetched(place.dataset.address)).querySelector(".calendar");
    if (!month) return;
    const own = month.querySelector(`a[href="/all/${place.dataset.day}/"]`);
    own?.setAttribute("aria-current", "page");
    place.querySelector(".pills li:last-child").remove();
    place.prepend(month);
  });
});
