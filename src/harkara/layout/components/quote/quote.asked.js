// Offers what the reader selected as a quote: whole letters, the paper's name, a link that leads to those very words.
// Fetched when words of a story are selected for the first time (quote.telling.js); those are offered too.
{
  const { text, bar, knob, dismissals } = document.currentScript.tools;
  const say = text.dataset;
  const BLOCKS = "p, h2, li, footer, figcaption";
  const SHORT = 90; // letters that a link repeats whole; of a longer quote it says how it begins and ends
  const WORDS = 4;
  let [shown, told, waiting] = [null, "", 0];

  // Whether a letter, as readers know it, goes on across this place: signs, joiners, and consonants after a hasanta.
  const inLetter = (line, at) =>
    at > 0 && at < line.length && (/^[\p{M}\u200c\u200d\udc00-\udfff]/u.test(line.slice(at)) || /\u09cd\u200d?$/.test(line.slice(0, at)));
  const inWord = (line, at) => at > 0 && at < line.length && /\S\S/.test(line.slice(at - 1, at + 1));

  // The texts of the blocks that a range touches, its ends moved outwards while they stand inside of something.
  const pieces = (range, inside) => {
    const wide = range.cloneRange();
    const { startContainer: first, endContainer: last } = range;
    let [start, end] = [range.startOffset, range.endOffset];
    if (first.nodeType === Node.TEXT_NODE) while (inside(first.data, start)) start -= 1;
    if (last.nodeType === Node.TEXT_NODE) while (inside(last.data, end)) end += 1;
    wide.setStart(first, start);
    wide.setEnd(last, end);
    const found = [...text.querySelectorAll(BLOCKS)].filter((block) => wide.intersectsNode(block)).map((block) => {
      const part = document.createRange();
      part.selectNodeContents(block);
      if (wide.compareBoundaryPoints(Range.START_TO_START, part) > 0) part.setStart(wide.startContainer, wide.startOffset);
      if (wide.compareBoundaryPoints(Range.END_TO_END, part) < 0) part.setEnd(wide.endContainer, wide.endOffset);
      return part.toString().replace(/\s+/g, " ").trim();
    });
    return found.filter(Boolean);
  };

  // Source: URL Fragment Text Directives (WICG), section "syntax": dash, comma and ampersand are escaped.
  const escaped = (words) => encodeURIComponent(words).replaceAll("-", "%2D");
  const address = (lines) => {
    const page = document.querySelector("link[rel=canonical]").href;
    const [first, last] = [lines[0].split(" "), lines.at(-1).split(" ")];
    const whole = lines.length === 1 && (lines[0].length <= SHORT || first.length < 2 * WORDS);
    const ends = whole ? [lines[0]] : [first.slice(0, WORDS).join(" "), last.slice(-WORDS).join(" ")];
    return `${page}#:~:text=${ends.map(escaped).join(",")}`;
  };

  const hide = () => {
    shown?.remove();
    [shown, told] = [null, ""];
  };
  const offer = (range) => {
    const lines = pieces(range, inLetter);
    const quote = `“${lines.join("\n")}”\n— ${say.paper}`;
    if (!lines.length || quote === told) return;
    hide();
    told = quote;
    const url = address(pieces(range, inWord));
    const copy = knob(say.copy, async () => {
      try {
        await navigator.clipboard.writeText(`${quote}\n${url}`);
        copy.textContent = say.done;
      } catch {
        copy.remove(); // The reader's own way of copying is still there.
      }
    });
    copy.setAttribute("aria-live", "polite");
    const share = knob(say.share, () => navigator.share({ text: quote, url }).catch(() => {}));
    const buttons = [navigator.clipboard && copy, navigator.share && share].filter(Boolean);
    if (!buttons.length) return;
    shown = bar(say.label, ...buttons);
    shown.addEventListener("pointerdown", (event) => event.preventDefault()); // the words stay selected
    // At the end of the block with the last word: after its links the next thing that the keyboard reaches.
    const end = range.endContainer;
    const block = (end.nodeType === Node.TEXT_NODE ? end.parentElement : end).closest(BLOCKS);
    (block && text.contains(block) ? block : text).append(shown);
  };
  const look = () => {
    if (shown?.contains(document.activeElement)) return;
    const selection = getSelection();
    const range = selection.isCollapsed || !selection.rangeCount ? null : selection.getRangeAt(0);
    if (range && text.contains(range.startContainer)) offer(range);
    else hide();
  };

  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 200);
  };
  document.addEventListener("selectionchange", soon);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  dismissals.push(hide);
  soon();
}
