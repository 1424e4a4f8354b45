"""A page of HTML becomes a clipping: its lines go through the rules of the text clipper, beside what it says to machines."""

import logging
import re
from collections.abc import Container
from dataclasses import replace
from datetime import datetime
from typing import Final

import trafilatura

from harkara.bangla import bijoy
from harkara.bangla.clean import normalise
from harkara.wire import body as bodies
from harkara.wire import bylines, headline, marks, pictures, said, typeset, votes
from harkara.wire.body import Run
from harkara.wire.clipping import Clipping, Cutting, Hints
from harkara.wire.errors import UnreadablePage
from harkara.wire.marks import Mark
from harkara.wire.page import Line, Page
from harkara.wire.reading import decode_html
from harkara.wire.said import Said
from harkara.wire.typeset import Layout, Piece
from harkara.wire.votes import Voice
from harkara.wire.zones import INDIA

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # a page that is none is told in a sentence of ours

ASKED: Final = (1_500_000, 20_000)
"""Characters and tags of the largest page that trafilatura is asked about: it takes its time."""

_FEW = 200
"""Letters below which what is visible is no story, and the page's data is looked into."""

_CLOCK = re.compile(r"[0-9০-৯]{1,2}\s?:\s?[0-9০-৯]{2}")
_NOBODY = re.compile(
    r"^(?:admin|administrator|editor|desk|online|web ?desk|staff|author|news|post(?:ed)? by)\b", re.IGNORECASE
)
_FIRM_DOUBTS = ("মন্তব্যের ঘর", "কুকি ও গোপনীয়তা", "পোস্ট")


def clip(data: bytes, *, charset: str = "", address: str = "", zone: str = "Asia/Dhaka") -> Clipping:
    """Take the HTML page ``data`` apart.

    ``charset`` is what the header of its answer said, ``address`` where it was fetched, ``zone`` the IANA zone of times on
    pages that do not tell theirs. Raises :class:`UnreadablePage` where there is no Bangla or no story.
    """
    return parse(decode_html(data, charset), address=address, zone=zone)


def parse(text: str, *, address: str = "", zone: str = "Asia/Dhaka", off: Container[str] = ()) -> Clipping:
    """Take the HTML ``text`` apart; see :func:`clip`. Voices and rules named in ``off`` are silent."""
    root = typeset.tree(text)
    told = said.read(root, address)
    layout = typeset.lay_out(root)
    others = _trafilatura(text) if "trafilatura" not in off else []
    if _is_bijoy(layout):
        _mend(layout, told)
        others = [bijoy.mend(line) for line in others]
    linked = [line for line in told.body.split("\n") if line] if "json_ld" not in off else []
    table = _Table(layout, told, linked, others, off)
    kept = linked
    if table.is_bare and not table.lacks(linked):
        found = said.island(root)
        kept = [bijoy.mend(line) for line in found.body] if _is_bijoy(layout) else found.body
        told.published += found.published
        told.updated += found.updated
    if not any(Line((1,), text, True).bangla_share > 0.5 for text in [*(piece.text for piece in layout.pieces), *kept]):
        raise UnreadablePage("it has no Bangla text; give the page of a Bangla story")
    if table.lacks(kept):
        table = _Table(_with(layout, kept, table.lines), told, kept, others, off)
    if not table.body:
        raise UnreadablePage("it has no story, only headlines or menus; give the page of one story")
    return table.clipping(zone, address)


