"""What comes of mails that came back: for good, for now, or because somebody complained."""

from datetime import timedelta
from typing import Final

from django.db import transaction

from harkara.rack.outbox.sides import READERS

from ..models import LetterBounce, LetterOrder, LetterReader
from . import clock, leaving, tally
from .returns import Return

SOFT: Final = (5, timedelta(days=30))
"""After so many mails in so long that came back for a reason that may pass, the reader is dropped."""


def hard(reader: int) -> None:
    """The mailbox is not there: the reader is dropped at once."""
    with transaction.atomic(using=READERS):
        if leaving.drop(reader):
            tally.add(hard=1)


def soft(reader: int, mailing: int, code: str = "") -> bool:
    """Notes that a mail came back for now, once for each letter; returns whether that was once too often."""
    now = clock.now()
    with transaction.atomic(using=READERS):
        if not LetterReader.objects.filter(pk=reader).exists():
            return False
        told = {"at": now, "code": code[:12]}
        _, is_new = LetterBounce.objects.get_or_create(reader_id=reader, mailing=mailing, defaults=told)
        tally.add(soft=int(is_new))
        if LetterBounce.objects.filter(reader=reader, at__gt=now - SOFT[1]).count() < SOFT[0]:
            return False
        hard(reader)
    return True


def take(one: Return) -> bool:
    """Does what ``one`` says. Returns whether anybody was meant by it: who left meanwhile is not known any more."""
    order = LetterOrder.objects.filter(pk=one.order).first()
    if order is None:
        return False
    if one.kind == "leave":
        return leaving.leave(order.pk)
    if one.kind == "hard":
        hard(order.reader_id)
    elif one.kind == "soft":
        soft(order.reader_id, one.mailing, one.code)
    else:
        with transaction.atomic(using=READERS):
            if leaving.drop(order.reader_id):
                tally.add(complaints=1)
    return True
