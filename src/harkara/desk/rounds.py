"""Door: the wire's round. Which sources are due, what a look at one brought, and when it is looked at again.

A source that was taken for a look is nobody else's for :data:`LEASE`; where whoever took it ends suddenly, it is due again
after that. What a look brought is received item by item, and only then is it noted how far the source was read: an end in
between costs a second reading, and no item.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import F, Min

from harkara.desk import actions, clock
from harkara.desk.actions.receive import fingerprint_of
from harkara.desk.dispatch import Dispatch, is_news
from harkara.desk.models import IncomingClipping, WireSource
from harkara.people.models import User

LEASE: Final = timedelta(minutes=5)
"""How long a look may take: the fetch, the reading, and what is received of it."""

SLOWEST: Final = timedelta(hours=24)
"""How seldom a source is looked at that fails and fails."""

ASKED: Final = 60
"""Minutes for which a feed may ask to be left alone beyond what the newsroom set."""

SHOWN: Final = 20
"""Complaints of one look that are kept."""

BOXES: Final = (WireSource.Kind.FOLDER, WireSource.Kind.MAILBOX)
"""Kinds of sources that may bring letters."""

CLOSE_BY: Final = timedelta(seconds=15)
"""How often a folder is looked at, whatever its minutes are: it lies on this machine, and nobody is troubled."""

Told = dict[str, Any]
"""A sentence and what stands in it: ``{"sentence": …, "values": {…}}``."""


@dataclass(frozen=True, slots=True)
class Due:
    """A source that is to be looked at. ``zone``: the IANA zone of times that do not tell theirs; ``memo``: what the last look
    left for this one.
    """

    number: int
    kind: str
    name: str
    outlet: str
    address: str
    zone: str
    memo: dict[str, Any]
    correspondents: Mapping[str, str] = field(default_factory=dict)
    """The names of staff by their addresses for mail, in lower case; only where letters may come."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the items of a look, and which were not taken, with the reason."""

    outcomes: Counter[str] = field(default_factory=Counter)
    refused: tuple[Told, ...] = ()

    @property
    def count(self) -> int:
        """Items that were news."""
        return sum(number for outcome, number in self.outcomes.items() if outcome != "known")


@dataclass(frozen=True, slots=True)
class Looked:
    """How a look went. ``error`` says why it failed; ``moved`` where the source is from now on; ``is_gone`` that it will not come
    back; ``minutes`` and ``seconds`` for how long it asks to be left alone.
    """

    memo: dict[str, Any] = field(default_factory=dict)
    error: Told | None = None
    report: Sequence[Told] = ()
    moved: str = ""
    is_gone: bool = False
    minutes: int = 0
    seconds: float = 0
    again: bool = False
    """Whether more is there than one look takes."""


def due(kinds: Iterable[str], limit: int = 20) -> list[Due]:
    """Takes up to ``limit`` sources of these ``kinds`` that are due, the longest waiting first. Two queries, and one more where
    letters may be among what they bring.
    """
    now = clock.now()
    with transaction.atomic():
        rows = list(
            WireSource.objects.select_for_update(skip_locked=True)
            .filter(is_paused=False, next_at__lte=now, kind__in=list(kinds))
            .order_by("next_at")[:limit]
        )
        if rows:
            WireSource.objects.filter(pk__in=[row.pk for row in rows]).update(next_at=now + LEASE)
    known = _correspondents() if any(row.kind in BOXES for row in rows) else {}
    return [
        Due(
            row.pk,
            row.kind,
            row.name,
            row.outlet,
            row.address,
            row.zone or settings.HARKARA_ZONE,
            dict(row.memo),
            known if row.kind in BOXES else {},
        )
        for row in rows
    ]


def _correspondents() -> dict[str, str]:
    """The names of staff by their addresses for mail."""
    people = User.objects.filter(is_active=True).exclude(email="").only("email", "first_name", "last_name", "username")
    return {person.email.casefold(): str(person) for person in people}


def next_at() -> datetime | None:
    """When the next source is due, in UTC; ``None`` where there is none to look at. One query."""
    found: datetime | None = WireSource.objects.filter(is_paused=False).aggregate(at=Min("next_at"))["at"]
    return found


