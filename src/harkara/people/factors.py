"""The second factor of an account: an app that shows codes (TOTP, RFC 6238), keys and phones (WebAuthn), and a sheet of
codes for the day on which both are at home.

django-allauth keeps and checks them; the screens are the newsroom's. Secrets lie encrypted, with a key that is derived
from the paper's own.
"""

import base64
import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal import auth as webauthn
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from harkara.people.models import User

REAL = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a factor; a sheet of codes alone does not."""


class Adapter(DefaultMFAAdapter):
    """How allauth keeps secrets and what it calls the paper (``MFA_ADAPTER``)."""

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def _get_site_name(self) -> str:
        return str(settings.WAGTAIL_SITE_NAME)


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing that proves who somebody is. ``kind``: ``app``, ``key``."""

    number: int
    kind: str
    name: str
    made_at: Any
    used_at: Any


def of(user: User) -> list[Factor]:
    """The factors of ``user``, the oldest first; without the sheet of codes."""
    rows = Authenticator.objects.filter(user=user, type__in=REAL).order_by("pk")
    return [_factor(row) for row in rows]


def has(user: User) -> bool:
    """Whether ``user`` has a second factor. One query."""
    return bool(Authenticator.objects.filter(user=user, type__in=REAL).exists())


def marked(people: "QuerySet[User]") -> "QuerySet[User]":
    """``people``, each with ``has_factor``, in the same query."""
    own = Authenticator.objects.filter(user=OuterRef("pk"), type__in=REAL)
    return people.annotate(has_factor=Exists(own))


def new_secret() -> str:
    """A secret for an app, in Base32."""
    return str(totp.generate_totp_secret())


def app_address(user: User, secret: str, paper: str) -> str:
    """What an app reads from the square: an ``otpauth`` address."""
    query = urlencode({"secret": secret, "issuer": paper}, quote_via=quote)
    return f"otpauth://totp/{quote(f'{paper}:{user.username}')}?{query}"


def square(address: str) -> str:
    """``address`` as a square to point a phone at: SVG without a declaration."""
    picture: str = Adapter().build_totp_svg(address)
    return picture[picture.index("<svg") :]


def add_app(user: User, secret: str, code: str) -> bool:
    """Adds the app that holds ``secret`` where it shows ``code`` now, in place of an earlier app; returns whether it
    did.
    """
    counter = _counter(secret, code)
    if counter is None:
        return False
    with transaction.atomic():
        Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
        row = totp.TOTP.activate(user, secret).instance
        row.data["counter"] = counter
        row.save(update_fields=["data"])
    return True


def ask_for_new_key(user: User) -> dict[str, Any]:
    """What the browser needs to add a key of ``user``; the challenge is kept in the session of the request."""
    return dict(webauthn.begin_registration(user, passwordless=False))


def add_key(user: User, name: str, said: Any) -> bool:
    """Adds the key that answered ``said`` (the browser's JSON); returns whether the answer was good."""
    try:
        webauthn.parse_registration_response(said)
        webauthn.complete_registration(said)
    except (ValidationError, ValueError, KeyError, TypeError, AttributeError):
        return False
    webauthn.WebAuthn.add(user, name, said)
    return True


def ask_for_key(user: User) -> dict[str, Any] | None:
    """What the browser needs to ask a key of ``user``; ``None`` where there is none."""
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists():
        return None
    return dict(webauthn.begin_authentication(user))


def is_key(user: User, said: Any) -> bool:
    """Whether the browser's answer ``said`` comes from a key of ``user``. A challenge is good for one answer."""
    try:
        webauthn.parse_authentication_response(said)
        row = webauthn.complete_authentication(user, said)
    except (ValidationError, ValueError, KeyError, TypeError, AttributeError):
        return False
    finally:
        webauthn.clear_state()
    row.record_usage()
    return True


def is_code(user: User, code: str) -> bool:
    """Whether ``code`` is what the app of ``user`` shows now, or stands unused on their sheet. A code is good once."""
    code = "".join(code.split()).replace("-", "")
    with transaction.atomic():
        rows = list(Authenticator.objects.select_for_update().filter(user=user).exclude(type=REAL[1]))
        for row in rows:
            if row.type == Authenticator.Type.TOTP:
                counter = _counter(Adapter().decrypt(row.data["secret"]), code)
                if counter is not None and counter > row.data.get("counter", 0):
                    row.data["counter"], row.last_used_at = counter, timezone.now()
                    row.save(update_fields=["data", "last_used_at"])
                    return True
            elif row.wrap().validate_code(code):
                return True
    return False


def codes(user: User) -> list[str]:
    """The unused codes of the sheet of ``user``, which is made where there is none."""
    return list(RecoveryCodes.activate(user).get_unused_codes())


def codes_left(user: User) -> int:
    """How many codes of the sheet are unused; 0 without a sheet."""
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(row.wrap().get_unused_codes()) if row else 0


def new_codes(user: User) -> list[str]:
    """A new sheet; the codes of the old one are worth nothing from now on."""
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    return codes(user)


def remove(user: User, number: int) -> bool:
    """Removes a factor of ``user``, and with the last one the sheet; returns whether there was one."""
    with transaction.atomic():
        gone, _rows = Authenticator.objects.filter(user=user, pk=number, type__in=REAL).delete()
        if gone and not has(user):
            Authenticator.objects.filter(user=user).delete()
    return bool(gone)


def remove_all(user: User) -> int:
    """Removes everything, for somebody who lost it; returns how many factors there were."""
    count: int = Authenticator.objects.filter(user=user, type__in=REAL).count()
    Authenticator.objects.filter(user=user).delete()
    return count


def _factor(row: Authenticator) -> Factor:
    is_app = row.type == Authenticator.Type.TOTP
    name = "" if is_app else row.wrap().name
    return Factor(row.pk, "app" if is_app else "key", name, row.created_at, row.last_used_at)


def _counter(secret: str, code: str) -> int | None:
    """The half minute for which ``code`` is good, one before or after now at most."""
    counter: int
    for counter in totp.yield_hotp_counters_from_time():
        if totp.compare_user_code(actual=code, expected=totp.format_hotp_value(totp.hotp_value(secret, counter))):
            return counter
    return None


def _box() -> Fernet:
    key = hashlib.sha256(b"harkara.people.factors\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
