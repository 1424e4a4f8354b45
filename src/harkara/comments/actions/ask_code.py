"""Ask for a code: a reader wants to sign in, and a letter goes to the address that was given."""

import hashlib
import hmac
import re
import secrets
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from harkara.comments import clock
from harkara.comments.errors import Refused
from harkara.comments.models import EntryCode
from harkara.rack.outbox.sides import READERS

DIGITS: Final = 8
GOOD_FOR: Final = timedelta(minutes=15)
SOON: Final = (3, timedelta(minutes=15))
DAILY: Final = (10, timedelta(days=1))
"""How many codes go to one address in which time: of more the reader is not told, and no letter is sent."""

_ADDRESS: Final = re.compile(r"[^\s@<>()\[\]\\,;:\"]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


def address(text: str) -> str:
    """An e-mail address as it is kept. Raises ``Refused`` for what is none."""
    found = "".join(text.split()).lower()
    if len(found) > 254 or not _ADDRESS.fullmatch(found):
        raise Refused("no_address", address=text.strip()[:80])
    return found


def ask_code(email: str) -> str | None:
    """Makes a code for ``email`` and returns it, for the letter; ``None`` where enough letters were sent.

    Whether there is an account makes no difference to anything: who never came before gets a code too. Raises ``Refused``
    for what is no address.
    """
    email, now = address(email), clock.now()
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    with transaction.atomic(using=READERS):
        sent = list(EntryCode.objects.filter(email=email, made_at__gt=now - DAILY[1]).values_list("made_at", flat=True))
        if any(sum(at > now - span for at in sent) >= most for most, span in (SOON, DAILY)):
            return None
        EntryCode.objects.filter(email=email, used_at=None).update(used_at=now)  # only the newest letter counts
        EntryCode.objects.create(email=email, digest=digest(email, code), made_at=now, expires_at=now + GOOD_FOR)
    return code


def digest(email: str, code: str) -> str:
    """What is kept of a code: nobody who reads the table can enter with it."""
    return hmac.new(settings.SECRET_KEY.encode(), f"entry {email} {code}".encode(), hashlib.sha256).hexdigest()
