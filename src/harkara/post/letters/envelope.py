"""A mail to one reader: everything that is the same for all is made once a batch, and what is theirs put in between.

Headers are those of RFC 5322 (message), 2369 and 2919 (lists), 8058 (leaving by one click), 3834 (nobody's machine answers).
"""

import base64
from dataclasses import dataclass
from email.header import Header
from email.utils import format_datetime, formataddr, parseaddr
from typing import Final
from urllib.parse import quote

from harkara.layout.letters import LEAVE

from ..models import Mailing
from . import tokens

LEAVE_AT: Final = "/post/letters/leave/"
LINE: Final = b"\r\n"
MAILTO_WORD: Final = "leave"
"""With it begins the subject of a mail that leaves a letter; the token follows."""


@dataclass(frozen=True, slots=True)
class Sender:
    """From whom letters come (``name <address>``), and the address to which they come back (empty: to the sender)."""

    sender: str
    returns: str = ""

    @property
    def address(self) -> str:
        """The bare address of the sender."""
        return parseaddr(self.sender)[1]

    @property
    def host(self) -> str:
        """Whose Message-IDs these are."""
        return self.address.rpartition("@")[2]


class Envelope:
    """The mails of one letter, as it stands now."""

    def __init__(self, mailing: Mailing, sender: Sender) -> None:
        self._mailing: Final = mailing.pk
        self._letter: Final = mailing.letter_id
        self._sender: Final = sender
        self._origin: Final = mailing.origin
        self._html: Final = mailing.html.encode().split(LEAVE.encode())
        self._text: Final = mailing.text.encode().split(LEAVE.encode())
        name, address = parseaddr(sender.sender)
        named = formataddr((str(Header(name or mailing.paper, "utf-8")), address))
        slug, host = mailing.letter_id, sender.host
        head = [
            f"From: {named}",
            f"Subject: {Header(mailing.subject, 'utf-8', header_name='Subject').encode(linesep=chr(13) + chr(10))}",
            f"Date: {format_datetime(mailing.at)}",
            f"List-Id: <{slug}.letters.{host}>",
            f"List-Archive: <{mailing.origin}/letters/>",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
            "Precedence: bulk",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
        ]
        self._head: Final = "\r\n".join(head).encode("ascii") + LINE

    def way_back(self, order: int) -> str:
        """The return address of the mail to ``order`` (VERP): what comes back says by itself whose it was."""
        local, at, host = (self._sender.returns or self._sender.address).rpartition("@")
        if not self._sender.returns:
            return f"{local}{at}{host}"
        return f"{local}+{tokens.returning(self._mailing, order)}@{host}"

    def leave(self, order: int) -> str:
        """The address at which the reader of ``order`` leaves."""
        return f"{self._origin}{LEAVE_AT}{quote(tokens.leaving(order, self._letter), safe=':')}/"

    def mail(self, order: int, email: str) -> bytes:
        """The mail to ``email``, in lines that end with CRLF, ASCII throughout."""
        leave, number = self.leave(order), tokens.returning(self._mailing, order)
        ways = f"<{leave}>"
        if self._sender.returns:
            subject = quote(f"{MAILTO_WORD} {tokens.leaving(order, self._letter)}")
            ways += f",\r\n <mailto:{self._sender.returns}?subject={subject}>"
        mark = f"letter-{number}"
        own = (
            f"To: {email}\r\nMessage-ID: <{number}@{self._sender.host}>\r\nList-Unsubscribe: {ways}\r\n"
            f'Content-Type: multipart/alternative; boundary="{mark}"\r\n\r\n'
        )
        where = leave.encode()
        parts = [
            self._head,
            own.encode("ascii"),
            _part(mark, "plain", where.join(self._text)),
            _part(mark, "html", where.join(self._html)),
            f"--{mark}--\r\n".encode(),
        ]
        return b"".join(parts)


def _part(mark: str, kind: str, body: bytes) -> bytes:
    """One of the two forms. Base64 (RFC 2045, 6.8): a Bangla letter takes four bytes, quoted-printable takes nine."""
    head = f"--{mark}\r\nContent-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head.encode() + base64.encodebytes(body).replace(b"\n", LINE)
