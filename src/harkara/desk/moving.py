"""Door: another paper moves in. The wire reads its export; here its stories, sections, topics, people and pictures become ours,
and its addresses lead here.

Whatever has moved in once is known by the digest of its origin and found again: going through an export twice changes nothing.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.db import transaction
from django.db.models import F

from harkara.bangla.clean import normalise
from harkara.bangla.romanise import romanise
from harkara.desk import attached, clock, keys
from harkara.desk.actions.move_in import Arrival, Settled, Told, wrong
from harkara.desk.actions.move_in import take as _take
from harkara.desk.actions.take_places import set_listing
from harkara.desk.errors import DeskError, Refused, Unfit
from harkara.desk.models import (
    Area,
    Desk,
    ListingDue,
    Move,
    OldAddress,
    Origin,
    Person,
    Picture,
    Section,
    StoryAddress,
    Terms,
    Topic,
)
from harkara.desk.models.fields import spelled
from harkara.desk.models.taxonomy import RESERVED, TopicName
from harkara.rack import changes

__all__ = [
    "Arrival",
    "At",
    "DeskError",
    "Kept",
    "Refused",
    "Settled",
    "Told",
    "Unfit",
    "Which",
    "all_said",
    "area_numbers",
    "begin",
    "close",
    "counterpart",
    "desk",
    "digest",
    "due",
    "kept",
    "known",
    "lead",
    "person",
    "picture",
    "section",
    "set_listing",
    "spelled",
    "take",
    "topic",
    "wrong",
]

Which = Literal["section", "topic", "author"]

_WORDS = re.compile(r"[a-z]+")
_FALLBACK: Final = "section"


@dataclass(frozen=True, slots=True)
class At:
    """How far a move is: where in the export, and where with what readers said, which comes after; whether only listings are
    still to be set, or all is done; and what it counted.
    """

    position: str
    said: str
    stage: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture of the library, and what it says."""

    id: int
    caption: str
    alt: str
    lacks_rights: bool


def begin(origin: str, kind: str, export: str) -> At:
    """Where the move of the paper ``origin`` stands. ``export`` is a digest of what is taken in: another one than last time is
    gone through from its beginning, and so is one that was done.
    """
    with transaction.atomic():
        move, is_new = Move.objects.select_for_update().get_or_create(
            origin=origin, defaults={"kind": kind, "export": export, "began_at": clock.now()}
        )
        if not is_new and (move.export != export or move.stage == Move.Stage.DONE):
            move.kind, move.export, move.stage, move.position = kind, export, Move.Stage.TAKING, ""
            move.said = ""
            move.counts, move.began_at, move.ended_at = {}, clock.now(), None
            move.save()
    return At(move.position, move.said, move.stage, dict(move.counts))


def take(origin: str, arrivals: Sequence[Arrival], position: str, told: Told) -> list[Settled]:
    """Takes a batch in, with how far the export is gone through, in one transaction; ``told`` hears before the end what became of
    it, and returns what to count.
    """
    return _take(Move.objects.get(origin=origin), arrivals, position, told)


def all_said(origin: str) -> None:
    """Notes that what readers said under all stories up to here is taken in."""
    Move.objects.filter(origin=origin).update(said=F("position"))


def known(names: Collection[str]) -> dict[str, int]:
    """Those of the origins ``names`` that are stories here, with their numbers. One query."""
    rows = Origin.objects.filter(name__in=names, story__isnull=False)
    return {name: int(number) for name, number in rows.values_list("name", "story") if number}


def due() -> list[str]:
    """The listings in which stories that moved in have no places yet, by name."""
    return list(ListingDue.objects.order_by("name").values_list("name", flat=True))


def close(origin: str, stage: Literal["listing", "done"]) -> None:
    """Notes that everything is taken in (``listing``), or that nothing is left to do (``done``)."""
    ended = clock.now() if stage == "done" else None
    Move.objects.filter(origin=origin).update(stage=stage, ended_at=ended)


def section(name: str, slug: str = "", above: int | None = None) -> int:
    """The number of the section called ``name``, made where there is none. ``slug`` is its word at its origin; ``above`` the
    section that it is a part of, which stands by itself.
    """
    name = normalise(" ".join(name.split()))[:60] or "বিবিধ"
    rows = Section.objects.filter(name=name)
    found = rows.filter(slug__in=[_slug(slug, name)]).first() or rows.order_by("pk").first()
    if found is not None:
        return int(found.pk)
    parent = Section.objects.filter(pk=above, above=None).first() if above else None
    taken = set(Section.objects.values_list("slug", flat=True)) | RESERVED
    stem = _slug(slug, name)
    free = next(one for one in (stem, *(f"{stem[:37]}-{letters}" for letters in _letters())) if one not in taken)
    last = Section.objects.order_by("-position").values_list("position", flat=True).first() or 0
    made = Section(slug=free, name=name, position=min(32_000, last + 1), above=parent)
    made.save()
    return int(made.pk)


def _slug(slug: str, name: str) -> str:
    words = _WORDS.findall(slug.lower()) if slug.isascii() and "%" not in slug else []
    words = words or _WORDS.findall(romanise(name).lower())
    return "-".join(words)[:40].strip("-") or _FALLBACK


