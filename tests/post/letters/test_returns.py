"""What comes back: reports as servers write them, complaints, mails that leave; and nobody has somebody else dropped."""

import base64
import socketserver
import threading
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkara.post.letters import bounces, mailbox, returns, tokens
from harkara.post.models import LetterBounce, LetterDay, LetterOrder, ReturnedTo
from tests.post.letters.factories import emails, kinds, readers

HERE = Path(__file__).with_name("returned")
EXPECTED = tomllib.loads((HERE / "expected.toml").read_text("utf-8"))

STATUS = """Reporting-MTA: dns; b64.example

Final-Recipient: rfc822; rubina@example.com
Action: failed
Status: 5.1.1
"""


def mail(name: str, order: int = 345) -> bytes:
    """A mail of the folder, about what was sent for ``order``."""
    text, mark = (HERE / f"{name}.eml").read_text("utf-8"), tokens.returning(12, order)
    text = text.replace("UPPER", mark.upper()).replace("MARK", mark).replace("LEAVE", tokens.leaving(order, "morning"))
    return text.replace("BASE64", base64.encodebytes(STATUS.encode()).decode()).replace("\n", "\r\n").encode()


def test_every_mail_of_the_folder_is_expected() -> None:
    assert {path.stem for path in HERE.glob("*.eml")} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_each_is_what_it_is(name: str) -> None:
    found = returns.read(mail(name))
    assert [one.kind for one in found] == ([EXPECTED[name]] if EXPECTED[name] else [])
    assert all(one.order == 345 for one in found)
    assert all(one.mailing == 12 for one in found if one.kind != "leave")
    assert all("@" not in one.code for one in found)


@given(st.binary(max_size=400))
def test_whatever_comes_nothing_breaks(raw: bytes) -> None:
    assert returns.read(raw) == []
    marked = b"Return-Path: <>\nTo: returns+" + tokens.returning(1, 2).encode() + b"@paper.example\n"
    assert all(one.order == 2 for one in returns.read(marked + raw))


@pytest.mark.django_db
def test_what_comes_back_is_done() -> None:
    kinds()
    one, two, three, four = (order.pk for order in readers(4))
    done = [
        bounces.take(returns.read(mail(name, order))[0])
        for name, order in (("qmail_words", one), ("complaint", two), ("mailbox_full", three), ("left_by_mail", four))
    ]
    assert done == [True] * 4
    assert emails() == ["reader3@example.com"]
    assert LetterBounce.objects.get().code == "552 5.2.2"
    day = LetterDay.objects.get()
    assert (day.hard, day.complaints, day.soft, day.parted) == (1, 1, 1, 1)
    assert bounces.take(returns.read(mail("mailbox_full", three))[0]) is True
    assert LetterBounce.objects.count() == 1  # the same letter, twice
    assert bounces.take(returns.read(mail("qmail_words", one))[0]) is False


class Server(socketserver.ThreadingTCPServer):
    """As much of an IMAP server as the mailbox needs."""

    allow_reuse_address = True
    daemon_threads = True
    mails: list[bytes]
    validity = 7


class Session(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        self._say("* OK IMAP4rev1")
        while line := self.rfile.readline():
            tag, _, rest = line.decode().strip().partition(" ")
            word = rest.upper()
            if word.startswith("CAPABILITY"):
                self._say("* CAPABILITY IMAP4rev1")
            elif word.startswith(("EXAMINE", "SELECT")):
                self._say(f"* {len(self.server.mails)} EXISTS")
                self._say(f"* OK [UIDVALIDITY {self.server.validity}] .")
            elif word.startswith("UID SEARCH"):
                first = int(word.split()[-1].partition(":")[0]) if "UID " in word[4:] else 1
                known = [uid for uid in range(1, len(self.server.mails) + 1) if uid >= first] or [
                    len(self.server.mails)
                ]
                self._say("* SEARCH " + " ".join(map(str, known)))
            elif word.startswith("UID FETCH"):
                uid = int(word.split()[2])
                body = self.server.mails[uid - 1]
                self.wfile.write(f"* {uid} FETCH (UID {uid} BODY[]<0> {{{len(body)}}}\r\n".encode() + body + b")\r\n")
            elif word.startswith("LOGOUT"):
                self._say("* BYE")
                self._say(f"{tag} OK")
                return
            elif word.startswith("LOGIN") and "WRONG" in word:
                self._say(f"{tag} NO")
                continue
            self._say(f"{tag} OK done")

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Session) as made:
        made.mails = []
        threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield made
        made.shutdown()


@pytest.mark.django_db
def test_a_mailbox_is_read_once(server: Server) -> None:
    kinds()
    orders = [order.pk for order in readers(3)]
    where = mailbox.place(f"imap://returns:secret@127.0.0.1:{server.server_address[1]}/INBOX")
    server.mails = [mail("qmail_words", orders[0]), b"From: x\r\n\r\nhello\r\n"]
    assert mailbox.look(where) == 2
    assert LetterOrder.objects.count() == 2
    assert mailbox.look(where) == 0
    server.mails.append(mail("complaint", orders[1]))
    assert mailbox.look(where) == 1
    assert LetterOrder.objects.count() == 1
    assert ReturnedTo.objects.get().memo == {"validity": 7, "uid": 3}
    server.validity = 8  # made anew by its server: everything is read again, and nothing is done twice
    assert mailbox.look(where) == 3
    assert LetterDay.objects.get().hard == 1


@pytest.mark.django_db
def test_a_mailbox_that_cannot_be_read_is_named_without_its_password(server: Server) -> None:
    port = server.server_address[1]
    for text in (f"imap://returns:wrong@127.0.0.1:{port}/INBOX", "imap://returns:wrong@127.0.0.1:1/INBOX"):
        with pytest.raises(mailbox.NoMailbox) as refused:
            mailbox.look(mailbox.place(text))
        assert "127.0.0.1" in str(refused.value)
        assert "wrong" not in str(refused.value)


@pytest.mark.parametrize(
    "text", ["", "imap://", "pop://u:p@h/x", "imaps://host/INBOX", "imaps://u:p@h:99999/x", "imaps://u:p@h/ডাক"]
)
def test_what_is_no_mailbox_is_refused(text: str) -> None:
    with pytest.raises(mailbox.NoMailbox, match="HARKARA_LETTERS_MAILBOX") as refused:
        mailbox.place(text)
    assert "u:p" not in str(refused.value)
