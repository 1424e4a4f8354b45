"""A saved page as lines: what each line looks like, before anybody says what it is."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from harkara.bangla import clock
from harkara.wire.wording import bare, compare

_BANGLA = re.compile("[\u0980-\u09e5\u09f0-\u09fe]")
_LETTER = re.compile("[A-Za-z\u0980-\u09e5\u09f0-\u09fe\u00c0-\u024f]")
_FIGURE = re.compile("[0-9০-৯]")
_CLOSERS = " \t'\"”’»)]}*"
_STOPS = "।৷॥|"
_TERMINAL = "।৷॥|?!.:—–-…"
_BULLET = re.compile(r"^\s*(?:[•·●▪■□►▶*–—-]\s+|[•●▪■□►▶]|(?:[0-9০-৯]{1,2}|[ক-হ])[.)।]\s*(?=\S))")
_INNER = re.compile("[।৷?!]['\"”’)]*\\s+\\S")
_SPACES = re.compile(r"[\s\u00a0\u200b\ufeff]+")
_WRAP_LEAST, _WRAP_MOST = 40, 130


@dataclass(frozen=True)
class Line:
    """A line of the page, or a paragraph that was wrapped over several: ``rows`` are its numbers from 1."""

    rows: tuple[int, ...]
    text: str
    after_blank: bool

    @cached_property
    def bare(self) -> str:
        """The text as it is compared, without bullets and points at its edges."""
        return bare(self.text)

    @cached_property
    def folded(self) -> str:
        """The text as it is compared."""
        return compare(self.text)

    @property
    def length(self) -> int:
        """How many characters the line has."""
        return len(self.text)

    @cached_property
    def bangla_share(self) -> float:
        """How much of the letters is Bangla, 0 to 1; 0 for a line without letters."""
        letters = len(_LETTER.findall(self.text))
        return len(_BANGLA.findall(self.text)) / letters if letters else 0.0

    @cached_property
    def has_letters(self) -> bool:
        """Whether there is any letter at all."""
        return bool(_LETTER.search(self.text))

    @cached_property
    def has_figures(self) -> bool:
        """Whether there is any figure, Bangla or Latin."""
        return bool(_FIGURE.search(self.text))

    @cached_property
    def ends_sentence(self) -> bool:
        """Whether the line ends with a danda, quotation marks aside."""
        return self.text.rstrip(_CLOSERS)[-1:] in tuple(_STOPS)

    @cached_property
    def ends_question(self) -> bool:
        """Whether the line ends with a question or an exclamation."""
        return self.text.rstrip(_CLOSERS)[-1:] in ("?", "!")

    @cached_property
    def introduces(self) -> bool:
        """Whether the line ends with a colon or a dash, as before a list."""
        return self.text.rstrip()[-1:] in (":", "—", "–", "-", "ঃ")

    @cached_property
    def has_inner_sentence(self) -> bool:
        """Whether a sentence ends inside the line."""
        return bool(_INNER.search(self.text))

    @cached_property
    def is_teaser(self) -> bool:
        """Whether the line breaks off with points, as the excerpt of another story does."""
        return self.text.rstrip(_CLOSERS + "।").endswith(("...", "…", "..", "[…]", "[...]"))

    @cached_property
    def is_item(self) -> bool:
        """Whether the line begins with a bullet or a number."""
        return bool(_BULLET.match(self.text))

    @cached_property
    def words(self) -> list[str]:
        """The words of the line."""
        return self.bare.split()

    @cached_property
    def moments(self) -> list[clock.Found]:
        """The dated moments in a line short enough to be a time line, read in Dhaka's zone."""
        return clock.find(self.text) if self.has_figures and self.length <= 260 else []


@dataclass(frozen=True)
class Page:
    """All lines that are not empty, in order."""

    lines: tuple[Line, ...]

    @classmethod
    def of(cls, text: str, *, unwrap: bool = True) -> "Page":
        """Split ``text`` into lines; with ``unwrap``, lines that were wrapped at a width become one again."""
        blocks = _blocks(text)
        wrapped = unwrap and _is_wrapped(blocks)
        width = max((len(words) for block in blocks for _, words in block), default=0)
        lines = []
        for block in blocks:
            for number, (rows, words) in enumerate(_joined(block, width) if wrapped else block):
                lines.append(Line(rows, words, number == 0))
        return cls(tuple(lines))

    def beside(self, line: Line, step: int) -> Line | None:
        """The line ``step`` lines below ``line`` (above, where negative)."""
        place = self._places[line.rows[0]] + step
        return self.lines[place] if 0 <= place < len(self.lines) else None

    @cached_property
    def _places(self) -> dict[int, int]:
        return {line.rows[0]: place for place, line in enumerate(self.lines)}

    @cached_property
    def count(self) -> dict[str, int]:
        """How often each bare line stands on the page."""
        counts: dict[str, int] = {}
        for line in self.lines:
            counts[line.bare] = counts.get(line.bare, 0) + 1
        return counts


Row = tuple[tuple[int, ...], str]


def tidy(text: str) -> str:
    """Return one line in the spelling of the house, with single spaces."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def _blocks(text: str) -> list[list[Row]]:
    blocks: list[list[Row]] = []
    open_block = False
    for number, raw in enumerate(re.split("\r\n|\r|\n", text), 1):
        line = tidy(raw)
        if not line:
            open_block = False
            continue
        if not open_block:
            blocks.append([])
            open_block = True
        blocks[-1].append(((number,), line))
    return blocks


def _is_terminal(text: str) -> bool:
    return text.rstrip(_CLOSERS)[-1:] in tuple(_TERMINAL)


def _is_wrapped(blocks: list[list[Row]]) -> bool:
    """Whether the page was wrapped at a width: no long line anywhere, and paragraphs whose lines break off."""
    if any(len(text) > _WRAP_MOST for block in blocks for _, text in block):
        return False
    return sum(_wraps(block) for block in blocks) >= 2


def _wraps(block: list[Row]) -> bool:
    heads = [text for _, text in block[:-1]]
    if not heads or not _is_terminal(block[-1][1]):
        return False
    widest = max(len(text) for text in heads)
    even = all(len(text) >= 0.7 * widest or _is_terminal(text) for text in heads)
    return even and widest >= _WRAP_LEAST and any(not _is_terminal(text) for text in heads)


def _joined(block: list[Row], width: int) -> list[Row]:
    full = all(len(text) >= 0.85 * width for _, text in block[:-1]) and _is_terminal(block[-1][1])
    if not (full or _wraps(block)):
        return block
    widest = max(len(text) for _, text in block)
    paragraphs: list[Row] = []
    whole = True
    for rows, text in block:
        if whole:
            paragraphs.append((rows, text))
        else:
            before, words = paragraphs[-1]
            paragraphs[-1] = (before + rows, f"{words} {text}")
        whole = _is_terminal(text) and len(text) < 0.75 * widest
    return paragraphs
