/* How long a text is, as a reader would count: graphemes, words, minutes. The rules are those of harkara.bangla. */

const LETTER = "[ক-নপ-রলশ-হৎ\\u09dc\\u09dd\\u09dfৰৱ]\\u09bc?";
const SYLLABLE = new RegExp(`(?:${LETTER}|[অ-ঌএঐওঔৠৡ])(?:\\u200d?\\u09cd\\u200d?${LETTER})*[\\p{M}\\u200c\\u200d]*`, "uy");
const WORDS_PER_MINUTE = 180;
const clusters = new Intl.Segmenter("bn", { granularity: "grapheme" });

/* Graphemes after which a headline is cut, the shortest first: in a list of search results, on the front page, on a share card. */
export const LIMITS = [
  ["search", 55],
  ["front", 70],
  ["card", 90],
];

export function graphemes(text) {
  const found = [];
  let at = 0;
  while (at < text.length) {
    SYLLABLE.lastIndex = at;
    const syllable = SYLLABLE.exec(text)?.[0] ?? clusters.segment(text.slice(at, at + 64))[Symbol.iterator]().next().value.segment;
    found.push(syllable);
    at += syllable.length;
  }
  return found;
}

export const words = (text) => text.split(/\s+/u).filter((word) => /\p{L}/u.test(word) || /^[\p{L}\p{N}]+$/u.test(word)).length;

export const minutes = (text) => Math.ceil(words(text) / WORDS_PER_MINUTE);

/* Where a headline of this length would be cut. */
export const cutIn = (text) => LIMITS.filter(([, most]) => graphemes(text).length > most).map(([place]) => place);

/* How long each paragraph is, [words, graphemes]: in a long text only those that changed are counted again. */
let measured = new Map();

export function lengths(paragraphs) {
  const now = new Map();
  let [wordy, long, some] = [0, 0, 0];
  for (const paragraph of paragraphs) {
    const text = paragraph.replace(/\s+/gu, " ").trim();
    if (!text) continue;
    const found = measured.get(text) ?? [words(text), graphemes(text).length];
    now.set(text, found);
    wordy += found[0];
    long += found[1];
    some += 1;
  }
  measured = now;
  return { words: wordy, graphemes: long + Math.max(some - 1, 0), minutes: Math.ceil(wordy / WORDS_PER_MINUTE) };
}

function paragraphsOf(form) {
  const found = [];
  for (const dom of form.querySelectorAll(".desk-writing-text")) {
    dom.deskWriting.view.state.doc.forEach((node) => found.push(node.textBetween(0, node.content.size, null, " ")));
  }
  for (const field of form.querySelectorAll("[data-streamfield-widget] textarea, [data-streamfield-widget] input[type=text]")) found.push(field.value);
  return found;
}

/* Keeps the counts on the screen, at rest and not at every key. */
export function counts(form, line, { say, digits }) {
  const told = (sentence, number) => sentence.replace("{n}", digits(number));
  const body = document.createElement("span");
  body.className = "desk-writing-count";
  line.append(body);
  const headline = form.querySelector("[name=headline]");
  const meter = document.createElement("p");
  meter.className = "desk-writing-meter";
  headline?.after(meter);
  let waiting = 0;
  const count = () => {
    const length = lengths(paragraphsOf(form));
    const parts = [told(say.words, length.words), told(say.graphemes, length.graphemes)];
    if (length.words) parts.push(told(say.minutes, length.minutes));
    body.textContent = parts.join(" · ");
    if (!headline) return;
    const title = headline.value.trim();
    const cut = cutIn(title).map((place) => say[place]);
    meter.textContent = title ? [told(say.graphemes, graphemes(title).length), ...cut].join(" · ") : "";
    meter.dataset.long = String(cut.length > 0);
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(count, 300);
  });
  setTimeout(count, 0);
}
