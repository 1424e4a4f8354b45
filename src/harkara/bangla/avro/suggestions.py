"""What a typist may have meant: words of a list that sound like what was typed by the Avro scheme."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files

from harkara.bangla.avro.engine import parse
from harkara.bangla.clean import normalise
from harkara.bangla.skeleton import distance, key

__all__ = ["Suggester"]

_AROUND = re.compile(r"^(?P<before>[^A-Za-z`^:$]*)(?P<core>.*?)(?P<after>[^A-Za-z`^$]*)$", re.DOTALL)
_CLOSE = 0.35  # how near a word must sound for an ending to be put to it


class Suggester:
    """Suggestions from a word list.

    ``words`` are Bangla words; ``corrections`` say for a typed text what should have been typed by the scheme
    (``{"atm": "eTiem"}``). Building takes about three seconds for 100,000 words; one suggestion about ten milliseconds.
    """

    def __init__(self, words: Iterable[str], corrections: Mapping[str, str] | None = None) -> None:
        self._corrections = dict(corrections or {})
        self._known: set[str] = set()
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        for word in dict.fromkeys(normalise("\n".join(words)).split()):
            self._known.add(word)
            self._by_sound[key(word)].append(word)

    def suggest(self, typed: str, limit: int = 5) -> list[str]:
        """At most ``limit`` texts for ``typed``, the likeliest first; signs around the word are kept.

        The plain reading of the scheme is always among them.

        >>> Suggester(["আমি", "আপনি", "হাসি", "হাঁসি"]).suggest("hasi")
        ['হাসি', 'হাঁসি']
        >>> Suggester(["হাসি"]).suggest("(hasir)")
        ['(হাসির)']
        """
        parts = _AROUND.match(typed)
        if parts is None or not parts["core"]:
            return [parse(typed)][:limit]
        before, after = parse(parts["before"]), parse(parts["after"])
        return [f"{before}{word}{after}" for word in self._words(parts["core"])[:limit]]

    def _words(self, core: str) -> list[str]:
        plain = parse(core)
        corrected = self._corrections.get(core)
        ranked = dict.fromkeys([parse(corrected)] if corrected else [])
        if plain in self._known:
            ranked[plain] = None
        found = {word: distance(word, plain) for word in self._by_sound.get(key(plain), ())}
        for word, corrected_stem in self._inflected(core):
            found.setdefault(word, -1.0 if corrected_stem else distance(word, plain) + 0.1)
        near = sorted(found, key=lambda word: (found[word], abs(len(word) - len(plain)), word))
        ranked.update(dict.fromkeys(near[:3]))
        ranked[plain] = None
        ranked.update(dict.fromkeys(near[3:]))
        return list(ranked)

    def _inflected(self, core: str) -> Iterator[tuple[str, bool]]:
        """Words of the list with an ending, where ``core`` reads as such; and whether a correction gave the word."""
        for typed, ending in _endings().items():
            stem = core.removesuffix(typed)
            if stem == core or not stem:
                continue
            if stem in self._corrections:
                yield _joined(parse(self._corrections[stem]), ending), True
            sound = parse(stem)
            for word in self._by_sound.get(key(sound), ()):
                if distance(word, sound) < _CLOSE:
                    yield _joined(word, ending), False


def _joined(word: str, ending: str) -> str:
    """``word`` with ``ending``; a vowel sign needs a consonant before it, after a vowel its letter or য় stands."""
    if ending[0] == "ে" and not re.search(r"[ক-হৎ\u09bc]$", word):
        return word + "য়" + ending
    if ending[0] == "ে" and word.endswith("ৎ"):
        return word[:-1] + "ত" + ending
    return word + ending


@cache
def _endings() -> dict[str, str]:
    text = (files("harkara.bangla") / "data" / "avro_endings.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {typed: normalise(ending) for typed, ending in rows}
