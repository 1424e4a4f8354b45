"""Versions of a story side by side: what each says, part by part, and what changed from one to the other."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import Any

from django.utils.translation import gettext as _

from harkara.bangla.diff import Piece, diff
from harkara.desk.copy.bodies import Galley
from harkara.desk.models import Story
from harkara.layout.words import lines

_LAST = re.compile(r"(?:\S+\s+){0,3}\S*$")
_FIRST = re.compile(r"\S*(?:\s+\S+){0,3}")


@dataclass(frozen=True, slots=True)
class Side:
    """A stretch of one side of a row; ``changed`` where the other side has other words."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of the older version beside that of the newer one."""

    old: tuple[Side, ...]
    new: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of pieces in reading order: words that stayed, or one change."""

    changed: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a story (its headline, its text) in which two versions differ."""

    name: str
    label: str
    pieces: tuple[Piece, ...]

    @property
    def stretches(self) -> list[Stretch]:
        """The pieces in one column, each change by itself."""
        runs = groupby(self.pieces, lambda piece: piece.kind != "same")
        return [Stretch(changed, tuple(run)) for changed, run in runs]

    @property
    def rows(self) -> list[Row]:
        """The pieces in two columns. A row ends where a line ends on both sides."""
        return list(_rows(self.pieces))


def said(story: Story) -> dict[str, str]:
    """What a version says, as text, by the name of the part. The text has a line for each paragraph, point or quote."""
    sources = [" · ".join(filter(None, (link.name, link.latin, link.url))) for link in story.source_links.all()]
    signed = [line for line in story.bylines.all() if line.person_id]
    return {
        "headline": str(story.headline),
        "kicker": str(story.kicker),
        "summary": str(story.summary),
        "body": "\n".join(lines(Galley(list(story.body.raw_data)).blocks({}, {}))),
        "dateline": str(story.dateline),
        "bylines": "\n".join(", ".join(filter(None, (line.person.name, line.place))) for line in signed),
        "section": str(story.section or ""),
        "desk": str(story.desk or ""),
        "kind": str(story.get_kind_display()),
        "remembered": str(story.remembered),
        "video": str(story.video),
        "born": str(story.born or ""),
        "died": str(story.died or ""),
        "picture": str(story.picture.caption or story.picture.title) if story.picture else "",
        "captions": "\n".join(filter(None, (said.get(name) for said in story.captions.values() for name in CAPTIONED))),
        "topics": ", ".join(topic.name for topic in story.topics.all()),
        "source_links": "\n".join(sources),
        "syndication": str(story.get_syndication_display()),
        "comments": str(story.get_comments_display()),
        "sponsor": str(story.sponsor),
        "no_advertising": _("yes") if story.no_advertising else _("no"),
    }


def compare(old: Story, new: Story) -> list[Part]:
    """The parts in which ``new`` says something else than ``old``, in the order of the editor's form."""
    before, after = said(old), said(new)
    found = (Part(name, label(name), diff(before[name], after[name])) for name in before)
    return [part for part in found if any(piece.kind != "same" for piece in part.pieces)]


@dataclass(frozen=True, slots=True)
class Passage:
    """A change with the words around it: what stood there, what stands there now, and in which part."""

    label: str
    stood: str
    stands: str


CAPTIONED = ("caption", "alt")
"""What a story may say of its pictures."""

READ = ("headline", "kicker", "summary", "body", "dateline", "remembered", "born", "died")
"""The parts whose words readers read, and of which a correction may speak."""


def passages(old: Story, new: Story) -> list[Passage]:
    """Each change of words from ``old`` to ``new``, with up to three words of its paragraph on either side."""
    found: list[Passage] = []
    for part in compare(old, new):
        if part.name not in READ:
            continue
        stretches = part.stretches
        for place, stretch in enumerate(stretches):
            if not stretch.changed:
                continue
            before = _end("".join(one.new for one in stretches[place - 1].pieces)) if place else ""
            after = (
                _start("".join(one.new for one in stretches[place + 1].pieces)) if place + 1 < len(stretches) else ""
            )
            stood, stands = ("".join(getattr(one, side) for one in stretch.pieces) for side in ("old", "new"))
            found.append(
                Passage(part.label, *(" ".join(f"{before}{words}{after}".split()) for words in (stood, stands)))
            )
    return found


def _end(text: str) -> str:
    """The last words of the last line of ``text``."""
    found = _LAST.search(text.rpartition("\n")[2])
    return found[0] if found else ""


def _start(text: str) -> str:
    """The first words of the first line of ``text``; what goes on from the word before it counts for none."""
    found = _FIRST.match(text.partition("\n")[0])
    return found[0] if found else ""


def label(name: str) -> str:
    """What the editor's form calls the part of that name."""
    if name == "bylines":
        return _("bylines")
    if name == "source_links":
        return _("source chain")
    field: Any = Story._meta.get_field(name)
    return str(field.verbose_name if hasattr(field, "verbose_name") else field.related_model._meta.verbose_name_plural)


def _rows(pieces: Iterable[Piece]) -> Iterator[Row]:
    """A paragraph that came or went has a row to itself, with nothing beside it."""
    old: list[Side] = []
    new: list[Side] = []
    for stays, run in groupby(pieces, lambda piece: piece.kind == "same"):
        found = list(run)
        before, after = "".join(piece.old for piece in found), "".join(piece.new for piece in found)
        for number, (one, other) in enumerate(_beside(before, after, stays=stays)):
            if number and (old or new):
                yield Row(tuple(old), tuple(new))
                old, new = [], []
            if one:
                old.append(Side(one, changed=not stays))
            if other:
                new.append(Side(other, changed=not stays))
    if old or new:
        yield Row(tuple(old), tuple(new))


def _beside(old: str, new: str, *, stays: bool) -> Iterator[tuple[str, str]]:
    """The lines of both sides in pairs; of words that differ only where one side has none."""
    before, after = old.split("\n"), new.split("\n")
    if stays and len(before) != len(after):  # the two are spelled with other line ends: the stretch stays whole
        return iter([(old, new)])
    if not stays and old and new:
        return iter([(old, new)])
    return zip_longest(before, after, fillvalue="")
