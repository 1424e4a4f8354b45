"""Enter: a reader signs in with the code of the newest letter. Who never came before has an account from then on."""

import hashlib
import secrets
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import F

from harkara.bangla.digits import to_latin
from harkara.comments import clock
from harkara.comments.errors import Refused
from harkara.comments.models import EntryCode, Reader, Visit
from harkara.rack.outbox.sides import READERS

from .ask_code import address, digest

GUESSES: Final = 5
"""Wrong guesses after which a code is worth nothing."""

STAYS: Final = timedelta(days=90)
"""How long a browser stays signed in after it was last seen."""


def enter(email: str, code: str) -> tuple[Reader, str]:
    """Signs in who holds the ``code`` (Bangla or Latin digits, spaces are nothing) and returns the reader and what the
    browser is to hold. Raises ``Refused``: in the same words, whatever was wrong with it.
    """
    email, now = address(email), clock.now()
    typed = "".join(to_latin(code).split())
    with transaction.atomic(using=READERS):
        newest = EntryCode.objects.select_for_update().filter(email=email).order_by("-made_at", "-pk").first()
        if newest is None or newest.used_at or newest.expires_at <= now or newest.guesses >= GUESSES:
            is_right = False
        else:
            is_right = secrets.compare_digest(newest.digest, digest(email, typed))
            changed = {"used_at": now} if is_right else {"guesses": F("guesses") + 1}
            EntryCode.objects.filter(pk=newest.pk).update(**changed)
        if is_right:
            reader, _ = Reader.objects.get_or_create(email=email, defaults={"joined_at": now, "seen_on": now.date()})
            token = secrets.token_urlsafe(32)
            Visit.objects.create(reader=reader, digest=of(token), began_at=now, expires_at=now + STAYS)
    if not is_right:
        raise Refused("wrong_code")
    return reader, token


def visitor(token: str) -> Reader | None:
    """Who signed in in the browser that holds ``token``; ``None`` for nobody. Once a day it notes that the reader was here."""
    if not token:
        return None
    now = clock.now()
    visit = Visit.objects.select_related("reader").filter(digest=of(token), expires_at__gt=now).first()
    if visit is None:
        return None
    if visit.expires_at < now + STAYS - timedelta(days=1):
        with transaction.atomic(using=READERS):
            Visit.objects.filter(pk=visit.pk).update(expires_at=now + STAYS)
            Reader.objects.filter(pk=visit.reader_id).update(seen_on=now.date())
    return visit.reader


def of(token: str) -> str:
    """The digest of what a browser holds."""
    return hashlib.sha256(token.encode()).hexdigest()
