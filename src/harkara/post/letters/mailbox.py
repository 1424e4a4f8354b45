"""The mailbox to which letters come back, read by IMAP (RFC 3501): each mail once, and nothing changed in it.

Where it is, with its password, is the engineer's setting alone. Mails are known by their UID; the last one is remembered after
what it says was done, so that a sudden end reads it again, which changes nothing.
"""

import imaplib
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import unquote, urlsplit

from django.db import transaction

from harkara.rack.outbox.sides import READERS

from ..models import ReturnedTo
from . import bounces, clock, returns

log = logging.getLogger(__name__)

AT_ONCE: Final = 200
"""Mails of one look."""

FIRST: Final = timedelta(days=3)
"""How far back a mailbox is read that is read for the first time."""

TIMEOUT: Final = 30.0

_MONTHS: Final = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


class NoMailbox(Exception):  # noqa: N818 (it says what is)
    """The mailbox cannot be read. The sentence holds no password and no address of a reader."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mailbox is: ``imaps://user:password@host/INBOX``."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    is_tls: bool


def place(text: str) -> Place:
    """The mailbox that ``text`` names. Raises ``NoMailbox``, without repeating it."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise NoMailbox(
            "HARKARA_LETTERS_MAILBOX is no mailbox: write it like imaps://user:password@host/INBOX."
        ) from error
    if parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username:
        raise NoMailbox("HARKARA_LETTERS_MAILBOX is no mailbox: write it like imaps://user:password@host/INBOX.")
    folder, user, is_tls = unquote(parts.path.strip("/")) or "INBOX", unquote(parts.username), parts.scheme == "imaps"
    if not folder.isascii() or any(mark < " " or mark in '"\\&' for mark in folder):
        raise NoMailbox(
            "HARKARA_LETTERS_MAILBOX names a folder with signs that cannot be sent: call it returns, for example."
        )
    return Place(parts.hostname, port or (993 if is_tls else 143), user, unquote(parts.password or ""), folder, is_tls)


def look(where: Place) -> int:
    """Reads what came since the last look and does what it says. Returns how many mails were read. Raises ``NoMailbox``."""
    name = f"{where.user}@{where.host}/{where.folder}"[:200]
    row = ReturnedTo.objects.filter(pk=name).first()
    memo = row.memo if row else {}
    done = 0
    with _opened(where) as server:
        validity = _told(server, "UIDVALIDITY")
        last = int(memo.get("uid", 0)) if memo.get("validity") == validity else 0
        for uid in _newer(server, last)[:AT_ONCE]:
            raw = _fetched(server, uid)
            found = returns.read(raw) if raw else []
            with transaction.atomic(using=READERS):
                for one in found:
                    bounces.take(one)
                ReturnedTo.objects.update_or_create(pk=name, defaults={"memo": {"validity": validity, "uid": uid}})
            done += 1
    return done


@contextmanager
def _opened(where: Place) -> Iterator[imaplib.IMAP4]:
    server: imaplib.IMAP4 | None = None
    try:
        if where.is_tls:
            secure = ssl.create_default_context()
            server = imaplib.IMAP4_SSL(where.host, where.port, ssl_context=secure, timeout=TIMEOUT)
        else:
            server = imaplib.IMAP4(where.host, where.port, timeout=TIMEOUT)
            if where.host not in ("127.0.0.1", "::1", "localhost"):
                server.starttls(ssl_context=ssl.create_default_context())
        server.login(where.user, where.password)
        told, _ = server.select(f'"{where.folder}"', readonly=True)
        if told != "OK":
            raise NoMailbox(f"There is no folder {where.folder} in the mailbox at {where.host}.")
        yield server
    except (imaplib.IMAP4.error, OSError, EOFError) as error:
        raise NoMailbox(f"{where.host} does not let the mailbox be read ({type(error).__name__}).") from error
    finally:
        if server is not None:
            with suppress(imaplib.IMAP4.error, OSError):
                server.logout()
            with suppress(OSError):
                server.shutdown()


def _newer(server: imaplib.IMAP4, last: int) -> list[int]:
    day = clock.now() - FIRST
    wanted = ("UID", f"{last + 1}:*") if last else ("SINCE", f"{day.day:02d}-{_MONTHS[day.month - 1]}-{day.year}")
    told, data = server.uid("SEARCH", *wanted)
    if told != "OK":
        raise imaplib.IMAP4.error("SEARCH was refused")
    found = {int(word) for line in data if line for word in line.split() if word.isdigit()}
    return sorted(uid for uid in found if uid > last)  # «n:*» always names the last mail


def _fetched(server: imaplib.IMAP4, uid: int) -> bytes:
    told, data = server.uid("FETCH", str(uid), f"(UID BODY.PEEK[]<0.{returns.LARGEST}>)")
    if told != "OK":
        raise imaplib.IMAP4.error("FETCH was refused")
    return next((one[1] for one in data if isinstance(one, tuple)), b"")


def _told(server: imaplib.IMAP4, name: str) -> int:
    _, data = server.response(name)
    told = data[-1] if data else None
    return int(told) if isinstance(told, bytes) and told.isdigit() else 0
