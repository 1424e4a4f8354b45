"""Keys of notices: those by which a push service knows that it is this paper that sends (VAPID, RFC 8292), and those of a
browser, with which a notice is closed for it alone (RFC 8291).

The private key is the postman's alone; pages carry the public one.
"""

import argparse
import base64
import binascii
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE: Final = ec.SECP256R1()

POINT: Final = 65
SECRET: Final = 16
"""Bytes of a public key (an uncompressed point), and of the secret that a browser shares with the paper."""


def unfold(text: str) -> bytes:
    """The bytes of ``text`` in base64url, with or without its padding (RFC 4648, 5). Raises ``ValueError``."""
    try:
        plain = text.rstrip("=")
        return base64.b64decode(plain + "=" * (-len(plain) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("no base64url") from error


def fold(data: bytes) -> str:
    """``data`` in base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def is_point(text: str) -> bool:
    """Whether ``text`` is a public key: a point of the curve, in base64url."""
    try:
        data = unfold(text)
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, data)
    except ValueError:
        return False
    return len(data) == POINT


def is_secret(text: str) -> bool:
    """Whether ``text`` is a secret of a browser: sixteen bytes in base64url."""
    try:
        return len(unfold(text)) == SECRET
    except ValueError:
        return False


def drawn() -> tuple[str, str]:
    """A new pair of keys: the private and the public one, in base64url."""
    key = ec.generate_private_key(CURVE)
    return fold(key.private_numbers().private_value.to_bytes(32, "big")), _public(key)


def public_of(private: str) -> str:
    """The public key that belongs to ``private``. Raises ``ValueError`` where that is no key."""
    return _public(key_of(private))


def key_of(private: str) -> ec.EllipticCurvePrivateKey:
    """``private`` as a key to sign with. Raises ``ValueError`` where it is none."""
    data = unfold(private)
    if len(data) != 32:
        raise ValueError(f"a private key has 32 bytes, and this one {len(data)}")
    return ec.derive_private_key(int.from_bytes(data, "big"), CURVE)


def _public(key: ec.EllipticCurvePrivateKey) -> str:
    return fold(key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def push_keys(argv: list[str]) -> int:
    """``harkara push-keys``: draws a pair of keys and says where each belongs. Returns 0."""
    argparse.ArgumentParser(prog="harkara push-keys", description="Draws the keys of notices.").parse_args(argv)
    private, public = drawn()
    print(f"HARKARA_PUSH_KEY={private}\nHARKARA_PUSH_PUBLIC_KEY={public}")
    return 0
