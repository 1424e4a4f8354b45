/* What a form says, as the list of names and values that it would send. */

const ASIDE = new Set(["csrfmiddlewaretoken", "loaded_revision_id", "loaded_revision_created_at", "next"]);

export function entries(form) {
  const found = [];
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !ASIDE.has(name) && !name.startsWith("keeping_")) found.push([name, value]);
  }
  return found;
}

export const flat = (list) => JSON.stringify(list);
