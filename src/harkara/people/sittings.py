"""Sessions of staff (``SESSION_ENGINE``): each knows whose it is, since when, and when it was last used.

Two ends: nobody has used it for a while, or it began long ago, however busy it is (ASVS 5.0, 7.3.1 and 7.3.2). Both are one
moment in the row, so a session that is over is not found any more, and to look costs no query more than Django's own.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.signing import BadSignature
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

SINCE: Final = "harkara.since"
USED: Final = "harkara.used"
BROWSER: Final = "harkara.browser"
"""Where a session keeps when it began and was last used (POSIX seconds), and in which browser it is."""

EVERY: Final = 300
"""How exact the last use is, in seconds: one write in this time for each session."""

SWEPT: Final = 100
"""Sessions that are over, and are deleted when somebody signs in."""

_BROWSERS: Final = (("Edg", "Edge"), ("OPR", "Opera"), ("Samsung", "Samsung Internet"), ("Firefox", "Firefox"))
_OTHERS: Final = (("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS: Final = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"))
_DESKS: Final = (("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"))


class SessionStore(db.SessionStore):
    """Django's sessions in the database, in a table that knows people."""

    @classmethod
    def get_model_class(cls) -> Any:
        return Sitting

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row of a session that holds ``data``."""
        row: Any = super().create_model_instance(data)
        since = int(data.get(SINCE) or timezone.now().timestamp())
        row.person = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.since = datetime.fromtimestamp(since, UTC)
        row.used = datetime.fromtimestamp(int(data.get(USED) or since), UTC)
        row.browser = str(data.get(BROWSER, ""))[:60]
        row.expire_date = self._end(row.since)
        return row

    def _end(self, since: datetime) -> datetime:
        """When the session is over if nobody uses it any more."""
        asked = self.get("_session_expiry")
        idle = timedelta(hours=settings.HARKARA_SESSION_IDLE_HOURS)
        whole = timedelta(days=settings.HARKARA_SESSION_DAYS)
        if asked == 0:  # the browser forgets it when it is closed; nobody closes them
            return min(timezone.now() + idle, since + whole)
        if isinstance(asked, int):  # a correspondent's phone, which can do nothing but file, stays longer
            whole = max(whole, timedelta(seconds=asked))
        return since + whole


class Sitting(AbstractBaseSession):
    """A session of somebody of the newsroom."""

    person = models.BigIntegerField(null=True, db_index=True)
    """The number of who signed in; nobody's is a session that has only given a password so far."""
    since = models.DateTimeField()
    used = models.DateTimeField()
    browser = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.mark

    @classmethod
    def get_session_store_class(cls) -> type[SessionStore]:
        return SessionStore

    @property
    def mark(self) -> str:
        """What names it in a form, and opens nothing."""
        return mark(self.session_key)


def begin(request: HttpRequest) -> None:
    """Notes in the session of who has just signed in when it began and in which browser; sessions that are over go."""
    now = int(timezone.now().timestamp())
    request.session[SINCE] = request.session[USED] = now
    request.session[BROWSER] = named(request.META.get("HTTP_USER_AGENT", ""))
    rows = SessionStore.get_model_class().objects
    over = rows.filter(expire_date__lt=timezone.now()).values_list("pk", flat=True)[:SWEPT]
    rows.filter(pk__in=list(over)).delete()


def use(request: HttpRequest) -> None:
    """Notes that the session of ``request`` is used, every few minutes."""
    now = int(timezone.now().timestamp())
    if now - int(request.session.get(USED, 0)) > EVERY:
        request.session.setdefault(SINCE, now)
        request.session[USED] = now


def of(person: Any) -> list[Any]:
    """The sessions of ``person`` that still open something, the last used first; each with its ``mark``, which names it in a
    form and opens nothing.
    """
    rows = SessionStore.get_model_class().objects.filter(person=person.pk, expire_date__gt=timezone.now())
    return [row for row in rows.order_by("-used", "pk") if _is_good(row, person)]


def end(person: Any, marks: set[str]) -> int:
    """Ends the sessions of ``person`` that ``marks`` name; returns how many there were."""
    keys = [row.pk for row in of(person) if row.mark in marks]
    SessionStore.get_model_class().objects.filter(pk__in=keys, person=person.pk).delete()
    return len(keys)


def mark(key: str) -> str:
    """What names the session ``key`` in a form."""
    return salted_hmac("harkara.people.sittings", key).hexdigest()[:16]


def named(agent: str) -> str:
    """The browser and system that a ``User-Agent`` says, in two words; empty where it says neither.

    >>> named("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36")
    'Chrome, Android'
    """
    found = (
        next((name for word, name in (*_BROWSERS, *_OTHERS) if word in agent), ""),
        next((name for word, name in (*_SYSTEMS, *_DESKS) if word in agent), ""),
    )
    return ", ".join(re.sub(r"\s+", " ", word) for word in found if word)


def _is_good(row: Any, person: Any) -> bool:
    """Whether the session would be taken: not one from before a new password, or of a round that was ended."""
    try:
        said = row.get_decoded().get(HASH_SESSION_KEY, "")
    except BadSignature:
        return False
    good = (person.get_session_auth_hash(), *person.get_session_auth_fallback_hash())
    return any(constant_time_compare(said, one) for one in good)
