"""How much a comment needs a moderator's eye: a sum of points with the reasons, found once, when it is received.

The reasons are pairs of a word and a value, which the newsroom's screens say in sentences: ``links`` (how many), ``link``
(one, by somebody of whom nothing was ever shown), ``word`` (which of the list), ``new`` (days of the account), ``same`` (how
often this text came in a day), ``judge`` (what the classifier says).
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from harkara.bangla.clean import normalise
from harkara.bangla.stem import fold

from . import classifier, text, words
from .models import Comment, Reader

WAITS: Final = 50
"""From so many points on somebody looks first, wherever comments are open."""

LINKS: Final = 2
"""Links in one comment: with more it waits until somebody has looked."""

WORD, ANOTHER, MOST_OF_WORDS = 60, 10, 90
NEW, YOUNG = 10, timedelta(days=3)
OWN, LONG, SHORT = 20, 15, 5
"""Points of the same text, each time it came before: by the same reader; a long one by others; a short one by others, since
mourners say one sentence.
"""

LONG_FROM: Final = 60
SHORTEST: Final = 12
"""Letters of a text that counts as long, and of one that is compared at all."""

MEMORY: Final = timedelta(days=1)
SEEN: Final = 20
"""For how long the same text is remembered, and how many of it are counted."""

REPORT: Final = 15
APPEAL: Final = 200
"""Points of each reader's report, and of an appeal."""

HIGHEST: Final = 1000

Reason = tuple[str, int | str]


@dataclass(frozen=True, slots=True)
class Risk:
    """Points, what gave them, and the ``shape`` by which the same text is known again."""

    points: int
    reasons: tuple[Reason, ...]
    shape: str


def weigh(reader: Reader, story: int, said: str, now: datetime, *, is_answer: bool = False, own: int = 0) -> Risk:
    """The risk of what ``reader`` says (``said`` is cleaned) at ``now``; ``own`` is the comment that is mended, and is not the
    same text as itself. Four queries at most, each of some rows; asks the classifier, so nothing may be locked.
    """
    links, hits = len(text.links(said)), tuple(words.found(said))
    days = max(0, (now - reader.joined_at).days)
    reasons: list[tuple[int, Reason]] = []
    if links > LINKS:
        reasons.append((WAITS, ("links", links)))
    elif links and not Comment.objects.filter(reader=reader, state=Comment.State.SHOWN).exists():
        reasons.append((WAITS, ("link", links)))
    for number, word in enumerate(hits):
        reasons.append((ANOTHER if number else WORD, ("word", word)))
    if now - reader.joined_at < YOUNG:
        reasons.append((NEW, ("new", days)))
    key = shape(said)
    before = _before(key, now, own)
    if before:
        each = LONG if len(said) > LONG_FROM else SHORT
        points = sum(OWN if one == reader.pk else each for one in before)
        reasons.append((min(points, MOST_OF_WORDS), ("same", len(before) + 1)))
    told = classifier.opinion(said, classifier.Facts(story, is_answer, days, links, hits))
    if told is not None and told.risk:
        reasons.append((told.risk, ("judge", told.reason)))
    reasons.sort(key=lambda pair: -pair[0])
    return Risk(min(sum(points for points, _ in reasons), HIGHEST), tuple(reason for _, reason in reasons), key)


def shape(said: str) -> str:
    """A digest by which the same text is known, whatever its blanks, signs, digits and spelling; empty for a short one.

    >>> shape("কম দামে ফোন কিনুন, কল করুন 017") == shape("কম দামে ফোন  কিনুন! কল করুণ 018"), shape("ঠিক কথা")
    (True, '')
    """
    letters = "".join(sign for sign in fold(normalise(said).lower()) if sign.isalpha())
    if len(letters) < SHORTEST:
        return ""
    return hashlib.blake2b(letters.encode(), digest_size=16).hexdigest()


def due(comment: Comment, appeals: int = 0) -> int | None:
    """The place of ``comment`` in the queue: nothing for what nobody has to look at."""
    is_waiting = comment.state == Comment.State.WAITING
    if not (is_waiting or comment.told or appeals):
        return None
    return min(comment.risk + REPORT * comment.told + APPEAL * appeals, HIGHEST)


def _before(key: str, now: datetime, own: int) -> list[int | None]:
    """Whose the same text was within the last day."""
    if not key:
        return []
    rows = Comment.objects.filter(shape=key, made_at__gt=now - MEMORY, made_at__lte=now).exclude(pk=own)
    return list(rows.order_by("-made_at").values_list("reader_id", flat=True)[:SEEN])
