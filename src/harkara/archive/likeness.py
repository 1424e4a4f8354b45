"""More like this: records that share the telling words of one."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from math import log

from .columns import GAP, columns, instant, tag
from .record import Record
from .view import View, rarity
from .wanted import Wanted

TERMS = 24
"""Telling words of a record that are looked for in others."""

_HEADLINE = 2  # how often a word of the headline counts


def like(
    view: View, record: Record, limit: int = 20, published_before: datetime | None = None
) -> Sequence[tuple[int, float]]:
    """Stories that share most of the telling words, the nearest first: number and nearness, 1 for one that has them all as
    often as ``record`` itself. The record itself is left out.
    """
    weights = _telling(view, record)
    if not weights or limit < 1:
        return ()
    until = instant(published_before) if published_before else None
    wanted = Wanted(any_tags=((tag("k", "story"),),), until=until)
    rows = view.alike({term: weight for term, (weight, _) in weights.items()}, wanted, limit + 1)
    most = sum(weight * idf for weight, idf in weights.values())
    found = []
    for row in rows:
        card = view.card(row.address)
        if f"{card.kind}:{card.number}" != record.key:
            found.append((card.number, round(min(1.0, row.score / most), 4)))
    return tuple(islice(found, limit))


def _telling(view: View, record: Record) -> dict[str, tuple[float, float]]:
    """The words that tell most of a record: for each its weight, and what its being found once is worth."""
    made = columns(record)
    counted = Counter(made.folded.split())
    counted.update(made.head.split() * (_HEADLINE - 1))
    del counted[GAP]
    count = view.count()
    found: list[tuple[float, str, float]] = []
    for term, times in counted.most_common(400):
        if len(term) < 2 or not (frequency := view.frequency("folded", term)):
            continue
        idf = rarity(count, frequency)
        found.append(((1 + log(times)) * idf, term, idf))
    found.sort(reverse=True)
    return {term: (worth / idf, idf) for worth, term, idf in found[:TERMS]}
