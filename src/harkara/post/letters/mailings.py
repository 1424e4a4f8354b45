"""The newsroom's side: which letters there are, and finished ones laid down, changed and withdrawn. The press calls it.

Each writes one transaction of the readers' database and touches the keys of the archive in its outbox.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Max

from harkara.layout import letters as setting
from harkara.layout.copy import PaperCopy
from harkara.layout.letters import LetterCopy
from harkara.rack.outbox import log as outbox
from harkara.rack.outbox.sides import READERS

from ..models import Letter, LetterOrder, Mailing, MailingStory
from . import clock, keys


def keep(wanted: Sequence[Letter]) -> bool:
    """Lets ``wanted`` be the kinds of letters; others stay, with their archive, and cannot be had any more. Returns whether that
    changed anything.
    """
    fields = ("name", "about", "place", "is_on")
    with transaction.atomic(using=READERS):
        before = {one.slug: tuple(getattr(one, name) for name in fields) for one in Letter.objects.all()}
        after = {one.slug: tuple(getattr(one, name) for name in fields) for one in wanted}
        gone = [slug for slug, told in before.items() if slug not in after and told[-1]]
        changed = [one for one in wanted if before.get(one.slug) != after[one.slug]]
        if not (gone or changed):
            return False
        Letter.objects.filter(slug__in=gone).update(is_on=False)
        Letter.objects.bulk_create(changed, update_conflicts=True, unique_fields=["slug"], update_fields=list(fields))
        outbox.touch(keys.LIST)
    return True


def find(letter: str, turn: str) -> Mailing | None:
    """The letter that was laid down for that turn."""
    return Mailing.objects.filter(letter=letter, turn=turn).first()


def lay_down(turn: str, copy: LetterCopy, paper: PaperCopy) -> Mailing:
    """Lays down ``copy`` for all who ordered its kind, to set out at its ``at``. A second time for the same ``turn`` changes
    nothing and returns the first. It gets the next number of its kind.
    """
    with transaction.atomic(using=READERS):
        Letter.objects.select_for_update().get(pk=copy.slug)  # two presses cannot give one number twice
        if (there := find(copy.slug, turn)) is not None:
            return there
        last = Mailing.objects.filter(letter=copy.slug).aggregate(last=Max("number"))["last"] or 0
        copy, now = replace(copy, number=last + 1), clock.now()
        made = Mailing.objects.create(
            letter_id=copy.slug,
            turn=turn,
            number=copy.number,
            origin=paper.origin,
            paper=paper.name[:200],
            at=copy.at,
            made_at=now,
            changed_at=now,
            **_set(copy, paper),
        )
        rows = [MailingStory(mailing=made, story=number) for number in dict.fromkeys(row.story for row in copy.rows)]
        MailingStory.objects.bulk_create(rows)
        outbox.touch(keys.LIST, keys.mailing(copy.slug, copy.number))
    return made


def with_stories(numbers: Iterable[int]) -> list[int]:
    """The letters in which one of the stories ``numbers`` stands. One query, by index."""
    found = MailingStory.objects.filter(story__in=list(numbers)).values_list("mailing", flat=True)
    return sorted(set(found))


def change(mailing: int, changed: LetterCopy, paper: PaperCopy) -> bool:
    """Puts ``changed`` in place of what a letter says: in the archive, and in every mail that has not gone yet. Where no row is
    left, it is withdrawn. Returns whether it says something else than before.
    """
    with transaction.atomic(using=READERS):
        row = Mailing.objects.select_for_update().get(pk=mailing)
        if setting.of_data(row.copy) == changed:
            return False
        is_empty = not list(changed.rows)
        told: dict[str, Any] = _set(changed, paper)
        if row.state in (Mailing.State.DONE, Mailing.State.WITHDRAWN) and not row.html:
            told |= {"html": "", "text": ""}
        if is_empty:
            told |= {"state": Mailing.State.WITHDRAWN, "ended_at": clock.now(), "html": "", "text": ""}
        Mailing.objects.filter(pk=mailing).update(changed_at=clock.now(), **told)
        outbox.touch(keys.LIST, keys.mailing(changed.slug, changed.number))
    return True


def copies(numbers: Iterable[int]) -> dict[int, LetterCopy]:
    """What letters say, by their number in the tables."""
    rows = Mailing.objects.filter(pk__in=list(numbers)).values_list("pk", "copy")
    return {number: setting.of_data(said) for number, said in rows}


def stop(mailing: int, why: str) -> None:
    """Withdraws a letter whole: nobody gets it any more, and the archive does not show it."""
    with transaction.atomic(using=READERS):
        row = Mailing.objects.select_for_update().get(pk=mailing)
        told = {"state": Mailing.State.WITHDRAWN, "why": why[:200], "ended_at": clock.now(), "html": "", "text": ""}
        Mailing.objects.filter(pk=mailing).update(changed_at=clock.now(), **told)
        outbox.touch(keys.LIST, keys.mailing(row.letter_id, row.number))


def ordered() -> dict[str, int]:
    """How many readers get each kind."""
    return dict(LetterOrder.objects.values_list("letter").annotate(Count("pk")))


def newest(most: int = 20) -> list[Mailing]:
    """The newest letters of all kinds, without what they say."""
    return list(Mailing.objects.defer("copy", "html", "text").order_by("-pk")[:most])


def made_since(moment: datetime) -> int:
    """How many letters were laid down since ``moment``."""
    return Mailing.objects.filter(made_at__gte=moment).count()


def _set(copy: LetterCopy, paper: PaperCopy) -> dict[str, Any]:
    return {
        "subject": copy.subject[:300],
        "copy": setting.data(copy),
        "html": setting.html(copy, paper),
        "text": setting.text(copy, paper),
    }
