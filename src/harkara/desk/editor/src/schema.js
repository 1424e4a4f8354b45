/* What a piece of rich text may be: paragraphs of words, strong, emphasised or linked. */

import { DOMParser, DOMSerializer, Schema } from "prosemirror-model";

const SAFE = /^(https?:\/\/|mailto:|tel:|\/|#)/i;

export const schema = new Schema({
  nodes: {
    doc: { content: "paragraph+" },
    paragraph: {
      content: "inline*",
      group: "block",
      parseDOM: ["p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"].map((tag) => ({ tag })),
      toDOM: () => ["p", 0],
    },
    text: { group: "inline" },
    hard_break: { inline: true, group: "inline", selectable: false, parseDOM: [{ tag: "br" }], toDOM: () => ["br"] },
  },
  marks: {
    link: {
      attrs: { href: {} },
      inclusive: false,
      parseDOM: [
        {
          tag: "a[href]",
          getAttrs: (dom) => {
            const href = dom.getAttribute("href").trim();
            return SAFE.test(href) ? { href } : false;
          },
        },
      ],
      toDOM: (mark) => ["a", { href: mark.attrs.href }, 0],
    },
    strong: {
      // Google Docs wraps what it copies in a <b> that is not bold.
      parseDOM: [
        { tag: "b", getAttrs: (dom) => dom.style.fontWeight !== "normal" && null },
        { tag: "strong" },
        { style: "font-weight", getAttrs: (value) => /^(bold|bolder|[6-9]00)$/.test(value) && null },
      ],
      toDOM: () => ["b", 0],
    },
    em: {
      parseDOM: [{ tag: "i" }, { tag: "em" }, { style: "font-style=italic" }],
      toDOM: () => ["i", 0],
    },
  },
});

const serializer = DOMSerializer.fromSchema(schema);

export function fromHTML(html) {
  const page = new window.DOMParser().parseFromString(html || "<p></p>", "text/html");
  return DOMParser.fromSchema(schema).parse(page.body, { preserveWhitespace: true });
}

export function toHTML(doc) {
  if (!doc.textContent) return ""; // a space alone is kept too: nobody knows what comes after it
  const box = document.createElement("div");
  box.append(serializer.serializeFragment(doc.content));
  return box.innerHTML;
}
