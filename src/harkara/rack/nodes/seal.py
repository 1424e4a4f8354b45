"""The seal: who asks and who answers know one key, and neither takes what somebody else wrote or changed on the way.

HMAC-SHA-256 (RFC 2104) over what is asked, the hour and a word that is used once; the answer is sealed together with that
word, so it cannot be the answer to another question. It does not hide anything: between machines that are not in one
private network there has to be TLS.
"""

import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from struct import Struct
from typing import Final

SCHEME: Final = "Harkara"
ANSWER: Final = "harkara-seal"
"""The header of an answer's seal."""

SHORTEST: Final = 32
"""Characters of a key."""

SKEW: Final = 120
"""Seconds by which the clocks of two machines may differ. What is asked twice changes nothing, so more is not needed."""

LENGTH: Final = Struct(">Q")

Clock = Callable[[], float]


class Unsealed(ValueError):  # noqa: N818 (says what is)
    """What came is not sealed with our key, or not of this hour."""


@dataclass(frozen=True, slots=True)
class Seal:
    """Seals and proves with ``key``."""

    key: bytes
    clock: Clock = time.time

    def ask(self, path: str, body: bytes) -> tuple[str, str]:
        """The value of the header ``authorization`` for a question, and the word that its answer is sealed with."""
        word, hour = secrets.token_hex(12), str(int(self.clock()))
        return f"{SCHEME} {hour} {word} {self._made(b'ask', path.encode(), hour.encode(), word.encode(), body)}", word

    def asked(self, header: str, path: str, body: bytes) -> str:
        """The word of a question. Raises :class:`Unsealed`, with a sentence, for one that was not asked by who has the key."""
        scheme, hour, word, mac = (header.split(" ") + [""] * 4)[:4]
        made = self._made(b"ask", path.encode(), hour.encode(), word.encode(), body)
        if scheme != SCHEME or not hmac.compare_digest(mac.encode(), made.encode()):
            raise Unsealed("This is not sealed with our key: HARKARA_DISPATCH_KEY must be the same on both machines.")
        if abs(self.clock() - int(hour)) > SKEW:
            raise Unsealed(f"The clocks of the two machines differ by more than {SKEW} s: set them by NTP.")
        return word

    def answer(self, word: str, status: int, body: bytes) -> str:
        """The seal of an answer to the question with ``word``."""
        return self._made(b"answer", word.encode(), str(status).encode(), body)

    def answered(self, seal: str, word: str, status: int, body: bytes) -> None:
        """Raises :class:`Unsealed` where an answer is not the dispatch's to this question, whole."""
        if not hmac.compare_digest(seal.encode(), self.answer(word, status, body).encode()):
            raise Unsealed(
                "The answer is not sealed with our key: HARKARA_DISPATCH_KEY must be the same on both machines."
            )

    def _made(self, *parts: bytes) -> str:
        made = hmac.new(self.key, digestmod="sha256")
        for part in parts:
            made.update(LENGTH.pack(len(part)))
            made.update(part)
        return made.hexdigest()
