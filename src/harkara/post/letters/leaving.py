"""Leaving: one letter, all letters, or everything that is kept of a reader; and what is thrown away when its time is over."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.db import transaction

from harkara.rack.outbox.sides import READERS

from ..models import Asking, LetterBounce, LetterDay, LetterOrder, LetterReader, Mailing
from . import clock, tally
from .tokens import WEEK

BOUNCES: Final = timedelta(days=90)
DAYS: Final = timedelta(days=400)
"""How long bounces are remembered, and what was counted of a day."""

TEXTS: Final = timedelta(days=30)
"""How long the set mail of a letter that all have is kept; its copy stays, since the archive shows it."""

LOT: Final = 1000


def leave(order: int) -> bool:
    """Ends the order: its reader does not get that letter again. A reader without any order is forgotten. Returns whether there
    was one: who has left already may press the button again.
    """
    with transaction.atomic(using=READERS):
        row = LetterOrder.objects.filter(pk=order).first()
        if row is None:
            return False
        row.delete()
        tally.add(parted=1)
        _forget_idle(row.reader_id)
    return True


def keep_only(reader: LetterReader, slugs: set[str]) -> None:
    """Ends the orders of ``reader`` but those of the letters ``slugs``."""
    with transaction.atomic(using=READERS):
        gone, _ = LetterOrder.objects.filter(reader=reader).exclude(letter__in=slugs).delete()
        if gone:
            tally.add(parted=1)


def drop(reader: int) -> bool:
    """Forgets the reader: a mail came back for good, or they complained. Returns whether there was one."""
    with transaction.atomic(using=READERS):
        gone, _ = LetterReader.objects.filter(pk=reader).delete()
    return bool(gone)


def erase(email: str) -> bool:
    """Deletes everything that is known of the address ``email`` (normal). Returns whether anything was."""
    with transaction.atomic(using=READERS):
        asked, _ = Asking.objects.filter(email=email).delete()
        gone, _ = LetterReader.objects.filter(email=email).delete()
        if gone:
            tally.add(parted=1)
    return bool(asked or gone)


def export(email: str) -> dict[str, Any]:
    """All that is kept of the address ``email`` (normal), ready for JSON; moments are ISO 8601 in UTC."""
    reader = LetterReader.objects.filter(email=email).first()
    orders = LetterOrder.objects.filter(reader=reader).select_related("letter").order_by("pk") if reader else ()
    bounces = LetterBounce.objects.filter(reader=reader).order_by("pk") if reader else ()
    return {
        "email": email,
        "joined_at": _iso(reader.joined_at) if reader else None,
        "confirmed_at": _iso(reader.told_at) if reader else None,
        "letters": [{"letter": one.letter_id, "name": one.letter.name, "since": _iso(one.since)} for one in orders],
        "came_back": [{"at": _iso(one.at), "code": one.code} for one in bounces],
        "asked": [
            {"at": _iso(one.made_at), "letters": one.letters}
            for one in Asking.objects.filter(email=email).order_by("pk")
        ],
    }


def tidy() -> dict[str, int]:
    """Throws away askings that nobody confirmed, old bounces and counts, and the set mails of letters that all have. At most a
    thousand of each a time. Returns how many of each.
    """
    now = clock.now()
    old = {
        "askings": Asking.objects.filter(made_at__lt=now - WEEK),
        "bounces": LetterBounce.objects.filter(at__lt=now - BOUNCES),
        "days": LetterDay.objects.filter(day__lt=(now - DAYS).date()),
    }
    done = {}
    with transaction.atomic(using=READERS):
        for name, rows in old.items():
            numbers = list(rows.values_list("pk", flat=True)[:LOT])
            rows.model._default_manager.filter(pk__in=numbers).delete()
            done[name] = len(numbers)
        over = Mailing.objects.filter(state__in=("done", "withdrawn"), ended_at__lt=now - TEXTS).exclude(html="")
        numbers = list(over.values_list("pk", flat=True)[:LOT])
        Mailing.objects.filter(pk__in=numbers).update(html="", text="")
        done["texts"] = len(numbers)
    return done


def _forget_idle(reader: int) -> None:
    if not LetterOrder.objects.filter(reader=reader).exists():
        LetterReader.objects.filter(pk=reader).delete()


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
