"""Push services: who carries notices to browsers, and where a browser's own address at one of them lies.

Only services of a list are spoken with (``HARKARA_PUSH_SERVICES``): whoever subscribes names an address, and the paper sends to
no other host. An entry is a host, ``*.`` and a domain, or a whole origin (``http://127.0.0.1:8099``), which alone may lie inside.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from harkara.post.errors import Refused

LONGEST: Final = 1000
"""Letters of an address. The longest that are in use have some 700 (Windows)."""

_PLAIN: Final = re.compile(r"[!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]+")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a notice is handed in. ``is_own``: the engineer named this very origin, which may lie inside the own network."""

    service: str
    scheme: str
    host: str
    port: int
    target: str
    is_own: bool

    @property
    def origin(self) -> str:
        """Scheme, host and port, without the usual port."""
        usual = 443 if self.scheme == "https" else 80
        return f"{self.scheme}://{self.host}" + ("" if self.port == usual else f":{self.port}")


def names() -> tuple[str, ...]:
    """What the services of the settings are called, each as its rows have it."""
    return tuple(name_of(entry) for entry in settings.HARKARA_PUSH_SERVICES)


def name_of(entry: str) -> str:
    """What the service of an entry of the list is called: its host."""
    return entry.removeprefix("*.").rpartition("://")[2][:60]


def read(endpoint: str) -> Place:
    """Where ``endpoint`` lies. Raises :class:`Refused` for what is no address of a service of the list."""
    if not endpoint or len(endpoint) > LONGEST or not _PLAIN.fullmatch(endpoint):
        raise Refused("no_endpoint")
    try:
        parts = urlsplit(endpoint)
        port, host = parts.port, (parts.hostname or "").rstrip(".")
    except ValueError as error:
        raise Refused("no_endpoint") from error
    if "@" in parts.netloc or parts.fragment or not host or parts.scheme not in ("https", "http"):
        raise Refused("no_endpoint")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    for entry in settings.HARKARA_PUSH_SERVICES:
        if "://" in entry:
            if f"{parts.scheme}://{parts.netloc}".lower() == entry:
                usual = 443 if parts.scheme == "https" else 80
                return Place(name_of(entry), parts.scheme, host, port or usual, target, is_own=True)
        elif parts.scheme == "https" and port in (None, 443) and _is_of(host, entry):
            return Place(name_of(entry), "https", host, 443, target, is_own=False)
    raise Refused("strange_service", host=host[:80])


def digest(endpoint: str) -> str:
    """By which a subscription is found: SHA-256 of its address, in hexadecimal digits."""
    return hashlib.sha256(endpoint.encode()).hexdigest()


def _is_of(host: str, entry: str) -> bool:
    return host.endswith(entry[1:]) and len(host) > len(entry) - 1 if entry.startswith("*.") else host == entry
