"""Letters that readers asked for: their finished copy, and how they are set for programs that read mail.

A mail knows less than a page: no file of ours beside it, no font but the machine's own, no script, tables where Outlook needs
them. What differs from reader to reader (where to leave) is left open, as one of :data:`OPEN`, and filled in when it is sent.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Final, Literal

from harkara.bangla import graphemes
from harkara.layout import addresses, cases, compositor
from harkara.layout.copy import PaperCopy

LEAVE: Final = "https://leave.invalid/"
"""What stands in a letter for the address at which its reader leaves (RFC 2606: nobody can have that host)."""

LIGHTEST: Final = 30_000
"""Bytes of HTML that a letter has at most: Gmail cuts at 102 kB, and a phone pays for each."""

SUMMARY: Final = 220
"""Letters of a summary in a mail."""

Occasion = Literal["regular", "breaking"]


@dataclass(frozen=True, slots=True)
class LetterPicture:
    """A picture of a row: the full address of its file, the file's size in pixels, and what is said of it."""

    src: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A story in a letter. ``href`` is a full address. ``corrected_at`` and ``correction``: the newest that became known after
    the letter was composed.
    """

    story: int
    headline: str
    href: str
    summary: str = ""
    kicker: str = ""
    picture: LetterPicture | None = None
    corrected_at: datetime | None = None
    correction: str = ""


@dataclass(frozen=True, slots=True)
class LetterPart:
    """Rows that come from one front, under its name; the first part may have none."""

    title: str
    rows: tuple[LetterRow, ...]


@dataclass(frozen=True, slots=True)
class LetterCopy:
    """A letter as it goes out. ``slug`` and ``name`` are those of its kind (the morning letter), ``number`` counts within it
    (0: none yet). ``note`` is the editor's, paragraph by paragraph; ``withdrawn`` how many rows left after it was composed.
    """

    slug: str
    name: str
    number: int
    subject: str
    at: datetime
    parts: tuple[LetterPart, ...]
    occasion: Occasion = "regular"
    note: tuple[str, ...] = ()
    signed: str = ""
    withdrawn: int = 0

    @property
    def rows(self) -> Iterator[LetterRow]:
        """All rows, in their order."""
        for part in self.parts:
            yield from part.rows

    @property
    def href(self) -> str:
        """Where it stands on the web."""
        return f"/letters/{self.slug}/{self.number}/"

    def without(self, story: int) -> "LetterCopy":
        """The same without the rows of ``story``, and parts that are empty then."""
        if all(row.story != story for row in self.rows):
            return self
        parts = (replace(one, rows=tuple(row for row in one.rows if row.story != story)) for one in self.parts)
        gone = [row.headline for row in self.rows if row.story == story]
        left = replace(self, parts=tuple(one for one in parts if one.rows), withdrawn=self.withdrawn + len(gone))
        first = next((row.headline for row in left.rows), self.name)
        return replace(left, subject=_in_place_of(gone, first, left.subject))

    def with_row(self, fresh: LetterRow) -> "LetterCopy":
        """The same with ``fresh`` in place of the rows of its story, in the subject too; a picture stays only where there was
        one.
        """

        def put(row: LetterRow) -> LetterRow:
            return row if row.story != fresh.story else replace(fresh, picture=fresh.picture if row.picture else None)

        parts = tuple(replace(one, rows=tuple(put(row) for row in one.rows)) for one in self.parts)
        before = [row.headline for row in self.rows if row.story == fresh.story]
        return replace(self, parts=parts, subject=_in_place_of(before, fresh.headline, self.subject))


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter in the list of all: its subject, its time and its address."""

    subject: str
    at: datetime
    href: str


@dataclass(frozen=True, slots=True)
class LetterListCopy:
    """A kind of letter with its newest ones, as the page of all letters shows it. ``takes``: whether it can be had now."""

    slug: str
    name: str
    about: str
    lines: tuple[LetterLine, ...]
    takes: bool = True


@dataclass(frozen=True, slots=True)
class ChoiceOfLetters:
    """A kind of letter that a reader may tick."""

    slug: str
    name: str
    about: str
    ticked: bool = False


Screen = Literal["join", "sent", "confirm", "leave", "left", "mine", "notice"]


