"""The carrier in front of a mail server: each mail once, what is refused, what rests, what was withdrawn, who goes first."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from harkara.post.letters import bounces, clock, leaving, mailings
from harkara.post.letters.carrier import LATE, REST, STREAK, Carrier, Note, Terms
from harkara.post.letters.envelope import Sender
from harkara.post.letters.line import Line, is_for_ever
from harkara.post.models import LetterAgain, LetterBounce, LetterDay, LetterOrder, LetterReader, Mailing
from tests.post.letters.factories import NOON, emails, kinds, mailing, readers
from tests.post.letters.sink import Sink

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

SENDER = Sender("letters@paper.example", "returns@paper.example")


@pytest.fixture(autouse=True)
def some_kinds() -> None:
    kinds("morning", "breaking")


@pytest.fixture
def answers() -> dict[str, str]:
    """What the server answers to an address at which command: ``{"RCPT reader1@example.com": "550 5.1.1 no"}``."""
    return {}


@pytest.fixture
def sink(settings: Settings, answers: dict[str, str]) -> Iterator[Sink]:
    with Sink(lambda command, address: answers.get(f"{command} {address}", answers.get(command, ""))) as made:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", made.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = ""
        yield made


def carrier(folder: Path, terms: Terms | None = None, most: int = 200, host: str = "here") -> Carrier:
    return Carrier(Line(most), SENDER, folder / "going", terms or Terms(), host=host)


def carried(one: Carrier, turns: int = 40) -> None:
    """Turns until nothing is due."""
    for _ in range(turns):
        if one.turn():
            return
    raise AssertionError("it does not come to an end")


def test_everybody_gets_one_mail_of_their_own(sink: Sink, tmp_path: Path) -> None:
    readers(25)
    readers(2, "breaking", first=90)
    row = mailing()
    one = carrier(tmp_path, Terms(batch=10), most=10)
    carried(one)
    assert sink.taken == [f"reader{number}@example.com" for number in range(1, 26)]
    assert len(set(sink.ways)) == 25
    for mail, to in zip(sink.mails, sink.taken, strict=True):
        assert mail.count(b"@example.com") == 1  # several readers never stand in one mail
        assert f"To: {to}\r\n".encode() in mail
    row.refresh_from_db()
    assert (row.state, row.sent, row.refused) == ("done", 25, 0)
    assert LetterDay.objects.get().sent == 25
    assert sink.connections == 3
    carried(one)
    assert len(sink.taken) == 25


def test_who_orders_meanwhile_gets_the_next_one(sink: Sink, tmp_path: Path) -> None:
    readers(12)
    mailing()
    one = carrier(tmp_path, Terms(batch=10))
    one.turn()
    readers(1, first=50)
    carried(one)
    assert len(sink.taken) == 12
    mailing("2026-11-29")
    carried(one)
    assert sink.taken[12:].count("reader50@example.com") == 1


def test_a_letter_waits_for_its_time(sink: Sink, tmp_path: Path) -> None:
    readers(1)
    mailing(at=NOON + timedelta(hours=1))
    one = carrier(tmp_path)
    carried(one)
    assert sink.taken == []
    with clock.at(NOON + timedelta(hours=1)):
        carried(one)
    assert len(sink.taken) == 1


def test_breaking_news_goes_before_the_mornings(sink: Sink, tmp_path: Path) -> None:
    readers(30)
    readers(2, "breaking", first=90)
    mailing()
    one = carrier(tmp_path, Terms(batch=10))
    one.turn()
    mailing("story:12", slug="breaking")
    carried(one)
    assert sink.taken[10:12] == ["reader90@example.com", "reader91@example.com"]
    assert len(sink.taken) == 32


def test_who_is_not_there_is_dropped_at_once_and_others_are_not(
    sink: Sink, tmp_path: Path, answers: dict[str, str]
) -> None:
    readers(5)
    answers["RCPT reader2@example.com"] = "550 5.1.1 <reader2@example.com>: no such user"
    answers["RCPT reader3@example.com"] = "552 5.2.2 mailbox full"
    answers["DATA reader4@example.com"] = "554 5.7.1 looks like spam"
    row = mailing()
    carried(carrier(tmp_path))
    assert sink.taken == ["reader1@example.com", "reader5@example.com"]
    assert emails() == [f"reader{number}@example.com" for number in (1, 3, 4, 5)]
    assert sorted(LetterBounce.objects.values_list("code", flat=True)) == ["552 5.2.2", "554 5.7.1"]
    row.refresh_from_db()
    assert (row.sent, row.refused) == (2, 3)
    day = LetterDay.objects.get()
    assert (day.sent, day.hard, day.soft) == (2, 1, 2)


def test_a_full_mailbox_is_patient_for_a_while(sink: Sink, tmp_path: Path, answers: dict[str, str]) -> None:
    readers(2)
    answers["RCPT reader1@example.com"] = "552 5.2.2 mailbox full"
    for day in range(bounces.SOFT[0]):
        assert len(emails()) == 2
        mailing(f"2026-12-0{day + 1}", NOON + timedelta(days=day))
        with clock.at(NOON + timedelta(days=day)):
            carried(carrier(tmp_path))
    assert emails() == ["reader2@example.com"]


def test_soft_bounces_of_long_ago_do_not_count() -> None:
    order = readers(1)[0]
    for number in range(bounces.SOFT[0] + 2):
        with clock.at(NOON + timedelta(days=10 * number)):
            assert bounces.soft(order.reader_id, number) is False
    with clock.at(NOON + timedelta(days=200)):
        assert leaving.tidy()["bounces"] == bounces.SOFT[0] + 2


def test_not_for_now_is_tried_again_and_nobody_waits_for_it(
    sink: Sink, tmp_path: Path, answers: dict[str, str]
) -> None:
    readers(3)
    answers["RCPT reader1@example.com"] = "451 4.7.1 greylisted"
    row, one = mailing(), carrier(tmp_path)
    carried(one)
    assert sink.taken == ["reader2@example.com", "reader3@example.com"]
    row.refresh_from_db()
    assert row.state == "done"
    del answers["RCPT reader1@example.com"]
    carried(one)
    assert len(sink.taken) == 2
    with clock.at(NOON + timedelta(minutes=6)):
        carried(one)
    assert sink.taken[2:] == ["reader1@example.com"]
    row.refresh_from_db()
    assert (row.sent, LetterAgain.objects.count()) == (3, 0)


def test_what_is_never_taken_counts_as_come_back_in_the_end(
    sink: Sink, tmp_path: Path, answers: dict[str, str]
) -> None:
    readers(1)
    answers["RCPT reader1@example.com"] = "451 4.2.0 try again"
    mailing()
    one, tries = carrier(tmp_path), []
    for hours in (0, 1, 2, 5, 12, 30, 60):
        with clock.at(NOON + timedelta(hours=hours)):
            carried(one)
            tries.append(LetterAgain.objects.values_list("tries", flat=True).first())
    assert tries == [1, 2, 3, 4, 5, None, None]
    assert (LetterBounce.objects.count(), len(emails())) == (1, 1)


def test_a_server_that_refuses_everybody_costs_nobody_their_letters(
    sink: Sink, tmp_path: Path, answers: dict[str, str]
) -> None:
    readers(40)
    answers["RCPT"] = "550 5.1.1 your address is on a list"
    row, one = mailing(), carrier(tmp_path)
    carried(one)
    row.refresh_from_db()
    assert (row.state, row.place, len(emails())) == ("going", 0, 40)
    assert f"{STREAK} addresses in a row" in row.why
    assert "@" not in row.why
    answers.clear()
    carried(one)
    assert sink.taken == []  # it rests
    with clock.at(NOON + REST + timedelta(seconds=1)):
        carried(one)
    assert len(sink.taken) == len(set(sink.taken)) == 40
    row.refresh_from_db()
    assert (row.state, row.why, LetterBounce.objects.count()) == ("done", "", 0)


def test_a_server_that_asks_for_patience_gets_it(sink: Sink, tmp_path: Path, answers: dict[str, str]) -> None:
    readers(60)
    answers["RCPT"] = "451 4.7.0 too fast"
    row, one = mailing(), carrier(tmp_path)
    carried(one)
    row.refresh_from_db()
    assert (LetterAgain.objects.count(), row.again_at is not None) == (LATE, True)
    answers.clear()
    for minutes in (6, 7):
        with clock.at(NOON + timedelta(minutes=minutes)):
            carried(one)
    assert len(sink.taken) == len(set(sink.taken)) == 60


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA", "."])
def test_a_server_that_closes_is_called_again_and_nobody_is_left_out(
    command: str, sink: Sink, tmp_path: Path, answers: dict[str, str]
) -> None:
    readers(4)
    now = [0.0]
    one = Carrier(Line(), SENDER, tmp_path / "going", host="here", steady=lambda: now[0])
    answers[command] = "421 4.3.2 closing"
    mailing()
    assert one.turn() > 0
    answers.clear()
    assert one.turn() > 0
    assert sink.taken == []  # not yet
    now[0] = 6.0
    carried(one)
    assert sink.taken == [f"reader{number}@example.com" for number in range(1, 5)]


def test_no_server_at_all(settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    readers(1)
    row = mailing()
    with caplog.at_level(logging.INFO):
        assert carrier(tmp_path).turn() > 0
    assert "letters wait" in caplog.text
    assert "example.com" not in caplog.text
    row.refresh_from_db()
    assert (row.place, row.sent) == (0, 0)


def test_a_day_has_its_measure(sink: Sink, tmp_path: Path) -> None:
    readers(50)
    mailing()
    one = carrier(tmp_path, Terms(batch=20, day=30))
    carried(one)
    assert len(sink.taken) == 30
    with clock.at(NOON + timedelta(days=1)):
        carried(one)
    assert len(sink.taken) == len(set(sink.taken)) == 50


def test_a_letter_that_was_withdrawn_goes_no_further(sink: Sink, tmp_path: Path) -> None:
    readers(30)
    row, one = mailing(), carrier(tmp_path, Terms(batch=10))
    one.turn()
    mailings.stop(row.pk, "withdrawn by the desk")
    carried(one)
    assert len(sink.taken) == 10


def test_the_next_mails_say_what_is_true_by_then(sink: Sink, tmp_path: Path) -> None:
    import base64

    from harkara.layout import letters as setting
    from harkara.layout import specimens

    readers(20)
    row, one = mailing(), carrier(tmp_path, Terms(batch=10))
    one.turn()
    copy = setting.of_data(row.copy)
    assert mailings.change(row.pk, copy.without(2), specimens.paper()) is True
    carried(one)

    def text(mail: bytes) -> str:
        return base64.b64decode(mail.split(b"\r\n\r\n")[2].split(b"\r\n--")[0]).decode()

    address = f"{specimens.paper().origin}/2\n"
    assert [address in text(mail) for mail in sink.mails] == [True] * 10 + [False] * 10


def test_a_change_in_the_middle_of_a_batch_is_seen_within_a_second(sink: Sink, tmp_path: Path) -> None:
    readers(30)
    row = mailing()
    now = [0.0]

    def steady() -> float:
        now[0] += 0.3
        if len(sink.taken) == 5:
            mailings.stop(row.pk, "withdrawn by the desk")
        return now[0]

    one = Carrier(Line(), SENDER, tmp_path / "going", host="here", steady=steady)
    one.turn()
    one.close()
    assert 5 <= len(sink.taken) <= 9


def test_another_machine_waits_until_the_first_has_gone(sink: Sink, tmp_path: Path) -> None:
    readers(30)
    mailing()
    one, two = carrier(tmp_path / "a", Terms(batch=10), host="a"), carrier(tmp_path / "b", Terms(batch=10), host="b")
    assert one.turn() == 0
    assert two.turn() > 0
    one.close()
    assert len(sink.taken) == 10
    with clock.at(NOON + timedelta(minutes=4)):
        carried(two)
    assert len(sink.taken) == len(set(sink.taken)) == 30


def test_one_home_has_one_carrier(tmp_path: Path) -> None:
    first, second = carrier(tmp_path), carrier(tmp_path)
    assert (first.lock(), second.lock()) == (True, False)
    first.close()
    assert second.lock() is True
    second.close()


def test_it_goes_on_behind_what_its_note_says(sink: Sink, tmp_path: Path) -> None:
    orders = readers(10)
    row, one = mailing(), carrier(tmp_path)
    Mailing.objects.filter(pk=row.pk).update(state="going", upto=orders[-1].pk)
    note = Note(tmp_path / "going", row.pk)
    for order in orders[:4]:
        note.write(order.pk, was_sent=order != orders[2])
    note.close()
    with (tmp_path / "going" / str(row.pk)).open("ab") as file:
        file.write(b"+99")  # a line that was cut: nothing was sent
    carried(one)
    assert sink.taken == [f"reader{number}@example.com" for number in range(5, 11)]
    row.refresh_from_db()
    assert (row.sent, row.state) == (9, "done")
    assert not (tmp_path / "going" / str(row.pk)).exists()


def test_who_leaves_before_their_turn_gets_nothing(sink: Sink, tmp_path: Path) -> None:
    readers(20)
    mailing()
    one = carrier(tmp_path, Terms(batch=10))
    one.turn()
    leaving.erase("reader15@example.com")
    carried(one)
    assert len(sink.taken) == 19
    assert "reader15@example.com" not in sink.taken
    assert LetterOrder.objects.count() == LetterReader.objects.count() == 19


@pytest.mark.parametrize(
    ("code", "said", "is_gone"),
    [
        (550, "5.1.1 user unknown", True),
        (550, "5.1.10 null mx", True),
        (553, "5.1.3 bad address", True),
        (550, "5.2.1 mailbox disabled", True),
        (552, "5.2.2 over quota", False),
        (550, "5.7.1 blocked", False),
        (550, "5.1.8 bad sender domain", False),
        (550, "no such user here", True),
        (550, "rejected: spam", False),
        (554, "transaction failed", False),
        (550, "5.0.0 user unknown", True),
        (550, "4.1.1 odd", False),
    ],
)
def test_only_a_mailbox_that_is_not_there_is_for_ever(code: int, said: str, is_gone: bool) -> None:
    assert is_for_ever(code, said) is is_gone
