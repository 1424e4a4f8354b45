"""What links and return addresses carry: a number and who may have written it (HMAC-SHA256, each purpose with a key of its own).

Nothing of an address stands in one, and one for leaving is worth nothing for confirming. Those in links are Django's signatures;
that of return addresses is short and in small letters, since mail servers fold case and cut long names (RFC 5321, 4.5.3.1.1).
"""

import base64
import hashlib
import hmac
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core.signing import BadSignature, Signer, TimestampSigner

CONFIRM: Final = "post.letters.confirm"
LEAVE: Final = "post.letters.leave"
MINE: Final = "post.letters.mine"
RETURN: Final = "post.letters.return"

WEEK: Final = timedelta(days=7)
HOUR: Final = timedelta(hours=1)

SHORT: Final = 16
"""Letters of the signature of a return address: 80 bits."""


def confirming(asking: int) -> str:
    """For the link that confirms; good for :data:`WEEK`."""
    return TimestampSigner(salt=CONFIRM).sign(str(asking))


def confirmed(token: str) -> int | None:
    """The number that :func:`confirming` signed; ``None`` for any other text, and after a week."""
    return _dated(token, CONFIRM, WEEK)


def owning(asking: int) -> str:
    """For the link to one's own data; good for :data:`HOUR`."""
    return TimestampSigner(salt=MINE).sign(str(asking))


def owned(token: str) -> int | None:
    """The number that :func:`owning` signed; ``None`` for any other text, and after an hour."""
    return _dated(token, MINE, HOUR)


def leaving(order: int, letter: str) -> str:
    """For leaving ``letter``, good for ever; the letter is named in it, so that its page can say which, whatever became of the
    order.
    """
    return Signer(salt=LEAVE).sign(f"{order}:{letter}")


def left(token: str) -> tuple[int, str] | None:
    """Order and letter that :func:`leaving` signed; ``None`` for any other text."""
    try:
        order, _, letter = Signer(salt=LEAVE).unsign(token).partition(":")
    except BadSignature:
        return None
    return (int(order), letter) if order.isascii() and order.isdecimal() else None


def returning(mailing: int, order: int) -> str:
    """What stands in the return address and in the Message-ID of one mail: ``12-345-signature``."""
    return f"{mailing}-{order}-{_short(mailing, order)}"


def returned(text: str) -> tuple[int, int] | None:
    """Mailing and order that :func:`returning` wrote, whatever the case of its letters; ``None`` for any other text."""
    mailing, _, rest = text.strip().lower().partition("-")
    order, _, signature = rest.partition("-")
    if not all(one.isascii() and one.isdecimal() and len(one) < 19 for one in (mailing, order)):
        return None
    numbers = int(mailing), int(order)
    return numbers if hmac.compare_digest(signature.encode(), _short(*numbers).encode()) else None


def _short(mailing: int, order: int) -> str:
    key = hashlib.sha256(f"{RETURN} {settings.SECRET_KEY}".encode()).digest()
    digest = hmac.digest(key, f"{mailing}-{order}".encode(), "sha256")
    return base64.b32encode(digest)[:SHORT].decode().lower()


def _dated(token: str, purpose: str, span: timedelta) -> int | None:
    try:
        said = TimestampSigner(salt=purpose).unsign(token, max_age=span)
    except BadSignature:
        return None
    return int(said) if said.isascii() and said.isdecimal() else None
