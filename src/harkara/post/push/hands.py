"""Hands: close notices and hand them in at push services, many at a time, in this process or in several.

Closing one (pywebpush: a key of its own for each) is what takes the processor; waiting for answers takes time. So each process
has some threads, each with its own lines, and a paper with a great many readers has several processes
(``HARKARA_PUSH_PROCESSES``).
"""

import http.client
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any, Final

from django.conf import settings
from pywebpush import WebPusher

from harkara.post.errors import Refused
from harkara.post.push import services
from harkara.post.push.lines import Lines
from harkara.post.push.signing import Signer
from harkara.rack.crew import Crew

PIECE: Final = 100
"""Envelopes that a process is handed at once."""


class Outcome(Enum):
    """What became of one."""

    TAKEN = "taken"
    GONE = "gone"
    """There is no such subscription any more: 404, 410."""
    REFUSED = "refused"
    """The service will not take it, now or later: 400, 401, 403, 413 …"""
    LATER = "later"
    """It did not answer, has no room, or asks for patience: 429, 5xx."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """To whom: the number of a subscription, its address, and the keys of the browser."""

    number: int
    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of an envelope, and for how many seconds the service asks for patience."""

    number: int
    outcome: Outcome
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class Piece:
    """Envelopes with the same words and the same headers."""

    payload: bytes
    headers: tuple[tuple[str, str], ...]
    envelopes: tuple[Envelope, ...]


class Hand:
    """The hands of one process."""

    def __init__(self, lines: Lines | None = None) -> None:
        self._lines = lines or Lines()
        self._signer = Signer(settings.HARKARA_PUSH_KEY, settings.HARKARA_PUSH_CONTACT)
        self._pool = ThreadPoolExecutor(settings.HARKARA_PUSH_LINES, "line")

    def carry(self, piece: Piece) -> list[Delivery]:
        """Hands all of ``piece`` in, and says what became of each, in their order."""
        return list(self._pool.map(partial(self._one, piece), piece.envelopes))

    def _one(self, piece: Piece, one: Envelope) -> Delivery:
        try:
            place = services.read(one.endpoint)
        except Refused:  # the list was made shorter since
            return Delivery(one.number, Outcome.REFUSED)
        try:
            closed = closed_for(one, piece.payload)
        except ValueError:
            return Delivery(one.number, Outcome.REFUSED)
        headers = {
            **dict(piece.headers),
            "content-encoding": "aes128gcm",
            "content-type": "application/octet-stream",
            "authorization": self._signer.authorization(place.origin),
        }
        try:
            answer = self._lines.post(place, headers, closed)
        except (OSError, http.client.HTTPException):
            return Delivery(one.number, Outcome.LATER)
        return Delivery(one.number, meaning(answer.status), answer.wait)

    def close(self) -> None:
        """Ends its threads and lines."""
        self._pool.shutdown()
        self._lines.close()


def closed_for(one: Envelope, payload: bytes) -> bytes:
    """``payload`` as only the browser of ``one`` can open it (RFC 8291). Raises ``ValueError`` for keys that are none."""
    keys = {"p256dh": one.p256dh, "auth": one.auth}
    body: bytes = WebPusher({"endpoint": one.endpoint, "keys": keys}).encode(payload)["body"]
    return body


def meaning(status: int) -> Outcome:
    """What an answer of a push service means (RFC 8030, 5 and 7.3, RFC 6585)."""
    if 200 <= status < 300:
        return Outcome.TAKEN
    if status in (404, 410):
        return Outcome.GONE
    return Outcome.LATER if status in (408, 425, 429) or status >= 500 else Outcome.REFUSED


class Hands:
    """All hands of the postman: in this process, or as many processes beside it as ``processes`` says."""

    def __init__(self, processes: int = 1) -> None:
        self._crew: Crew | None = None
        self._hand: Hand | None = None
        if processes > 1:
            self._crew = Crew(processes, _carried, _begin).__enter__()
        else:
            self._hand = Hand()
        self._ahead = 2 * processes

    def carry(
        self, payload: bytes, headers: Sequence[tuple[str, str]], envelopes: Sequence[Envelope]
    ) -> list[Delivery]:
        """Hands all ``envelopes`` in; says what became of each."""
        pieces = (Piece(payload, tuple(headers), tuple(lot)) for lot in _lots(envelopes))
        if self._hand:
            return [one for piece in pieces for one in self._hand.carry(piece)]
        assert self._crew is not None
        return [one for done in self._crew.map(pieces, self._ahead) for one in done]

    def close(self) -> None:
        """Lets all end."""
        if self._hand:
            self._hand.close()
        if self._crew:
            self._crew.__exit__(None)


def _lots(envelopes: Sequence[Envelope]) -> Any:
    return (envelopes[at : at + PIECE] for at in range(0, len(envelopes), PIECE))


_hand: Hand | None = None


def _begin() -> None:
    global _hand
    _hand = Hand()


def _carried(piece: Piece) -> list[Delivery]:
    assert _hand is not None
    return _hand.carry(piece)
