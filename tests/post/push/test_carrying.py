"""Notices on their way: what a push service gets, whom it is for, and what becomes of it where it does not take it."""

import base64
import json
import logging
from datetime import datetime, timedelta

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django.db import connections
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from harkara.post import clock
from harkara.post.models import Message, Reached, Subscription, Walk
from harkara.post.push import carrying, hands, keys
from harkara.post.push.carrying import ASIDE, PAUSES, REST, Round
from harkara.post.push.hands import Envelope, Hand, Piece
from harkara.rack.outbox.sides import READERS
from tests.post.factories import MORNING, NIGHT, NOON, TEXT, TITLE, a_browser, ordered
from tests.post.service import PushService, opened


def carry(round_: Round, at: datetime = NOON) -> int:
    """Does every step that is to be done at that moment; returns how many."""
    with clock.at(at):
        steps = 0
        while round_.step():
            steps += 1
            assert steps < 100
    return steps


def test_a_notice_reaches_who_asked_for_it_in_bangla_and_nobody_else_can_read_it(
    service: PushService, round_: Round
) -> None:
    wants = a_browser(service.origin, "breaking", "topic:7")
    a_browser(service.origin, "section:sports")
    reader = a_browser(service.origin, "section:world")
    ordered()
    carry(round_)
    assert service.paths() == sorted([wants.path, reader.path])
    taken = {one.path: one for one in service.taken}
    for one in (wants, reader):
        words = opened(taken[one.path].body, one.key, one.secret)
        assert words == {"t": TITLE, "b": TEXT, "n": 12, "k": "breaking"}
    with pytest.raises(Exception, match=r"[Dd]ecrypt|tag|Invalid"):
        opened(taken[wants.path].body, reader.key, reader.secret)
    told = taken[wants.path].headers
    asked = {name: told[name] for name in ("ttl", "urgency", "topic", "content-encoding")}
    assert asked == {"ttl": "43200", "urgency": "high", "topic": "s12", "content-encoding": "aes128gcm"}
    row = Message.objects.get()
    assert (row.state, row.reached, row.failed, row.gone) == ("done", 2, 0, 0)


def test_the_paper_signs_what_it_sends(service: PushService, round_: Round, settings: Settings) -> None:
    a_browser(service.origin)
    ordered()
    carry(round_)
    scheme, _, rest = service.taken[0].headers["authorization"].partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    assert (scheme, parts["k"]) == ("vapid", settings.HARKARA_PUSH_PUBLIC_KEY)
    said, _, signature = parts["t"].rpartition(".")
    head, claims = (json.loads(keys.unfold(part)) for part in said.split("."))
    assert (head["alg"], claims["aud"], claims["sub"]) == ("ES256", service.origin, "mailto:desk@example.org")
    raw = keys.unfold(signature)
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), keys.unfold(parts["k"]))
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    point.verify(der, said.encode(), ec.ECDSA(hashes.SHA256()))
    with pytest.raises(InvalidSignature):
        point.verify(der, said.encode() + b"x", ec.ECDSA(hashes.SHA256()))
    assert base64.urlsafe_b64decode(settings.HARKARA_PUSH_KEY + "=")[:4] not in service.taken[0].body


@pytest.mark.parametrize("status", [404, 410])
def test_a_dead_subscription_goes_with_all_that_it_wanted(service: PushService, round_: Round, status: int) -> None:
    dead, alive = a_browser(service.origin, path="/dead"), a_browser(service.origin)
    service.answers = lambda path, before: (status if path == "/dead" else 201, {})
    ordered()
    carry(round_)
    assert list(Subscription.objects.values_list("pk", flat=True)) == [alive.row.pk]
    assert not dead.row.wishes.exists()
    assert (Message.objects.get().reached, Message.objects.get().gone) == (1, 1)


