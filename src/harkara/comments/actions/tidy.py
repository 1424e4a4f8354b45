"""Tidy: what is kept for a time only goes when the time is over."""

from datetime import timedelta
from typing import Final

from django.db import transaction

from harkara.comments import clock
from harkara.comments.models import Ban, EntryCode, Reader, Visit
from harkara.rack.outbox.sides import READERS

CODES: Final = timedelta(days=1)
UNUSED: Final = timedelta(days=730)
"""How long a code is remembered, and how long an account without a comment after its reader was last seen."""

LOT: Final = 1000


def tidy() -> dict[str, int]:
    """Deletes old codes, bans and sign-ins that ended, and accounts under which nothing was ever said and that nobody
    uses. Returns how many of each; at most a thousand a time, so that nobody who writes waits long.
    """
    now = clock.now()
    old = {
        "codes": EntryCode.objects.filter(made_at__lt=now - CODES),
        "bans": Ban.objects.filter(until__lte=now),
        "visits": Visit.objects.filter(expires_at__lte=now),
        "readers": Reader.objects.filter(seen_on__lt=(now - UNUSED).date(), comments=None),
    }
    done = {}
    with transaction.atomic(using=READERS):
        for name, rows in old.items():
            numbers = list(rows.values_list("pk", flat=True)[:LOT])
            rows.model._default_manager.filter(pk__in=numbers).delete()
            done[name] = len(numbers)
    return done
