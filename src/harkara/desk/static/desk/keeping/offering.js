/* Offers back what an earlier page of the same person wrote down and the newsroom does not have. */

import { ask } from "./dialogs.js";
import { living, orphans } from "./journal.js";
import { drop, held, here } from "./jots.js";
import { send } from "./sending.js";

const AGAIN = 5_000; // milliseconds to wait where the newsroom does not answer
const SILENT = 30; // seconds after which a page on another device is gone: it makes a revision every ten
const STRANGE = 300; // and one of another person

const TEXT = /^(headline|kicker|summary|dateline|tell_reason)$/;
const IN_BLOCK = /^body-(\d+)-value(?:-(?:text|speaker|heading|source|items-\d+-value))?$/;

/* The words of a text or of rich text, each paragraph a line. */
function wordsOf(value) {
  const page = new DOMParser().parseFromString(value, "text/html");
  page.querySelectorAll("br").forEach((line) => line.replaceWith("\n"));
  const paragraphs = [...page.querySelectorAll("p")];
  return paragraphs.length ? paragraphs.map((one) => one.textContent).join("\n") : page.body.textContent;
}

/* What a person would read of a form: its texts, the blocks in their order. Not the marks between them. */
export function readable(list) {
  const given = new Map(list);
  const places = list.filter(([name]) => IN_BLOCK.test(name)).map(([name]) => ({ name, number: IN_BLOCK.exec(name)[1] }));
  const blocks = places
    .filter(({ number }) => !given.get(`body-${number}-deleted`) && given.get(`body-${number}-type`) !== "picture")
    .filter(({ name }) => !given.get(name.replace(/-value$/, "-deleted")))
    .sort((one, other) => given.get(`body-${one.number}-order`) - given.get(`body-${other.number}-order`));
  const said = [...list.filter(([name]) => TEXT.test(name)).map(([, value]) => value), ...blocks.map(({ name }) => wordsOf(given.get(name)))];
  return said.filter((words) => words.trim()).join("\n\n");
}

/* Where the newsroom cannot read the journal as a form, its words are there to be copied. */
function asWords(list, sentence) {
  const box = document.createElement("div");
  const said = document.createElement("p");
  said.textContent = sentence;
  const area = document.createElement("textarea");
  area.readOnly = true;
  area.rows = 10;
  area.lang = "bn";
  area.textContent = readable(list);
  area.setAttribute("aria-label", sentence);
  box.append(said, area);
  return box.innerHTML;
}

/* Takes away what is not wanted any more, wherever it lies. */
async function forget(keeper, one) {
  if (one.key) localStorage.removeItem(one.key);
  if (one.turn && !one.who) await drop(keeper.place, keeper.line.element.dataset.jots, one.page);
}

/* Words that were acknowledged and that nobody wrote beside since go in by themselves. */
const goesIn = (one, data) => one.turn && !one.who && data.differences?.every(({ side }) => side === "mine");

async function offer(keeper, one) {
  const own = { keeping_page: one.who ? keeper.page : one.page, keeping_base: one.base };
  const asked = await send(keeper.place, one.list, { ...own, keeping_weigh: "1" });
  if (asked.word === "offline" || asked.word === "outside") return false;
  if (asked.word === "kept" && asked.data.again) {
    // Its story has a number already: it is offered where that story is edited.
    if (one.key) {
      localStorage.setItem(one.key.replace(":new:", `:${asked.data.pk}:`), localStorage.getItem(one.key));
      localStorage.removeItem(one.key);
    }
    keeper.reopen(asked.data.url);
    return true;
  }
  const { data } = asked;
  const isNews = !data.differences || data.differences.some((difference) => difference.side !== "theirs");
  if (!isNews) {
    await forget(keeper, one);
    return true;
  }
  if (goesIn(one, data) && !keeper.begun) return take(keeper, one, own, data, {});
  const { sayRefused } = keeper.line.element.dataset;
  const shown = data.differences ? data : { html: asWords(one.list, data.error_message || sayRefused) };
  const { answer, choices } = await ask(keeper.dialogs.two, data.differences ? "offer" : "words", {
    ...shown,
    by: one.who,
    from: one.turn ? (one.who ? "other" : "own") : "",
  });
  if (answer === "take") return take(keeper, one, own, data, choices);
  if (answer === "leave") await forget(keeper, one);
  return true;
}

async function take(keeper, one, own, data, choices) {
  const weighed = { keeping_weigh: "1", keeping_theirs: data.theirs, keeping_choices: JSON.stringify(choices) };
  const more = { ...own, keeping_turn: one.who ? 0 : (one.turn ?? 0) };
  const done = await send(keeper.place, one.list, one.story === "new" ? more : { ...more, ...weighed });
  if (done.word === "newer") return offer(keeper, one);
  if (done.word !== "kept") return false;
  if (one.key) localStorage.removeItem(one.key);
  // What was typed here meanwhile is kept before the page is opened again.
  if (keeper.begun && (await keeper.settle()) !== "kept") return true;
  keeper.reopen(done.data.url);
  return true;
}

/* What the newsroom holds: not of pages that live, and of other devices and people only what has been silent. */
async function jotted(keeper, ours) {
  const { jots, story } = keeper.line.element.dataset;
  const { jots: found, latest } = await held(jots, story);
  const alive = await living();
  const known = new Set(ours.map((one) => one.page));
  const isGone = (one) => !alive.has(one.page) && (one.age >= (one.who ? STRANGE : SILENT) || (!one.who && one.device === here));
  const rows = found.filter((one) => one.page !== keeper.page && !known.has(one.page) && isGone(one));
  return { latest, rows: rows.map((one) => ({ ...one, story: story || "new", list: JSON.parse(one.words) })) };
}

/* Offers one after the other; what cannot be offered now, because the newsroom does not answer, is offered later. */
export async function offerAll(keeper) {
  const again = () => setTimeout(() => offerAll(keeper), AGAIN);
  const ours = await orphans(keeper.person, keeper.line.element.dataset.story);
  let theirs;
  try {
    theirs = await jotted(keeper, ours);
  } catch {
    theirs = { latest: "", rows: [] };
    again();
  }
  // The page that went sent its words on its way, and they came after this one had been read.
  if (theirs.latest && theirs.latest !== keeper.base && !keeper.begun) return keeper.reopen();
  for (const one of [...ours, ...theirs.rows]) {
    if (keeper.passing) return undefined;
    if (!(await offer(keeper, one))) return again();
  }
  return undefined;
}
