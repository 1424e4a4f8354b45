/* Offers back what an earlier page of the same person wrote down and the newsroom does not have. */

import { ask } from "./dialogs.js";
import { orphans } from "./journal.js";
import { send } from "./sending.js";

const AGAIN = 5_000; // milliseconds to wait where the newsroom does not answer

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

async function offer(keeper, one) {
  const own = { keeping_page: one.page, keeping_base: one.base };
  const asked = await send(keeper.place, one.list, { ...own, keeping_weigh: "1" });
  if (asked.word === "offline" || asked.word === "outside") return false;
  if (asked.word === "kept" && asked.data.again) {
    // Its story has a number already: it is offered where that story is edited.
    localStorage.setItem(one.key.replace(":new:", `:${asked.data.pk}:`), localStorage.getItem(one.key));
    localStorage.removeItem(one.key);
    keeper.reopen(asked.data.url);
    return true;
  }
  const { data } = asked;
  const isNews = !data.differences || data.differences.some((difference) => difference.side !== "theirs");
  if (!isNews) {
    localStorage.removeItem(one.key);
    return true;
  }
  const shown = data.differences ? data : { html: asWords(one.list, data.error_message || keeper.line.element.dataset.sayRefused) };
  const { answer, choices } = await ask(keeper.dialogs.two, data.differences ? "offer" : "words", shown);
  if (answer === "later") return true;
  if (answer === "take") return take(keeper, one, own, data, choices);
  if (answer === "leave") localStorage.removeItem(one.key);
  return true;
}

async function take(keeper, one, own, data, choices) {
  const weighed = { keeping_weigh: "1", keeping_theirs: data.theirs, keeping_choices: JSON.stringify(choices) };
  const done = await send(keeper.place, one.list, one.story === "new" ? own : { ...own, ...weighed });
  if (done.word === "newer") return offer(keeper, one);
  if (done.word !== "kept") return false;
  localStorage.removeItem(one.key);
  keeper.reopen(done.data.url);
  return true;
}

/* Offers one after the other; what cannot be offered now, because the newsroom does not answer, is offered later. */
export async function offerAll(keeper) {
  for (const one of await orphans(keeper.person, keeper.line.element.dataset.story)) {
    if (keeper.passing) return;
    if (!(await offer(keeper, one))) {
      setTimeout(() => offerAll(keeper), AGAIN);
      return;
    }
  }
}
