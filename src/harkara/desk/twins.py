"""Twins: the same agency story as several outlets printed it, told when a clipping is filed.

Outlets cut a story, turn its paragraphs round, write another headline above and another sign-off below. What stays are
runs of words. A clipping that shares enough of them with an earlier one joins its group, whose first stands for it in
the tray. Of one outlet a group holds one clipping: what the same outlet printed again is an update, and other news to an
editor.

A look-up costs the same in any tray: the clippings that may be near are found by ``BANDS`` numbers, each the least of the
runs of words under another order (MinHash; Broder 1997), and only among the newest ``KEPT``; older numbers are thrown
away as newer ones come. The nearest of them are compared word run by word run.
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from random import Random
from typing import Final

from django.db.models import Count

from harkara.bangla.analyse import analyse
from harkara.desk.models import ClippingBand, ClippingSketch, IncomingClipping

SAME: Final = 0.35
"""The share of the longer text's word pairs that the shorter one must have, for the two to be one story.

Measured by ``tests/desk/test_twins.py`` on 183 texts (news of NTREX, pages of TyDi) to which outlets' usual edits were
made, to both copies: cut to no less than 45 in 100, a paragraph moved, up to one word in ten changed, a paragraph put in.
Of 2,745 pairs of copies 91.2 % are found; of 1,810 pairs of stories on one event, which take up to a third of their words
from each other, none is taken for one, nor any of 83,265 pairs of strangers. At 0.33 it is 93.7 % and 15 wrong ones, at 0.30
95.8 % and 88. An editor looks twice at a copy that was missed, and does not look at a story that was hidden by mistake.
"""

PAIR: Final = 2
"""Words that are compared together."""

RUN: Final = 3
"""Words of a run by which near ones are found: a pair is too common for that."""

BANDS: Final = 24
"""Numbers by which a clipping is found. Of copies that are the same by ``SAME``, 99 in 100 share one; of two strangers, less
than one in 200.
"""

LEAST: Final = 20
"""Word pairs below which a text is too short to be told from another."""

KEPT: Final = 10_000
"""Clippings that are looked at: what came in before so many others has no twins any more."""

COMPARED: Final = 20
"""Clippings that are compared with a new one, those that share most numbers."""

_PRIME: Final = (1 << 61) - 1


def sketch(paragraphs: Iterable[str]) -> tuple[bytes, list[int]]:
    """What is kept of a text so that its twins are found: its word pairs (numbers of four bytes, ascending), and its
    bands. Empty for a text that is too short. Pure.
    """
    words = analyse("\n".join(paragraphs)).folded.split()
    pairs = _hashes(words, PAIR)
    if len(pairs) < LEAST:
        return b"", []
    runs = _hashes(words, RUN)
    bands = [
        _signed(number, min((factor * run + term) % _PRIME for run in runs))
        for number, (factor, term) in enumerate(_orders())
    ]
    return array("I", sorted({pair & 0xFFFFFFFF for pair in pairs})).tobytes(), bands


def nearness(one: bytes, other: bytes) -> float:
    """Which share of the longer text's word pairs the other one has, by their sketches. A line that somebody copied whole
    is no story, and a story that takes another one up as its background is not that one: so it is the longer that counts.
    """
    first, second = (set(array("I", pairs)) for pairs in (one, other))
    return len(first & second) / (max(len(first), len(second)) or 1)


@dataclass(frozen=True, slots=True)
class Way:
    """The way of one story through several outlets: whom they name as its origins, the first first, and the outlets that
    printed it, the earliest first.
    """

    origins: tuple[str, ...]
    outlets: tuple[str, ...]


def way(members: Iterable[IncomingClipping]) -> Way:
    """The way that the clippings of a group tell together, in any order. Pure."""
    rows = sorted(members, key=lambda row: (row.told_at, row.pk))
    outlets = tuple(dict.fromkeys(str(row.outlet) for row in rows if row.outlet))
    chains = [[link["name"] for link in row.source_chain if link["name"] not in outlets] for row in rows]
    longest = sorted(chains, key=len, reverse=True)  # who tells more of the chain tells its order
    return Way(tuple(dict.fromkeys(name for chain in longest for name in chain)), outlets)


def join(clipping: IncomingClipping, sketched: tuple[bytes, list[int]]) -> None:
    """Keeps the sketch of a new ``clipping`` and puts it into the group of its nearest twin, if it has one.

    Call it in the transaction that files it. A constant number of queries, whatever the tray holds. Two twins that are filed
    in the same instant may each stay alone.
    """
    pairs, bands = sketched
    ClippingSketch.objects.filter(clipping__lte=clipping.pk - KEPT).delete()
    ClippingBand.objects.filter(clipping__lte=clipping.pk - KEPT).delete()
    if not bands:
        return
    found = _nearest(clipping, pairs, bands)
    ClippingSketch.objects.create(clipping=clipping, pairs=pairs)
    ClippingBand.objects.bulk_create(ClippingBand(clipping=clipping, value=value) for value in bands)
    if not found:
        return
    twins = {row.pk: row for row in IncomingClipping.objects.filter(pk__in=found).only("group", "outlet")}
    groups = {row.group for row in twins.values() if row.group}
    outlets: dict[int, set[str]] = {row.group or row.pk: {row.outlet} for row in twins.values()}
    for member in IncomingClipping.objects.filter(group__in=groups).only("group", "outlet"):
        outlets[member.group or member.pk].add(member.outlet)
    for number in found:
        group = twins[number].group or number
        if clipping.outlet not in outlets[group]:
            IncomingClipping.objects.filter(pk__in=[group, clipping.pk]).update(group=group)
            clipping.group = group
            return


def renew(clipping: IncomingClipping, sketched: tuple[bytes, list[int]]) -> None:
    """Keeps the sketch of a newer version of ``clipping``. One that has a group stays in it; one that stood alone is looked up
    anew. Call it in the transaction that brings it up to date.
    """
    ClippingSketch.objects.filter(clipping=clipping).delete()
    ClippingBand.objects.filter(clipping=clipping).delete()
    if clipping.group is None:
        join(clipping, sketched)
        return
    pairs, bands = sketched
    if bands:
        ClippingSketch.objects.create(clipping=clipping, pairs=pairs)
        ClippingBand.objects.bulk_create(ClippingBand(clipping=clipping, value=value) for value in bands)


def _nearest(clipping: IncomingClipping, pairs: bytes, bands: Sequence[int]) -> list[int]:
    """The clippings that are the same as a new one, the nearest and then the earliest first."""
    shared = ClippingBand.objects.filter(value__in=bands).exclude(clipping=clipping)
    counted = shared.values("clipping").annotate(count=Count("pk")).order_by("-count", "clipping")
    candidates = list(counted.values_list("clipping", flat=True)[:COMPARED])
    rows = ClippingSketch.objects.filter(clipping__in=candidates).values_list("clipping", "pairs")
    near = {number: nearness(pairs, bytes(other)) for number, other in rows}
    same = [number for number, share in near.items() if share >= SAME]
    return sorted(same, key=lambda number: (-near[number], number))


def _hashes(words: Sequence[str], length: int) -> set[int]:
    runs = {" ".join(words[start : start + length]) for start in range(len(words) - length + 1)}
    return {int.from_bytes(blake2b(run.encode(), digest_size=7).digest(), "big") for run in runs}


@cache
def _orders() -> tuple[tuple[int, int], ...]:
    """As many orders of all numbers as there are bands; the same ones in every process, as what is kept depends on them."""
    chance = Random(1997)  # noqa: S311 (an order, not a secret)
    return tuple((chance.randrange(1, _PRIME), chance.randrange(_PRIME)) for _ in range(BANDS))


def _signed(number: int, least: int) -> int:
    """A band as a database keeps it: 64 bits with a sign, the band's own number among them."""
    word = blake2b(f"{number} {least}".encode(), digest_size=8).digest()
    return int.from_bytes(word, "big", signed=True)
