/* Offers back what an earlier page of the same person wrote down and the newsroom does not have. */

import { ask } from "./dialogs.js";
import { orphans } from "./journal.js";
import { send } from "./sending.js";

const AGAIN = 5_000; // milliseconds to wait where the newsroom does not answer

const TEXTS = /^(headline|summary|body-.*value.*)$/;

/* What can be read of a journal that the newsroom cannot read as a form. */
function raw(list, sentence) {
  const box = document.createElement("div");
  const said = document.createElement("p");
  said.textContent = sentence;
  const area = document.createElement("textarea");
  area.readOnly = true;
  area.rows = 8;
  area.textContent = list.filter(([name, value]) => TEXTS.test(name) && value).map(([, value]) => value).join("\n\n");
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
  const shown = data.differences ? data : { html: raw(one.list, data.error_message ?? "") };
  const { answer, choices } = await ask(keeper.dialogs.two, "offer", shown);
  if (answer === "later") return true;
  if (answer === "take" && data.differences) return take(keeper, one, own, data, choices);
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