class _Table:
    """One page on the table, with all that is said about it."""

    def __init__(self, layout: Layout, told: Said, linked: list[str], others: list[str], off: Container[str]) -> None:
        self.layout, self.told, self.off = layout, told, off
        names = [name for name in (told.outlet,) if name]
        self.text, self.lines, self.weight = votes.headline(told.headlines, layout, names, ())
        self.why = _barred(layout, self.lines)
        if self.lines and all(index in self.why for index in self.lines):
            self.text, self.lines, self.weight = votes.headline(told.headlines, layout, names, self.why)
        page = Page(votes.as_lines(layout.pieces))
        self.sheet = bodies.look(page, self._marks(page), off)
        runs = bodies.runs(self.sheet, off)
        self.run = bodies.choose(self.sheet, [run for run in runs if self._is_ours(run)] or runs, off)
        rules = bodies.paragraphs(self.sheet, self.run, off) if self.run else []
        rules = [index for index in rules if index not in self.lines]
        voices = [Voice.of(others, votes.TRAFILATURA), Voice.of(linked, votes.LINKED)]
        head = next((index for index in self.lines if not rules or index < rules[0]), None)
        self.body = votes.story(self.sheet, rules, layout, voices, head, self.why)
        self.head = next((index for index in reversed(self.lines) if self.body and index < self.body[0]), head)

    def _is_ours(self, run: Run) -> bool:
        """Whether the headline stands above ``run``, and no other headline as large between them."""
        above = [index for index in self.lines if index < run.first]
        if not above or self.weight < 2.0:
            return not self.lines
        level = self.layout.pieces[above[-1]].level
        between = self.layout.pieces[above[-1] + 1 : run.first]
        return not level or not any(piece.level == level and len(piece.text) > 15 for piece in between)

    @property
    def size(self) -> int:
        """Letters of the story that is visible."""
        return sum(len(votes.key(self.layout.pieces[index].text)) for index in self.body)

    @property
    def is_bare(self) -> bool:
        """Whether so little is visible that the story must be elsewhere."""
        return self.size < _FEW

    def lacks(self, kept: list[str]) -> bool:
        """Whether ``kept`` has much that is not visible."""
        length = sum(len(votes.key(line)) for line in kept)
        return length >= _FEW / 2 and (self.is_bare or self.size < 0.6 * length)

    def _marks(self, page: Page) -> list[Mark | None]:
        """What each line is: by the part of the page it stands in, by its words, or because it is only a link."""
        found = marks.mark(page, self.off)
        teasers = _teasers(self.layout, page, self.lines)
        for index, piece in enumerate(self.layout.pieces):
            if index in self.lines:
                found[index] = None
            elif index in self.why:
                found[index] = Mark("furniture", self.why[index])
            elif index in teasers:
                found[index] = Mark("furniture", marks.LINK)
            elif piece.sort == "caption" and (found[index] is None or found[index].field == "furniture"):  # type: ignore[union-attr]  # the line says so
                found[index] = Mark("captions", "ছবির পরিচিতি")
            elif _CLOCK.fullmatch(piece.text):
                found[index] = Mark("furniture", "সময়")
            elif found[index] is None and piece.links > 0.9 and not page.lines[index].ends_sentence:
                found[index] = Mark("furniture", marks.LINK)
        for index, mark in enumerate(found[:-1]):
            # How far a box reaches its links say: what follows them is the story again.
            if mark and mark.kind == "box" and self.layout.pieces[index + 1].links > 0.9:
                found[index] = replace(mark, kind="line")
        return found

    def clipping(self, zone: str, address: str) -> Clipping:
        """Gather the fields."""
        told, sheet = self.told, self.sheet
        if _is_indian(told):
            zone = INDIA
        run = self.run or Run(self.body[0], list(self.body))
        outlets = tuple(name for name in (told.outlet, votes.site(told.headlines, self.text)) if name)
        cut = Cutting(sheet, run, zone, self.off, Hints(self.body, self._title(run), outlets))
        clipping = cut.clipping()
        if self.text and self.weight >= 2.0 and clipping.headline != self.text:
            clipping = replace(clipping, headline=_spelled(self.text))
        clipping = self._timed(clipping, cut)
        return replace(
            self._signed(clipping),
            outlet=clipping.outlet or _spelled(told.outlet) or None,
            address=told.address or address,
            pictures=tuple(pictures.find(self.layout, told, self.head, self.body, sheet, told.address or address)),
        )

    def _title(self, run: Run) -> headline.Candidate | None:
        """The line of the headline, where it is visible."""
        if self.head is None or self.weight < 2.0:
            return None
        line = self.sheet.page.lines[self.head]
        return headline.Candidate(self.head, line, self.text, self.body[0], "", self.sheet)

    def _timed(self, clipping: Clipping, cut: Cutting) -> Clipping:
        told = self.told
        elements = [(name, found) for name, value in self.layout.times if (found := said.moment(value))]
        first = [found for name, found in elements if name in ("datePublished", "dateCreated")]
        published = (
            told.published
            + first
            + ([] if told.published else [found for name, found in elements if name == "time"][:1])
        )
        updated = told.updated + [found for name, found in elements if name == "dateModified" and told.published]
        updated = [
            one for one in updated if all(one.replace(second=0) != other.replace(second=0) for other in published)
        ]
        at = cut.times
        out = votes.moment(clipping.published, _labelled(cut, at.published_at), _hours(published), cut.zone)
        anew = votes.moment(clipping.updated, _labelled(cut, at.updated_at), _hours(updated), cut.zone)
        if anew and out and abs((anew - out).total_seconds()) < 60:
            anew = None
        if anew and out and anew < out and (anew.hour, anew.minute) == (0, 0):
            anew = None  # the day alone, which the hour of publication says better
        return replace(clipping, published=out, updated=anew)

    def _signed(self, clipping: Clipping) -> Clipping:
        """Desk and byline from what is said to machines, where the page shows none."""
        if clipping.byline or clipping.desk:
            return clipping
        known = {bylines.squeezed(name) for name in (clipping.outlet, self.told.outlet) if name}
        names = [name for name in self.told.authors if not _NOBODY.match(name) and bylines.squeezed(name) not in known]
        credit = bylines.read(names[:3], frozenset(known))
        return replace(
            clipping, byline=credit.byline and _spelled(credit.byline), desk=credit.desk and _spelled(credit.desk)
        )


