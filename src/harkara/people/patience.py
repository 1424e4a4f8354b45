"""How long somebody waits who has failed to sign in: counted in the database, so that it holds across all workers.

A try is counted before it is heard, so that a hundred at once get no further than one after another; who succeeds is
forgiven. Accounts and addresses are counted apart. An account that does not exist is counted like one that does. The
wait doubles up to a quarter of an hour and never becomes longer: nobody can lock anybody out for good, and tries during
a wait do not lengthen it.
"""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from harkara.people.models import Knock

SHORTEST = timedelta(minutes=1)
LONGEST = timedelta(minutes=15)
FORGOTTEN = timedelta(hours=24)
"""After so long without a try nothing is left to count."""

HOPS = 8


@dataclass(frozen=True, slots=True)
class Kind:
    """What is counted, and how many tries are free of waiting."""

    name: str
    free: int
    forgets: timedelta
    """After so long one failure is forgotten."""


ACCOUNT = Kind("account", 5, timedelta(minutes=30))
ADDRESS = Kind("address", 30, timedelta(minutes=2))
"""A newsroom sits behind one address: it gets more tries than one account."""


def knock(account: str, address: str) -> int:
    """Counts a try to sign in to ``account`` from ``address``. Returns 0 where it may be heard, else the seconds after
    which one may be.
    """
    now = timezone.now()
    with transaction.atomic():
        rows = [_row(kind, value) for kind, value in _marks(account, address)]
        waits = [row.until - now for row, _kind in rows if row.until and row.until > now]
        if waits:
            return max(1, math.ceil(max(waits).total_seconds()))
        for row, kind in rows:
            row.count = max(0, row.count - int((now - row.last_at) / kind.forgets)) + 1
            row.last_at = now
            row.until = now + _wait(row.count - kind.free) if row.count >= kind.free else None
            row.save()
    return 0


def forgive(account: str, address: str) -> None:
    """After a success: the account begins anew, and the address gets the try back. Old rows go, a few at a time."""
    marks = _marks(account, address)
    with transaction.atomic():
        Knock.objects.filter(mark=_mark(*marks[0])).delete()
        for row, kind in [_row(*mark) for mark in marks[1:]]:
            row.count = max(0, row.count - 1)
            row.until = row.until if row.count >= kind.free else None
            row.save()
        old = Knock.objects.filter(last_at__lt=timezone.now() - FORGOTTEN).values_list("pk", flat=True)[:100]
        Knock.objects.filter(pk__in=list(old)).delete()


def address_of(request: HttpRequest) -> str:
    """Where ``request`` comes from: of what our own proxies bring, the last other address in ``X-Forwarded-For``. An
    IPv6 address is its /64. Empty where there is none (a Unix socket).
    """
    found = _address(request.META.get("REMOTE_ADDR", ""))
    if found is None or not _is_ours(found):
        return _counted(found)
    for hop in reversed(request.headers.get("X-Forwarded-For", "").rsplit(",", HOPS)[-HOPS:]):
        said = _address(hop.strip())
        if said is None:
            break
        found = said
        if not _is_ours(said):
            break
    return _counted(found)


def _wait(beyond: int) -> timedelta:
    return min(LONGEST, SHORTEST * (1 << min(beyond, 10)))


def _marks(account: str, address: str) -> Sequence[tuple[Kind, str]]:
    marks = [(ACCOUNT, account.strip().casefold())]
    return [*marks, (ADDRESS, address)] if address else marks


def _mark(kind: Kind, value: str) -> str:
    return hashlib.sha256(f"{kind.name}\0{value}\0{settings.SECRET_KEY}".encode()).hexdigest()


def _row(kind: Kind, value: str) -> tuple[Knock, Kind]:
    """The row of one mark, locked until the end of the transaction."""
    mark = _mark(kind, value)
    Knock.objects.get_or_create(mark=mark, defaults={"last_at": timezone.now()})
    return Knock.objects.select_for_update().get(mark=mark), kind


def _address(text: str) -> object | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


def _is_ours(address: object) -> bool:
    return any(address in ip_network(network) for network in settings.HARKARA_PROXIES)


def _counted(address: object | None) -> str:
    if address is None:
        return ""
    text = str(address)
    return str(ip_network(f"{text}/64", strict=False)) if ":" in text else text
