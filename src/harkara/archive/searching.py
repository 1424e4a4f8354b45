"""Answers a search from a view, whatever the engine: which records, in which order, and how they are shown."""

from collections.abc import Sequence
from math import exp

from . import meaning
from .columns import moment
from .hearing import hear
from .index import LAST_PAGE, PER_PAGE, Found, Hit, Search
from .marking import Marker, marker
from .view import Row, View
from .wanted import Wanted, understand

COUNTED = 10_000
"""Up to how many records a total is exact, about; beyond it the answer says "at least"."""

CANDIDATES = 100
"""So many of the best matches at a time are put in order again by their age."""

_FRESH = 0.1  # how much more the newest counts than one of long ago
_YEAR = 365 * 86_400 * 1_000_000


def search(view: View, search: Search) -> Found:
    """What is found.

    Records that have every word of the text come alone where they fill a page; else also those that have any of them,
    which the order puts behind. By time, only records with every word are sorted, as long as there is one.
    """
    wanted = hear(view, understand(search))
    if search.text.strip() and not wanted.looks_for_text:
        return Found()  # punctuation, or nothing but exclusions
    every, total, at_least = _choose(view, wanted)
    if wanted.looks_for_text and total > COUNTED:  # some views count no further
        total, at_least = COUNTED, True
    rows = _page(view, wanted, every=every) if wanted.offset < PER_PAGE * LAST_PAGE else ()
    also = () if every else [word.exact for word in wanted.words]
    shown = marker(wanted, also)
    return Found(
        hits=tuple(_hit(view, row, shown) for row in rows),
        total=total,
        at_least=at_least,
        meant=meaning.meant(view, search.text, wanted, total) if wanted.offset == 0 else "",
        sections=view.sections(wanted, every=every) if 0 < total < COUNTED and not at_least else {},
    )


def _choose(view: View, wanted: Wanted) -> tuple[bool, int, bool]:
    """Whether every word is asked for, how many records there are then, and whether there are more."""
    if not wanted.looks_for_text and not wanted.filters:
        return True, view.count(), False
    if not wanted.words:
        return True, view.total(wanted, every=True), False
    common = [_frequency(view, wanted, at) for at in range(len(wanted.words))]
    least = min(common)
    if len(wanted.words) == 1 and not wanted.phrases and not wanted.filters and least > COUNTED:
        return True, COUNTED, True
    total = view.total(wanted, every=True) if least else 0
    if total >= PER_PAGE or (total and wanted.sort != "relevance"):
        return True, total, False
    if sum(common) <= COUNTED or wanted.filters or wanted.phrases:
        return False, view.total(wanted, every=False), False
    return False, max(total, min(COUNTED, max(common))), True


def _frequency(view: View, wanted: Wanted, at: int) -> int:
    """How many records a word may be found in, about."""
    word = wanted.words[at]
    found = sum(view.frequency("folded", stem) for stem in (word.folded, *word.heard))
    if word.sound and (word.is_latin or not found):
        found += view.frequency("sounds", word.sound)
    return found


def _page(view: View, wanted: Wanted, *, every: bool) -> Sequence[Row]:
    last = wanted.offset + PER_PAGE
    if wanted.sort != "relevance" or not wanted.looks_for_text:
        return view.find(wanted, every=every, limit=last)[wanted.offset :]
    needed = -(-last // CANDIDATES) * CANDIDATES
    rows = view.find(wanted, every=every, limit=needed)
    first = wanted.offset // CANDIDATES * CANDIDATES
    ordered = _fresher_first(rows[first : first + CANDIDATES])
    return ordered[wanted.offset - first : last - first]


def _fresher_first(rows: Sequence[Row]) -> list[Row]:
    """Rows by their scores, to which being new adds a little; of equals the newest first."""
    newest = max((row.published for row in rows), default=0)
    return sorted(
        rows, key=lambda row: (-row.score * (1 + _FRESH * exp((row.published - newest) / _YEAR)), -row.published)
    )


def _hit(view: View, row: Row, shown: Marker) -> Hit:
    card, text = view.whole(row.address)
    return Hit(
        kind=card.kind,
        number=card.number,
        href=card.href,
        headline=shown.headline(card.headline),
        excerpt=shown.excerpt(text or card.summary),
        section=card.section,
        published_at=moment(row.published),
    )
