"""The clipping: what is left of a saved news page when everything around the story is set aside."""

import hashlib
import re
from collections.abc import Container
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from harkara.bangla.clean import normalise
from harkara.wire import body as bodies
from harkara.wire import bylines, chain, headline, marks, outlets, signoffs, times, zones
from harkara.wire.body import Run, Sheet
from harkara.wire.bylines import Credit, squeezed
from harkara.wire.chain import Source
from harkara.wire.dispatch import Picture
from harkara.wire.errors import UnreadablePage
from harkara.wire.page import Line, Page
from harkara.wire.signoffs import SignOff
from harkara.wire.wording import is_place

_BYLINE_REACH = 6
_BEFORE_TIME = re.compile(r"\||\s[–—-]\s")
_ROLE_BEHIND_NAME = re.compile(r"^\s*[:ঃ,;–—-]")


@dataclass(frozen=True, slots=True)
class Furniture:
    """A line that was set aside: its number in the page, its text, and why."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Clipping:
    """A saved news page, taken apart. Times are aware, in the outlet's zone; texts are normalised.

    ``lines`` gives every line of the page that is not empty exactly once: its number from 1, and the field it went to.
    ``address`` and ``pictures`` are those of a page of HTML, ``""`` and nothing for a text; pictures are told of, not copied.
    """

    headline: str
    outlet: str | None
    desk: str | None
    byline: str | None
    dateline: str | None
    published: datetime | None
    updated: datetime | None
    body: tuple[str, ...]
    captions: tuple[str, ...]
    source_chain: tuple[Source, ...]
    sign_off: SignOff | None
    related: tuple[str, ...]
    furniture: tuple[Furniture, ...]
    lines: tuple[tuple[int, str], ...]
    address: str = ""
    pictures: tuple[Picture, ...] = ()

    @property
    def fingerprint(self) -> str:
        """The same for the same story on the same page, however often and with whatever furniture it was saved."""
        text = "\n".join((self.headline, *self.body))
        return hashlib.sha256("".join(text.split()).encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """Return the clipping as plain values for JSON; times in ISO 8601 with their offset. Of a page of HTML the pictures and,
        where it is known, the address too.
        """
        web = {"address": self.address or None, "pictures": [asdict(picture) for picture in self.pictures]}
        return (web if self.address or self.pictures else {}) | {
            "headline": self.headline,
            "outlet": self.outlet,
            "desk": self.desk,
            "byline": self.byline,
            "dateline": self.dateline,
            "published": self.published and self.published.isoformat(),
            "updated": self.updated and self.updated.isoformat(),
            "body": list(self.body),
            "captions": list(self.captions),
            "source_chain": [
                {"name": source.name, "kind": source.kind, "latin": source.latin or None}
                for source in self.source_chain
            ],
            "sign_off": self.sign_off
            and {
                "outlet": self.sign_off.outlet,
                "date": self.sign_off.date,
                "initials": self.sign_off.initials,
            },
            "related": list(self.related),
            "furniture": [{"line": item.line, "text": item.text, "reason": item.reason} for item in self.furniture],
            "lines": [{"n": number, "field": field} for number, field in self.lines],
        }


def parse(text: str, zone: str = "Asia/Dhaka", off: Container[str] = ()) -> Clipping:
    """Take the text of a saved news page apart.

    ``zone`` is the IANA zone of times on pages that do not tell theirs. Rules named in ``off`` are silent, so that
    their worth can be measured. Raises :class:`UnreadablePage` where there is no Bangla or no story.
    """
    page = Page.of(text, unwrap="unwrap" not in off)
    if not any(line.bangla_share > 0.5 for line in page.lines):
        raise UnreadablePage("it has no Bangla text; save the page of a Bangla story")
    sheet = bodies.look(page, marks.mark(page, off), off)
    run = bodies.choose(sheet, bodies.runs(sheet, off), off)
    if run is None:
        raise UnreadablePage("it has no story, only headlines or menus; save the page of one story")
    return Cutting(sheet, run, zone, off).clipping()


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of a page beside its lines: the lines of its story, its headline, names of its outlet."""

    body: list[int]
    title: headline.Candidate | None = None
    outlets: tuple[str, ...] = ()