def keep_sign() -> None:
    """Puts the sign out, or takes it in, by which the household knows whether the wire is wanted (``WireSource.keep_sign``)."""
    WireSource.keep_sign()


def take(number: int, dispatches: Sequence[Dispatch]) -> Taken:
    """Receives what source ``number`` sent, each item in a transaction of its own; what is known already costs one query in
    all. An item that the desk refuses is named and passed over. Nothing is taken of a source that was taken away meanwhile.
    """
    source = WireSource.objects.select_related("section", "for_desk").filter(pk=number).first()
    outcomes: Counter[str] = Counter()
    refused: list[Told] = []
    if source is None or not dispatches:
        return Taken(outcomes)
    prints = [fingerprint_of(dispatch.guid, source.scope) for dispatch in dispatches]
    rows = IncomingClipping.objects.filter(fingerprint__in=set(prints)).only(
        "fingerprint", "version", "updated", "digest", "state"
    )
    known = {row.fingerprint: row for row in rows}
    for dispatch, fingerprint in zip(dispatches, prints, strict=True):
        row = known.get(fingerprint)
        if row is not None and not is_news(dispatch, row):
            outcomes["known"] += 1
        elif why := lacks(dispatch):
            refused.append(why)
        else:
            outcomes[actions.receive(dispatch, source).outcome] += 1
    return Taken(outcomes, tuple(refused))


NO_GUID: Final = (
    "“%(headline)s” has no guid: nothing tells it from others. It needs the address of its page, or its number."
)
NO_HEADLINE: Final = "The item “%(guid)s” has no headline: it cannot be filed."


def lacks(dispatch: Dispatch) -> Told | None:
    """Why an item cannot be filed; nothing where it can."""
    if not dispatch.guid:
        return {"sentence": NO_GUID, "values": {"headline": dispatch.headline[:100]}}
    if dispatch.state == "usable" and not dispatch.headline.strip():
        return {"sentence": NO_HEADLINE, "values": {"guid": dispatch.guid[:200]}}
    return None


def looked(number: int, look: Looked, taken: Taken, chance: Callable[[], float] = random.random) -> None:
    """Notes how the look at source ``number`` went and when the next one is: after the minutes that the newsroom set, or twice
    as long with every failure; a little sooner or later than that, by ``chance`` (0 to 1), so that sources do not come all at
    once. One that is gone is paused. Says it of the row alone: an editor may be changing it.
    """
    now = clock.now()
    with transaction.atomic():
        row = WireSource.objects.select_for_update().filter(pk=number).first()
        if row is None:
            return
        said: dict[str, Any] = {"looked_at": now, "report": list(look.report)[:SHOWN]}
        if look.error is None:
            said |= {"error": {}, "failures": 0, "memo": look.memo}
            said["next_at"] = now + _pause(row, 0, look, chance)
        else:
            failures = row.failures + 1
            said |= {"error": look.error, "failures": failures, "next_at": now + _pause(row, failures, look, chance)}
        if look.moved and look.moved != row.address:
            others = WireSource.objects.filter(kind=row.kind, address=look.moved[:1000]).exclude(pk=number)
            if not others.exists():
                said["address"] = look.moved[:1000]
        if look.is_gone:
            said["is_paused"] = True
        if taken.count:
            said |= {"taken": F("taken") + taken.count, "took_at": now}
        WireSource.objects.filter(pk=number).update(**said)
    if look.is_gone:
        keep_sign()


def has_another(number: int, kind: str, address: str) -> bool:
    """Whether a source other than ``number`` has this ``address``."""
    return WireSource.objects.filter(kind=kind, address=address[:1000]).exclude(pk=number).exists()


def _pause(row: WireSource, failures: int, look: Looked, chance: Callable[[], float]) -> timedelta:
    usual = timedelta(minutes=row.minutes)
    if failures:
        longer: timedelta = min(usual * float(2 ** min(failures, 16)), max(SLOWEST, usual)) * (0.8 + 0.4 * chance())
        return max(longer, min(timedelta(seconds=look.seconds), 7 * SLOWEST))
    if look.again:
        return timedelta(0)
    if row.kind == WireSource.Kind.FOLDER:
        return CLOSE_BY
    asked = timedelta(minutes=min(look.minutes, ASKED))
    return max(usual * (0.95 + 0.1 * chance()), asked)
