"""What happened on each day, counted."""

from django.db import transaction
from django.db.models import F

from harkara.rack.outbox.sides import READERS

from ..models import LetterDay
from . import clock


def add(**counts: int) -> None:
    """Adds ``counts`` (fields of ``LetterDay``) to those of today, in the transaction that is open, or in one of its own."""
    some = {name: count for name, count in counts.items() if count}
    if not some:
        return
    with transaction.atomic(using=READERS):
        day, _ = LetterDay.objects.get_or_create(day=clock.today())
        LetterDay.objects.filter(pk=day.pk).update(**{name: F(name) + count for name, count in some.items()})


def sent_today() -> int:
    """How many mails went out today."""
    return LetterDay.objects.filter(day=clock.today()).values_list("sent", flat=True).first() or 0
