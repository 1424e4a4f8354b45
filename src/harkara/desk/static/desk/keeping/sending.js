/* Sends a form's words to the newsroom and says in one word what became of them. */

const PATIENCE = 20_000; // milliseconds after which an answer is not waited for any longer

const token = () => /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";

/* Who is signed in: the number of the person, "" for nobody. Throws where the newsroom does not answer. */
export async function whoIsHere(address) {
  const answer = await fetch(address, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
  if (answer.status >= 500) throw new TypeError("the newsroom does not answer");
  if (!answer.ok) return "";
  return /data-person="(\d+)"/.exec(await answer.text())?.[1] ?? "";
}

/* Puts the session's present token where the page has one: after a new sign-in the old one is worth nothing. */
export function refreshTokens() {
  if (!token()) return;
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token();
  if (window.wagtailConfig) window.wagtailConfig.CSRF_TOKEN = token();
}

/* Returns {word, data}. Words: kept, newer, wrong (the form itself), refused, outside (signed out), offline; of a jot
   also whole (the newsroom has not got what the changes are changes of). */
export async function post(place, address, body, more = {}, isAgain = false) {
  const given = token() || document.querySelector("input[name=csrfmiddlewaretoken]")?.value || "";
  try {
    const answer = await fetch(address, {
      method: "POST",
      body,
      headers: { Accept: "application/json", "X-CSRFToken": given },
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
      ...more,
    });
    if (answer.status >= 500) return { word: "offline", data: {} };
    if (answer.type === "opaqueredirect" || answer.status === 403) {
      if ((await whoIsHere(place.here)) !== place.person) return { word: "outside", data: {} };
      refreshTokens();
      return isAgain ? { word: "refused", data: {} } : await post(place, address, body, more, true);
    }
    const isJSON = (answer.headers.get("content-type") ?? "").includes("json");
    const data = isJSON ? await answer.json() : {};
    if (data.success) return { word: "kept", data };
    if (data.whole) return { word: "whole", data };
    const words = { invalid_revision: "newer", validation_error: "wrong" };
    return { word: words[data.error_code] ?? "refused", data };
  } catch {
    return { word: "offline", data: {} };
  }
}

export function asForm(list, more) {
  const body = new FormData();
  for (const [name, value] of [...list, ...Object.entries(more)]) body.append(name, value);
  return body;
}

/* Sends a form to where a revision is made of it. */
export const send = (place, list, more) => post(place, place.address, asForm(list, more));
