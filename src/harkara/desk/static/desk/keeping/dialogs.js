/* The dialogues: two wordings side by side, and the way back in. Keys are those of the keyboard's places, so that they
   work whatever layout is on. */

const PLACES = { Digit1: "mine", Digit2: "theirs", Digit3: "both", Numpad1: "mine", Numpad2: "theirs", Numpad3: "both" };

function choicesOf(dialog) {
  const found = {};
  for (const clash of dialog.querySelectorAll("fieldset[data-path]")) {
    found[clash.dataset.path] = clash.querySelector("input:checked").value;
  }
  return found;
}

/* Digits choose in the clash that has the focus and lead to the next one. */
function chosen(dialog, event) {
  const place = PLACES[event.code];
  const clashes = [...dialog.querySelectorAll("fieldset[data-path]")];
  if (!place || !clashes.length || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const here = Math.max(0, clashes.indexOf(document.activeElement?.closest("fieldset[data-path]")));
  if (event.altKey) {
    for (const clash of clashes) clash.querySelector(`input[value=${place}]`)?.click();
    return;
  }
  clashes[here].querySelector(`input[value=${place}]`)?.click();
  const next = clashes[here + 1];
  (next ? next.querySelector("input:checked") : dialog.querySelector("[data-answer=take]")).focus();
}

/* Shows two wordings. ``kind``: "clash" (must be answered), "offer", or "words" (can only be read). ``data.from``: "own" or
   "other" of what lies in the newsroom, where the words of another person, ``data.by``, are not one's own to throw away.
   Returns {answer: take|leave|later, choices}. */
export function ask(dialog, kind, data) {
  const say = dialog.dataset;
  const first = kind === "words" ? "later" : "take";
  dialog.dataset.kind = kind;
  dialog.dataset.from = data.from ?? "";
  const whys = {
    clash: say.sayClashWhy,
    offer: { own: say.sayJotWhy, other: say.sayOtherWhy }[data.from] ?? say.sayOfferWhy,
    words: { own: say.sayJotWordsWhy, other: say.sayOtherWordsWhy }[data.from] ?? say.sayWordsWhy,
  };
  dialog.querySelector("h2").textContent = kind === "clash" ? say.sayClash : data.from ? say.sayJot : say.sayOffer;
  dialog.querySelector(".desk-two-why").textContent = whys[kind].replace("{}", data.by ?? "");
  dialog.querySelector("[data-answer=take]").firstChild.textContent = `${kind === "clash" ? say.sayJoin : say.sayTake} `;
  dialog.querySelector(".desk-two-words").innerHTML = data.html;
  return new Promise((resolve) => {
    const end = (answer) => {
      dialog.removeEventListener("keydown", pressed);
      dialog.removeEventListener("click", clicked);
      dialog.removeEventListener("cancel", cancelled);
      const choices = choicesOf(dialog);
      dialog.close();
      resolve({ answer, choices });
    };
    const pressed = (event) => {
      event.stopPropagation();
      if (event.code === "Enter" || event.code === "NumpadEnter") {
        event.preventDefault();
        end(event.target.closest?.("[data-answer]")?.dataset.answer ?? first);
      } else if (event.code === "Delete" && kind !== "clash" && data.from !== "other" && !event.target.readOnly) end("leave");
      else chosen(dialog, event);
    };
    const clicked = (event) => {
      const button = event.target.closest("[data-answer]");
      if (button) end(button.dataset.answer);
    };
    const cancelled = (event) => {
      event.preventDefault();
      if (kind !== "clash") end("later");
    };
    dialog.addEventListener("keydown", pressed);
    dialog.addEventListener("click", clicked);
    dialog.addEventListener("cancel", cancelled);
    dialog.showModal();
    (dialog.querySelector("fieldset input:checked, textarea") ?? dialog.querySelector(`[data-answer=${first}]`)).focus();
  });
}

let entering = null;

/* Lets the person sign in again in this window; returns when that has happened, to everybody who waits for it. */
export function letIn(dialog, person) {
  entering ??= enter(dialog, person).finally(() => {
    entering = null;
  });
  return entering;
}

function enter(dialog, person) {
  const frame = dialog.querySelector("iframe");
  const said = dialog.querySelector(".desk-outside-said");
  said.textContent = "";
  return new Promise((resolve) => {
    const loaded = () => {
      const who = frame.contentDocument?.documentElement.dataset.person;
      if (!who) return;
      if (who !== person) {
        said.textContent = dialog.dataset.sayStranger;
        frame.src = dialog.dataset.login;
        return;
      }
      frame.removeEventListener("load", loaded);
      dialog.removeEventListener("cancel", cancelled);
      frame.removeAttribute("src");
      dialog.close();
      resolve();
    };
    const cancelled = (event) => event.preventDefault();
    frame.addEventListener("load", loaded);
    dialog.addEventListener("cancel", cancelled);
    frame.src = dialog.dataset.login;
    dialog.showModal();
  });
}
