"""Who keeps copies of pages in front of the paper, under which headers, and how he is told that some are over.

| | key and time to keep | told by |
|---|---|---|
| ``varnish URL …`` | ``surrogate-key``, ``surrogate-control`` | ``BAN`` to each of them (``deploy/varnish``) |
| ``fastly SERVICE`` | ``surrogate-key``, ``surrogate-control`` | its API, at most 256 keys at once |
| ``cloudflare ZONE`` | ``cache-tag``, ``cdn-cache-control`` | its API, at most 30 tags at once |

Sources: Fastly, "Purge multiple surrogate key tags"; Cloudflare, "Purge cache by cache-tags"; RFC 9213 for ``CDN-Cache-Control``.
"""

import http.client
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

VARNISH: Final = "varnish"
FASTLY: Final = "fastly"
CLOUDFLARE: Final = "cloudflare"

LIKE: Final = "varnish http://10.0.0.5:6081, fastly SERVICE or cloudflare ZONE"
"""How the setting is written."""

AT: Final = {FASTLY: "https://api.fastly.com", CLOUDFLARE: "https://api.cloudflare.com/client/v4"}
"""Where a service is told."""

MOST: Final = {VARNISH: 200, FASTLY: 256, CLOUDFLARE: 30}
"""Keys in one message."""

ROOM: Final = 5000
"""Bytes of all keys in one message: Varnish takes headers of 8,192."""

PATIENCE: Final = 5.0
"""Seconds that whoever is told has to answer."""

HEADERS: Final = {
    VARNISH: ("surrogate-key", "surrogate-control"),
    FASTLY: ("surrogate-key", "surrogate-control"),
    CLOUDFLARE: ("cache-tag", "cdn-cache-control"),
}
"""The headers in which a page tells its key, and for how long it may be kept."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One that keeps copies: its ``kind``, and its ``name`` there (an address, a service, a zone). ``at``: where it is told."""

    kind: str
    name: str
    at: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class Message:
    """What is said: method, address, headers, body."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""


def edges(said: str) -> tuple[Edge, ...]:
    """What the setting ``HARKARA_EDGE`` names. Raises ``ValueError`` for what it cannot mean.

    >>> [str(one) for one in edges("varnish http://10.0.0.5:6081 http://10.0.0.6:6081/")], edges("")
    (['varnish http://10.0.0.5:6081', 'varnish http://10.0.0.6:6081'], ())
    """
    kind, *where = said.split() or [""]
    if kind == VARNISH and where:
        return tuple(Edge(kind, _origin(one), _origin(one)) for one in where)
    if kind in AT and len(where) == 1 and re.fullmatch(r"[A-Za-z0-9]{8,64}", where[0]):
        return (Edge(kind, where[0], AT[kind]),)
    if said.strip():
        raise ValueError(said)
    return ()


def purges(edge: Edge, keys: Iterable[str], token: str) -> Iterator[Message]:
    """What tells ``edge`` that all with these ``keys`` is over."""
    rest = iter(dict.fromkeys(one for one in keys if one))
    while lot := list(islice(rest, MOST[edge.kind])):
        for some in _roomy(lot):
            yield _purge(edge, some, token)


def everything(edge: Edge, token: str) -> Message:
    """What tells ``edge`` that everything of the paper is over."""
    if edge.kind == FASTLY:
        return Message("POST", f"{edge.at}/service/{edge.name}/purge_all", (("fastly-key", token),))
    if edge.kind == CLOUDFLARE:
        return _to_cloudflare(edge, {"purge_everything": True}, token)
    return Message("BAN", f"{edge.at}/", (("x-harkara-everything", "yes"),))


def send(message: Message) -> str:
    """Says ``message``; returns why it was not taken, empty where it was. Follows no redirect."""
    parts = urlsplit(message.url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    line = kind(parts.hostname or "", parts.port, timeout=PATIENCE)
    try:
        line.request(message.method, parts.path, message.body or None, dict(message.headers))
        status = line.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return f"{parts.netloc} does not answer: {str(error) or type(error).__name__}"
    finally:
        line.close()
    return "" if 200 <= status < 300 else f"{parts.netloc} answers {status}"


def _purge(edge: Edge, keys: Sequence[str], token: str) -> Message:
    if edge.kind == FASTLY:
        body = json.dumps({"surrogate_keys": keys}).encode()
        headers = (("fastly-key", token), ("content-type", "application/json"))
        return Message("POST", f"{edge.at}/service/{edge.name}/purge", headers, body)
    if edge.kind == CLOUDFLARE:
        return _to_cloudflare(edge, {"tags": keys}, token)
    any_of = "|".join(one.replace(".", "[.]") for one in keys)
    return Message("BAN", f"{edge.at}/", (("x-harkara-keys", any_of),))


def _to_cloudflare(edge: Edge, said: dict[str, object], token: str) -> Message:
    headers = (("authorization", f"Bearer {token}"), ("content-type", "application/json"))
    return Message("POST", f"{edge.at}/zones/{edge.name}/purge_cache", headers, json.dumps(said).encode())


def _roomy(keys: Sequence[str]) -> Iterator[list[str]]:
    """``keys`` in lots that have room in a message."""
    lot: list[str] = []
    size = 0
    for one in keys:
        if lot and size + len(one) > ROOM:
            yield lot
            lot, size = [], 0
        lot.append(one)
        size += len(one) + 1
    yield lot


def _origin(said: str) -> str:
    parts = urlsplit(said)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.path.strip("/"):
        raise ValueError(said)
    parts.port  # noqa: B018  (reading it finds a port beyond all ports)
    return f"{parts.scheme}://{parts.netloc}"
