"""What Ghost's editors wrote that is no common HTML: its cards, and the two forms (Lexical, Mobiledoc) that an export may have in
place of HTML.
"""

import json
import re
from collections.abc import Iterator
from html import escape
from typing import Any, Final

_CARD = re.compile(
    r'<(figure|div)\b[^<>]{0,300}\bclass="[^"<>]{0,300}\bkg-([a-z-]+)-card\b[^<>]{0,300}>', re.IGNORECASE
)
_HREF = re.compile(r'<a\b[^<>]{0,500}\bhref="([^"<>]{1,2000})"', re.IGNORECASE)
_TITLE = re.compile(r'class="kg-bookmark-title"[^<>]{0,200}>([^<]{0,500})<', re.IGNORECASE)
_LEFT = re.compile(r"<!--.*?-->", re.DOTALL)
_DEEPEST: Final = 60
_CTA: Final = ("signup", "email-cta", "email", "cta")


def plain(html: str) -> str:
    """``html`` with Ghost's cards as HTML that any reader knows: a bookmark becomes a link to its page in a paragraph of its own,
    forms of signing up leave.

    >>> plain('<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" href="https://a.example/1">'
    ...       '<div class="kg-bookmark-title">নদী</div></a></figure><p>ক</p>')
    '<p><a href="https://a.example/1">নদী</a></p><p>ক</p>'
    """
    html = _LEFT.sub("", html)
    pieces, at = [], 0
    while (found := _CARD.search(html, at)) is not None:
        kind = found[2].lower()
        if kind not in ("bookmark", *_CTA):
            pieces.append(html[at : found.end()])
            at = found.end()
            continue
        end = _end(html, found.end(), found[1].lower())
        pieces.append(html[at : found.start()])
        pieces.append(_bookmark(html[found.start() : end]) if kind == "bookmark" else "")
        at = end
    return "".join([*pieces, html[at:]])


def _bookmark(card: str) -> str:
    link, title = _HREF.search(card), _TITLE.search(card)
    if link is None:
        return card
    return f'<p><a href="{link[1]}">{title[1].strip() if title and title[1].strip() else link[1]}</a></p>'


def _end(html: str, at: int, tag: str) -> int:
    """Where the element that was opened before ``at`` ends."""
    depth = 1
    for found in re.compile(rf"<(/?){tag}\b", re.IGNORECASE).finditer(html, at):
        depth += -1 if found[1] else 1
        if not depth:
            return html.find(">", found.end()) + 1 or len(html)
    return len(html)


def of_editor(name: str, text: str) -> str:
    """HTML of a document that Ghost's editor ``name`` (``lexical``, ``mobiledoc``) kept as JSON; nothing where it cannot be read."""
    try:
        document = json.loads(text) if text.strip() else None
    except (ValueError, RecursionError):
        return ""
    if not isinstance(document, dict):
        return ""
    return "".join(_lexical(document.get("root"), 0) if name == "lexical" else _mobiledoc(document))


_TAGS: Final = {
    "paragraph": "p",
    "extended-text": "p",
    "quote": "blockquote",
    "extended-quote": "blockquote",
    "aside": "blockquote",
    "listitem": "li",
}
_BOLD, _ITALIC = 1, 2


def _lexical(node: Any, depth: int) -> Iterator[str]:
    if not isinstance(node, dict) or depth > _DEEPEST:
        return
    kind = str(node.get("type") or "")
    if kind in ("text", "extended-text") and isinstance(node.get("text"), str):
        said, form = escape(node["text"], quote=False), node.get("format")
        form = form if isinstance(form, int) else 0
        said = f"<i>{said}</i>" if form & _ITALIC else said
        yield f"<b>{said}</b>" if form & _BOLD else said
        return
    if kind == "linebreak":
        yield "<br>"
        return
    if kind in ("image", "bookmark", "embed", "html", "markdown", "horizontalrule", "video"):
        yield _card(kind, node)
        return
    tag = _TAGS.get(kind) or (str(node.get("tag")) if kind in ("heading", "extended-heading", "list") else "")
    tag = tag if re.fullmatch(r"p|li|ul|ol|blockquote|h[1-6]", tag) else ""
    yield f"<{tag}>" if tag else ""
    if kind == "link":
        yield f'<a href="{escape(str(node.get("url") or ""))}">'
    children = node.get("children")
    for child in children if isinstance(children, list) else ():
        yield from _lexical(child, depth + 1)
    yield "</a>" if kind == "link" else ""
    yield f"</{tag}>" if tag else ""


