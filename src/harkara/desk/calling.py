"""Names that the paper knows, as somebody begins to type one: topics, places, sources, people who write.

What is typed may be Bangla or the Latin keys of Avro typing: names are found by how they sound, in either script.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from harkara.bangla import avro
from harkara.bangla.analyse import folded, sounds, tokens
from harkara.bangla.clean import normalise
from harkara.desk import offering, placing, sources
from harkara.desk.models import Area, Person, TopicKey

MOST = 6
"""Names that are offered at once."""

SHORTEST = 2
"""Letters below which no name is offered: too much begins like them."""

STAFF = 2_000
"""Names over stories that are looked through: a newsroom's own people."""


@dataclass(frozen=True, slots=True)
class Called:
    """A name as it is written, and what it is the name of: "topic", "place", "source" or "person"."""

    name: str
    kind: str


def beginning(typed: str) -> list[Called]:
    """The names of which a word begins as ``typed`` does, each once; those that begin with its very letters come first.
    A name that stands there whole already is not offered. The same few queries whatever the paper knows.

    >>> beginning(" ")
    []
    """
    typed = typed.strip()
    bangla = normalise(avro.parse(typed)) if typed.isascii() else normalise(typed)
    if len(typed) < SHORTEST or not tokens(bangla):
        return []
    found: dict[str, Called] = {}
    for one in _found(bangla):
        if one.name != bangla and _begins(one.name, bangla):
            found.setdefault(one.name, one)
    return sorted(found.values(), key=lambda one: not one.name.startswith(bangla))[:MOST]


def known(words: Collection[str]) -> set[str]:
    """Those of ``words`` that stand in the name of a topic or of a place, with whatever ending: no dictionary has them.
    Two queries.
    """
    keys = {word: f"={folded(token)}" for word in words for token in tokens(word)[:1]}
    wanted = sorted(set(keys.values()))[: offering.TOGETHER]
    if not wanted:
        return set()
    stand = set(TopicKey.objects.filter(key__in=wanted).values_list("key", flat=True))
    stand.update(
        f"={folded(token)}" for name in Area.objects.values_list("name", flat=True) for token in tokens(str(name))
    )
    return {word for word, key in keys.items() if key in stand}


def _found(bangla: str) -> Iterator[Called]:
    for kind, names in (
        ("topic", (offer.name for offer in offering.beginning(bangla))),
        ("place", (choice.name for choice in placing.beginning(bangla))),
        ("source", (source.name for source in sources.beginning(bangla))),
        ("person", _people()),
    ):
        yield from (Called(name, kind) for name in names)


def _people() -> Iterable[str]:
    return map(str, Person.objects.values_list("name", flat=True)[:STAFF])


def _begins(name: str, bangla: str) -> bool:
    """Whether a word of ``name`` begins as the last of the words typed, by its letters or by its sound."""
    word = tokens(bangla)[-1]
    heard = sounds(word)
    return any(
        folded(one).startswith(folded(word)) or (len(heard) > 1 and sounds(one).startswith(heard))
        for one in tokens(name)
    )