@pytest.mark.parametrize(("status", "said", "waits"), [(429, "90", 90), (429, "", PAUSES[0]), (503, "2", PAUSES[0])])
def test_a_service_that_asks_for_patience_is_left_alone_and_nobody_is_lost_or_doubled(
    service: PushService, round_: Round, status: int, said: str, waits: float
) -> None:
    browsers = [a_browser(service.origin) for _ in range(6)]
    troubled = {one.path for one in browsers[2:]}
    headers = {"retry-after": said} if said else {}
    service.answers = lambda path, before: (status, headers) if path in troubled and not before else (201, {})
    ordered()
    assert carry(round_) == 1
    walk = Walk.objects.get()
    assert (walk.place, walk.again_at, walk.tries) == (browsers[2].row.pk - 1, NOON + timedelta(seconds=waits), 1)
    assert carry(round_, NOON + timedelta(seconds=waits - 1)) == 0
    carry(round_, NOON + timedelta(seconds=waits))
    assert service.paths() == sorted([*(one.path for one in browsers), *troubled])
    assert (Message.objects.get().state, Message.objects.get().reached) == ("done", 6)


def test_pauses_grow_while_a_service_is_away_and_the_message_ends_with_its_time(
    service: PushService, round_: Round
) -> None:
    a_browser(service.origin)
    service.answers = lambda path, before: (503, {})
    ordered()
    at, pauses = NOON, []
    for _ in range(5):
        carry(round_, at)
        again = Walk.objects.get().again_at
        assert again
        pauses.append((again - at).total_seconds())
        at = again
    assert pauses == [*PAUSES, PAUSES[-1]]
    carry(round_, NOON + timedelta(hours=12))
    assert (Message.objects.get().state, Message.objects.get().reached) == ("done", 0)


def test_one_that_fails_among_many_is_tried_once_more_at_the_end_and_holds_nobody_up(
    service: PushService, round_: Round
) -> None:
    slow, broken = a_browser(service.origin, path="/slow"), a_browser(service.origin, path="/broken")
    others = [a_browser(service.origin) for _ in range(8)]
    service.answers = lambda path, before: (
        (500, {}) if path == "/broken" else (0, {}) if (path, before) == ("/slow", 0) else (201, {})
    )
    ordered()
    carry(round_)
    assert sorted(Walk.objects.get().aside) == [slow.row.pk, broken.row.pk]
    assert Message.objects.get().reached == len(others)
    assert carry(round_, NOON + timedelta(seconds=REST - 1)) == 0
    carry(round_, NOON + timedelta(seconds=REST))
    found = Message.objects.get()
    assert (found.state, found.reached, found.failed) == ("done", len(others) + 1, 1)
    assert ASIDE >= 100


def test_what_is_refused_again_and_again_goes(service: PushService, round_: Round) -> None:
    a_browser(service.origin, path="/odd")
    keeps = a_browser(service.origin, path="/once")
    service.answers = lambda path, before: (403 if path == "/odd" or not before else 201, {})
    for number in range(carrying.MISSES):
        ordered(f"12.{number}", title=f"{TITLE} {number}")
        carry(round_)
    assert list(Subscription.objects.values_list("pk", "misses")) == [(keeps.row.pk, 0)]


def test_no_redirect_is_followed_and_no_answer_is_believed_but_its_status(service: PushService, round_: Round) -> None:
    a_browser(service.origin)
    body = {"location": f"{service.origin}/elsewhere", "content-length": "0"}
    service.answers = lambda path, before: (307, body)
    ordered()
    carry(round_)
    assert service.paths() == [a.path for a in service.taken]
    assert len(service.taken) == 1
    assert Message.objects.get().failed == 1