def _card(kind: str, told: dict[str, Any]) -> str:
    """A card of either editor as HTML."""

    def said(*names: str) -> str:
        return next((value for name in names if isinstance(value := told.get(name), str) and value), "")

    if kind == "image":
        caption = f"<figcaption>{said('caption')}</figcaption>" if said("caption") else ""
        return f'<figure><img src="{escape(said("src"))}" alt="{escape(said("alt", "altText"))}">{caption}</figure>'
    if kind in ("bookmark", "embed", "video") and (address := said("url", "src")):
        return f'<p><a href="{escape(address)}">{escape(said("title") or address, quote=False)}</a></p>'
    if kind == "html":
        return said("html")
    if kind in ("markdown", "card-markdown", "code"):
        text = said("markdown", "code")
        return "".join(f"<p>{escape(part, quote=False)}</p>" for part in re.split(r"\n\s*\n", text) if part.strip())
    return ""


def _mobiledoc(document: dict[str, Any]) -> Iterator[str]:
    """Mobiledoc 0.3: sections are ``[1, tag, markers]``, ``[3, tag, items]``, ``[10, card]``; a marker is
    ``[kind, opened marks, closed marks, text]``.
    """
    cards: list[Any] = document["cards"] if isinstance(document.get("cards"), list) else []
    markups: list[Any] = document["markups"] if isinstance(document.get("markups"), list) else []
    for section in document.get("sections") or ():
        if not isinstance(section, list) or len(section) < 2:
            continue
        if section[0] == 10 and isinstance(section[1], int) and 0 <= section[1] < len(cards):
            card = cards[section[1]]
            if isinstance(card, list) and len(card) == 2 and isinstance(card[1], dict):
                yield _card(str(card[0]), card[1])
        elif section[0] == 1 and len(section) > 2:
            tag = section[1] if re.fullmatch(r"p|blockquote|aside|h[1-6]", str(section[1])) else "p"
            yield f"<{tag}>{_markers(section[2], markups)}</{tag}>"
        elif section[0] == 3 and len(section) > 2 and isinstance(section[2], list):
            tag = "ol" if section[1] == "ol" else "ul"
            yield f"<{tag}>{''.join(f'<li>{_markers(item, markups)}</li>' for item in section[2])}</{tag}>"


def _markers(markers: Any, markups: list[Any]) -> str:
    pieces, opened = [], []
    for marker in markers if isinstance(markers, list) else ():
        if not isinstance(marker, list) or len(marker) < 4:
            continue
        for number in marker[1] if isinstance(marker[1], list) else ():
            markup = markups[number] if isinstance(number, int) and 0 <= number < len(markups) else None
            tag = str(markup[0]) if isinstance(markup, list) and markup else ""
            given = markup[1] if isinstance(markup, list) and len(markup) > 1 and isinstance(markup[1], list) else []
            href = given[given.index("href") + 1] if "href" in given[:-1] else ""
            tag = tag if tag in ("a", "strong", "b", "em", "i") else "span"
            pieces.append(f'<a href="{escape(str(href))}">' if tag == "a" else f"<{tag}>")
            opened.append(tag)
        pieces.append(escape(marker[3], quote=False) if isinstance(marker[3], str) and marker[0] == 0 else "")
        for _ in range(marker[2] if isinstance(marker[2], int) else 0):
            if opened:
                pieces.append(f"</{opened.pop()}>")
    return "".join([*pieces, *(f"</{tag}>" for tag in reversed(opened))])
