"""HTML of another paper to blocks of a parcel. All readers share it; what only one program writes (shortcodes), its reader turns
into HTML first.

What was typed for a Bijoy face becomes Unicode: a whole text that is nothing else, or single paragraphs of one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from html import escape, unescape
from typing import Final

from lxml import etree

from harkara.bangla import bijoy
from harkara.wire import markup, trees
from harkara.wire.errors import UnreadableItem
from harkara.wire.moving.parcel import (
    Block,
    Dropped,
    Embed,
    Gallery,
    Heading,
    Paragraph,
    Picture,
    Points,
    Quote,
    Strange,
)
from harkara.wire.paragraphs import BLOCKS, number

MARKS: Final = {"b": "b", "strong": "b", "i": "i", "em": "i", "cite": "i"}
HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
PLAYERS: Final = frozenset(("iframe", "embed", "object", "video", "audio", "source"))
BREAKS: Final = BLOCKS | {"details", "summary", "figcaption", "option", "optgroup", "pre"}

LEFT_OUT: Final = {
    "script": "a program; the paper runs none of others",
    "style": "a style; the paper has its own",
    "form": "a form; nobody here takes what readers would send by it",
    "svg": "a drawing (SVG); send it as a picture",
    "canvas": "a drawing of a program",
    "math": "a formula (MathML)",
    "template": "",
    "noscript": "",
    "head": "",
    "title": "",
    "select": "a choice of a form",
    "button": "a button; nothing here hears it",
    "input": "a field of a form",
    "textarea": "a field of a form",
}
"""Elements that do not come along, and what is said of them; of some nothing is lost."""

LEAST: Final = 20
"""Pixels of a side below which a picture only counts who reads."""

_BANGLA = re.compile("[\u0980-\u09ff]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_ANSI_FACE = re.compile(r"(?:sutonny|bijoy|adarsha|chandrabati|boishakhi)\w*?mj|\bsutonnymj", re.IGNORECASE)
_POSTS = re.compile(
    r"\b(?:twitter-tweet|twitter-video|instagram-media|fb-post|fb-video|tiktok-embed|reddit-embed-bq)\b"
)
_ADDRESS = re.compile(r"https?://[^\s<>\"']{4,1900}")
_GAP = re.compile(r"\r?\n[ \t\r]*\n\s*")
_DEEP: Final = 250
"""Tags below which no text nests too deep for the parser."""

_TAG = re.compile(r"<[^<>]{0,2000}>")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text: its blocks in order, what did not come along, and whether it was typed for a Bijoy face (``ansi``)."""

    blocks: tuple[Block, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    ansi: bool = False


def read(html: str, base: str = "", *, lines: bool = False) -> Reading:
    """The blocks of a piece of HTML; addresses in it are made whole by ``base``. Never raises: what cannot be taken apart comes
    along as its words. ``lines``: of one in which empty lines divide paragraphs, and lines break, as in WordPress' old editor.

    >>> read("<p>নদীর <strong>পানি</strong> বাড়ছে।</p><h2>আজ</h2><ul><li>এক</li></ul>").blocks
    (Paragraph(html='নদীর <b>পানি</b> বাড়ছে।'), Heading(text='আজ'), Points(items=('এক',), ordered=False))
    """
    try:
        root = trees.parse_html(html)
    except UnreadableItem as why:
        return _bare(html, str(why))
    if html.count("<") > _DEEP and _lost(html, root):
        return _bare(html, "It nests deeper than any page does.")
    if root is None:
        return Reading()
    text = "".join(map(str, root.itertext())) if _BEYOND_ASCII.search(html) or "&" in html else ""
    ansi = bool(text) and not _BANGLA.search(text) and bijoy.is_bijoy(text)
    reading = _Reading(base, ansi, lines)
    reading.go(root)
    return Reading(tuple(reading.blocks), tuple(reading.dropped), ansi or reading.mended)


def _bare(html: str, why: str) -> Reading:
    """What cannot be taken apart, as its words."""
    lines = (" ".join(unescape(part).split()) for part in _TAG.sub("\n", html).split("\n"))
    return Reading((Strange(tuple(line for line in lines if line), why),))


def _lost(html: str, root: etree._Element | None) -> bool:
    """Whether the parser gave up before the end, as it does where elements nest very deep."""
    told = sum(len(part.strip()) for part in root.itertext()) if root is not None else 0
    return told * 10 < 9 * sum(len(part.strip()) for part in _TAG.split(html)) - 100 or (
        not told and bool(_TAG.sub("", html).strip())
    )


def words(text: str, *, ansi: bool = False) -> str:
    """A line of plain text (a headline, a caption): one line, Bijoy turned into Unicode; ``ansi``: of a text that is Bijoy.

    >>> words("  ঢাকা  &amp; চট্টগ্রাম ")
    'ঢাকা & চট্টগ্রাম'
    """
    line = markup.line(text) if "<" in text or "&" in text else " ".join(text.split())
    if line and not _BANGLA.search(line) and (ansi or (_BEYOND_ASCII.search(line) and bijoy.is_bijoy(line))):
        return bijoy.mend(line)
    return line


@dataclass(slots=True)
class _Frame:
    """An element that is open and changes what becomes of what is in it."""

    element: etree._Element
    kind: str
    blocks: list[Block] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    ordered: bool = False


@dataclass(slots=True)
class _Reading:
    base: str
    ansi: bool
    lines: bool = False
    mended: bool = False
    blocks: list[Block] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    hand: list[tuple[str, str]] = field(default_factory=list)
    """Pieces of the paragraph in hand: ``("text", …)``, ``("open", tag)``, ``("close", tag)``, ``("break", "")``."""
    marks: list[tuple[str, str]] = field(default_factory=list)
    frames: list[_Frame] = field(default_factory=list)
    hidden: int = 0
    face: int = 0
    kept: int = 0

    def go(self, root: etree._Element) -> None:
        """Reads everything in ``root``."""
        for kind, what in trees.walk(root):
            if isinstance(what, str):
                if not self.hidden and what:
                    self._text(what)
            elif kind == "start":
                self._start(what)
            else:
                self._end(what)
        self._close()

    def _start(self, element: etree._Element) -> None:
        name = _name(element)
        if self.hidden or name in LEFT_OUT:
            if not self.hidden and (why := LEFT_OUT[name]):
                self.dropped.append(Dropped(f"<{name}>", f"It is {why}."))
            self.hidden += 1
            return
        if _wears_ansi(element):
            self.face += 1
        if name in PLAYERS:
            self._player(element)
            self.hidden += 1
        elif name == "img":
            self._picture(element)
        elif name == "br":
            self.hand.append(("break", ""))
        elif name == "figcaption" or (name in ("cite", "footer") and self._inside("quote")):
            self._open(_Frame(element, "caption"))
        elif name in MARKS:
            self._mark(MARKS[name], "")
        elif name == "a":
            href = markup.whole(element.get("href"), self.base) or _mail(element.get("href"))
            self._mark("a" if href else "", href)
        elif name == "blockquote" or (name == "q" and not self.hand):
            self._open(_Frame(element, "quote"))
        elif name in ("ul", "ol") and not self._inside("list"):
            self._open(
                _Frame(
                    element, "gallery" if "gallery" in (element.get("class") or "") else "list", ordered=name == "ol"
                )
            )
        elif name == "li":
            self._close()
        elif name == "figure" or (name == "div" and _is_gallery(element)):
            self._open(_Frame(element, "figure"))
        elif name == "table":
            self._open(_Frame(element, "table"))
        elif name in ("td", "th") and any(kind == "text" and piece.strip() for kind, piece in self.hand):
            self.hand.append(("text", " | "))
        elif name in HEADINGS:
            self._open(_Frame(element, "heading"))
        elif name in BREAKS:
            self._close()
        if name == "pre":
            self.kept += 1

    def _end(self, element: etree._Element) -> None:
        name = _name(element)
        if self.hidden:
            self.hidden -= 1
            if not self.hidden and name in PLAYERS and _wears_ansi(element):
                self.face -= 1
            return
        if name == "pre":
            self.kept -= 1
        if self.frames and self.frames[-1].element is element:
            self._close()
            self._finish(self.frames.pop())
        elif name in MARKS or name == "a":
            self._unmark()
        elif name in BREAKS:
            self._close()
        if _wears_ansi(element):
            self.face -= 1

    def _text(self, text: str) -> None:
        if self.face and not _BANGLA.search(text):
            text, self.mended = bijoy.to_unicode(text), True
        if self.kept and "\n" in text:
            for at, line in enumerate(text.split("\n")):
                if at:
                    self.hand.append(("break", ""))
                self.hand.append(("text", line))
            return
        if self.lines and "\n" in text:
            for nth, part in enumerate(_GAP.split(text)):
                if nth:
                    self._close()
                for at, line in enumerate(part.split("\n")):
                    if at:
                        self.hand.append(("break", ""))
                    self.hand.append(("text", line))
            return
        self.hand.append(("text", text))

    def _mark(self, tag: str, href: str) -> None:
        self.marks.append((tag, href))
        if tag:
            self.hand.append(("open", f'<a href="{escape(href)}">' if tag == "a" else f"<{tag}>"))

    def _unmark(self) -> None:
        tag, _ = self.marks.pop() if self.marks else ("", "")
        if tag:
            self.hand.append(("close", f"</{tag}>"))

    def _open(self, frame: _Frame) -> None:
        self._close()
        self.frames.append(frame)

    def _inside(self, kind: str) -> bool:
        return any(frame.kind == kind for frame in self.frames)

    def _put(self, block: Block) -> None:
        (self.frames[-1].blocks if self.frames else self.blocks).append(block)

    def _close(self) -> None:
        """Ends the paragraph in hand."""
        hand, self.hand = (
            self.hand,
            [("open", f'<a href="{escape(href)}">' if tag == "a" else f"<{tag}>") for tag, href in self.marks if tag],
        )
        html = self._set(hand)
        if not html:
            return
        kinds = [frame.kind for frame in self.frames]
        if kinds and kinds[-1] == "list":
            self.frames[-1].items.append(html)
        else:
            self._put(Paragraph(html))

    def _set(self, hand: list[tuple[str, str]]) -> str:
        plain = "".join(" " if kind == "break" else piece for kind, piece in hand if kind in ("text", "break"))
        if not plain.strip():
            return ""
        mends = self.ansi or (bool(_BEYOND_ASCII.search(plain)) and not _BANGLA.search(plain) and bijoy.is_bijoy(plain))
        self.mended = self.mended or mends
        pieces: list[str] = []
        open_: list[str] = []
        for kind, piece in hand:
            if kind == "text":
                piece = " ".join(re.split(r"[ \t\r\n\f]+", piece))
                pieces.append(escape(bijoy.mend(piece) if mends and not _BANGLA.search(piece) else piece, quote=False))
            elif kind == "break":
                pieces.append("<br>")
            elif kind == "open":
                open_.append("a" if piece.startswith("<a") else piece[1:-1])
                pieces.append(piece)
            elif open_ and piece == f"</{open_[-1]}>":
                open_.pop()
                pieces.append(piece)
        pieces += [f"</{tag}>" for tag in reversed(open_)]
        return _tidy("".join(pieces))

    def _picture(self, element: etree._Element) -> None:
        address = ""
        for name in ("data-orig-file", "data-src", "data-lazy-src", "src"):
            if (given := element.get(name)) and not given.strip().startswith("data:"):
                address = markup.whole(given, self.base) or given.strip()
                break
        sides = (number(element.get("width")), number(element.get("height")))
        if not address or any(side is not None and side < LEAST for side in sides):
            said = address or "a picture without an address"
            self.dropped.append(Dropped(said[:200], "It is no picture that readers see: it has no address or no size."))
            return
        self._close()
        self._put(Picture(address, words(element.get("alt") or "", ansi=self.ansi)))

    def _player(self, element: etree._Element) -> None:
        given = next((value for name in ("src", "data-src", "data") if (value := element.get(name))), "")
        if not given:
            given = next((one.get("src") or "" for one in element.iter("source") if one.get("src")), "")
        address = markup.whole(f"https:{given}" if given.startswith("//") else given, self.base)
        if address:
            self._close()
            self._put(Embed(address, words(element.get("title") or "")))
        else:
            self.dropped.append(Dropped(f"<{_name(element)}>", "It says nowhere what it shows."))

    def _finish(self, frame: _Frame) -> None:
        """What became of an element that ends goes to what it stands in."""
        done = {
            "quote": self._quoted,
            "list": self._listed,
            "gallery": self._figured,
            "figure": self._figured,
            "table": self._tabled,
            "heading": self._headed,
            "caption": self._captioned,
        }[frame.kind]
        for block in done(frame):
            self._put(block)

    def _quoted(self, frame: _Frame) -> Iterable[Block]:
        shown = " ".join((frame.element.get("class") or "", *(_classes(frame.element))))
        if _POSTS.search(shown):
            links = [one.get("href") or "" for one in frame.element.iter("a")]
            address = (
                frame.element.get("data-instgrm-permalink") or frame.element.get("cite") or (links[-1] if links else "")
            )
            if whole := markup.whole(address, self.base):
                return [Embed(whole, _joined(frame.blocks))]
        speaker = next(
            (one.words[0] for one in frame.blocks if isinstance(one, Strange) and one.reason == _CAPTION), ""
        )
        said = [one for one in frame.blocks if not (isinstance(one, Strange) and one.reason == _CAPTION)]
        others = [one for one in said if not isinstance(one, Paragraph | Heading | Points)]
        text = _joined(said)
        return [*([Quote(text, speaker)] if text else []), *others]

    def _listed(self, frame: _Frame) -> Iterable[Block]:
        return [*([Points(tuple(frame.items), frame.ordered)] if frame.items else []), *frame.blocks]

    def _figured(self, frame: _Frame) -> Iterable[Block]:
        caption = " ".join(one.words[0] for one in frame.blocks if isinstance(one, Strange) and one.reason == _CAPTION)
        rest = [one for one in frame.blocks if not (isinstance(one, Strange) and one.reason == _CAPTION)]
        pictures: list[Picture] = []
        for one in rest:
            pictures += one.pictures if isinstance(one, Gallery) else [one] if isinstance(one, Picture) else []
        if pictures:
            others = [one for one in rest if not isinstance(one, Picture | Gallery)]
            if len(pictures) == 1:
                return [replace(pictures[0], caption=caption or pictures[0].caption), *others]
            return [Gallery(tuple(pictures), caption), *others]
        if "embed" in (frame.element.get("class") or "") and (found := _ADDRESS.search(_joined(rest))):
            return [Embed(found[0], caption)]
        if len(rest) == 1 and isinstance(rest[0], Embed):
            return [replace(rest[0], caption=caption or rest[0].caption)]
        if len(rest) == 1 and isinstance(rest[0], Quote):
            return [replace(rest[0], speaker=rest[0].speaker or caption)]
        return [*rest, *([Paragraph(escape(caption, quote=False))] if caption else [])]

    def _tabled(self, frame: _Frame) -> Iterable[Block]:
        rows = tuple(line for one in frame.blocks if isinstance(one, Paragraph) for line in [plain(one.html)] if line)
        others = [one for one in frame.blocks if not isinstance(one, Paragraph)]
        html = etree.tostring(frame.element, encoding="unicode", with_tail=False)[:4000]
        return [*([Strange(rows, "It is a table: each row became a paragraph.", html)] if rows else []), *others]

    def _headed(self, frame: _Frame) -> Iterable[Block]:
        text = _joined([one for one in frame.blocks if isinstance(one, Paragraph)]).replace("\n", " ")
        others = [one for one in frame.blocks if not isinstance(one, Paragraph)]
        return [*([Heading(text)] if text else []), *others]

    def _captioned(self, frame: _Frame) -> Iterable[Block]:
        text = _joined(frame.blocks).replace("\n", " ")
        others = [one for one in frame.blocks if not isinstance(one, Paragraph | Heading | Points)]
        return [*others, *([Strange((text,), _CAPTION)] if text else [])]


_CAPTION: Final = "caption"
"""Marks what stands in a caption until what it belongs to ends."""


def _joined(blocks: Iterable[Block]) -> str:
    lines = []
    for one in blocks:
        if isinstance(one, Paragraph):
            lines.append(plain(one.html))
        elif isinstance(one, Heading):
            lines.append(one.text)
        elif isinstance(one, Points):
            lines += [plain(item) for item in one.items]
    return "\n".join(line for line in lines if line)


def plain(html: str) -> str:
    """The words of inline HTML, lines divided by ``\\n``."""
    text = _TAG.sub("", html.replace("<br>", "\n"))
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


def _tidy(html: str) -> str:
    """Inline HTML without marks around nothing, and without breaks at its ends."""
    before = ""
    while before != html:
        before = html
        html = re.sub(r"<(b|i)>(\s*)</\1>|<a [^<>]*>(\s*)</a>", r"\2\3", html)
        html = re.sub(r"^(?:\s|<br>)+|(?:\s|<br>)+$", "", html)
    return re.sub(r" *<br> *", "<br>", html)


def _is_gallery(element: etree._Element) -> bool:
    classes = (element.get("class") or "").split()
    return any(
        name in ("gallery", "kg-gallery-container", "tiled-gallery", "wp-caption", "blocks-gallery-grid")
        for name in classes
    )


def _classes(element: etree._Element) -> list[str]:
    parent = element.getparent()
    return [parent.get("class") or ""] if parent is not None else []


def _wears_ansi(element: etree._Element) -> bool:
    return bool(_ANSI_FACE.search(f"{element.get('face') or ''} {element.get('style') or ''}"))


def _mail(href: str | None) -> str:
    given = (href or "").strip()
    return given[:500] if given.startswith(("mailto:", "tel:")) else ""


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()