def _letters() -> Iterable[str]:
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    return [*alphabet, *(a + b for a in alphabet for b in alphabet)]


def topic(name: str) -> int | None:
    """The number of the topic called ``name`` (by any of its names), made where there is none; ``None`` for a name without
    letters.
    """
    name = normalise(" ".join(name.split()))[:80]
    if row := TopicName.objects.filter(name=name).select_related("topic").first():
        return int(row.topic.into_id or row.topic_id)
    made = Topic(name=name)
    if not made._free_slug():
        return None
    made.save()
    return int(made.pk)


def person(name: str, about: str = "") -> int | None:
    """The number of who signs as ``name``, made where there is nobody, with a page, as there was one at the origin; ``None`` for
    a name without letters.
    """
    name = normalise(" ".join(name.split()))[:120]
    if not any(letter.isalpha() for letter in name):
        return None
    found = Person.objects.filter(name=name).values_list("pk", flat=True).first()
    if found is None:
        made = Person(name=name, public=True, about=normalise(about)[:1200])
        made.save()
        return int(made.pk)
    return int(found)


def desk(name: str) -> int:
    """The number of the desk called ``name``, made where there is none."""
    name = normalise(" ".join(name.split()))[:80]
    found = Desk.objects.filter(name=name).values_list("pk", flat=True).first()
    if found is None:
        made = Desk(name=name)
        made.save()
        return int(made.pk)
    return int(found)


def area_numbers(names: Collection[str]) -> dict[str, int]:
    """The numbers of the areas with these slugs."""
    return dict(Area.objects.filter(slug__in=names).values_list("slug", "pk")) if names else {}


def kept(names: Collection[str]) -> dict[str, Kept]:
    """The pictures that these origins became before. Two queries at most."""
    rows = Origin.objects.filter(name__in=names, picture__isnull=False).select_related("picture")
    return {row.name: _kept(row.picture) for row in rows if row.picture} if names else {}


def picture(name: str, data: bytes, file: str, words: dict[str, str]) -> Kept:
    """Takes a picture into the library by the darkroom; ``name`` is its origin's digest, ``words`` its ``caption``, ``alt``,
    ``credit`` and ``terms`` where anybody said them. Without credit or terms it waits in the library for somebody to say them:
    the stories that it came with show it, as they did before, and no other may. Raises ``Unfit``.
    """
    said = {key: normalise(" ".join(value.split())) for key, value in words.items()}
    found = attached.keep(data, file, said.get("caption", ""), said.get("credit", ""))
    row = Picture.objects.get(pk=found.id)
    if found.was_new and (said.get("alt") or said.get("terms")):
        row.alt = said.get("alt", "")[:250]
        terms = said.get("terms", "")
        row.terms = terms if terms in Terms.values and terms != Terms.LICENSED else ""
        row.save()
    with transaction.atomic():
        Origin.objects.filter(name=name).delete()
        Origin.objects.create(name=name, picture=row)
    return _kept(row)


def _kept(row: Picture) -> Kept:
    return Kept(int(row.pk), str(row.caption), str(row.alt), not (row.credit and row.terms))


def counterpart(which: Which, name: str) -> tuple[Which, int] | None:
    """What a list of the old paper is here: the section of that name, else the topic, or who signs so; ``None`` for nothing."""
    name = normalise(" ".join(name.split()))
    if which == "author":
        found = Person.objects.filter(name=name[:120]).values_list("pk", flat=True).first()
        return ("author", int(found)) if found else None
    if which == "section" and (place := Section.objects.filter(name=name[:60]).values_list("pk", flat=True).first()):
        return "section", int(place)
    row = TopicName.objects.filter(name=name[:80]).values_list("topic", flat=True).first()
    return ("topic", int(row)) if row else None


def lead(addresses: Iterable[tuple[str, Which, int]]) -> list[tuple[str, str]]:
    """Lets old addresses of lists lead to sections, topics and people here. Returns those that cannot, each with the reason."""
    wanted: dict[str, tuple[Which, int]] = {}
    refused: list[tuple[str, str]] = []
    for href, which, number in addresses:
        if why := wrong(href):
            refused.append((href, why))
        else:
            wanted.setdefault(href, (which, number))
    with transaction.atomic():
        held = set(OldAddress.objects.filter(href__in=wanted).values_list("href", flat=True))
        held |= set(StoryAddress.objects.filter(href__in=wanted).values_list("href", flat=True))
        rows = [
            OldAddress(href=href, **{f"{_FIELD[which]}_id": number})
            for href, (which, number) in wanted.items()
            if href not in held
        ]
        OldAddress.objects.bulk_create(rows)
        made = OldAddress.objects.filter(href__in=[row.href for row in rows]).values_list("pk", flat=True)
        changes.touch(*sorted({keys.moved(number // keys.MOVED_LOT) for number in made}))
    return refused


_FIELD: Final[dict[Which, Any]] = {"section": "section", "topic": "topic", "author": "person"}


def digest(*parts: str) -> str:
    """A name of 32 characters for what ``parts`` say together."""
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()
