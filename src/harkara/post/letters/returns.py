"""Reads what comes back: delivery reports (RFC 3464, and the words of servers that write none), complaints (RFC 5965), and mails
by which readers leave.

Whose mail it was says the return address (VERP) or the Message-ID that is quoted, and both are signed: nobody can have somebody
else dropped by writing to our mailbox. What names no mail of ours is nobody's.
"""

import base64
import email
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from email.utils import getaddresses
from typing import Final, Literal

from . import tokens
from .envelope import MAILTO_WORD
from .line import is_for_ever

Kind = Literal["hard", "soft", "complaint", "leave"]

LARGEST: Final = 1_000_000
"""Bytes of a mail that is read; more is cut off."""

_MARK: Final = re.compile(rb"\b(\d{1,18}-\d{1,18}-[a-z2-7]{16})@", re.I)
_TO: Final = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "to", "cc")
_STATUS: Final = re.compile(r"\b[45]\.\d{1,3}\.\d{1,3}\b")
_CODE: Final = re.compile(r"(?<![\d.])([45]\d\d)(?=[ -]|$)", re.M)
_AWAY: Final = re.compile(
    r"no such (?:user|recipient|mailbox|address)|user (?:unknown|not found|doesn't exist|does not exist)"
    r"|unknown (?:user|recipient)"
    r"|address (?:rejected|not found|couldn't be found)|mailbox (?:unavailable|not found|does not exist)|does not exist"
    r"|account (?:that you tried to reach )?(?:is )?(?:disabled|inactive)|recipient (?:rejected|not found)",
    re.I,
)
_FULL: Final = re.compile(r"quota|mailbox (?:is )?full|over.?limit|insufficient (?:system )?storage", re.I)
_SENDERS: Final = re.compile(r"mailer-daemon|postmaster|mail delivery (?:sub)?system|microsoftexchange|bounce", re.I)
_SPEAKS: Final = re.compile(
    r"could not be delivered|couldn't be delivered|undeliver|delivery (?:has )?failed|delivery status notification|returned mail"
    r"|failure notice|delivery failure|not delivered|mail delivery failed|permanent error|this is the qmail-send",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Return:
    """What a mail in the mailbox says of one that we sent: ``mailing`` and ``order`` name that one."""

    kind: Kind
    mailing: int
    order: int
    code: str = ""


def read(raw: bytes) -> list[Return]:
    """What ``raw`` (a mail, RFC 5322) says; nothing where it says nothing that matters: an answer of a machine on holiday, a
    report of delay, a mail of somebody. Never raises, whatever the bytes are.
    """
    raw = raw[:LARGEST]
    message = email.message_from_bytes(raw)
    left = _leaving(message)
    if left is not None:
        return [left]
    whose = _whose(message, raw)
    if whose is None:
        return []
    report = _header(message, "content-type").lower()
    if "feedback-report" in report:
        return [] if _feedback(message) == "not-spam" else [Return("complaint", *whose)]
    kind, code = _reported(message) if "delivery-status" in report else _said(message)
    return [Return(kind, *whose, code)] if kind else []


def _whose(message: Message, raw: bytes) -> tuple[int, int] | None:
    """The mail of ours that it is about. The return address counts before what is quoted."""
    for name in _TO:
        for _, address in getaddresses([str(one) for one in message.get_all(name, [])]):
            tail = address.rpartition("@")[0].rpartition("+")[2]
            if (found := tokens.returned(tail)) is not None:
                return found
    for text in (raw, *_bodies(message)):
        for mark in _MARK.findall(text):
            if (found := tokens.returned(mark.decode("ascii"))) is not None:
                return found
    return None


def _bodies(message: Message) -> Iterator[bytes]:
    """The parts that were written in another alphabet for the way (base64): what is quoted may stand in one."""
    for part in message.walk():
        if not part.is_multipart() and _header(part, "content-transfer-encoding").lower() == "base64":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                yield payload


def _leaving(message: Message) -> Return | None:
    word, _, token = " ".join(_header(message, "subject").split()).partition(" ")
    found = tokens.left("".join(token.split())) if word.lower() == MAILTO_WORD else None
    return Return("leave", 0, found[0]) if found else None


def _feedback(message: Message) -> str:
    for part in message.walk():
        if part.get_content_type() == "message/feedback-report":
            return next((_header(one, "feedback-type").lower() for one in _groups(part)), "")
    return ""


def _reported(message: Message) -> tuple[Kind | None, str]:
    """What a delivery report says of its recipients (RFC 3464, 2.3): each of our mails has one. Only ``failed`` is an end."""
    for part in message.walk():
        if part.get_content_type() not in ("message/delivery-status", "message/global-delivery-status"):
            continue
        for fields in _groups(part):
            if _header(fields, "action").strip().lower() != "failed":
                continue
            status = _STATUS.search(_header(fields, "status"))
            why = _header(fields, "diagnostic-code")
            return _judged(status[0] if status else "", why)
    return None, ""


def _groups(part: Message) -> Iterator[Message]:
    """The groups of fields in a report. Python reads them as mails within the mail; some servers write them in base64."""
    inside = part.get_payload()
    text = "\n\n".join(str(one) for one in inside) if isinstance(inside, list) else _text(part)
    if isinstance(inside, list) and _header(part, "content-transfer-encoding").lower() == "base64":
        with suppress(ValueError):
            text = base64.b64decode("".join(text.split()), validate=True).decode("utf-8", "replace")
    for group in re.split(r"\r?\n\s*\r?\n", text):
        yield email.message_from_string(group.strip())


def _said(message: Message) -> tuple[Kind | None, str]:
    """What a mail says that is no report but words: whether a machine says that something could not be delivered, and why."""
    if _header(message, "auto-submitted").lower().startswith("auto-replied") and not _header(
        message, "x-failed-recipients"
    ):
        return None, ""
    sender, subject = _header(message, "from"), _header(message, "subject")
    text = "\n".join(_text(part) for part in message.walk() if part.get_content_type() in ("text/plain", "text/html"))[
        :20_000
    ]
    is_machine = bool(_SENDERS.search(sender)) or _header(message, "return-path").strip() == "<>"
    failed = bool(_header(message, "x-failed-recipients"))
    if not failed and not (is_machine and _SPEAKS.search(f"{subject}\n{text}")):
        return None, ""
    if re.search(r"\bdelayed\b|will (?:keep trying|be retried|retry)|warning message only", f"{subject}\n{text}", re.I):
        return None, ""
    status, code = _STATUS.search(text), _CODE.search(text)
    why = f"{code[1]} {text}" if code else text
    return _judged(status[0] if status else "", why)


def _judged(status: str, why: str) -> tuple[Kind, str]:
    code = _CODE.search(why)
    number = int(code[1]) if code else 0
    shown = " ".join(filter(None, (str(number or ""), status)))
    if status and status not in ("5.0.0", "4.0.0"):
        return ("hard" if is_for_ever(number or 550, status) else "soft"), shown
    if _FULL.search(why):
        return "soft", shown
    if _AWAY.search(why):
        return "hard", shown
    return ("hard" if number and is_for_ever(number, why) else "soft"), shown


def _header(message: Message, name: str) -> str:
    return " ".join(str(message.get(name, "")).split())


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes):
        charset = part.get_content_charset() or "utf-8"
        try:
            return payload.decode(charset, "replace")
        except LookupError:
            return payload.decode("latin-1")
    whole = part.get_payload()
    return whole if isinstance(whole, str) else ""
