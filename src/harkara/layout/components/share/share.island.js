// What copies the short link and asks the device to share comes when a reader is near it.
island("share", (place) => near(place, () => import("SHARE")));