def test_a_postman_who_dies_in_the_middle_of_a_step_doubles_that_step_at_most(
    service: PushService, round_: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is sent is sent, and nothing of it is written down: as after SIGKILL between the answers and the commit."""
    browsers = [a_browser(service.origin) for _ in range(9)]
    ordered()
    made = Round(lot=3)

    class Killed(Exception):  # noqa: N818 (it is what happens)
        pass

    def dies(*_: object, **__: object) -> None:
        raise Killed

    with clock.at(NOON):
        assert made.step()
        with monkeypatch.context() as patch:
            patch.setattr(carrying, "_note", dies)
            with pytest.raises(Killed):
                made.step()
    made.close()
    carry(round_)
    paths = [one.path for one in browsers]
    assert sorted(service.paths()) == sorted([*paths, *paths[3:6]])
    assert {one.headers["topic"] for one in service.taken} == {"s12"}
    assert Message.objects.get().reached == 9


def test_at_night_nobody_is_woken_and_the_morning_tells_of_it(service: PushService, round_: Round) -> None:
    sleeps, never = a_browser(service.origin), a_browser(service.origin, quiet_from=0, quiet_until=0)
    early = a_browser(service.origin, quiet_from=22, quiet_until=5)
    ordered(at=NIGHT)
    carry(round_, NIGHT)
    assert service.paths() == [never.path]
    row = Message.objects.get()
    assert (row.state, row.due, row.round) == ("quiet", datetime(2026, 11, 28, 23, 0, tzinfo=NIGHT.tzinfo), 1)
    carry(round_, row.due)
    assert service.paths() == sorted([never.path, early.path])
    carry(round_, MORNING - timedelta(minutes=1))
    assert sleeps.path not in service.paths()
    carry(round_, MORNING)
    assert service.paths() == sorted([never.path, early.path, sleeps.path])
    assert (Message.objects.get().state, Message.objects.get().reached) == ("done", 3)


def test_what_is_most_urgent_wakes_those_who_said_so(service: PushService, round_: Round) -> None:
    woken = a_browser(service.origin, is_woken=True)
    a_browser(service.origin)
    ordered(kind="urgent", at=NIGHT)
    carry(round_, NIGHT)
    assert service.paths() == [woken.path]
    ordered("12.2", at=NIGHT, title="আরেকটি")
    carry(round_, NIGHT)
    assert service.paths() == [woken.path]


def test_nobody_gets_more_in_a_day_than_allowed_and_the_next_day_begins_anew(
    service: PushService, round_: Round, settings: Settings
) -> None:
    settings.HARKARA_PUSH_MOST = 3
    usual, few = a_browser(service.origin), a_browser(service.origin, most=1)
    for number in range(5):
        ordered(f"{number}.1", story=number + 1)
        carry(round_)
    counted = [service.paths().count(one.path) for one in (usual, few)]
    assert counted == [3, 1]
    tomorrow = NOON + timedelta(days=1)
    ordered("9.1", story=9, at=tomorrow)
    carry(round_, tomorrow)
    assert [service.paths().count(one.path) for one in (usual, few)] == [4, 2]


def test_a_correction_reaches_who_got_the_story_and_the_others_get_the_right_words_at_once(
    service: PushService, round_: Round
) -> None:
    first = [a_browser(service.origin) for _ in range(3)]
    later = [a_browser(service.origin) for _ in range(3)]
    ordered()
    made = Round(lot=3)
    with clock.at(NOON):
        made.step()
    made.close()
    assert len(service.taken) == 3
    follows = {"title": "সংশোধনী: ঠিক শিরোনাম", "text": "আগে ভুল ছিল।", "headline": "ঠিক শিরোনাম"}
    ordered("12.c1", "correction", subjects=(), **follows)
    service.taken.clear()
    carry(round_)
    words = {
        one.path: opened(one.body, browser.key, browser.secret)
        for one in service.taken
        for browser in (*first, *later)
        if browser.path == one.path
    }
    assert {words[one.path]["t"] for one in first} == {"সংশোধনী: ঠিক শিরোনাম"}
    assert {words[one.path]["t"] for one in later} == {"ঠিক শিরোনাম"}
    assert len(service.taken) == 6
    assert {one.path for one in service.taken[:3]} == {one.path for one in first}
    assert {one.headers["topic"] for one in service.taken} == {"s12"}


def test_a_kill_stops_what_is_on_its_way_and_replaces_what_came_even_at_night(
    service: PushService, round_: Round
) -> None:
    got, never = a_browser(service.origin), a_browser(service.origin)
    ordered(at=NIGHT - timedelta(hours=3))
    made = Round(lot=1)
    with clock.at(NIGHT - timedelta(hours=3)):
        made.step()
    made.close()
    ordered("12.k", "kill", NIGHT, subjects=(), title="খবরটি প্রত্যাহার করা হয়েছে", text="আর নেই।")
    carry(round_, NIGHT)
    assert service.paths() == [got.path, got.path]
    assert never.path not in service.paths()
    assert opened(service.taken[-1].body, got.key, got.secret)["k"] == "kill"
    assert TITLE not in json.dumps(list(Message.objects.values_list("words", flat=True)), ensure_ascii=False)
    assert sorted(Message.objects.values_list("state", flat=True)) == ["done", "stopped"]


def test_the_same_event_is_one_message_and_nothing_follows_what_nobody_was_told(service: PushService, db: None) -> None:
    a_browser(service.origin)
    assert [ordered(), ordered(), ordered("13.c1", "correction", story=13), ordered("14.k", "kill", story=14)] == [
        True,
        False,
        False,
        False,
    ]
    assert Message.objects.count() == 1


def test_who_subscribes_meanwhile_is_not_told_of_what_was(service: PushService, round_: Round) -> None:
    a_browser(service.origin)
    ordered()
    late = a_browser(service.origin)
    carry(round_)
    assert late.path not in service.paths()


def test_a_step_costs_the_same_for_one_reader_and_for_many(service: PushService, round_: Round) -> None:
    def cost(event: str) -> int:
        ordered(event, title=event)
        with clock.at(NOON), CaptureQueriesContext(connections[READERS]) as queries:
            assert round_.step()
        carry(round_)
        return len(queries)

    a_browser(service.origin)
    one = cost("1.1")
    for _ in range(20):
        a_browser(service.origin)
    assert cost("2.1") == one


def test_a_message_is_a_row_and_a_block_however_many_get_it(service: PushService, round_: Round) -> None:
    for _ in range(20):
        a_browser(service.origin)
    ordered()
    carry(round_)
    assert (Message.objects.count(), Walk.objects.count(), Reached.objects.count()) == (1, 1, 1)
    with clock.at(NOON + timedelta(days=31)):
        assert carrying.tidy() == 1
    assert (Message.objects.count(), Walk.objects.count(), Reached.objects.count()) == (0, 0, 0)


def test_several_processes_do_the_same(service: PushService, db: None, settings: Settings) -> None:
    settings.HARKARA_PUSH_PROCESSES = 2
    browsers = [a_browser(service.origin) for _ in range(7)]
    ordered()
    made = Round()
    carry(made)
    made.close()
    assert service.paths() == sorted(one.path for one in browsers)
    words = {one.path: one for one in service.taken}
    assert opened(words[browsers[3].path].body, browsers[3].key, browsers[3].secret)["t"] == TITLE
    assert Message.objects.get().reached == 7


def test_hands_refuse_an_address_that_left_the_list_and_keys_that_are_none(
    service: PushService, settings: Settings
) -> None:
    settings.HARKARA_PUSH_SERVICES = ("fcm.googleapis.com",)
    piece = Piece(b"{}", (), (Envelope(1, f"{service.origin}/send/1", "a", "b"),))
    hand = Hand()
    assert [one.outcome for one in hand.carry(piece)] == [hands.Outcome.REFUSED]
    settings.HARKARA_PUSH_SERVICES = (service.origin,)
    assert [one.outcome for one in hand.carry(piece)] == [hands.Outcome.REFUSED]
    hand.close()
    assert service.taken == []


def test_no_line_of_the_log_holds_an_address(
    service: PushService, round_: Round, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        a_browser(service.origin, path=f"/secret-{_}")
    service.answers = lambda path, before: (503, {})
    with caplog.at_level(logging.DEBUG):
        ordered()
        carry(round_)
    assert "does not take notices" in caplog.text
    assert "secret" not in caplog.text