def _spelled(text: str) -> str:
    return normalise(text)


def _labelled(cut: Cutting, index: int | None) -> bool:
    return index is not None and cut.sheet.labelled(index)


def _hours(moments: list[datetime]) -> list[datetime]:
    """The moments, those with an hour first."""
    return sorted(moments, key=lambda one: (one.hour, one.minute, one.second) == (0, 0, 0))


def _trafilatura(text: str) -> list[str]:
    """The lines that trafilatura takes for the story; none for a page that is too large for it, or that it fails on."""
    if len(text) > ASKED[0] or text.count("<") > ASKED[1]:
        return []
    try:
        found = trafilatura.extract(text, include_comments=False, include_tables=True, favor_recall=True)
    except Exception:  # it is one voice of several, and pages are hostile
        return []
    return [line.lstrip("- ") for line in (found or "").split("\n") if line.strip()]


def _is_indian(told: Said) -> bool:
    offsets = {one.utcoffset() for one in told.published + told.updated if one.tzinfo}
    return told.language.replace("_", "-").lower() == "bn-in" or any(
        offset is not None and offset.total_seconds() == 19800 for offset in offsets
    )


def _is_bijoy(layout: Layout) -> bool:
    text = "\n".join(piece.text for piece in layout.pieces if len(piece.text) > 40)[:20_000]
    line = Line((1,), text, True)
    return line.bangla_share < 0.2 and bijoy.is_bijoy(text)


def _mend(layout: Layout, told: Said) -> None:
    for piece in layout.pieces:
        piece.text = bijoy.mend(piece.text)
    told.headlines = [(bijoy.mend(text), weight) for text, weight in told.headlines]
    told.body, told.outlet = bijoy.mend(told.body), bijoy.mend(told.outlet)


def _barred(layout: Layout, head: list[int]) -> dict[int, str]:
    """The lines that stand in a part of the page that is not the story, each with the reason.

    A part that looks by its name like something else is believed, unless it holds the headline, or most of the page.
    """
    size: dict[int, int] = {}
    whole = 1
    for piece in layout.pieces:
        length = len(piece.text) if len(piece.text) > 60 and piece.links < 0.5 and not piece.sort else 0
        whole += length
        for number in piece.doubts:
            size[number] = size.get(number, 0) + length
    trusted = {number for index in head[:6] for number in layout.pieces[index].doubts}
    trusted |= {
        number
        for number, reason in layout.doubts.items()
        if reason not in _FIRM_DOUBTS and size.get(number, 0) > 0.5 * whole
    }
    found: dict[int, str] = {}
    for index, piece in enumerate(layout.pieces):
        doubts = [number for number in piece.doubts if number not in trusted]
        if piece.sort == "interface" and index not in head:
            found[index] = "পাতার পথ"
        elif piece.sort == "footer" and len(piece.text) > 0:
            found[index] = "প্রকাশকের তথ্য"
        elif doubts and not (index in head and piece.level == 1):
            found[index] = layout.doubts[doubts[-1]]
    return found


def _teasers(layout: Layout, page: Page, head: list[int]) -> set[int]:
    """The lines of cards: elements that show another story's headline as a link, and below it how that begins.

    A card holds a small part of the page's text, and nothing before its headline but the name of the box.
    """
    inside: dict[int, list[int]] = {}
    for index, piece in enumerate(layout.pieces):
        for number in piece.above[:4]:
            inside.setdefault(number, []).append(index)
    told = [len(piece.text) if piece.links < 0.5 and len(piece.text) > 60 else 0 for piece in layout.pieces]
    whole = sum(told)
    found: set[int] = set()
    for lines in inside.values():
        if not 2 <= len(lines) <= 6 or any(index in lines for index in head):
            continue
        links = [index for index in lines if layout.pieces[index].links > 0.9 and len(page.lines[index].words) >= 3]
        if not links or any(told[index] for index in lines if index < links[0]):
            continue
        size = sum(told[index] for index in lines)
        if size <= 700 and size < 0.4 * whole:
            found.update(lines)
    return found


def _with(layout: Layout, kept: list[str], lines: list[int]) -> Layout:
    """``layout`` with the paragraphs ``kept``, which the page has and does not show, in place of those it shows of them."""
    voice = Voice.of(kept, 1.0)
    shown = [
        index for index, piece in enumerate(layout.pieces) if index not in lines and voice.has(votes.key(piece.text))
    ]
    place = shown[0] if shown else lines[-1] + 1 if lines else len(layout.pieces)
    gone = set(shown)
    number = 10_000_000
    pieces = [piece for index, piece in enumerate(layout.pieces[:place]) if index not in gone]
    added = [Piece(text, above=(number,)) for text in kept]
    rest = [piece for index, piece in enumerate(layout.pieces[place:], place) if index not in gone]
    return replace(layout, pieces=pieces + added + rest)
