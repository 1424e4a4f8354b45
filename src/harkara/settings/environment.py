"""Reads settings from the environment, each with its type.

A wrong value stops the start with one sentence that names it and says what is allowed.
"""

import difflib
import os
import re
from ipaddress import ip_network
from pathlib import Path
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ImproperlyConfigured

from harkara import figures

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")

SHORTEST = 32
"""Letters of a secret key."""


NEAR = 0.8
"""How alike a name must be to one of ours to be taken for a slip (difflib's ratio): a letter or two."""

OURS = {"HARKARA_NEWSROOM", "HARKARA_VOICES", figures.FILE}
"""What processes of the paper tell one another. Each name that is read comes in beside them."""


def known(*names: str) -> None:
    """Says that ``names`` are settings, though this process does not read them."""
    OURS.update(names)


def strange() -> dict[str, str]:
    """Variables that begin like ours and are none, each with the one of ours that it is most like."""
    found = {}
    for name in sorted(name for name in os.environ if name.startswith("HARKARA_") and name not in OURS):
        likest = difflib.get_close_matches(name[8:], [ours[8:] for ours in sorted(OURS)], 1, 0)
        found[name] = f"HARKARA_{likest[0]}"
    return found


def refuse_slips() -> None:
    """Refuses a variable that is nearly one of ours: a misspelt setting must not be as if it were not there. What is only alike
    in its beginning may stand: Kubernetes, say, sets ``HARKARA_STAND_PORT`` for a service of that name.
    """
    for name, likest in strange().items():
        if difflib.SequenceMatcher(None, name[8:], likest[8:]).ratio() >= NEAR:
            raise ImproperlyConfigured(f"{name} is no setting of Harkara: do you mean {likest}?")


def text(name: str, default: str = "") -> str:
    """The value of ``name``, or ``default`` where it is unset or empty."""
    OURS.add(name)
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    """``1/true/yes/on`` or ``0/false/no/off``; anything else is refused."""
    value = text(name).lower()
    if not value:
        return default
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no: set it to 1 or 0.")


def number(name: str, default: int, *, least: int, most: int) -> int:
    """A whole number between ``least`` and ``most``."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdecimal()) or not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number from {least} to {most}.")
    return int(value)


def level(name: str, default: str) -> str:
    """A level of the log, as ``WARNING``."""
    value = text(name, default).upper()
    if value not in LEVELS:
        raise ImproperlyConfigured(f"{name}={value!r} is no level of the log: set it to {', '.join(LEVELS)}.")
    return value


def sender(name: str, default: str) -> str:
    """An address of mail, or a name with one in pointed brackets."""
    value = text(name, default)
    if not re.fullmatch(r"[^<>@\s]+@[^<>@\s]+|[^<>@\r\n]+<[^<>@\s]+@[^<>@\s]+>", value):
        raise ImproperlyConfigured(f"{name}={value!r} is no sender: write it like desk@example.org.")
    return value


def letters_from(name: str) -> str:
    """As :func:`sender`, or empty."""
    return sender(name, "") if text(name) else ""


def bare_address(name: str) -> str:
    """An address of mail alone, or empty; without a plus, since one is put into it."""
    value = text(name)
    if value and not re.fullmatch(r"[A-Za-z0-9._-]{1,24}@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,63}", value):
        raise ImproperlyConfigured(
            f"{name}={value!r} is no address to come back to: write it like returns@example.org."
        )
    return value


def mailbox(name: str) -> str:
    """A mailbox, as ``imaps://user:password@host/INBOX``, or empty."""
    value = text(name)
    parts = _parts(value)
    if value and (parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username):
        # What was given is not repeated: it may hold a password.
        raise ImproperlyConfigured(f"{name} is no mailbox: write it like imaps://user:password@host/INBOX.")
    return value


def secret(name: str) -> str:
    """A key, or empty; what is short is refused, and not repeated."""
    value = text(name)
    if value and len(value) < SHORTEST:
        raise ImproperlyConfigured(f"{name} has {len(value)} letters: a key has {SHORTEST} at least, drawn at random.")
    return value


