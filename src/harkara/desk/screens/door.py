"""Writes down who comes and goes, and who failed to come in."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest
from wagtail.log_actions import log

from harkara.desk.models import Paper
from harkara.people import patience
from harkara.people.models import User


def watch() -> None:
    """Connects the notes with Django's signals."""
    user_logged_in.connect(came, dispatch_uid="desk.door")
    user_logged_out.connect(went, dispatch_uid="desk.door")
    user_login_failed.connect(failed, dispatch_uid="desk.door")


def came(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    log(instance=user, action="desk.sign_in", user=user, data=_from(request))


def went(sender: Any, request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        log(instance=user, action="desk.sign_out", user=user)


def failed(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """A name that is no account is not kept: people type passwords there."""
    user = User.objects.filter(username=credentials.get("username")).first()
    log(instance=user or Paper.load(), action="desk.sign_in_failed", user=user, data=_from(request))


def _from(request: HttpRequest | None) -> dict[str, str]:
    return {"address": patience.address_of(request)} if request is not None else {}
