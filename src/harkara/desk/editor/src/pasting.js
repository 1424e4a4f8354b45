/* What Word, Google Docs and pages of the web put on the clipboard, without what only their own looks need. */

const NEVER = "style, script, meta, link, title, head, xml, o\\:p, img, svg, iframe, object, noscript, template";
const BLOCK = /^(P|DIV|LI|UL|OL|H[1-6]|BLOCKQUOTE|SECTION|ARTICLE|MAIN|HEADER|FOOTER|FIGURE|TABLE|TR|TD|TH|TBODY)$/;
const FRAME = "div, section, article, main, header, footer, figure";
const TRACKING = /^(utm_\w+|fbclid|gclid|mc_[ce]id|igshid)$/;

export function cleaned(html) {
  const page = new window.DOMParser().parseFromString(html, "text/html");
  page.querySelectorAll(NEVER).forEach((element) => element.remove());
  comments(page).forEach((comment) => comment.remove());
  page.querySelectorAll("a[href]").forEach((link) => link.setAttribute("href", untracked(link.getAttribute("href"))));
  page.querySelectorAll("span[style]").forEach((mark) => {
    if (/mso-list:\s*Ignore/i.test(mark.getAttribute("style"))) listed(mark);
  });
  page.querySelectorAll("p, div, li, h1, h2, h3, h4, h5, h6").forEach((element) => {
    if (!holdsBlocks(element) && !element.textContent.trim()) element.remove();
  });
  page.querySelectorAll(FRAME).forEach((element) => {
    if (holdsBlocks(element)) element.replaceWith(...element.childNodes); // a frame around paragraphs is none itself
  });
  return page.body.innerHTML.replace(/\u00a0/g, " ");
}

/* Word writes a list as paragraphs that begin with a painted bullet or number: `mark`. */
function listed(mark) {
  const line = mark.closest("p");
  const kind = /[0-9০-৯]/.test(mark.textContent) ? "OL" : "UL";
  mark.remove();
  if (!line) return;
  const before = line.previousElementSibling;
  const list = before?.nodeName === kind ? before : line.ownerDocument.createElement(kind);
  const item = line.ownerDocument.createElement("li");
  item.append(...line.childNodes);
  if (list === before) line.remove();
  else line.replaceWith(list);
  list.append(item);
}

const holdsBlocks = (element) => Array.from(element.children).some((child) => BLOCK.test(child.tagName));

export function untracked(href) {
  let address;
  try {
    address = new URL(href);
  } catch {
    return href; // within the paper, or no address
  }
  if (address.hostname.endsWith("google.com") && address.pathname === "/url" && address.searchParams.get("q")) {
    return untracked(address.searchParams.get("q"));
  }
  const tracking = Array.from(address.searchParams.keys()).filter((name) => TRACKING.test(name));
  if (!tracking.length) return href;
  tracking.forEach((name) => address.searchParams.delete(name));
  return address.href;
}

function comments(page) {
  const walker = page.createTreeWalker(page, NodeFilter.SHOW_COMMENT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  return found;
}
