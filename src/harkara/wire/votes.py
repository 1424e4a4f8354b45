"""Who is right about a page of HTML: the rules of this room, trafilatura, the page's own JSON-LD, and its markup.

Each says which lines are the story, and a line is the story's where more than half of the weight of those who have a say
is for it. Headline and times are settled alike (ADR 30 says why, and what each is worth).
"""

import re
from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from harkara.wire.body import Sheet
from harkara.wire.page import Line
from harkara.wire.typeset import Layout, Piece

RULES: Final = 2.0
LINKED: Final = 2.0
TRAFILATURA: Final = 1.0
CONTAINER: Final = 1.0
"""What the word of each is worth. The rules know Bangla pages, JSON-LD is the paper's own word; two that know neither the
language nor the page count as one of them.
"""

_PARTS = re.compile(r"\s*(?:[|»–—]|::|:\s|\s-\s)\s*")
_BARS = re.compile(r"\s*(?:[|»–—]|::|\s-\s)\s*")
_COMPLETE = 0.6
"""From which part of the story on another's text counts as the whole of it, and speaks against lines that it lacks."""

_DECAY = 0.6
_FIRM = ("time", "byline", "captions", "sign_off", "source_chain")


def key(text: str) -> str:
    """Return the letters and figures of ``text``, as texts of two hands are compared."""
    return "".join(filter(str.isalnum, text)).casefold()


@dataclass(frozen=True, slots=True)
class Voice:
    """The text of somebody who says what the story is."""

    whole: str
    lines: frozenset[str]
    weight: float

    @classmethod
    def of(cls, paragraphs: Iterable[str], weight: float) -> "Voice":
        """The voice of ``paragraphs``."""
        keys = [found for text in paragraphs if (found := key(text))]
        return cls("\n".join(keys), frozenset(keys), weight)

    def has(self, told: str) -> bool:
        """Whether the line with the key ``told`` is in it; a short one must be a line there too."""
        return told in self.lines or (len(told) >= 12 and told in self.whole)


def story(
    sheet: Sheet, rules: list[int], layout: Layout, voices: list[Voice], head: int | None, barred: Container[int]
) -> list[int]:
    """Return the numbers of the lines that are the story.

    ``rules`` are those our own rules found, ``voices`` the others' texts, ``head`` the number of the headline, ``barred``
    lines that stand in a part of the page that is none of it.
    """
    keys = [key(piece.text) for piece in layout.pieces]
    ours = set(rules)
    size = sum(len(keys[index]) for index in rules)
    speaking: list[tuple[Voice, bool]] = []
    for voice in voices:
        shared = sum(len(keys[index]) for index in rules if voice.has(keys[index]))
        if len(voice.whole) >= 60:
            speaking.append((voice, shared >= _COMPLETE * size or len(voice.whole) >= size > 0))
    home = _container(sheet, layout, head, barred)
    chosen: list[int] = []
    seen: set[str] = set()
    for index, piece in enumerate(layout.pieces):
        if index in barred or index == head or not keys[index]:
            continue
        field = sheet.field(index)
        if field in _FIRM or (len(keys[index]) >= 20 and keys[index] in seen):
            continue
        heard = [voice.has(keys[index]) for voice, _ in speaking]
        if field == "furniture" and not (heard and all(heard) and len(heard) > 1 and len(piece.text) > 60):
            continue
        for_it = RULES * (index in ours) + CONTAINER * (home in piece.above)
        total = (RULES if rules else 0.0) + CONTAINER
        for (voice, is_whole), is_in in zip(speaking, heard, strict=True):
            for_it += voice.weight * is_in
            total += voice.weight * (is_in or is_whole)
        if for_it * 2 > total and (len(keys[index]) >= 4 or index in ours):
            chosen.append(index)
            seen.add(keys[index])
    return chosen


def _container(sheet: Sheet, layout: Layout, head: int | None, barred: Container[int]) -> int:
    """The element that holds most paragraphs, near ones counting more than far ones; of two much alike the first below the
    headline. 0 for none.
    """
    weights: dict[int, float] = defaultdict(float)
    first: dict[int, int] = {}
    for index, piece in enumerate(layout.pieces):
        if not sheet.is_prose[index] or index in barred:
            continue
        worth = float(min(len(piece.text), 700))
        for number in piece.above[:6]:
            weights[number] += worth
            first.setdefault(number, index)
            worth *= _DECAY
    if not weights:
        return 0
    most = max(weights.values())
    good = [number for number, weight in weights.items() if weight >= 0.45 * most]
    below = [number for number in good if head is None or first[number] > head]
    return (
        max(good, key=lambda number: weights[number])
        if not below
        else min(below, key=lambda number: (first[number], -weights[number]))
    )


