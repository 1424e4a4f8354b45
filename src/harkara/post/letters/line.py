"""The line to the mail server: one connection, over which one mail after the other goes (RFC 5321)."""

import contextlib
import re
import smtplib
import ssl
from dataclasses import dataclass
from typing import Final, Literal

from django.conf import settings

PATIENCE: Final = 60.0
"""Seconds that the server may be silent."""

Verdict = Literal["sent", "later", "never", "refused"]

_STATUS: Final = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_HARD_CODES: Final = (550, 551, 553)
_PASSING: Final = re.compile(
    r"quota|full|too large|over.?limit|spam|block|reputation|policy|rate|temporar|greylist|try again", re.I
)


class LineDown(Exception):  # noqa: N818 (it says what is)
    """The server is not to be had, or wants no more of us now. Says why, without an address."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a mail: taken (``sent``), not for now (4xx), refused for this address (``never``), or refused as it is
    (``refused``: what the mail says, not to whom it goes). ``code`` is the server's, with its enhanced status (RFC 3463) where it
    gave one.
    """

    verdict: Verdict
    code: str = ""


def is_for_ever(code: int, said: str) -> bool:
    """Whether a refusal says that there is no such mailbox (RFC 3463, 3.2 and 3.3: 5.1.x, and 5.2.1), and not that it is full, or
    that somebody does not like our mails. Without an enhanced status the words decide, and a doubt is for the reader.

    >>> is_for_ever(550, "5.1.1 no such user"), is_for_ever(552, "5.2.2 mailbox full"), is_for_ever(550, "blocked by policy")
    (True, False, False)
    """
    found = _STATUS.search(said)
    if found is not None:
        kind, subject, detail = (int(one) for one in found.groups())
        if kind != 5:
            return False
        if (subject, detail) != (0, 0):
            return (subject == 1 and detail != 8) or (subject, detail) == (2, 1)
    return (code in _HARD_CODES or found is not None) and not _PASSING.search(said)


class Line:
    """A connection to the mail server of the settings, made when it is needed and anew after ``most`` mails."""

    def __init__(self, most: int = 200) -> None:
        self._most: Final = most
        self._server: smtplib.SMTP | None = None
        self._carried = 0

    def hand_in(self, way_back: str, email: str, mail: bytes) -> Answer:
        """Hands ``mail`` for ``email`` in. Raises :class:`LineDown` where the server does not answer, closes (421), does not know
        us, or takes nothing from our return address: the reader has nothing to do with it.
        """
        try:
            answer = self._say(way_back, email, mail)
        except LineDown:
            self.close()
            raise
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise LineDown(f"the mail server does not answer ({type(error).__name__})") from error
        self._carried += 1
        if self._carried >= self._most:
            self.close()
        return answer

    def _say(self, way_back: str, email: str, mail: bytes) -> Answer:
        server = self._open()
        code, said = server.mail(way_back, ())
        if code != 250:
            raise LineDown(f"the return address is answered {_told(code, said)}")
        code, said = server.rcpt(email, ())
        if code not in (250, 251, 252):
            self._away(code, said)
            server.rset()
            kind: Verdict = "later" if code < 500 else "never" if is_for_ever(code, _words(said)) else "refused"
            return Answer(kind, _told(code, said))
        try:
            code, said = server.data(mail)
        except smtplib.SMTPDataError as error:  # it did not even want to hear it
            code, said = int(error.smtp_code), _words(error.smtp_error).encode()
            server.rset()
        if code == 250:
            return Answer("sent")
        self._away(code, said)
        return Answer("later" if code < 500 else "refused", _told(code, said))

    def close(self) -> None:
        """Ends the connection, if there is one."""
        server, self._server, self._carried = self._server, None, 0
        if server is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                server.quit()
            server.close()

    def _away(self, code: int, said: bytes | str) -> None:
        if code == 421:
            raise LineDown(f"the mail server closes ({_told(code, said)})")

    def _open(self) -> smtplib.SMTP:
        if self._server is not None:
            return self._server
        secure = ssl.create_default_context()
        if settings.EMAIL_USE_SSL:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=PATIENCE, context=secure
            )
        else:
            server = smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=PATIENCE)
        try:
            server.ehlo()
            if settings.EMAIL_USE_TLS:
                server.starttls(context=secure)
                server.ehlo()
            if settings.EMAIL_HOST_USER:
                server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        except smtplib.SMTPAuthenticationError as error:
            server.close()
            raise LineDown("the mail server does not let us in: look at HARKARA_MAIL_URL") from error
        except BaseException:
            server.close()
            raise
        self._server, self._carried = server, 0
        return server


def _words(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said


def _told(code: int | str, said: bytes | str) -> str:
    """Code and status, and nothing else: servers repeat addresses in what they say."""
    found = _STATUS.search(_words(said))
    return f"{code} {found[0]}" if found else str(code)
