"""The markup of a page, laid out as the lines a reader sees, each with what its elements say of it.

Never recursive and never more than :data:`ELEMENTS` elements: what a page holds does not decide how long this takes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from lxml import etree, html

from harkara.wire.page import tidy
from harkara.wire.wording import pattern

ELEMENTS: Final = 60_000
"""How many elements of a page are looked at."""

PIECES: Final = 4_000
"""How many lines of it are kept."""

LONGEST: Final = 20_000
"""How many characters of a line are kept."""

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "button",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "ul",
        "amp-sidebar",
        "amp-img",
        "title",
    ]
) - {"time"}
_DARK = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "svg",
        "canvas",
        "iframe",
        "object",
        "embed",
        "select",
        "textarea",
        "math",
        "audio",
        "video",
        "head",
        "amp-ad",
        "map",
    ]
)
_LAYOUT = frozenset(
    ["div", "td", "section", "header", "footer", "nav", "ul", "li", "body", "article", "main", "center", "font", "span"]
)
_WORDS = re.compile(r"[^a-z0-9\u0980-\u09ff]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SIGNS: tuple[tuple[str, str], ...] = (
    ("মন্তব্যের ঘর", r"comments?|commentlist|comment list|disqus|respond|replies"),
    ("কুকি ও গোপনীয়তা", r"cookies?|consent|gdpr|cmp|onetrust|didomi"),
    (
        "অনুসরণের ডাক",
        r"app card|app box|app banner|app promo|app download|download app|install app|newsletter|subscribe|subscription|signup|paywall|google news|follow us",
    ),
    ("বিজ্ঞাপন", r"ads?|adsbox|adsbygoogle|advert\w*|dfp|sponsored|promo|taboola|outbrain|mgid"),
    ("ভাগ করার বোতাম", r"share|sharing|sharebar|social|sharethis|addtoany"),
    ("বিষয়ের তালিকা", r"tags|tagbox|taglist|post labels|topics"),
    (
        "অন্য খবরের তালিকা",
        r"related|relatedposts|also read|alsoread|read more|readmore|read also|more news|more from|recommended|recommendations|"
        r"popular|popularposts|trending|latest|most read|mostread|sidebar|widget recent|next prev|next post|prev post|"
        r"blog pager|widget also|elementor widget posts|recirc|recent posts",
    ),
    ("পাতার পথ", r"breadcrumbs?|crumb|navbar|nav|menu|main menu|top menu|topbar"),
    ("প্রকাশকের তথ্য", r"about us|about paper|imprint|colophon|disclaimer|site info|site footer"),
    ("পোস্ট", r"twitter tweet|instagram media|fb post|tiktok embed"),
)
_SIGN = tuple((reason, re.compile(rf" (?:{words}) ")) for reason, words in _SIGNS)
_CAPTION = re.compile(
    r" (?:caption|captions|figcaption|imgcap|img cap|image caption|photo caption|photo credit|wp caption text|cap) "
)
_HEADLINE = re.compile(r" (?:headline|title|entry title|post title|card title|news title|article title|news heading) ")
_PAIRS = pattern(r"[,،:ঃ]\s*$|^\s*$")


@dataclass(slots=True)
class Piece:
    """A line of the page. ``sort`` is "", "caption", "interface" (a menu, a button, a form), "footer" or "quote".

    ``above`` are the numbers of the elements around it, the nearest first; ``doubts`` the numbers of those among them that
    look by their names as if they held something else, each with a reason in :attr:`Layout.doubts`. ``links`` is the share of
    its letters that stand in links; ``level`` that of its heading, 0 for none. ``named`` says that an element calls it the
    headline.
    """

    text: str
    sort: str = ""
    level: int = 0
    is_item: bool = False
    links: float = 0.0
    named: bool = False
    above: tuple[int, ...] = ()
    doubts: tuple[int, ...] = ()
    figure: int = 0


@dataclass(slots=True)
class Image:
    """An image: where it stands (before which piece), its addresses as the page writes them, and what surrounds it."""

    place: int
    sources: list[str]
    alt: str
    width: int | None
    height: int | None
    figure: int
    doubts: tuple[int, ...]
    names: str


@dataclass(slots=True)
class Layout:
    """A page laid out. ``times`` are the machine-readable times of its elements: ``(name, value)``."""

    pieces: list[Piece] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    doubts: dict[int, str] = field(default_factory=dict)
    times: list[tuple[str, str]] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    is_cut: bool = False


def tree(text: str) -> Any:
    """Return the tree of the HTML ``text``, of an empty page where there is none."""
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=False, encoding="utf-8")
    try:
        found = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        found = None
    return found if found is not None else html.document_fromstring("<html><body></body></html>")


def lay_out(root: Any) -> Layout:
    """Return the lines of the tree ``root`` as a reader sees them."""
    return _Typesetter().run(root)


def fragment(text: str) -> list[str]:
    """Return the lines of ``text``, which may be a piece of HTML or plain text."""
    if "<" in text and re.search(r"<\w", text):
        return [piece.text for piece in lay_out(tree(f"<html><body>{text}</body></html>")).pieces]
    return [line for raw in text.split("\n") if (line := tidy(raw))]


def words(element: Any) -> str:
    """The words of an element's id, classes and role, each between spaces."""
    value = f"{element.get('id') or ''} {element.get('class') or ''} {element.get('role') or ''}"[:300].lower()
    return f" {_WORDS.sub(' ', value).strip()} " if value.strip() else " "