class Cutting:
    """One page on the table: the fields are found one after the other, each from those before."""

    def __init__(self, sheet: Sheet, run: Run, zone: str, off: Container[str] = (), hints: Hints | None = None) -> None:
        self.sheet, self.run, self.off = sheet, run, off
        self.page_lines = sheet.page.lines
        self.body = hints.body if hints else bodies.paragraphs(sheet, run, off)
        self.title = hints.title if hints else None
        self.title = self.title or headline.find(sheet, self.body[0], sheet.text(run), off)
        if self.title is None and "headline_with_a_cry" not in off:
            self.title = headline.first_line(sheet, self.body)
            self.body = self.body[1:] if self.title else self.body
        self.head = self.title.index if self.title else None
        self.field: dict[int, str] = dict.fromkeys(self.body, "body")
        self.reason: dict[int, str] = {}
        self.titles: list[tuple[str, str]] = []
        self._headline_again()
        self.sign = self._sign_off()
        self.credit_lines = self._credit_lines()
        self.credit = self._credit(frozenset())
        told = outlets.evidence(line for index, line in enumerate(self.page_lines) if index not in self.field)
        told += self.titles + [("byline", name) for name in self.credit.outlets]
        told += [("title", name) for name in hints.outlets] if hints else []
        if self.sign and self.sign.outlet:
            told.append(("sign_off", self.sign.outlet))
        frame = [line for index, line in enumerate(self.page_lines) if index not in self.field]
        self.outlet = outlets.decide(told, frame, off)
        self.credit = self._credit(frozenset({squeezed(self.outlet)}) if self.outlet else frozenset())
        self._set_author_aside()
        self.dateline = self.credit.dateline or self._dateline()
        body_lines = [self.page_lines[index] for index in self.body]
        self.zone = zone if "indian_pages" in off else zones.find(frame, body_lines, self.dateline, zone)
        self.times = times.find(sheet, self.head, self.body[0], self.body[-1], self.zone, off)

    def clipping(self) -> Clipping:
        """Gather the fields."""
        self._place_rest()
        paragraphs = self._paragraphs()
        told = self._texts("source_chain") + [
            names for text in self._texts("sign_off") if (names := signoffs.sources(text))
        ]
        sources = chain.find(paragraphs, told, self.outlet, self.off)
        furniture = tuple(
            Furniture(self.page_lines[index].rows[0], self.page_lines[index].text, self.reason.get(index, ""))
            for index, field in sorted(self.field.items())
            if field == "furniture"
        )
        lines = sorted((row, field) for index, field in self.field.items() for row in self.page_lines[index].rows)
        return Clipping(
            headline=normalise(self.title.text) if self.title else "",
            outlet=self.outlet,
            desk=self.credit.desk,
            byline=self.credit.byline,
            dateline=self.dateline,
            published=self.times.published,
            updated=self.times.updated,
            body=tuple(normalise(paragraph) for paragraph in paragraphs),
            captions=tuple(dict.fromkeys(normalise(text) for text in self._texts("captions"))),
            source_chain=tuple(sources),
            sign_off=self.sign,
            related=tuple(dict.fromkeys(normalise(text) for text in self._texts("related"))),
            furniture=furniture,
            lines=tuple(lines),
        )

    def _texts(self, field: str) -> list[str]:
        return [self.page_lines[index].text for index in sorted(self.field) if self.field[index] == field]

    def _paragraphs(self) -> list[str]:
        texts = [self.page_lines[index].text for index in self.body]
        texts[-1] = signoffs.split_tail(texts[-1])[0] or texts[-1]
        return texts

    def _headline_again(self) -> None:
        """The headline, and the lines that print it once more."""
        if self.title is None or self.head is None:
            return
        self.field[self.head] = "headline"
        for index, line in enumerate(self.page_lines):
            text, site = headline.whole_title(line, self.sheet.page.count)
            if index in self.field and index != self.head:
                continue
            if Line((0,), text, False).bare == Line((0,), self.title.text, False).bare:
                self.field[index] = "headline"
                if site:
                    self.titles.append(("title", site))

    def _sign_off(self) -> SignOff | None:
        """The sign-off below the story, or at the end of its last paragraph."""
        _, tail = signoffs.split_tail(self.page_lines[self.body[-1]].text)
        if tail and "sign_offs" not in self.off:
            return signoffs.read(tail)
        for index in range(self.body[-1] + 1, min(len(self.page_lines), self.body[-1] + 9)):
            if self.sheet.field(index) == "sign_off":
                self.field[index] = "sign_off"
                return signoffs.read(self.page_lines[index].text)
        return None

    def _credit_lines(self) -> list[str]:
        """The byline lines between headline and story, or just above, or just below the story."""
        start = 0 if self.head is None else self.head + 1
        above = [index for index in range(start, self.body[0]) if index not in self.field]
        found = [index for index in above if self.sheet.field(index) == "byline"]
        if not found and self.head is not None:
            found = [
                index
                for index in range(max(0, self.head - 4), self.head)
                if self.sheet.field(index) == "byline" and index not in self.field
            ]
        if "places_below" not in self.off:
            found += [index for index in above if index - 1 in found and is_place(self.page_lines[index].text)]
        texts = [self.page_lines[index].text for index in found]
        texts += [before for index in above if (before := self._before_time(index))]
        if "persons" not in self.off and not any(not bylines.read([text]).desk for text in texts):
            found += (persons := self._persons(above))
            texts += [self.page_lines[index].text for index in persons]
        if not texts:
            below = list(range(self.body[-1] + 1, min(len(self.page_lines), self.body[-1] + 3)))
            found = [index for index in below if self.sheet.field(index) == "byline"]
            texts = [self.page_lines[index].text for index in found]
        if all(bylines.read([text]).desk for text in texts) and "inline_bylines" not in self.off:
            texts += [who for index in self.body[:1] if (who := bylines.inline(self.page_lines[index].text))]
        for index in found:
            self.field[index] = "byline"
        return texts

    def _before_time(self, index: int) -> str:
        """A name that stands before the label of a time line: ``নূর ইমন | প্রকাশের সময় : …``."""
        line = self.page_lines[index]
        if self.sheet.field(index) != "time" or not line.moments or not _BEFORE_TIME.search(line.text):
            return ""
        before = _BEFORE_TIME.split(line.text[: line.moments[0].start])[0].strip()
        return before if bylines.has_role(before) or bylines.looks_like_person(before) else ""

    def _persons(self, above: list[int]) -> list[int]:
        """Names of persons: short lines beside the time line or directly below the headline."""
        found: list[int] = []
        for index in above:
            line = self.page_lines[index]
            if self.sheet.marks[index] is not None or not bylines.looks_like_person(line.text):
                continue
            beside = {self.sheet.field(place) for place in (index - 1, index + 1) if 0 <= place < len(self.page_lines)}
            deck = index > 0 and self.sheet.is_prose[index - 1]
            below_head = self.head is not None and index - self.head <= (2 if deck else 1)
            if "time" in beside or "byline" in beside or below_head or index - 1 in found:
                found.append(index)
        return found[:2]

    def _credit(self, known: frozenset[str]) -> Credit:
        return bylines.read(self.credit_lines, known)

    def _set_author_aside(self) -> None:
        """The last line, where it says who the author is: ``ড. মাহমুদা খাতুন : অধ্যাপক, …``."""
        last, name = self.body[-1], self.credit.byline
        text = self.page_lines[last].text
        if "author_below" in self.off or not name or len(self.body) < 2 or len(text) > 200 or name not in text[:40]:
            return
        if _ROLE_BEHIND_NAME.match(text.partition(name)[2]) and not self.page_lines[last].has_inner_sentence:
            self.body = self.body[:-1]
            self.field[last] = "furniture"
            self.reason[last] = "লেখকের পরিচয়"

    def _dateline(self) -> str | None:
        found = chain.dateline(self.page_lines[self.body[0]].text)
        return found[0] if found else None

    def _place_rest(self) -> None:
        """Say of every other line what it is: the lines of times, captions, sources, other stories, furniture."""
        for index, _line in enumerate(self.page_lines):
            found = self.sheet.marks[index]
            if index in self.field:
                continue
            if index in (self.times.published_at, self.times.updated_at):
                self.field[index] = "published" if index == self.times.published_at else "updated"
            elif found and found.field in ("captions", "source_chain") and self._belongs(index):
                self.field[index] = found.field
            elif self._is_caption(index):
                self.field[index] = "captions"
            elif index in self.run.boxed or self._is_headline(index):
                self.field[index] = "related" if found is None or found.reason == marks.LINK else "furniture"
            else:
                self.field[index] = "furniture"
            if self.field[index] == "furniture" and index not in self.reason:
                self.reason[index] = found.reason if found else "খবরের বাইরের লেখা"

    def _belongs(self, index: int) -> bool:
        """Whether a caption or source line stands with the story, not with another further down."""
        top = self.head if self.head is not None else self.body[0] - _BYLINE_REACH
        return top <= index <= self.body[-1] + 4

    def _is_caption(self, index: int) -> bool:
        """A short line without a mark directly above a picture credit."""
        after = index + 1
        return (
            self.sheet.marks[index] is None
            and after < len(self.page_lines)
            and self.sheet.field(after) == "captions"
            and self._belongs(after)
            and (self.head is None or index > self.head)
            and 15 <= self.page_lines[index].length <= 200
        )

    def _is_headline(self, index: int) -> bool:
        """Whether a line without a mark reads like the headline of another story."""
        line = self.page_lines[index]
        outside = index > self.body[-1] or (self.head is not None and index < self.head) or index in self.run.boxed
        return (
            outside
            and not self.sheet.is_prose[index]
            and not line.is_teaser
            and not line.ends_sentence
            and len(line.words) >= 3
            and 15 <= line.length <= 140
            and line.bangla_share > 0.6
        )