@dataclass(frozen=True, slots=True)
class SlipCopy:
    """A page on which a reader orders letters or leaves them. ``token`` is that of its form, ``action`` where the form goes."""

    screen: Screen
    title: str
    token: str = ""
    action: str = ""
    choices: tuple[ChoiceOfLetters, ...] = ()
    email: str = ""
    name: str = ""
    trouble: str = ""
    done: str = ""


def _in_place_of(before: list[str], after: str, subject: str) -> str:
    for words in before:
        subject = subject.replace(words, after)
    return subject


def html(copy: LetterCopy, paper: PaperCopy, *, shrinks: bool = True) -> str:
    """The letter as HTML of at most :data:`LIGHTEST` bytes: where it would be more, summaries are left out from the end."""
    made = _set(copy, paper)
    while shrinks and len(made.encode()) > LIGHTEST and (lighter := _lighter(copy)) is not None:
        copy, made = lighter, _set(lighter, paper)
    return made


def text(copy: LetterCopy, paper: PaperCopy) -> str:
    """The letter as plain text, in paragraphs; every address stands in a line of its own."""
    words = cases.table("letters")["words"]
    lines = [copy.name, compositor.stamp(copy.at, paper.zone, "day"), ""]
    for paragraph in copy.note:
        lines += [paragraph, ""]
    if copy.note and copy.signed:
        lines += [copy.signed, ""]
    for part in copy.parts:
        if part.title:
            lines += [f"== {part.title} ==", ""]
        for row in part.rows:
            lines += [f"* {row.headline}"]
            lines += [row.summary] if row.summary else []
            if row.corrected_at:
                lines += [
                    f"{words['corrected'].format(compositor.stamp(row.corrected_at, paper.zone))} {row.correction}".strip()
                ]
            lines += [row.href, ""]
    if copy.withdrawn:
        lines += [words["withdrawn"], ""]
    lines += ["-- ", f"{paper.name}: {paper.origin}/"]
    lines += [
        f"{words['why']} {words['leave']}:",
        LEAVE,
        f"{words['on_the_web']}:",
        addresses.absolute(copy.href, paper),
    ]
    if paper.imprint:
        lines += ["", paper.imprint]
    return "\n".join(lines) + "\n"


def _set(copy: LetterCopy, paper: PaperCopy) -> str:
    first = next(iter(copy.rows), None)
    return compositor.compose(
        "letters/letters.mail.html",
        letter=copy,
        paper=paper,
        lead=first,
        teased=_teased(copy),
        leave=LEAVE,
        web=addresses.absolute(copy.href, paper),
        words=cases.table("letters")["words"],
    )


def _teased(copy: LetterCopy) -> str:
    """What a list of mails shows beside the subject: words that the subject does not say."""
    rows = list(copy.rows)
    for row in rows:
        if row.headline not in copy.subject:
            return row.headline
    return rows[0].summary if rows else ""


def _lighter(copy: LetterCopy) -> LetterCopy | None:
    """``copy`` without its last summary, or where there is none without its last row; ``None`` where one row is left."""
    rows = list(copy.rows)
    last = next((row for row in reversed(rows) if row.summary), None)
    if last is not None:
        return copy.with_row(replace(last, summary=""))
    if len(rows) < 2:
        return None
    return replace(copy.without(rows[-1].story), withdrawn=copy.withdrawn, subject=copy.subject)


def cut(summary: str) -> str:
    """``summary`` as long as a mail has room for, never inside a letter."""
    return graphemes.truncate(summary, SUMMARY)


def data(copy: LetterCopy) -> dict[str, Any]:
    """``copy`` as JSON keeps it."""
    said: dict[str, Any] = json.loads(json.dumps(asdict(copy), default=lambda moment: moment.isoformat()))
    return said


def of_data(said: dict[str, Any]) -> LetterCopy:
    """The copy that :func:`data` told."""
    parts = tuple(LetterPart(one["title"], tuple(_row(row) for row in one["rows"])) for one in said["parts"])
    told = {**said, "at": datetime.fromisoformat(said["at"]), "parts": parts, "note": tuple(said["note"])}
    return LetterCopy(**told)


def _row(said: dict[str, Any]) -> LetterRow:
    picture = LetterPicture(**said["picture"]) if said["picture"] else None
    at = datetime.fromisoformat(said["corrected_at"]) if said["corrected_at"] else None
    return LetterRow(**{**said, "picture": picture, "corrected_at": at})
