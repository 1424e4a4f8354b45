"""A mailbox over IMAP: each letter once, none lost, nothing changed; what is said where it cannot be read."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from harkara.wire import mail
from harkara.wire.errors import UnreadableItem
from harkara.wire.mail import Letter, mailbox
from harkara.wire.mail.mailbox import AT_ONCE, Address, Delivery, NoMailbox
from tests.wire.mail.imap_server import PASSWORD, USER, Folder, Server, serving
from tests.wire.mail.letters import letter

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def sent(number: int, text: str = "চরে স্কুল খুলেছে।") -> bytes:
    return letter(text, subject=f"খবর {number}", Message_ID=f"<n{number}@mail.example.org>").as_bytes()


def fetched(server: Server, memo: dict[str, Any] | None = None, folder: str = "INBOX", **how: Any) -> Delivery:
    where = Address("127.0.0.1", server.port, USER, folder, is_tls=False)
    return mailbox.fetch(where, PASSWORD, memo or {}, NOW, lambda data: mail.read(data), **how)


def guids(delivery: Delivery) -> list[str]:
    return [one.guid for letter_ in delivery.letters for one in letter_.dispatches]


def test_each_letter_comes_once() -> None:
    inbox = Folder()
    with serving(INBOX=inbox) as server:
        for number in (1, 2):
            inbox.add(sent(number))
        first = fetched(server)
        assert (guids(first), first.memo) == (["n1@mail.example.org", "n2@mail.example.org"], {"validity": 9, "uid": 2})
        assert guids(fetched(server, first.memo)) == []
        inbox.add(sent(3))
        second = fetched(server, first.memo)
        assert (guids(second), second.memo["uid"]) == (["n3@mail.example.org"], 3)


def test_killed_before_the_memo_is_kept_letters_come_again_with_the_same_guid() -> None:
    inbox = Folder()
    inbox.add(sent(1))
    with serving(INBOX=inbox) as server:
        lost = fetched(server)
        assert fetched(server).letters == lost.letters


def test_a_connection_that_breaks_loses_nothing() -> None:
    inbox = Folder()
    for number in range(1, 4):
        inbox.add(sent(number))
    with serving(INBOX=inbox) as server:
        server.fails_at = "UID FETCH 2 (UID BODY"
        with pytest.raises(
            NoMailbox, match=r"does not answer as a mail server does \(abort\): it is asked again later"
        ):
            fetched(server)
        server.fails_at = ""
        assert len(guids(fetched(server))) == 3


@pytest.mark.parametrize("command", ["UID SEARCH", "UID FETCH 1 (UID RFC822.SIZE", "UID FETCH 2 (UID BODY"])
def test_a_command_that_is_refused_for_the_moment_loses_nothing(command: str) -> None:
    inbox = Folder()
    for number in range(1, 4):
        inbox.add(sent(number))
    with serving(INBOX=inbox) as server:
        server.refuses = command
        with pytest.raises(NoMailbox, match=r"does not answer as a mail server does \(error\)"):
            fetched(server)
        server.refuses = ""
        assert len(guids(fetched(server))) == 3


@pytest.mark.long
def test_many_letters_come_in_turns() -> None:
    inbox = Folder()
    for number in range(AT_ONCE + 3):
        inbox.add(sent(number))
    with serving(INBOX=inbox) as server:
        first = fetched(server)
        assert (len(first.letters), first.has_more) == (AT_ONCE, True)
        second = fetched(server, first.memo)
        assert (len(second.letters), second.has_more) == (3, False)


def test_a_folder_that_was_made_anew_is_read_from_its_beginning() -> None:
    inbox = Folder()
    inbox.add(sent(1))
    with serving(INBOX=inbox) as server:
        memo = fetched(server).memo
        server.folders["INBOX"] = Folder(validity=10, letters=dict(inbox.letters), next_uid=2)
        again = fetched(server, memo)
        assert (guids(again), again.memo) == (["n1@mail.example.org"], {"validity": 10, "uid": 1})


def test_an_empty_mailbox_remembers_where_letters_will_begin() -> None:
    with serving(INBOX=Folder(next_uid=41)) as server:
        assert fetched(server).memo == {"validity": 9, "uid": 40}


def test_the_first_look_asks_for_the_last_days_and_nothing_is_written() -> None:
    inbox = Folder()
    inbox.add(sent(1))
    with serving(INBOX=inbox) as server:
        fetched(server)
        assert "UID SEARCH SINCE 27-Nov-2026" in server.asked
        assert not any(word in " ".join(server.asked) for word in ("STORE", "EXPUNGE", "COPY", "SELECT", "RFC822)"))
        assert PASSWORD not in " ".join(server.asked)


def test_a_letter_that_cannot_be_read_says_so_in_the_tray() -> None:
    inbox = Folder()
    inbox.add(sent(1, "> শুধু উদ্ধৃতি\n"))
    inbox.add(sent(2))
    with serving(INBOX=inbox) as server:
        broken, whole = fetched(server).letters
    (told,) = broken.dispatches
    assert (told.guid, told.headline, told.sender) == ("n1@mail.example.org", "খবর 1", "রহিমা খাতুন")
    assert told.note == "প্রেরক: rahima@example.org\nচিঠিটি পড়া যায়নি: এতে পড়ার মতো লেখা নেই।"
    assert whole.dispatches[0].note == "প্রেরক: rahima@example.org"


def test_a_letter_that_is_too_large_is_not_fetched_and_says_so() -> None:
    inbox = Folder()
    inbox.add(sent(1, "ক " * 90_000))
    with serving(INBOX=inbox) as server:
        (told,) = fetched(server, largest=100_000).letters
        assert not any("BODY.PEEK[])" in asked for asked in server.asked)
    assert told.dispatches[0].headline == "খবর 1"
    assert told.unread == ("চিঠিটি ৪০ মেগাবাইটের চেয়ে বড়; ডাকবাক্সে আছে",)


def test_a_letter_that_was_taken_away_meanwhile_is_passed_over() -> None:
    inbox = Folder()
    inbox.add(sent(1))
    inbox.add(sent(2))
    with serving(INBOX=inbox) as server:

        def read(data: bytes) -> Letter:
            inbox.letters.pop(2, None)
            return mail.read(data)

        where = Address("127.0.0.1", server.port, USER, "INBOX", is_tls=False)
        delivery = mailbox.fetch(where, PASSWORD, {}, NOW, read)
    assert (guids(delivery), delivery.memo["uid"]) == (["n1@mail.example.org"], 2)


def test_a_folder_with_a_bangla_name() -> None:
    folder = Folder()
    folder.add(sent(1))
    with serving(**{"&CZUJrAna-": folder}) as server:
        assert guids(fetched(server, folder="\u0995\u09ac\u09da")) == ["n1@mail.example.org"]


def test_what_is_said_where_it_cannot_be_read() -> None:
    with serving() as server:
        with pytest.raises(NoMailbox, match="There is no folder “Archive” in the mailbox"):
            fetched(server, folder="Archive")
        where = Address("127.0.0.1", server.port, USER, "INBOX", is_tls=False)
        with pytest.raises(NoMailbox, match=r"does not let news@paper.example in") as caught:
            mailbox.fetch(where, "wrong", {}, NOW, mail.read)
        assert "wrong" not in str(caught.value)
        port = server.port
    with pytest.raises(NoMailbox, match="does not answer as a mail server does"):
        mailbox.fetch(Address("127.0.0.1", port, USER, "INBOX", False), PASSWORD, {}, NOW, mail.read)
    with serving() as server, pytest.raises(NoMailbox, match="is not valid, or it speaks no TLS"):
        mailbox.fetch(Address("127.0.0.1", server.port, USER, "INBOX", True), PASSWORD, {}, NOW, mail.read)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (
            "imaps://news%40paper.example@imap.example/INBOX",
            Address("imap.example", 993, "news@paper.example", "INBOX", True),
        ),
        ("imaps://news@imap.example", Address("imap.example", 993, "news", "INBOX", True)),
        ("imap://news@127.0.0.1:1143/Desk%20in", Address("127.0.0.1", 1143, "news", "Desk in", False)),
    ],
)
def test_addresses(text: str, where: Address) -> None:
    assert mailbox.address(text) == where


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("https://x.example", "This is no address of a mailbox"),
        ("imaps://imap.example", "This is no address of a mailbox"),
        ("imaps://a:b@imap.example", "holds a password, which everybody sees here"),
        ("imaps://a@imap.example:x/", "This is no address of a mailbox"),
        ("imaps://a@imap.example/x%22y", "has a sign that no folder has"),
    ],
)
def test_addresses_that_are_none(text: str, sentence: str) -> None:
    with pytest.raises(NoMailbox, match=sentence):
        mailbox.address(text)


def test_the_password_stands_in_netrc_alone(tmp_path: Path) -> None:
    secrets = tmp_path / "netrc"
    where = mailbox.address("imaps://news@imap.example")
    with pytest.raises(
        NoMailbox, match=r"There is no password for news at imap.example. Whoever keeps the server writes"
    ):
        mailbox.password(where, secrets)
    secrets.write_text("machine imap.example login news password river4711\n")
    secrets.chmod(0o600)
    assert mailbox.password(where, secrets) == "river4711"
    with pytest.raises(NoMailbox, match=r"There is no password for other at imap.example"):
        mailbox.password(mailbox.address("imaps://other@imap.example"), secrets)
    secrets.write_text("machine")
    with pytest.raises(NoMailbox, match="cannot be read"):
        mailbox.password(where, secrets)


def test_floods_do_not_reach_the_parser_of_a_letter_that_is_refused() -> None:
    flood = sent(1) + b"Content-Type: multipart/mixed; boundary=a\n" * 50
    with pytest.raises(UnreadableItem):
        mail.read(flood)
    inbox = Folder()
    inbox.add(flood)
    with serving(INBOX=inbox) as server:
        assert fetched(server).letters[0].dispatches[0].headline == "খবর 1"
