/* Sends a form's words to the newsroom and says in one word what became of them. */

const PATIENCE = 20_000; // milliseconds after which an answer is not waited for any longer

const cookie = () => /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";

/* Returns {word, data}. Words: kept, newer, wrong (the form itself), refused, outside (signed out), offline. */
export async function send(form, list, more) {
  const body = new FormData();
  for (const [name, value] of list) body.append(name, value);
  for (const [name, value] of Object.entries(more)) body.append(name, value);
  const token = cookie() || form.elements.namedItem("csrfmiddlewaretoken")?.value || "";
  let answer;
  let data;
  try {
    answer = await fetch(form.getAttribute("action") || location.pathname, {
      method: "POST",
      body,
      headers: { Accept: "application/json", "X-CSRFToken": token },
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.type === "opaqueredirect") return { word: "outside", data: {} };
    if (answer.status >= 500) return { word: "offline", data: {} };
    data = (answer.headers.get("content-type") ?? "").includes("json") ? await answer.json() : {};
  } catch {
    return { word: "offline", data: {} };
  }
  if (data.success) return { word: "kept", data };
  const words = { invalid_revision: "newer", validation_error: "wrong" };
  return { word: words[data.error_code] ?? "refused", data };
}
