"""Subscribe: a browser says where it is reached and what it wants to hear of; or says anew."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from harkara.post import clock
from harkara.post.errors import Absent, Refused
from harkara.post.models import Subscription, Wish
from harkara.post.push import keys, services
from harkara.rack.outbox.sides import READERS

MOST_WISHES: Final = 60
"""What one browser may want to hear of, at most."""

BREAKING: Final = "breaking"
_SUBJECT: Final = re.compile(r"breaking|section:[a-z0-9-]{1,40}|topic:[1-9][0-9]{0,17}")


@dataclass(frozen=True, slots=True)
class Choices:
    """What a reader chose; the fields are those of ``Subscription``."""

    wishes: tuple[str, ...] = (BREAKING,)
    most: int = 0
    quiet_from: int = 23
    quiet_until: int = 7
    is_woken: bool = False

    @classmethod
    def of(cls, said: Any) -> "Choices":
        """What a browser sent. Raises :class:`Refused` for what can be no choice."""
        if not isinstance(said, Mapping):
            raise Refused("no_choices")
        wishes = said.get("wishes")
        if not isinstance(wishes, list) or not all(isinstance(one, str) and _SUBJECT.fullmatch(one) for one in wishes):
            raise Refused("no_choices")
        if not wishes:
            raise Refused("nothing_chosen")
        if len(set(wishes)) > MOST_WISHES:
            raise Refused("too_many", count=len(set(wishes)), most=MOST_WISHES)
        most = _whole(said.get("most", 0), settings.HARKARA_PUSH_MOST)
        first, last = _whole(said.get("quiet_from", 23), 23), _whole(said.get("quiet_until", 7), 23)
        return cls(tuple(sorted(set(wishes))), most, first, last, said.get("is_woken") is True)

    def told(self) -> dict[str, Any]:
        """The same as a browser gets it."""
        return {
            "wishes": list(self.wishes),
            "most": self.most,
            "quiet_from": self.quiet_from,
            "quiet_until": self.quiet_until,
            "is_woken": self.is_woken,
        }


def _whole(said: Any, most: int) -> int:
    if not isinstance(said, int) or isinstance(said, bool) or not 0 <= said <= most:
        raise Refused("no_choices")
    return said


def subscribe(endpoint: str, p256dh: str, auth: str, choices: Choices | None, former: str = "") -> Subscription:
    """Has the browser that is reached at ``endpoint`` hear of what it chose, in place of what it chose before; without
    ``choices`` of what it, or the same browser under its ``former`` address, chose. The former one goes.

    Whoever knows an address and its secret may change what comes there; nobody else knows them. Raises ``Refused``.
    """
    place = services.read(endpoint)
    if not keys.is_point(p256dh) or not keys.is_secret(auth):
        raise Refused("no_keys")
    with transaction.atomic(using=READERS):
        row = Subscription.objects.select_for_update().filter(digest=services.digest(endpoint)).first()
        if row is not None and not compare_digest(row.auth, auth):
            raise Refused("no_keys")
        old = None
        if former and former != endpoint:
            old = Subscription.objects.select_for_update().filter(digest=services.digest(former)).first()
        made = choices or chosen(row or old) or Choices()
        said = {
            "service": place.service,
            "endpoint": endpoint,
            "p256dh": p256dh,
            "auth": auth,
            "most": made.most,
            "quiet_from": made.quiet_from,
            "quiet_until": made.quiet_until,
            "is_woken": made.is_woken,
            "misses": 0,
        }
        now = {"made_at": clock.now()}
        row, _new = Subscription.objects.update_or_create(
            digest=services.digest(endpoint), defaults=said, create_defaults=said | now
        )
        Wish.objects.filter(subscription=row).exclude(subject__in=made.wishes, service=place.service).delete()
        there = set(Wish.objects.filter(subscription=row).values_list("subject", flat=True))
        wanted = [one for one in made.wishes if one not in there]
        Wish.objects.bulk_create(Wish(subscription=row, service=place.service, subject=one) for one in wanted)
        if old is not None:
            old.delete()
    return row


def chosen(row: Subscription | None) -> Choices | None:
    """What the browser of ``row`` chose."""
    if row is None:
        return None
    wishes = tuple(Wish.objects.filter(subscription=row).order_by("subject").values_list("subject", flat=True))
    return Choices(wishes, row.most, row.quiet_from, row.quiet_until, row.is_woken)


def known(endpoint: str, auth: str) -> Subscription:
    """The subscription of the browser that is reached at ``endpoint`` and knows its secret. Raises ``Absent``."""
    row = Subscription.objects.filter(digest=services.digest(endpoint)).first()
    if row is None or not compare_digest(row.auth, auth):
        raise Absent("no_subscription")
    return row
