// Plays a video where its picture stands; until then nothing is asked of who keeps it. With a key held down, or without
// this script, the link leads there.
island("video", (link) => {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const frame = document.createElement("iframe");
    frame.className = "video-frame";
    frame.title = link.getAttribute("aria-label");
    frame.allow = "autoplay; fullscreen; picture-in-picture; encrypted-media";
    frame.src = link.dataset.embed;
    link.replaceWith(frame);
    frame.focus();
  });
});
