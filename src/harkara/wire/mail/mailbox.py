"""A mailbox that is read by IMAP (RFC 3501): every letter once, none lost, and nothing changed in it.

Letters are known by their UID, which grows, under the mailbox's UIDVALIDITY. The last one that was handed over is remembered
after the desk has it. Ended in between, letters are fetched again, and the desk knows them by their Message-ID. The mailbox is
opened for reading only: in a mail program every letter still stands as it came.
"""

import imaplib
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from netrc import NetrcParseError, netrc
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from harkara.wire.errors import UnreadableItem
from harkara.wire.mail import letter
from harkara.wire.mail.letter import Letter

AT_ONCE: Final = 40
"""Letters of one look; the rest are read in the next."""

FIRST: Final = timedelta(days=3)
"""How far back letters are read in a mailbox that is read for the first time, or was made anew by its server."""

TIMEOUT: Final = 30.0
"""Seconds that the server may be silent."""

_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


NO_ADDRESS = "This is no address of a mailbox: write it like imaps://user@host/INBOX."
IN_THE_OPEN = (
    "The address holds a password, which everybody sees here: leave it out, it belongs into the file of passwords."
)
ODD_FOLDER = "The name of the folder has a sign that no folder has: write it like imaps://user@host/INBOX."
NO_PASSWORDS = "The file of passwords cannot be read (%(file)s: %(why)s): whoever keeps the server looks at it."
NO_ENTRY = (
    "There is no password for %(user)s at %(host)s. Whoever keeps the server writes into %(file)s: machine %(host)s login"
    " %(user)s password …"
)
NOT_LET_IN = "%(host)s does not let %(user)s in: look at the password."
NO_FOLDER = "There is no folder “%(folder)s” in the mailbox: name one that is there."
NO_TLS = "The certificate of %(host)s is not valid, or it speaks no TLS: write imaps://, or ask whoever keeps it."
NO_ANSWER = "%(host)s does not answer as a mail server does (%(why)s): it is asked again later."


class NoMailbox(Exception):  # noqa: N818 (a refusal says what is, as editors do)
    """The mailbox cannot be read. ``sentence`` is one of those above, ``values`` what stands in it: never the password."""

    def __init__(self, sentence: str, **values: str) -> None:
        self.sentence, self.values = sentence, values
        super().__init__(sentence % values)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a mailbox is: ``imaps://news%40paper.example@imap.paper.example/INBOX``."""

    host: str
    port: int
    user: str
    folder: str
    is_tls: bool


@dataclass(frozen=True, slots=True)
class Delivery:
    """Letters in the order of their UIDs, and what is to be remembered once the desk has them all."""

    letters: tuple[Letter, ...]
    memo: dict[str, Any]
    has_more: bool = False


