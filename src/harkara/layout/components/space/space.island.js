// A place for advertising that the paper's look has opened gets its frame when it comes near; a closed one never comes near.
island("space", (place) => near(place, async () => {
  const frame = document.createElement("iframe");
  frame.title = place.getAttribute("aria-label");
  frame.sandbox = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";
  frame.src = `/fragment/${place.id}#${location.pathname.split("/")[1]}${window.yes ?? ""}`;
  place.append(frame);
}));