def secrets(name: str) -> list[str]:
    """Keys with spaces between. What is short is taken: it was in use, and is good for opening what it closed."""
    return text(name).split()


def socket_or_address(name: str, default: str) -> str:
    """``unix:/path`` or ``http://host:port``."""
    value = text(name, default)
    parts = _parts(value)
    if not (value.startswith("unix:/") or (parts.scheme == "http" and parts.hostname)):
        raise ImproperlyConfigured(f"{name}={value!r} is no place to ask: write unix:/path or http://host:port.")
    return value


def dotted(name: str) -> str:
    """A thing of a module, as ``package.module:name``, or empty."""
    value = text(name)
    if value and not re.fullmatch(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*", value):
        raise ImproperlyConfigured(f"{name}={value!r} names nothing: write it like package.module:name.")
    return value


def metrics(name: str) -> str:
    """Where figures are handed out, as ``127.0.0.1:9464`` or ``unix:/path``; empty for nowhere."""
    value = text(name)
    try:
        figures.place(value)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name}={value!r} is no place: write it like 127.0.0.1:9464, or unix:/path."
        ) from error
    return value


def metrics_token(name: str, place: str) -> str:
    """What one must know who asks for figures; needed where others than this machine can."""
    value = text(name)
    where = figures.place(place)
    if value and len(value) < SHORTEST:
        raise ImproperlyConfigured(
            f"{name} has {len(value)} letters: a token has {SHORTEST} at least, drawn at random."
        )
    if where and not where.is_here and not value:
        raise ImproperlyConfigured(
            f"{name} is empty, and HARKARA_METRICS={place!r} is open to others: set both, or 127.0.0.1."
        )
    return value


def choice(name: str, allowed: tuple[str, ...]) -> str:
    """One of the words ``allowed``, the first where it is unset."""
    value = text(name, allowed[0]).lower()
    if value not in allowed:
        raise ImproperlyConfigured(f"{name}={value!r} is not known: set it to {' or '.join(allowed)}.")
    return value


_ARCHIVES = {
    "postgres": (("postgresql", "postgres"), "postgresql://user:password@host/name"),
    "opensearch": (("https", "http"), "https://user:password@host:9200"),
}


def archive_server(name: str, engine: str) -> str:
    """The URL of the server that keeps the archive; ``""`` where ``engine`` needs none."""
    value = text(name)
    if engine not in _ARCHIVES:
        return value
    schemes, example = _ARCHIVES[engine]
    try:
        parts = urlsplit(value)
        is_url = parts.scheme in schemes and (engine == "postgres" or bool(parts.hostname))
    except ValueError:
        is_url = False
    if not is_url:
        # What was given is not repeated: it may hold a password.
        raise ImproperlyConfigured(f"{name} is no address of the archive's {engine}: write it like {example}.")
    return value


def _parts(value: str) -> SplitResult:
    """``value`` as parts of an address; none where it is no address at all, as with a port beyond all ports."""
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018  (reading it is what finds the fault)
    except ValueError:
        return urlsplit("")
    return parts


class Mail(NamedTuple):
    """Where letters are handed in; an empty ``host`` for nowhere."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starts_tls: bool = False
    is_tls: bool = False


def mail(name: str) -> Mail:
    """A mail server, as ``smtp://user:password@host:587`` (with STARTTLS where there is a user) or ``smtps://…``."""
    value = text(name)
    if not value:
        return Mail()
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        # What was given is not repeated: it may hold a password.
        raise ImproperlyConfigured(f"{name} is no mail server: write it like smtp://user:password@host:587.")
    user, is_tls = unquote(parts.username or ""), parts.scheme == "smtps"
    usual = 465 if is_tls else 587 if user else 25
    return Mail(parts.hostname, port or usual, user, unquote(parts.password or ""), bool(user) and not is_tls, is_tls)


def folder(name: str, default: Path) -> Path:
    """An absolute path; the folder itself is made by whoever first writes into it."""
    path = Path(text(name, str(default))).expanduser().absolute()
    if path.exists() and not path.is_dir():
        raise ImproperlyConfigured(f"{name}={str(path)!r} is a file: name a folder, or a place where one can be made.")
    return path


