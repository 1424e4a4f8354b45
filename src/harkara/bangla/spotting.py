"""Which of many known names stand in a text: with any ending, in the spellings writers confuse, in the other script.

A paper knows tens of thousands of names; a text has some hundreds of words. ``keys`` of a text are what names are looked up
by, in any store that finds rows by a key; ``key_of`` is what a name is kept under. ``Text.count`` then looks closely.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from harkara.bangla.analyse import folded, sounds, tokens
from harkara.bangla.skeleton import distance

__all__ = ["Spot", "Text", "key_of"]

_FAR = 1.5
"""Distance by ear from which on a word of the other script is another word."""

_SHORTEST = 3
"""Consonants below which a word of the other script says too little."""


def key_of(name: str) -> tuple[str, ...]:
    """The keys under which ``name`` is kept: one for its own script, one for the other; none for a name without letters.

    >>> key_of("পদ্মা সেতু"), key_of("Facebook")
    (('=পদ্মা', '~pdm'), ('=facebook', '~psbk'))
    """
    words = tokens(name)
    if not words:
        return ()
    first = words[0]
    sound = sounds(first)
    return (f"={folded(first)}", f"~{sound}") if len(sound) >= _SHORTEST else (f"={folded(first)}",)


@dataclass(frozen=True, slots=True)
class Spot:
    """A name that stands in a text: how often, and at which word first."""

    name: str
    count: int
    first: int


@dataclass(slots=True)
class Text:
    """A text that is looked through for names."""

    text: str
    words: list[str] = field(init=False)
    heard: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.words = tokens(self.text)
        self.heard = [folded(word) for word in self.words]

    def keys(self) -> set[str]:
        """What names that may stand here are kept under.

        >>> sorted(Text("পদ্মার ঢেউ, Padma").keys())
        ['=padma', '=ঢেউ', '=পদ্মা', '~pdm']
        """
        found = {f"={heard}" for heard in self.heard}
        return found | {f"~{sound}" for word in self.words if len(sound := sounds(word)) >= _SHORTEST}

    def spot(self, names: Iterable[str]) -> list[Spot]:
        """Those of ``names`` that stand here, in the order in which they begin. Where one begins with another, the longer
        one is meant.

        >>> text = Text("পদ্মা সেতুর টোল নিয়ে ফেসবুকে কথা; পদ্মা সেতু খোলা, শেখ হাসিনা নেই।")
        >>> [(spot.name, spot.count) for spot in text.spot(["সেতু", "পদ্মা সেতু", "পদ্মা", "Facebook", "টোলপ্লাজা"])]
        [('পদ্মা সেতু', 2), ('Facebook', 1)]
        """
        known: dict[str, list[tuple[str, list[str]]]] = {}
        for name in names:
            for key in key_of(name):
                known.setdefault(key, []).append((name, tokens(name)))
        for rows in known.values():
            rows.sort(key=lambda row: -len(row[1]))
        found: dict[str, list[int]] = {}
        at = 0
        while at < len(self.words):
            keys = (f"={self.heard[at]}", f"~{sounds(self.words[at])}")
            rows = [row for key in keys for row in known.get(key, ())]
            taken = next((row for row in rows if self._stands(row[1], at)), None)
            if taken:
                found.setdefault(taken[0], []).append(at)
            at += len(taken[1]) if taken else 1
        return [Spot(name, len(places), places[0]) for name, places in found.items()]

    def _stands(self, name: list[str], at: int) -> bool:
        here = self.words[at : at + len(name)]
        return len(here) == len(name) and all(map(_is_same, here, name))


def _is_same(word: str, wanted: str) -> bool:
    """Whether ``word`` of a text is ``wanted``: by its stem, or where they are of two scripts by ear."""
    if folded(word) == folded(wanted):
        return True
    if word.isascii() == wanted.isascii():
        return False
    sound = sounds(word)
    if sound != sounds(wanted) or len(sound) < _SHORTEST:
        return False
    return distance(folded(word), folded(wanted)) <= _FAR
