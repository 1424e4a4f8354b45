"""Sealing: what was redacted is kept encrypted, under a key that is made of the machine's secret key.

A copy of the database alone opens nothing. Who changes the secret key keeps the old one in ``HARKARA_FORMER_SECRET_KEYS``, else
what was sealed before stays shut for ever.
"""

import base64
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

from harkara.desk.errors import Missing
from harkara.desk.models.fields import PlainJSON

PURPOSE = b"harkara.desk.sealed"
"""Parts this key from whatever else the secret key is used for (HKDF, RFC 5869)."""


def seal(said: Any) -> bytes:
    """``said`` (anything that JSON holds) encrypted: AES-128-CBC with an HMAC (Fernet)."""
    return _box().encrypt(json.dumps(said, cls=PlainJSON).encode())


def unseal(box: bytes) -> Any:
    """What was sealed. Raises ``Missing`` where neither the secret key nor a former one opens it."""
    try:
        return json.loads(_box().decrypt(box))
    except InvalidToken:
        raise Missing(
            _("This sealed copy was closed with another secret key: put that key into HARKARA_FORMER_SECRET_KEYS.")
        ) from None


def _box() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str) -> bytes:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return base64.urlsafe_b64encode(made)