def file(name: str, default: Path) -> Path:
    """An absolute path to a file, which need not be there."""
    path = Path(text(name, str(default))).expanduser().absolute()
    if path.is_dir():
        raise ImproperlyConfigured(f"{name}={str(path)!r} is a folder: name a file.")
    return path


def origin(name: str, default: str) -> str:
    """A scheme and a host, as ``https://example.org``, without a path."""
    value = text(name, default).rstrip("/")
    parts = _parts(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query or parts.username:
        raise ImproperlyConfigured(f"{name}={value!r} is not an origin: write it like https://example.org.")
    return value


def desk_origin(name: str, paper: str) -> str:
    """Where the newsroom is: ``paper``, or an origin on another host that is reached in the same way, with TLS or without."""
    value = origin(name, paper)
    ours, theirs = urlsplit(value), urlsplit(paper)
    if value != paper and ours.hostname == theirs.hostname:
        raise ImproperlyConfigured(
            f"{name}={value!r} is on the paper's own host: name another one, as https://desk.example.org, or leave it empty."
        )
    if ours.scheme != theirs.scheme:
        raise ImproperlyConfigured(f"{name}={value!r} and the paper ({paper}) must both be https, or neither.")
    return value


def address(name: str, default: str = "") -> str:
    """An address of the web, as ``https://hub.example.org/publish``, or empty."""
    value = text(name, default)
    parts = _parts(value)
    if value and (parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.fragment):
        raise ImproperlyConfigured(f"{name}={value!r} is no address: write it like https://hub.example.org/publish.")
    return value


def indexnow_key(name: str) -> str:
    """A key of IndexNow, or empty: 8 to 128 letters, digits and hyphens."""
    value = text(name)
    if value and not re.fullmatch(r"[A-Za-z0-9-]{8,128}", value):
        raise ImproperlyConfigured(f"{name}={value!r} is no key of IndexNow: take 32 random letters and digits.")
    return value


def zone(name: str, default: str) -> str:
    """An IANA time zone that this machine knows."""
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ImproperlyConfigured(f"{name}={value!r} is no time zone: write it like Asia/Dhaka.") from error
    return value


def networks(name: str, default: str) -> tuple[str, ...]:
    """Addresses and networks, as ``127.0.0.0/8, ::1``; ``none`` for no one."""
    value = text(name, default)
    if value.lower() == "none":
        return ()
    try:
        return tuple(str(ip_network(word.strip())) for word in value.split(","))
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name}={value!r} are no networks ({error}): write them like 10.0.0.0/8, ::1, or none."
        ) from error


def hosts(name: str) -> tuple[str, ...]:
    """Names of hosts, each with or without a port, with commas or spaces between; or none."""
    words = [word.casefold() for word in re.split(r"[\s,]+", text(name)) if word]
    for word in words:
        if not re.fullmatch(r"[a-z0-9_.-]+(?::[0-9]{1,5})?|[0-9a-f]*:[0-9a-f:.]+", word):
            raise ImproperlyConfigured(f"{name} names {word!r}, which is no host: write it like nas.example.lan:8080.")
    return tuple(words)


def database(name: str, home: Path, file: str = "newsroom") -> dict[str, object]:
    """Django's description of a database: the SQLite ``file`` in ``home``, or the PostgreSQL of a URL.

    SQLite begins each transaction IMMEDIATE, so that two writers wait for one another instead of failing half-way,
    and syncs each commit (``synchronous=FULL``): what was acknowledged survives a power cut.
    """
    value = text(name)
    if not value:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(home / f"{file}.sqlite3"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;",
            },
            "TEST": {"NAME": str(home / f"test-{file}.sqlite3")},
        }
    parts = _parts(value)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        # What was given is not repeated: it may hold a password.
        raise ImproperlyConfigured(
            f"{name} is no database: leave it empty for SQLite, or write postgresql://user:password@host/name."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,  # a request under ASGI has a thread of its own: what it kept open nobody would find again
    }
