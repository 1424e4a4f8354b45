/* Names what Wagtail leaves without one, for those who read by ear: a dialogue is called by its heading, a bar that fills by
   what it shows. */

const sayUpload = document.querySelector("script[data-say-upload]").dataset.sayUpload;
let dialogues = 0;

function nameDialogue(modal) {
  const heading = modal.querySelector("h1, h2");
  if (!heading) return;
  if (!heading.id.startsWith("desk-dialogue-")) {
    dialogues += 1;
    heading.id = `desk-dialogue-${dialogues}`; // Wagtail's is that of the page's own heading
  }
  modal.setAttribute("aria-labelledby", heading.id);
  modal.setAttribute("aria-modal", "true");
}

function nameBars(part) {
  for (const bar of part.querySelectorAll(".progress:not([role])")) {
    bar.setAttribute("role", "progressbar");
    bar.setAttribute("aria-label", sayUpload);
  }
}

/* A dialogue is hung at the end of the page, and what is in it changes with each step. */
new MutationObserver((changes) => {
  for (const modal of changes.flatMap((change) => [...change.addedNodes]).filter((node) => node.matches?.(".modal"))) {
    new MutationObserver(() => nameDialogue(modal)).observe(modal, { childList: true, subtree: true });
    nameDialogue(modal);
  }
}).observe(document.body, { childList: true });

const uploads = document.getElementById("upload-list");
if (uploads) new MutationObserver(() => nameBars(uploads)).observe(uploads, { childList: true });
nameBars(document);
