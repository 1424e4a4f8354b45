// Stories have a script of their own, so that no other page fetches it.
if (document.querySelector(".story")) import("TELLING");
