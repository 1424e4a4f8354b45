"""Lines to push services: what is sent goes over a connection that stays, and of the answer only its status and its
``Retry-After`` are read.

Every name is resolved here, the addresses looked at (:mod:`harkara.outside`), and one of these very addresses is connected
with, under the host's name in TLS. No redirect is followed, and no proxy comes out of the environment.
"""

import email.utils
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from harkara.outside import is_public
from harkara.post.push.services import Place

PATIENCE: Final = 10.0
"""Seconds to connect, and to be answered."""

LONGEST_WAIT: Final = 3600.0
"""Seconds: for longer nobody waits, whatever a service asks for."""

SKIMMED: Final = 16 * 1024
"""Bytes of an answer that are read so that the line stays; one that says more ends it."""

Resolver = Callable[[str, int], list[str]]


class NotOutside(OSError):  # noqa: N818 (it says what is)
    """The host lies inside a network."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service said: the status, and for how many seconds it asks to be left alone (0: it does not say)."""

    status: int
    wait: float = 0.0


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of ``host``, in the order in which the system would ask them."""
    return [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class Lines:
    """Connections of this process, one a thread and origin."""

    def __init__(self, resolver: Resolver = resolve, patience: float = PATIENCE) -> None:
        self._resolver = resolver
        self._patience = patience
        self._tls = ssl.create_default_context()
        self._own = threading.local()
        self._open: set[http.client.HTTPConnection] = set()

    def post(self, place: Place, headers: Mapping[str, str], body: bytes) -> Answer:
        """Hands ``body`` in at ``place``. A connection that was kept may have been closed by the other side meanwhile: then once
        more by a new one. Raises ``OSError`` or ``http.client.HTTPException`` where nobody answers.
        """
        kept: dict[str, http.client.HTTPConnection] = self._own.__dict__.setdefault("kept", {})
        line = kept.pop(place.origin, None)
        if line is not None:
            with suppress(http.client.RemoteDisconnected, ConnectionError):
                return self._asked(line, place, headers, body, kept)
            self._end(line)
        return self._asked(self._opened(place), place, headers, body, kept)

    def _asked(
        self,
        line: http.client.HTTPConnection,
        place: Place,
        headers: Mapping[str, str],
        body: bytes,
        kept: dict[str, http.client.HTTPConnection],
    ) -> Answer:
        try:
            line.request("POST", place.target, body, dict(headers))
            response = line.getresponse()
            said = response.read(SKIMMED)
        except BaseException:
            self._end(line)
            raise
        if len(said) < SKIMMED and not response.will_close:
            kept[place.origin] = line
        else:
            self._end(line)
        return Answer(response.status, _seconds(response.getheader("retry-after", "")))

    def close(self) -> None:
        """Ends all connections, when no thread uses one any more."""
        for line in list(self._open):
            self._end(line)

    def _end(self, line: http.client.HTTPConnection) -> None:
        line.close()
        self._open.discard(line)

    def _opened(self, place: Place) -> http.client.HTTPConnection:
        line = http.client.HTTPConnection(place.host, place.port, timeout=self._patience)
        sock = self._connected(place)
        try:
            line.sock = self._tls.wrap_socket(sock, server_hostname=place.host) if place.scheme == "https" else sock
        except BaseException:
            sock.close()
            raise
        self._open.add(line)
        return line

    def _connected(self, place: Place) -> socket.socket:
        found = list(dict.fromkeys(self._resolver(place.host, place.port)))
        if not place.is_own and not all(is_public(ipaddress.ip_address(ip.partition("%")[0])) for ip in found):
            raise NotOutside(f"{place.host} lies inside a network")
        trouble: OSError = OSError(f"{place.host} has no address")
        for ip in found[:3]:
            try:
                sock = socket.create_connection((ip, place.port), self._patience)
            except OSError as error:
                trouble = error
                continue
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return sock
        raise trouble


def _seconds(said: str) -> float:
    """Seconds of a ``Retry-After``: a number, or a date (RFC 9110, 10.2.3); 0 for what says neither."""
    said = said.strip()
    if said.isascii() and said.isdecimal():
        return min(float(said[:9]), LONGEST_WAIT)
    try:
        moment = email.utils.parsedate_to_datetime(said)
    except ValueError:
        return 0.0
    left = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - datetime.now(UTC)
    return min(max(0.0, left.total_seconds()), LONGEST_WAIT)
