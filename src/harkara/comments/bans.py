"""Bans: whether a reader may write, known by a digest of the address. An account that was erased and made anew is the same."""

import hashlib
from datetime import UTC, datetime
from typing import Final

from . import clock
from .models import Ban, Reader

FOR_EVER: Final = datetime(2999, 12, 31, tzinfo=UTC)
"""The end of a ban that has none."""


def digest(email: str) -> str:
    """By what an address is known among those that are banned."""
    return hashlib.sha256(f"ban {email}".encode()).hexdigest()


def ban_of(reader: Reader) -> Ban | None:
    """The ban that keeps ``reader`` from writing now. One query."""
    return Ban.objects.filter(pk=digest(reader.email), until__gt=clock.now()).first()


def ends(until: datetime) -> bool:
    """Whether a ban until then has an end at all."""
    return until < FOR_EVER