def address(text: str) -> Address:
    """Where the mailbox ``text`` is. Raises ``NoMailbox`` for what is no address of one, or holds a password."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise NoMailbox(NO_ADDRESS) from error
    if parts.password:
        raise NoMailbox(IN_THE_OPEN)
    if parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username:
        raise NoMailbox(NO_ADDRESS)
    is_tls = parts.scheme == "imaps"
    folder = unquote(parts.path.strip("/")) or "INBOX"
    if any(mark < " " or mark in '"\\' for mark in folder + parts.username):
        raise NoMailbox(ODD_FOLDER)
    return Address(parts.hostname, port or (993 if is_tls else 143), unquote(parts.username), folder, is_tls)


def password(where: Address, secrets: Path) -> str:
    """The password of the mailbox ``where`` in the netrc file ``secrets``. Raises ``NoMailbox`` where there is none.

    Only whoever keeps the server writes that file: no other mailbox can be asked for from the newsroom.
    """
    try:
        hosts = netrc(str(secrets)).hosts
    except FileNotFoundError:
        hosts = {}
    except (NetrcParseError, OSError) as error:
        raise NoMailbox(NO_PASSWORDS, file=secrets.name, why=type(error).__name__) from error
    login, _, secret = hosts.get(where.host, ("", "", ""))
    if not secret or login != where.user:
        raise NoMailbox(NO_ENTRY, user=where.user, host=where.host, file=secrets.name)
    return secret


def fetch(
    where: Address,
    secret: str,
    memo: dict[str, Any],
    now: datetime,
    read: Callable[[bytes], Letter],
    largest: int = letter.LARGEST,
) -> Delivery:
    """The letters that came since ``memo`` (what the last :class:`Delivery` left; empty for the first time).

    A letter that cannot be read becomes one that says so: somebody wrote it, and looks for it in the tray.
    Raises ``NoMailbox``.
    """
    with _connected(where, secret) as server:
        validity = _told(server, "UIDVALIDITY")
        known = int(memo.get("uid", 0)) if validity and memo.get("validity") == validity else 0
        following = _told(server, "UIDNEXT")
        uids = _new(server, known, now)
        taken, letters = uids[:AT_ONCE], []
        for uid in taken:
            came = _letter(server, uid, read, largest)
            if came is not None:
                letters.append(came)
        last = taken[-1] if taken else max(known, following - 1)
    return Delivery(tuple(letters), {"validity": validity, "uid": last}, len(uids) > len(taken))


@contextmanager
def _connected(where: Address, secret: str) -> Iterator[imaplib.IMAP4]:
    """A server at which ``where`` is open for reading; every way in which it can fail is a ``NoMailbox``."""
    server: imaplib.IMAP4 | None = None
    try:
        if where.is_tls:
            server = imaplib.IMAP4_SSL(
                where.host, where.port, ssl_context=ssl.create_default_context(), timeout=TIMEOUT
            )
        else:
            server = imaplib.IMAP4(where.host, where.port, timeout=TIMEOUT)
            if not _is_here(where.host):
                server.starttls(ssl_context=ssl.create_default_context())
        try:
            server.login(where.user, secret)
        except imaplib.IMAP4.error as error:
            raise NoMailbox(NOT_LET_IN, host=where.host, user=where.user) from error
        told, _ = server.select(f'"{_utf7(where.folder)}"', readonly=True)
        if told != "OK":
            raise NoMailbox(NO_FOLDER, folder=where.folder)
        yield server
    except ssl.SSLError as error:
        raise NoMailbox(NO_TLS, host=where.host) from error
    except (imaplib.IMAP4.error, OSError, EOFError) as error:
        raise NoMailbox(NO_ANSWER, host=where.host, why=type(error).__name__) from error
    finally:
        if server is not None:
            with suppress(imaplib.IMAP4.error, OSError):
                server.logout()
            with suppress(OSError):
                server.shutdown()


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _new(server: imaplib.IMAP4, known: int, now: datetime) -> list[int]:
    """The UIDs above ``known``; where none is known those of the last days."""
    day = now - FIRST
    since = f"{day.day:02d}-{_MONTHS[day.month - 1]}-{day.year}"
    wanted = ("UID", f"{known + 1}:*") if known else ("SINCE", since)
    data = _asked(server, "SEARCH", *wanted)
    found = {int(told) for line in data if line for told in line.split() if told.isdigit()}
    return sorted(uid for uid in found if uid > known)  # «n:*» always names the last letter, however small n is


def _letter(server: imaplib.IMAP4, uid: int, read: Callable[[bytes], Letter], largest: int) -> Letter | None:
    size = _fetched(server, uid, "(UID RFC822.SIZE)")[0]
    told = _SIZE.search(size)
    if told is None:
        return None  # it was taken away meanwhile
    if int(told[1]) > largest:
        head = _fetched(server, uid, "(UID BODY.PEEK[HEADER])")[1]
        return letter.unreadable(head, letter.TOO_LARGE)
    data = _fetched(server, uid, "(UID BODY.PEEK[])")[1]
    if not data:
        return None
    try:
        return read(data)
    except UnreadableItem as error:
        return letter.unreadable(data, error.bangla)


def _fetched(server: imaplib.IMAP4, uid: int, what: str) -> tuple[bytes, bytes]:
    """What the server says of the letter ``uid``, and the literal it sends; empty where the answer is another letter's."""
    data = _asked(server, "FETCH", str(uid), what)
    for part in data:
        line = part[0] if isinstance(part, tuple) else part
        told = _UID.search(line) if isinstance(line, bytes) else None
        tail = b"".join(one for one in data if isinstance(one, bytes))
        if told is None and isinstance(part, tuple):
            told = _UID.search(tail)  # some servers name the UID behind the literal
        if told is not None and int(told[1]) == uid:
            return (line, part[1]) if isinstance(part, tuple) else (line, b"")
    return b"", b""


def _asked(server: imaplib.IMAP4, command: str, *words: str) -> list[Any]:
    """The answer to a command on UIDs. One that is refused is no empty answer: the letters are asked for again."""
    told, data = server.uid(command, *words)
    if told != "OK":
        raise imaplib.IMAP4.error(f"{command} was answered {told}")
    return data


def _told(server: imaplib.IMAP4, name: str) -> int:
    """A number that the server told of the folder when it was opened; 0 where it told none."""
    _, data = server.response(name)
    told = data[-1] if data else None
    return int(told) if isinstance(told, bytes) and told.isdigit() else 0


def _utf7(name: str) -> str:
    """A folder's name in IMAP's own UTF-7 (RFC 3501, 5.1.3)."""
    parts = re.findall(r"[\x20-\x7e]+|[^\x20-\x7e]+", name)
    return "".join(
        part.replace("&", "&-")
        if part.isascii()
        else "&" + part.encode("utf-7").decode()[1:].rstrip("-").replace("/", ",") + "-"
        for part in parts
    )