def headline(
    said: Iterable[tuple[str, float]], layout: Layout, names: Iterable[str], barred: Container[int]
) -> tuple[str, list[int], float]:
    """Return the headline that most speak for, the lines that print it, and the weight for it.

    ``said`` are the headlines that the page says to machines, ``names`` those of its outlet.
    """
    sites = [name for name in names if name]
    ballots = [(_without_site(text, sites), weight, -1) for text, weight in said]
    shown = {key(piece.text) for piece in layout.pieces if piece.level or piece.named}
    for text, weight in said:
        parts = [part for part in _PARTS.split(text) if len(part.split()) >= 3 and key(part) in shown]
        ballots += [(part, weight, -1) for part in parts if part != text]
    tops = [index for index, piece in enumerate(layout.pieces) if piece.level == 1 and index not in barred]
    for index, piece in enumerate(layout.pieces):
        if index in barred or piece.sort in ("interface", "footer", "caption"):
            continue
        weight = 2.0 * (piece.level == 1) / max(1, len(tops)) ** 0.5 + 0.4 * (piece.level in (2, 3)) + 0.8 * piece.named
        if piece.links > 0.9 and len(piece.text.split()) <= 4:  # the name of the site, which leads home
            weight *= 0.3
        if weight and len(piece.text) <= 250:
            ballots.append((_without_site(piece.text, sites), weight, index))
    taken = {key(name) for name in sites}
    ballots = [ballot for ballot in ballots if len(key(ballot[0])) >= 6 and key(ballot[0]) not in taken]
    votes: dict[str, float] = defaultdict(float)
    for told in {key(text) for text, _, _ in ballots}:
        votes[told] = sum(weight for text, weight, _ in ballots if _is_same(told, key(text.rstrip(".… ")), text))
    if not votes:
        return "", [], 0.0
    best = max(votes, key=lambda told: (votes[told], len(told)))
    texts = sorted((index, text) for text, _, index in ballots if key(text) == best)
    lines = [index for index, piece in enumerate(layout.pieces) if key(_without_site(piece.text, sites)) == best]
    spelled = layout.pieces[lines[0]].text if lines else texts[-1][1]
    return _without_site(spelled, sites), lines, votes[best]


def site(said: Iterable[tuple[str, float]], text: str) -> str:
    """Return the name of the site that a title has beside the headline ``text``; empty where it has none, or more than one.

    Before a colon stands a kicker (``ছবিতে: …``), not the site.

    >>> site([("বাঁধে ফাটল | নীলখাম", 1.0)], "বাঁধে ফাটল"), site([("ছবিতে: বাঁধে ফাটল", 1.0)], "বাঁধে ফাটল")
    ('নীলখাম', '')
    """
    for title, _ in said:
        parts = [part for part in _BARS.split(title) if part]
        rest = [part for part in parts if key(part) != key(text)]
        if len(parts) == 2 and len(rest) == 1 and len(rest[0].split()) <= 4:
            return rest[0]
    return ""


def _is_same(told: str, other: str, text: str) -> bool:
    """Whether ``other`` says ``told``: the same, or the same cut off at its end with points."""
    return told == other or (text.rstrip().endswith(("...", "…")) and len(other) >= 15 and told.startswith(other))


def _without_site(text: str, sites: list[str]) -> str:
    """``text`` without the name of the site at either end."""
    for name in sites:
        text = re.sub(
            rf"\s*(?:[|»:–—-]|::)+\s*{re.escape(name)}\s*$|^{re.escape(name)}\s*(?:[|»:–—-]|::)+\s*", "", text
        )
    return text.strip()


def moment(shown: datetime | None, is_labelled: bool, said: list[datetime], zone: str) -> datetime | None:
    """Return the time that holds, in ``zone``: of what readers see (``shown``) and what machines are told (``said``).

    Where both name one minute that is it. One hand on the clock in two zones: the machine's zone is wrong, as papers often
    set it. A day alone is given its hour by the machine. Else what readers see holds where it says of what it is the time.
    """
    here = ZoneInfo(zone)
    told = [one.replace(tzinfo=here) if one.tzinfo is None else one.astimezone(here) for one in said]
    if not told:
        return shown
    if shown is None:
        return told[0]
    for one, raw in zip(told, said, strict=True):
        if abs((one - shown).total_seconds()) < 60 or raw.replace(tzinfo=None, second=0) == shown.replace(
            tzinfo=None, second=0
        ):
            return shown
    if (shown.hour, shown.minute) == (0, 0):
        same = [one for one in told if one.date() == shown.date()]
        return same[0] if same else shown if is_labelled else told[0]
    return shown if is_labelled else told[0]


def as_lines(pieces: Iterable[Piece]) -> tuple[Line, ...]:
    """Return ``pieces`` as the lines of a page, numbered from 1."""
    return tuple(Line((number,), piece.text, True) for number, piece in enumerate(pieces, 1))
