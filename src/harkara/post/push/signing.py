"""Signs what is sent, so that a push service knows which paper it comes from (VAPID, RFC 8292). The postman alone does."""

import time
from typing import Final

from py_vapid import Vapid02

from harkara.post.push.keys import key_of

HOLDS: Final = 12 * 3600
"""Seconds for which a signature holds; services refuse one that holds for more than a day."""


class Signer:
    """Signs for the services that are spoken with. A signature is good for hours and for every notice to one origin."""

    def __init__(self, private: str, contact: str) -> None:
        self._vapid = Vapid02(key_of(private))
        self._contact = contact
        self._signed: dict[str, tuple[float, str]] = {}

    def authorization(self, origin: str) -> str:
        """The header ``Authorization`` of what is sent to ``origin``."""
        until, signed = self._signed.get(origin, (0.0, ""))
        now = time.time()
        if until - now < HOLDS / 2:
            until = now + HOLDS
            claims = {"aud": origin, "exp": int(until), "sub": self._contact}
            signed = self._vapid.sign(claims)["Authorization"]
            self._signed[origin] = until, signed
        return signed
