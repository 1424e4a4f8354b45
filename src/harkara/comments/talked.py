"""Under which stories most is said: a list that forgets, kept as sheets show it.

A comment weighs 1 when it is said, and half of that a day later. It is weighed forwards, by ``2 ** (t / HALF_LIFE)`` of the
moment at which it was said: the order of such sums needs no clock, and one that is withdrawn takes its weight along. The sums
are kept as logarithms. Source: G. Cormode and others, Forward Decay, ICDE 2009.
"""

import logging
import math
from datetime import timedelta
from typing import Final

from django.db import DatabaseError

from harkara.rack.keys import expires, read
from harkara.rack.outbox.log import EVERYTHING

from . import clock, keys
from .models import Comment, Talk, TalkOrder

log = logging.getLogger(__name__)

HALF_LIFE: Final = 24 * 3600.0
"""Seconds after which a comment weighs half."""

SHOWN: Final = 10
"""Places that sheets show; only a change among them is one."""

SPARE: Final = 10
"""Stories kept behind them, for those that were withdrawn."""

RHYTHM: Final = timedelta(minutes=1)
"""The list changes no more often: fronts are printed for it."""


def order() -> list[int]:
    """The stories under which most is said lately, the first first; notes its keys. One query. Where the readers' database does
    not answer it is empty, and what shows it holds for a minute only.
    """
    read(keys.MOST, EVERYTHING)
    try:
        row = TalkOrder.objects.filter(pk=1).first()
    except DatabaseError as error:
        log.error("nothing is talked about, since the readers' database refuses: %s", error)
        expires(clock.now() + timedelta(minutes=1))
        return []
    return [int(story) for story in row.stories] if row else []


def warmed(warmth: float, moment: float, sign: int) -> float:
    """``warmth`` (0: none) after a comment of ``moment`` (POSIX seconds) came (``sign`` 1) or went (-1).

    >>> once = warmed(0, 1_000_000, 1)
    >>> warmed(warmed(once, 1_000_900, 1), 1_000_900, -1) - once < 1e-9, warmed(once, 1_000_000, -1)
    (True, 0.0)
    """
    fresh = moment / HALF_LIFE
    if sign > 0:
        high, low = max(warmth, fresh), min(warmth, fresh)
        return high + math.log2(1.0 + 2.0 ** (low - high)) if warmth else fresh
    rest = 1.0 - 2.0 ** (fresh - warmth) if warmth else 0.0
    return warmth + math.log2(rest) if rest > 1e-9 else 0.0


def note(comment: Comment, sign: int) -> frozenset[str]:
    """A comment is shown (``sign`` 1) or no more (-1): weighs its story anew and, where the first places changed, puts the list
    into order. Returns the keys that changed. Inside a transaction; rows of the first places only, by their index.
    """
    talk = Talk.objects.select_for_update().filter(pk=comment.story).first()
    if talk is None:  # nothing was ever counted here
        return frozenset()
    talk.warmth = warmed(talk.warmth, comment.made_at.timestamp(), sign)
    talk.save(update_fields=["warmth"])
    fresh = list(
        Talk.objects.filter(warmth__gt=0).order_by("-warmth", "story").values_list("story", flat=True)[: SHOWN + SPARE]
    )
    row, now = TalkOrder.objects.filter(pk=1).first(), clock.now()
    if (row.stories if row else [])[:SHOWN] == fresh[:SHOWN] or (row and timedelta(0) <= now - row.at < RHYTHM):
        return frozenset()
    TalkOrder.objects.update_or_create(pk=1, defaults={"stories": fresh, "at": now})
    return frozenset({keys.MOST})
