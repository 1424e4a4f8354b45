"""Requests to OpenSearch over HTTPS: connections that threads share, patience that ends, and answers or one sentence."""

import base64
import http.client
import json
import ssl
import threading
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from .index import IndexAway

PATIENCE = 5.0
"""Seconds after which a search is given up."""
PATIENCE_WRITING = 60.0
"""Seconds after which a write is given up; what it asked for may still come to be."""
MOST_IDLE = 8
"""Connections that are kept open."""
_AGAIN_LATER = (429, 502, 503, 504)
_GONE = (ConnectionError, http.client.BadStatusLine, http.client.CannotSendRequest)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, and the JSON object."""

    status: int
    body: dict[str, Any]

    @property
    def error(self) -> str:
        """The kind of error, in OpenSearch's words (``index_not_found_exception``); "" where there is none."""
        error = self.body.get("error")
        return str(error.get("type", "")) if isinstance(error, dict) else str(error or "")

    @property
    def reason(self) -> str:
        """What OpenSearch says of an error."""
        error = self.body.get("error")
        causes = error.get("root_cause") or [error] if isinstance(error, dict) else []
        return "; ".join(str(cause.get("reason", "")) for cause in causes) or f"status {self.status}"


class Door:
    """The way to the server at ``url``: ``https://user:password@host:9200``, with a path where a proxy has one."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("The address of OpenSearch is no URL: write it like https://user:password@host:9200.")
        self._host, self._port = parts.hostname, parts.port
        self._base = parts.path.rstrip("/")
        self._headers = {"Accept": "application/json"}
        if parts.username is not None:
            secret = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
            self._headers["Authorization"] = "Basic " + base64.b64encode(secret).decode()
        self._tls = ssl.create_default_context() if parts.scheme == "https" else None
        self._idle: list[http.client.HTTPConnection] = []
        self._lock = threading.Lock()
        self._closed = False

    def ask(self, method: str, path: str, body: str = "", *, lines: bool = False, patience: float = PATIENCE) -> Answer:
        """One request and its answer, whatever its status; ``lines`` says that the body is one of a bulk write.

        Raises :class:`IndexAway` where the server cannot be reached, refuses the user, or has no time.
        """
        sent = body.encode()
        headers = dict(self._headers)
        if sent:
            headers["Content-Type"] = "application/x-ndjson" if lines else "application/json"
        status, answered = self._exchanged(method, self._base + path, sent, headers, patience)
        if status in (401, 403):
            raise IndexAway(f"OpenSearch at {self._host} refuses the archive's user (status {status}).")
        try:
            read = json.loads(answered) if answered else {}
        except ValueError:
            read = {}
        answer = Answer(status, read if isinstance(read, dict) else {})
        if status in _AGAIN_LATER:
            raise IndexAway(f"OpenSearch at {self._host} has no time for the archive: {answer.reason}.")
        return answer

    def close(self) -> None:
        """Closes what is idle, and what is put back later."""
        with self._lock:
            idle, self._idle, self._closed = self._idle, [], True
        for connection in idle:
            connection.close()

    def _exchanged(
        self, method: str, path: str, body: bytes, headers: dict[str, str], patience: float
    ) -> tuple[int, bytes]:
        """Sends and receives. A connection that lay idle may have been closed by the other side: then once more on a new
        one. (Every request of the archive may arrive twice and does the same.)
        """
        for connection in (self._taken(), None):
            fresh = connection is None
            used = connection or self._opened()
            try:
                used.timeout = patience
                if used.sock is None:
                    used.connect()
                used.sock.settimeout(patience)
                used.request(method, path, body or None, headers)
                response = used.getresponse()
                answered = response.read()
            except (OSError, http.client.HTTPException) as error:
                used.close()
                if not fresh and isinstance(error, _GONE):
                    continue
                if isinstance(error, TimeoutError):
                    raise IndexAway(
                        f"OpenSearch at {self._host} did not answer within {patience:g} seconds."
                    ) from error
                raise IndexAway(
                    f"OpenSearch at {self._host} cannot be reached: {error or type(error).__name__}."
                ) from error
            if response.will_close:
                used.close()
            else:
                self._put_back(used)
            return response.status, answered
        raise AssertionError("the second turn returns or raises")

    def _taken(self) -> http.client.HTTPConnection | None:
        with self._lock:
            return self._idle.pop() if self._idle else None

    def _opened(self) -> http.client.HTTPConnection:
        if self._tls is not None:
            return http.client.HTTPSConnection(self._host, self._port, context=self._tls)
        return http.client.HTTPConnection(self._host, self._port)

    def _put_back(self, connection: http.client.HTTPConnection) -> None:
        with self._lock:
            if not self._closed and len(self._idle) < MOST_IDLE:
                self._idle.append(connection)
                return
        connection.close()


def step(name: str) -> str:
    """``name`` as one step of a path."""
    return quote(name, safe="")
