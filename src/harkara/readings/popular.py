"""What is popular: the lists, as sheets show them, and when they change.

A list is kept as it stands, so that a sheet printed twice says the same, and is replaced at most once a minute, where the
first of it have changed places. A story that was withdrawn is for whoever shows the list to leave out: it knows.
"""

import logging
import time
from datetime import timedelta
from typing import Final

from django.db import DatabaseError, transaction
from django.utils import timezone

from harkara.rack.keys import expires, read
from harkara.rack.outbox import log as outbox
from harkara.rack.outbox.sides import READERS
from harkara.readings.models import OrderRow, StandingRow
from harkara.readings.standing import HALF_LIVES, least

log = logging.getLogger(__name__)

LISTS: Final = tuple(HALF_LIVES)
"""``day`` and ``week``: read by the most addresses; ``shared``: shared most often."""

SHOWN: Final = 10
"""Places that sheets show; only a change among them is one."""

SPARE: Final = 10
"""Stories kept behind them, for those that were withdrawn."""


def key(name: str) -> str:
    """The key of a list."""
    return f"popular:{name}"


def order(name: str) -> list[int]:
    """The stories of the list ``name``, the first first; notes its keys. One query.

    Where the readers' database does not answer it is empty, and what shows it holds for a minute only.
    """
    read(key(name), outbox.EVERYTHING)
    try:
        row = OrderRow.objects.filter(name=name).first()
    except DatabaseError as error:
        log.error("nothing is popular, since the readers' database refuses: %s", error)
        expires(timezone.now() + timedelta(minutes=1))
        return []
    return [int(story) for story in row.stories] if row else []


def settle(now: float | None = None) -> list[str]:
    """Puts the lists into the order that they have at ``now`` (POSIX seconds), and returns the names of those that changed."""
    moment = time.time() if now is None else now
    changed = []
    for name, half_life in HALF_LIVES.items():
        standing = StandingRow.objects.filter(**{f"{name}__gte": least(moment, half_life)})
        fresh = list(standing.order_by(f"-{name}", "story").values_list("story", flat=True)[: SHOWN + SPARE])
        with transaction.atomic(using=READERS):
            row = OrderRow.objects.filter(name=name).first()
            if (row.stories if row else [])[:SHOWN] == fresh[:SHOWN]:
                continue
            OrderRow.objects.update_or_create(name=name, defaults={"stories": fresh, "at": timezone.now()})
            outbox.touch(key(name))
            changed.append(name)
    return changed
