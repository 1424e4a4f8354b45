"""Makes browsers that want notices, and orders of the desk."""

import itertools
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from harkara.post import clock
from harkara.post.models import Subscription
from harkara.post.push.actions import Choices, subscribe
from harkara.post.push.keys import fold
from harkara.post.push.orders import Order, take

NOON = datetime(2026, 11, 28, 6, 0, tzinfo=UTC)
"""Noon in Dhaka on the day of most tests."""

NIGHT = datetime(2026, 11, 28, 19, 0, tzinfo=UTC)
"""One in the morning of the next day there."""

MORNING = datetime(2026, 11, 29, 1, 0, tzinfo=UTC)
"""Seven of that morning."""

TITLE, TEXT = "চরের স্কুলে সৌরবিদ্যুতে সন্ধ্যার পাঠশালা", "সন্ধ্যায় সৌরবাতির আলোয় পড়তে বসে চরের শিশুরা।"

_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser with the keys that only it has."""

    key: ec.EllipticCurvePrivateKey
    secret: bytes
    endpoint: str
    row: Subscription

    @property
    def path(self) -> str:
        return "/" + self.endpoint.split("/", 3)[3]


def said(origin: str, path: str = "") -> tuple[ec.EllipticCurvePrivateKey, bytes, dict[str, Any]]:
    """What a browser says of a new subscription, and the keys that it does not say."""
    key, secret = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
    public = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    endpoint = f"{origin}{path or f'/send/{next(_numbers)}'}"
    return key, secret, {"endpoint": endpoint, "keys": {"p256dh": fold(public), "auth": fold(secret)}}


def a_browser(origin: str, *wishes: str, path: str = "", **choices: Any) -> Browser:
    """A browser that asked for ``wishes`` (breaking news, where none are given)."""
    key, secret, told = said(origin, path)
    row = subscribe(
        told["endpoint"],
        told["keys"]["p256dh"],
        told["keys"]["auth"],
        Choices(wishes or ("breaking",), **choices),
    )
    return Browser(key, secret, told["endpoint"], row)


def ordered(event: str = "12.1", kind: str = "breaking", at: datetime = NOON, **fields: Any) -> bool:
    """Lays an order down; returns whether it was new."""
    usual = {"story": 12, "title": TITLE, "text": TEXT, "subjects": ("breaking", "section:world"), "headline": TITLE}
    with clock.at(at):
        return take(Order(event=event, kind=kind, at=at, **{**usual, **fields}))
