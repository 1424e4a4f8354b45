"""When somebody was last seen in the newsroom."""

import contextlib
from datetime import timedelta

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.deprecation import MiddlewareMixin

from harkara.people import sittings
from harkara.people.models import User

EVERY = timedelta(minutes=5)
"""How exact it is: one write in this time for each person who works."""


QUIET = frozenset({"keeping_here", "now", "ping"})
"""Addresses that a screen asks by itself, last words of their names: an open window is nobody who works."""


class Presence(MiddlewareMixin):
    """Notes of who uses the newsroom's screens that they did. A database that is busy loses the note, not the page."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        user = getattr(request, "user", None) if request.path.startswith("/desk/") else None
        if not isinstance(user, User):
            return response
        if _is_somebodys(request):
            sittings.use(request)
        now = timezone.now()
        if user.seen_at is None or now - user.seen_at > EVERY:
            with contextlib.suppress(DatabaseError):
                User.objects.filter(pk=user.pk).update(seen_at=now)
        return response


def _is_somebodys(request: HttpRequest) -> bool:
    """Whether a person did something, and not a clock of the screen."""
    name = (request.resolver_match.url_name or "") if request.resolver_match else ""
    return not any(name == quiet or name.endswith(f"_{quiet}") for quiet in QUIET)