@dataclass(slots=True)
class _Open:
    """An element that is open: what it adds to what stands in it."""

    number: int
    tag: str
    sort: str
    level: int
    is_item: bool
    is_link: bool
    is_dark: bool
    named: bool
    figure: int
    doubts: tuple[int, ...]
    is_layout: bool = False
    in_article: bool = False


class _Typesetter:
    """Goes through the elements once and breaks lines where a browser would."""

    def __init__(self) -> None:
        self.layout = Layout()
        self.open: list[_Open] = [_Open(0, "", "", 0, False, False, False, False, 0, ())]
        self.letters: list[str] = []
        self.length = self.linked = 0
        self.first: _Open | None = None
        self.number = 0
        self.last_end = ""

    def run(self, root: Any) -> Layout:
        """All lines of ``root``."""
        for event, element in islice(_walk(root), 2 * ELEMENTS):
            if len(self.layout.pieces) >= PIECES:
                break
            if event == "start":
                self._start(element)
            else:
                self._end(element)
        else:
            self._flush()
            return self.layout
        self._flush()
        del self.layout.pieces[PIECES:]
        self.layout.is_cut = True
        return self.layout

    def _start(self, element: Any) -> None:
        tag, around = element.tag, self.open[-1]
        self.number += 1
        if tag in _BLOCKS or tag == "br" or (self.last_end == tag and self._is_row(tag, around)):
            self._flush()
        self.last_end = ""
        names = words(element)
        here = _Open(
            self.number,
            tag,
            self._sort(element, tag, names, around),
            int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() else around.level,
            tag == "li" or around.is_item,
            tag == "a" or around.is_link,
            around.is_dark or tag in _DARK or self._is_hidden(element),
            around.named or element.get("itemprop") == "headline" or bool(_HEADLINE.search(names)),
            self.number if tag == "figure" else around.figure,
            self._doubted(tag, names, element, around),
            tag in _LAYOUT and not (element.text or "").strip(),
            tag == "article" or around.in_article,
        )
        self.open.append(here)
        self._note(element, tag, names, here)
        if element.text and not here.is_dark:
            self._say(element.text)

    def _is_row(self, tag: str, around: _Open) -> bool:
        """Whether elements that follow one another without a space are a row of things, and not pieces of a sentence."""
        is_pair = _PAIRS.search(self.letters[-1] if self.letters else "")
        return around.is_layout and tag in ("a", "span", "time", "b", "strong") and not is_pair

    def _end(self, element: Any) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._flush()
        if len(self.open) > 1:
            self.open.pop()
        self.last_end = tag
        if element.tail:
            if element.tail.strip():
                self.last_end = ""
            if not self.open[-1].is_dark:
                self._say(element.tail)

    def _say(self, text: str) -> None:
        if self.length >= LONGEST:
            return
        text = text[:LONGEST]
        if text.strip():
            if self.first is None:
                self.first = self.open[-1]
                self.chain = tuple(one.number for one in self.open[-2:-12:-1]) if not self._blocks() else self._blocks()
            if self.open[-1].is_link:
                self.linked += len(text.strip())
            self.length += len(text.strip())
        self.letters.append(text)

    def _blocks(self) -> tuple[int, ...]:
        return tuple(islice((one.number for one in reversed(self.open) if one.tag in _BLOCKS), 10))

    def _flush(self) -> None:
        text = tidy("".join(self.letters)) if self.letters else ""
        first, linked, length = self.first, self.linked, self.length
        self.letters, self.length, self.linked, self.first = [], 0, 0, None
        if not text or first is None:
            return
        self.layout.pieces.append(
            Piece(
                text,
                first.sort,
                first.level,
                first.is_item,
                linked / max(1, length),
                first.named,
                self.chain,
                first.doubts,
                first.figure,
            )
        )

    @staticmethod
    def _is_hidden(element: Any) -> bool:
        if element.get("hidden") is not None:
            return True
        style = element.get("style")
        return bool(style and _HIDDEN.search(style[:500]))

    @staticmethod
    def _sort(element: Any, tag: str, names: str, around: _Open) -> str:
        if around.sort in ("interface", "footer"):
            return around.sort
        if tag in ("nav", "button", "form", "menu", "dialog", "amp-sidebar", "label", "fieldset") or element.get(
            "role"
        ) in ("navigation", "menu", "menubar", "search", "dialog", "alertdialog", "button", "toolbar", "tablist"):
            return "interface"
        if (tag == "footer" and not around.in_article) or element.get("role") == "contentinfo":
            return "footer"
        if tag in ("figcaption", "caption") or _CAPTION.search(names):
            return "caption"
        return around.sort

    def _doubted(self, tag: str, names: str, element: Any, around: _Open) -> tuple[int, ...]:
        reason = "অন্য খবরের তালিকা" if tag == "aside" else ""
        if tag in ("html", "body", "main"):
            return around.doubts
        if not reason and names != " ":
            reason = next((why for why, expression in _SIGN if expression.search(names)), "")
        if not reason and element.get("aria-hidden") == "true":
            reason = "লুকানো লেখা"
        if not reason:
            return around.doubts
        self.layout.doubts[self.number] = reason
        return (*around.doubts[-7:], self.number)

    def _note(self, element: Any, tag: str, names: str, here: _Open) -> None:
        """What an element says to machines: times, authors, images."""
        name = element.get("itemprop") or ""
        if tag == "time" or name in ("datePublished", "dateModified", "dateCreated") or " published " in names:
            value = element.get("datetime") or element.get("content") or element.get("title") or ""
            if value and len(self.layout.times) < 40 and not here.doubts:
                self.layout.times.append((name or ("dateModified" if " updated " in names else "time"), value[:60]))
        if tag in ("img", "amp-img") and len(self.layout.images) < 400:
            self._see(element, names, here)

    def _see(self, element: Any, names: str, here: _Open) -> None:
        sources = [
            value
            for name in ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-image", "src")
            if (value := element.get(name)) and not value.startswith("data:")
        ]
        sources[:0] = _widest(element.get("data-srcset") or element.get("srcset") or "")
        if sources:
            self.layout.images.append(
                Image(
                    len(self.layout.pieces) + bool(self.first),
                    sources,
                    tidy((element.get("alt") or "")[:400]),
                    _pixels(element.get("width")),
                    _pixels(element.get("height")),
                    here.figure,
                    here.doubts,
                    names,
                )
            )


def _walk(root: Any) -> Iterator[tuple[str, Any]]:
    """Elements as they begin and end, without the insides of what is never shown."""
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if not isinstance(element.tag, str):
            continue
        if event == "start" and element.tag in ("script", "style", "template", "svg", "head"):
            walker.skip_subtree()
        yield event, element


def _widest(value: str) -> list[str]:
    """The address of the widest image of a ``srcset``."""
    found = []
    for row in value[:4000].split(", "):
        parts = row.strip().rstrip(",").split()
        if parts and not parts[0].startswith("data:"):
            size = parts[1][:-1] if len(parts) > 1 else "1"
            found.append(
                (
                    float(size) if re.fullmatch(r"[0-9.]{1,8}", size) and size.count(".") < 2 and size != "." else 0.0,
                    parts[0],
                )
            )
    return [max(found)[1]] if found else []


def _pixels(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdecimal() and len(value) < 6 else None
