"""How a runner asks the dispatch of the press's machine: one standing connection, sealed both ways, every wait bounded."""

import http.client
import json
import socket
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import urlsplit

from harkara.rack.errors import TornPage

from .bundle import Parcel, unpacked
from .dispatch import VERSION
from .seal import ANSWER, Seal, Unsealed

REACHED_WITHIN: Final = 2.0
ANSWERED_WITHIN: Final = 12.0
"""Seconds for a connection, and for an answer: longer than the dispatch waits for a page to be printed."""

LARGEST: Final = 256 * 2**20
"""Bytes of an answer. One page is whole in a bundle however large it is."""


class Unreached(OSError):  # noqa: N818 (says what is)
    """The dispatch does not answer: the line, its machine, or its process is down."""


class Refused(RuntimeError):  # noqa: N818 (says what is)
    """The dispatch answers, and with a sentence why not."""


class Caller:
    """Asks the dispatch at ``url`` (``http://host:port``, ``https://host``), with ``seal``. For one thread."""

    def __init__(
        self, url: str, seal: Seal, *, reached: float = REACHED_WITHIN, answered: float = ANSWERED_WITHIN
    ) -> None:
        parts = urlsplit(url)
        self.url: Final = url
        self._seal: Final = seal
        self._reached: Final = reached
        self._answered: Final = answered
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._prefix: Final = f"{parts.path.rstrip('/')}"
        self._line: Final = kind(parts.hostname or "", parts.port, timeout=reached)

    def ask(self, way: str, **said: Any) -> Any:
        """The answer to one question, as JSON says it. Raises :class:`Unreached` or :class:`Refused`."""
        return json.loads(self._said(way, said))

    def pages(self, wanted: Iterable[tuple[str, str]]) -> list[Parcel]:
        """Parcels of the first of the sheets ``wanted``, each with the look that is known. Raises as :meth:`ask`."""
        data = self._said("pages", {"wanted": list(wanted)})
        try:
            return list(unpacked(data))
        except TornPage as error:
            raise Unreached(f"{self.url} sent what cannot be read: {error}") from error

    def close(self) -> None:
        """Hangs up."""
        self._line.close()

    def _said(self, way: str, said: dict[str, Any]) -> bytes:
        path, body = f"/v{VERSION}/{way}", json.dumps(said, ensure_ascii=False).encode()
        for is_last in (self._line.sock is None, True):
            header, word = self._seal.ask(path, body)
            try:
                status, seal, data = self._exchanged(path, body, header)
            except (OSError, http.client.HTTPException) as error:
                self.close()
                if is_last:
                    raise Unreached(f"{self.url} does not answer: {error or type(error).__name__}") from error
                continue  # a line that stood may have been hung up meanwhile
            break
        if status in (403, 413):
            raise Refused(_sentence(data))
        try:
            self._seal.answered(seal, word, status, data)
        except Unsealed as error:
            raise Refused(str(error)) from error
        if status != 200:
            raise Refused(_sentence(data))
        return data

    def _exchanged(self, path: str, body: bytes, header: str) -> tuple[int, str, bytes]:
        line = self._line
        if line.sock is None:
            line.timeout = self._reached
            line.connect()
            made: socket.socket = line.sock  # type: ignore[assignment]  # there is one after connect()
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.sock.settimeout(self._answered)
        line.request("POST", self._prefix + path, body, {"authorization": header, "content-type": "application/json"})
        answer = line.getresponse()
        if int(answer.headers.get("content-length", "0")) > LARGEST:
            raise http.client.HTTPException(f"an answer of more than {LARGEST} bytes")
        data = answer.read()
        return answer.status, answer.headers.get(ANSWER, ""), data


def _sentence(data: bytes) -> str:
    try:
        return str(json.loads(data)["error"])
    except (ValueError, TypeError, KeyError):
        return "The dispatch refuses."
