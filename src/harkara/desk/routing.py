"""Routing: which rules of the wire catch an item, and where it goes by them.

Words are compared as the archive compares them: without the spellings that are confused and without endings
(``bangla.analyse``), and across scripts by their sound: putin finds পুতিন. Of one script the sound decides nothing; it is too
near to that of other words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from harkara.bangla.analyse import folded, sounds, tokens
from harkara.desk.models import Desk, IncomingClipping, Section, WireRule

TELLING: Final = 3
"""Consonants below which a sound says too little."""

READ: Final = 20_000
"""Letters of an item that rules look at: news says at the beginning what it is about."""

Phrase = tuple[tuple[str, str], ...]
"""Words in a row, each as its stem and, where its script is not that of the text, its sound."""


@dataclass(frozen=True)
class Item:
    """What rules look at."""

    headline: str
    text: str
    subjects: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    source: int | None = None

    @classmethod
    def of(cls, row: IncomingClipping) -> "Item":
        places = (*row.told.get("places", ()), *([str(row.dateline)] if row.dateline else ()))
        return cls(str(row.headline), str(row.text), tuple(row.told.get("subjects", ())), places, row.source_id)

    @cached_property
    def words(self) -> "Line":
        return Line.of(f"{self.headline}\n{self.text[:READ]}")

    @cached_property
    def filed(self) -> tuple["Line", ...]:
        return tuple(map(Line.of, self.subjects))

    @cached_property
    def named(self) -> tuple["Line", ...]:
        return tuple(map(Line.of, self.places))


@dataclass(frozen=True)
class Line:
    """A text as its words are compared: their stems, and their sounds with the script before them."""

    stems: tuple[str, ...]
    sounds: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Line":
        return cls(*zip(*map(_word, tokens(text)), strict=True)) if tokens(text) else cls((), ())

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where a stem or a sound stands."""
        found: dict[str, list[int]] = {}
        for place, names in enumerate(zip(self.stems, self.sounds, strict=True)):
            for name in filter(None, names):
                found.setdefault(name, []).append(place)
        return found

    def has(self, phrase: Phrase) -> bool:
        """Whether the words of ``phrase`` stand here in a row."""
        if not phrase:
            return False
        first = {place for name in phrase[0] if name for place in self.places.get(name, ())}
        return any(all(self._is(place + step, word) for step, word in enumerate(phrase)) for place in first)

    def is_(self, phrase: Phrase) -> bool:
        """Whether this is ``phrase``, whole."""
        return len(phrase) == len(self.stems) and self.has(phrase)

    def _is(self, place: int, word: tuple[str, str]) -> bool:
        return place < len(self.stems) and (self.stems[place] == word[0] or self.sounds[place] == (word[1] or None))


@dataclass(frozen=True, slots=True)
class Sieve:
    """The conditions of a rule, ready to be asked."""

    wanted: tuple[Phrase, ...]
    unwanted: tuple[Phrase, ...]
    subjects: tuple[Phrase, ...]
    places: tuple[Phrase, ...]

    def catches(self, item: Item) -> bool:
        return (
            (not self.wanted or any(map(item.words.has, self.wanted)))
            and not any(map(item.words.has, self.unwanted))
            and (not self.subjects or any(line.is_(one) for line in item.filed for one in self.subjects))
            and (not self.places or any(line.has(one) for line in item.named for one in self.places))
        )


@dataclass(frozen=True, slots=True)
class Routed:
    """Where an item goes, and the names of the rules that said so."""

    section: Section | None = None
    for_desk: Desk | None = None
    urgency: int | None = None
    discards: bool = False
    by: tuple[str, ...] = ()


def rules() -> list[WireRule]:
    """The rules in force, in their order. One query."""
    return list(WireRule.objects.filter(is_on=True).select_related("section", "for_desk").order_by("position", "pk"))


def catches(rule: WireRule, item: Item) -> bool:
    """Whether ``rule`` catches ``item``."""
    if rule.source_id is not None and rule.source_id != item.source:
        return False
    return _sieve(str(rule.words), str(rule.subjects), str(rule.places)).catches(item)


def route(item: Item, through: Sequence[WireRule]) -> Routed:
    """Where ``item`` goes by the rules ``through``: the first that says a thing holds, one that discards ends the matter."""
    routed = Routed()
    for rule in through:
        if not catches(rule, item):
            continue
        routed = Routed(
            routed.section or rule.section,
            routed.for_desk or rule.for_desk,
            routed.urgency or rule.urgency,
            rule.discards,
            (*routed.by, str(rule.name)),
        )
        if rule.discards:
            break
    return routed


def caught(rule: WireRule, last: int = 50) -> list[tuple[IncomingClipping, bool]]:
    """The ``last`` items that came off the wire, the newest first, and whether ``rule``, saved or not, would have caught each.
    One query.
    """
    rows = IncomingClipping.objects.exclude(guid="").order_by("-pk")[:last]
    return [(row, catches(rule, Item.of(row))) for row in rows]


@lru_cache(maxsize=1_000)
def _sieve(words: str, subjects: str, places: str) -> Sieve:
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    minus = [line for line in lines if line[0] in _MINUS]
    return Sieve(
        _phrases(line for line in lines if line not in minus),
        _phrases(line[1:] for line in minus),
        _phrases(subjects.splitlines()),
        _phrases(places.splitlines()),
    )


_MINUS: Final = "-\N{MINUS SIGN}\N{EN DASH}"


def _phrases(lines: Iterable[str]) -> tuple[Phrase, ...]:
    found = (tuple((folded(token), _heard(token, other=True)) for token in tokens(line)) for line in lines)
    return tuple(phrase for phrase in found if phrase)


@lru_cache(maxsize=100_000)
def _word(token: str) -> tuple[str, str]:
    return folded(token), _heard(token, other=False)


def _heard(token: str, *, other: bool) -> str:
    """The sound of ``token`` with the script before it (of the ``other`` one, for what is looked for); nothing where it says
    too little.
    """
    sound = sounds(token)
    is_bangla = token[0] > "\u024f"
    return f"{'bn' if is_bangla is not other else 'latin'}:{sound}" if len(sound) >= TELLING else ""
