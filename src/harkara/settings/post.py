"""What the environment says of what is sent to readers, each value with its type."""

import base64
import binascii
import re
from typing import Final

from django.core.exceptions import ImproperlyConfigured

SERVICES: Final = "fcm.googleapis.com, updates.push.services.mozilla.com, *.push.apple.com, *.notify.windows.com"
"""Who carries notices to Chrome, Firefox, Safari and Edge."""

_HOST: Final = r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*"


def public_key(name: str, value: str) -> str:
    """A public key of notices, or empty: 65 bytes, the first of them 4, in base64url."""
    if not value:
        return ""
    plain = value.rstrip("=")
    try:
        data = base64.b64decode(plain + "=" * (-len(plain) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if len(data) != 65 or data[0] != 4:
        raise ImproperlyConfigured(f"{name}={value!r} is no public key: “harkara push-keys” draws a pair.")
    return plain


def contact(name: str, value: str, origin: str) -> str:
    """Whom a push service may write to about what is sent: ``mailto:…`` or ``https://…``; else the paper's origin."""
    if value and not re.fullmatch(r"mailto:[^<>@\s]+@[^<>@\s]+|https://[^\s<>\"]+", value):
        raise ImproperlyConfigured(f"{name}={value!r} is no contact: write it like mailto:desk@example.org.")
    return value or origin


def services(name: str, value: str) -> tuple[str, ...]:
    """Push services that are spoken with: hosts, domains (``*.example.org``), and whole origins of one's own."""
    words = [word.casefold() for word in re.split(r"[\s,]+", value) if word]
    for word in words:
        if not re.fullmatch(rf"(?:\*\.)?{_HOST}|https?://[a-z0-9.-]+(?::[0-9]{{1,5}})?", word):
            raise ImproperlyConfigured(
                f"{name} names {word!r}, which is no push service: write it like fcm.googleapis.com."
            )
    return tuple(dict.fromkeys(words))
