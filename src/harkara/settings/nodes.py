"""Settings of stands on other machines, and of who stands in front (decision 34), each with its type."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from harkara.rack.edge.services import LIKE, Edge, edges
from harkara.rack.nodes.seal import SHORTEST


def place(name: str, value: str) -> tuple[str, int] | None:
    """An address of this machine and a port, as ``10.0.0.1:8710`` or ``[fd00::1]:8710``; ``None`` for none."""
    if not value:
        return None
    try:
        parts = urlsplit(f"//{value}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or not port or parts.path or parts.username:
        raise ImproperlyConfigured(f"{name}={value!r} is no place to listen: write it like 10.0.0.1:8710.")
    return host, port


def key(name: str, value: str) -> str:
    """A key that machines share, or empty. What was given is not repeated."""
    if value and (len(value) < SHORTEST or len(set(value)) < 10):
        raise ImproperlyConfigured(
            f"{name} is too short or too simple: take {SHORTEST} or more random letters and digits."
        )
    return value


def edge(name: str, value: str) -> tuple[Edge, ...]:
    """Who keeps copies of pages in front of the paper, as ``varnish http://10.0.0.5:6081``; nobody where it is empty."""
    try:
        return edges(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}={value!r} is nobody who keeps pages: write it like {LIKE}.") from error


BOUNDS = {
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}
"""How long a server that is cut off is waited for, as libpq says it (seconds; the second in milliseconds)."""


def bounded(database: dict[str, Any]) -> dict[str, Any]:
    """A database of a server is given up after some seconds where it is cut off; SQLite's is as it was."""
    if database["ENGINE"] == "django.db.backends.postgresql":
        database["OPTIONS"] = BOUNDS | database.get("OPTIONS", {})
    return database


def wake(name: str, value: str) -> str:
    """The URL of the database at which a node listens, or empty. What was given is not repeated: it may hold a password."""
    if value and urlsplit(value).scheme not in ("postgresql", "postgres"):
        raise ImproperlyConfigured(f"{name} is no database: write postgresql://runner:password@host/newsroom.")
    return value
