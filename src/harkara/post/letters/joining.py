"""Ordering letters: an address is given, a mail with a button goes there, and what the button's page sends confirms it.

Whether an address is known makes no difference to anything that can be seen from outside, not even to what is written: who has
letters already gets the same mail, and confirming adds what was ticked.
"""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Final

from django.db import transaction

from harkara.rack.outbox.sides import READERS

from ..models import Asking, Letter, LetterOrder, LetterReader
from . import clock, tally
from .errors import Absent, NotNow, Refused
from .tokens import WEEK

SOON: Final = (3, timedelta(minutes=15))
DAILY: Final = (10, timedelta(days=1))
"""How many mails go to one address in which time: of more the reader is not told, and none is sent."""

CROWD: Final = (600, timedelta(hours=1))
"""How many mails go to all addresses together: nobody can have us write to a million strangers."""

MOST: Final = 12
"""Letters that one asking may tick."""


def kinds() -> list[Letter]:
    """The letters that can be had, in their order. One query."""
    return list(Letter.objects.filter(is_on=True).order_by("place", "slug"))


def ask(email: str, letters: Collection[str]) -> Asking | None:
    """Notes that ``email`` (normal) asks for ``letters`` (slugs), or for its own data where there are none; returns what the mail
    is to carry, ``None`` where enough mails went there. Raises ``Refused`` for letters that cannot be had, ``NotNow`` where all
    together ask too often.
    """
    now = clock.now()
    with transaction.atomic(using=READERS):
        wanted = sorted({one.slug for one in kinds()} & set(letters))[:MOST]
        if letters and not wanted:
            raise Refused("none_chosen")
        if Asking.objects.filter(made_at__gt=now - CROWD[1]).count() >= CROWD[0]:
            raise NotNow("too_many")
        sent = list(Asking.objects.filter(email=email, made_at__gt=now - DAILY[1]).values_list("made_at", flat=True))
        if any(sum(at > now - span for at in sent) >= most for most, span in (SOON, DAILY)):
            return None
        return Asking.objects.create(email=email, letters=wanted, made_at=now)


def asked(number: int | None) -> tuple[Asking, list[Letter]]:
    """The asking ``number`` and the letters of it that can be had. Raises ``Absent`` where it was confirmed or is forgotten."""
    row = Asking.objects.filter(pk=number, made_at__gt=clock.now() - WEEK).first() if number else None
    if row is None:
        raise Absent("old_link")
    return row, [one for one in kinds() if one.slug in row.letters]


def confirm(number: int | None) -> list[Letter]:
    """Confirms the asking ``number``: its address gets its letters from now on. Returns these. Raises ``Absent``."""
    with transaction.atomic(using=READERS):
        row, letters = asked(number)
        if not row.letters:
            raise Absent("old_link")
        begin(row.email, letters)
        row.delete()
    return letters


def begin(email: str, letters: Iterable[Letter]) -> None:
    """Has ``email`` (normal), of which somebody has shown that it is theirs, get ``letters``."""
    now = clock.now()
    with transaction.atomic(using=READERS):
        told = {"joined_at": now, "told_at": now}
        reader, is_new = LetterReader.objects.get_or_create(email=email, defaults=told)
        if is_new:
            tally.add(joined=1)
        else:
            LetterReader.objects.filter(pk=reader.pk).update(told_at=now)
        order(reader, letters)


def order(reader: LetterReader, letters: Iterable[Letter]) -> None:
    """Has ``reader`` get ``letters``, beside those that they get."""
    now = clock.now()
    rows = [LetterOrder(letter=letter, reader=reader, since=now) for letter in letters]
    LetterOrder.objects.bulk_create(rows, ignore_conflicts=True)
