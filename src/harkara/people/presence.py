"""When somebody was last seen in the newsroom."""

import contextlib
from datetime import timedelta

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.deprecation import MiddlewareMixin

from harkara.people.models import User

EVERY = timedelta(minutes=5)
"""How exact it is: one write in this time for each person who works."""


class Presence(MiddlewareMixin):
    """Notes of who uses the newsroom's screens that they did. A database that is busy loses the note, not the page."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        user = getattr(request, "user", None) if request.path.startswith("/desk/") else None
        if not isinstance(user, User):
            return response
        now = timezone.now()
        if user.seen_at is None or now - user.seen_at > EVERY:
            with contextlib.suppress(DatabaseError):
                User.objects.filter(pk=user.pk).update(seen_at=now)
        return response
