"""From marked-up text to what a story is made of: paragraphs, and the pictures that stood between them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from harkara.bangla.clean import normalise
from harkara.wire import trees
from harkara.wire.dispatch import Picture

BLOCKS = frozenset(
    (
        "address", "article", "aside", "block", "blockquote", "body", "body.content", "body.end", "body.head", "bq",
        "caption", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4",
        "h5", "h6", "header", "hl1", "hl2", "hr", "html", "li", "main", "nav", "nitf-table", "ol", "p", "pre",
        "section", "table", "tagline", "tbody", "tfoot", "thead", "tr", "ul",
    )
)  # fmt: skip
"""Elements of HTML and NITF before and behind which a paragraph ends."""

UNSEEN = frozenset(
    (
        "audio", "button", "canvas", "embed", "head", "iframe", "input", "math", "media", "noscript", "note", "object",
        "script", "select", "style", "svg", "template", "textarea", "title", "video",
    )
)  # fmt: skip
"""Elements of which no word belongs to the story."""

_CELLS = frozenset(("td", "th"))
_CAPTIONS = frozenset(("figcaption",))


@dataclass(frozen=True, slots=True)
class Text:
    """A body: its paragraphs (plain, normalised, none empty) and its pictures, both in order."""

    paragraphs: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()


def of_html(source: str) -> Text:
    """The body that ``source`` holds, a page or a piece of HTML.

    >>> of_html("<p>ঢাকায়   বৃষ্টি<br>হয়েছে।<p>আজ<br><br>কাল").paragraphs
    ('ঢাকায় বৃষ্টি হয়েছে।', 'আজ', 'কাল')
    """
    root = trees.parse_html(source)
    return Text() if root is None else of_element(root)


def of_element(root: etree._Element) -> Text:
    """The body that the element ``root`` of HTML or NITF holds."""
    reading = _Reading(root)
    for kind, what in trees.walk(root):
        if isinstance(what, str):
            reading.text(what)
        elif kind == "start":
            reading.start(what)
        else:
            reading.end(what)
    reading.close()
    return Text(tuple(reading.done), tuple(reading.pictures))


def of_lines(source: str) -> tuple[str, ...]:
    """The paragraphs of plain text: divided by empty lines, or one a line where no line is empty."""
    lines = [" ".join(line.split()) for line in source.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    if "" not in lines:
        return plain(lines)
    joined = "\n".join(lines).split("\n\n")
    return plain(" ".join(part.split("\n")) for part in joined)


def plain(parts: Iterable[str]) -> tuple[str, ...]:
    """``parts`` on one line each, in the one spelling, without those that are empty."""
    found = (normalise(" ".join(part.split())) for part in parts)
    return tuple(part for part in found if part)


@dataclass(slots=True)
class _Reading:
    """A body while it is read: what is done, and the paragraph in hand."""

    root: etree._Element
    done: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    hand: list[str] = field(default_factory=list)
    hidden: int = 0
    kept: int = 0
    caption: list[str] | None = None
    breaks: int = 0

    def start(self, element: etree._Element) -> None:
        name = _name(element)
        if self.hidden or (name in UNSEEN and element is not self.root):
            self.hidden += 1
            return
        if name in BLOCKS:
            self.close()
        if name == "pre":
            self.kept += 1
        elif name == "br":
            self.breaks += 1
            if self.breaks == 2:
                self.close()
            self.hand.append(" ")
        elif name in _CELLS and "".join(self.hand).strip():
            self.hand.append(" | ")
        elif name in _CAPTIONS:
            self.close()
            self.caption = []
        elif name == "img" and (address := (element.get("src") or "").strip()) and not address.startswith("data:"):
            words = normalise(" ".join((element.get("alt") or "").split()))
            self.pictures.append(
                Picture(address, words, "", number(element.get("width")), number(element.get("height")))
            )

    def end(self, element: etree._Element) -> None:
        if self.hidden:
            self.hidden -= 1
            return
        name = _name(element)
        if name == "pre":
            self.kept -= 1
        if name in _CAPTIONS and self.caption is not None:
            words = normalise(" ".join("".join(self.caption).split()))
            if words and self.pictures:
                last = self.pictures[-1]
                self.pictures[-1] = Picture(last.address, words, last.credit, last.width, last.height)
            self.caption = None
        elif name in BLOCKS:
            self.close()

    def text(self, words: str) -> None:
        if self.hidden:
            return
        if words.strip():
            self.breaks = 0
        if self.caption is not None:
            self.caption.append(words)
        elif self.kept and "\n" in words:
            for line in words.split("\n"):
                self.hand.append(line)
                self.close()
        else:
            self.hand.append(words)

    def close(self) -> None:
        """Ends the paragraph in hand."""
        self.breaks = 0
        words = normalise(" ".join("".join(self.hand).split()))
        self.hand.clear()
        if words:
            self.done.append(words)


def number(text: str | None) -> int | None:
    """The whole number from 1 to 100,000 that ``text`` is; ``None`` where it is none."""
    told = (text or "").strip().removesuffix("px")
    return (
        value if told.isascii() and told.isdigit() and len(told) < 7 and 0 < (value := int(told)) <= 100_000 else None
    )


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()
