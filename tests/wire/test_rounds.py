"""The round of the wire's sources, against a server that notes how politely it is asked; and killed in the middle."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from harkara.desk import clock, rounds
from harkara.desk.models import IncomingClipping, WireSource
from harkara.wire import complaints, fetching, polling, robots
from harkara.wire.dispatch import Dispatch
from harkara.wire.polling import Look
from harkara.wire.rounds import Round, tell
from tests import mould
from tests.desk.factories import NOON
from tests.wire.polite import Answer, Server, serving

pytestmark = pytest.mark.django_db

ITEM = "<item><title>{0}</title><guid>{0}</guid><pubDate>Sat, 28 Nov 2026 11:00:00 +0600</pubDate></item>"


def feed(*titles: str, more: str = "") -> bytes:
    return (
        f"<rss version='2.0'><channel>{more}{''.join(ITEM.format(title) for title in titles)}</channel></rss>".encode()
    )


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    robots.forget()
    with serving() as found:
        monkeypatch.setenv("HARKARA_LOCAL_HOSTS", found.host)
        yield found


def make_source(address: str, **fields: Any) -> WireSource:
    count = WireSource.objects.count()
    given = {"name": f"উৎস {count}", "outlet": f"বাহক {count}", "address": address, "zone": ""}
    return WireSource.objects.create(**{**given, **fields})


def look(source: WireSource, fetch: Any = fetching.fetch) -> WireSource:
    """Looks at the source now, as the round does."""
    WireSource.objects.filter(pk=source.pk).update(next_at=NOON)
    (due,) = [one for one in rounds.due(["feed"]) if one.number == source.pk]
    tell(due, polling.look_at_feed(due, clock.now(), fetch))
    source.refresh_from_db()
    return source


def headlines() -> list[str]:
    return list(IncomingClipping.objects.order_by("pk").values_list("headline", flat=True))


def test_a_feed_comes_into_the_tray_and_its_row_says_how_it_went(server: Server) -> None:
    server.answers["/rss"] = Answer(feed("এক", "দুই"), headers={"ETag": '"1"'})
    source = make_source(server.at("/rss"))
    with clock.at(NOON):
        look(source)
    assert headlines() == ["এক", "দুই"]
    assert (source.looked_at, source.took_at, source.taken, source.error, source.report) == (NOON, NOON, 2, {}, [])
    assert timedelta(minutes=14) < source.next_at - NOON < timedelta(minutes=16)


def test_what_has_not_changed_is_not_sent_again(server: Server) -> None:
    server.answers["/rss"] = Answer(
        feed("এক"), headers={"ETag": '"1"', "Last-Modified": "Sat, 28 Nov 2026 05:00:00 GMT"}
    )
    source = make_source(server.at("/rss"))
    look(source), look(source), look(source)
    first, *later = server.feeds_asked()
    assert "if-none-match" not in first.headers
    assert [asked.headers["if-none-match"] for asked in later] == ['"1"', '"1"']
    assert [asked.headers["if-modified-since"] for asked in later] == ["Sat, 28 Nov 2026 05:00:00 GMT"] * 2
    assert first.headers["user-agent"].startswith("Harkara/")
    assert (headlines(), source.taken, source.failures) == (["এক"], 1, 0)
    assert [asked.path for asked in server.asked].count("/robots.txt") == 1


def test_a_server_without_conditions_costs_no_reading(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.answers["/rss"] = Answer(feed("এক"))
    source = look(make_source(server.at("/rss")))
    monkeypatch.setattr("harkara.wire.feeds.read", None)  # it would fail
    look(source)
    assert (source.error, source.failures, source.taken) == ({}, 0, 1)


def test_an_update_and_a_new_item_are_taken_each_once(server: Server) -> None:
    source = make_source(server.at("/rss"))
    server.answers["/rss"] = Answer(feed("এক"))
    look(source)
    changed = feed("এক", "দুই").replace("<title>এক".encode(), "<title>এক, হালনাগাদ".encode())
    server.answers["/rss"] = Answer(changed)
    look(source), look(source)
    assert (headlines(), source.taken) == (["এক, হালনাগাদ", "দুই"], 3)


def test_a_feed_that_moved_for_ever_is_asked_where_it_is(server: Server) -> None:
    server.answers["/old"] = Answer(status=301, headers={"Location": "/new"})
    server.answers["/new"] = Answer(feed("এক"))
    source = look(make_source(server.at("/old")))
    assert (source.address, headlines()) == (server.at("/new"), ["এক"])
    assert [told["sentence"] for told in source.report] == [complaints.MOVED]
    look(source)
    assert server.feeds_asked()[-1].path == "/new"
    assert len(server.feeds_asked()) == 3


def test_a_feed_that_moved_for_today_keeps_its_address(server: Server) -> None:
    server.answers["/old"] = Answer(status=302, headers={"Location": "/new"})
    server.answers["/new"] = Answer(feed("এক"))
    assert look(make_source(server.at("/old"))).address == server.at("/old")


def test_two_sources_that_become_one_are_told_and_left_alone(server: Server) -> None:
    server.answers["/old"] = Answer(status=301, headers={"Location": "/new"})
    server.answers["/new"] = Answer(feed("এক"))
    make_source(server.at("/new"))
    source = look(make_source(server.at("/old")))
    assert source.address == server.at("/old")
    assert [told["sentence"] for told in source.report] == [complaints.MOVED_TWICE]


def test_a_feed_that_is_gone_is_paused_and_says_so(server: Server) -> None:
    server.answers["/rss"] = Answer(status=410)
    source = look(make_source(server.at("/rss")))
    assert (source.is_paused, source.error["sentence"]) == (True, complaints.GONE)
    assert rounds.next_at() is None


@pytest.mark.parametrize("status", [404, 401, 500, 503, 429])
def test_what_fails_is_asked_less_and_less(server: Server, status: int) -> None:
    server.answers["/rss"] = Answer(status=status)
    source = make_source(server.at("/rss"))
    pauses = []
    with clock.at(NOON):
        for _ in range(12):
            look(source)
            pauses.append((source.next_at - NOON) / timedelta(minutes=15))
    doubled = [2.0**number for number in range(1, 13)]
    most = 24 * 4
    assert all(0.79 < pause / min(whole, most) < 1.21 for pause, whole in zip(pauses, doubled, strict=True))
    assert len(set(pauses)) == 12
    assert (source.failures, source.is_paused) == (12, False)
    assert source.error["values"]["status"] == status
    server.answers["/rss"] = Answer(feed("এক"))
    with clock.at(NOON):
        look(source)
    assert (source.failures, source.error, source.next_at < NOON + timedelta(minutes=16)) == (0, {}, True)


def test_who_says_when_to_come_again_is_not_asked_before(server: Server) -> None:
    server.answers["/rss"] = Answer(status=429, headers={"Retry-After": "86400"})
    with clock.at(NOON):
        source = look(make_source(server.at("/rss")))
    assert source.next_at == NOON + timedelta(days=1)


def test_when_to_come_again_may_be_a_date(server: Server) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(hours=20), usegmt=True)
    server.answers["/rss"] = Answer(status=503, headers={"Retry-After": later})
    with clock.at(NOON):
        source = look(make_source(server.at("/rss")))
    assert timedelta(hours=19, minutes=59) < source.next_at - NOON <= timedelta(hours=20)


def test_a_feed_may_ask_for_an_hour(server: Server) -> None:
    server.answers["/rss"] = Answer(feed("এক", more="<ttl>600</ttl>"))
    with clock.at(NOON):
        source = look(make_source(server.at("/rss")))
        assert source.next_at == NOON + timedelta(minutes=60)
        look(source)
    assert source.next_at == NOON + timedelta(minutes=60)


def test_what_the_feed_does_wrong_stands_in_the_report(server: Server) -> None:
    server.answers["/rss"] = Answer(feed("এক") + b"</oops>")
    source = look(make_source(server.at("/rss")))
    assert (headlines(), [told["sentence"] for told in source.report]) == (["এক"], [complaints.BROKEN])


def test_a_page_in_place_of_a_feed_is_an_error_with_a_way_out(server: Server) -> None:
    server.answers["/"] = Answer(b'<html><link rel="alternate" type="application/rss+xml" href="/rss"></html>')
    source = look(make_source(server.at("/")))
    assert source.error == {
        "sentence": complaints.NAMED_FEED,
        "values": {"address": server.at("/"), "feed": server.at("/rss")},
    }


def test_too_much_and_too_slow_are_left(server: Server) -> None:
    server.answers["/large"] = Answer(b" " * (polling.LARGEST + 1))
    server.answers["/slow"] = Answer(feed("এক"), drip=0.05)
    large, slow = look(make_source(server.at("/large"))), make_source(server.at("/slow"))

    def hurried(address: str, /, **more: Any) -> fetching.Fetched:
        return fetching.fetch(address, patience=0.5, **more)

    look(slow, hurried)
    assert [source.error["sentence"] for source in (large, slow)] == [complaints.LARGE, complaints.SLOW]


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/rss", "http://169.254.169.254/latest", "https://10.0.0.7/feed"]
)
def test_no_source_leads_inside(address: str) -> None:
    source = look(make_source(address))
    assert source.failures == 1
    assert "is not fetched" in source.error["sentence"]


def test_robots_are_respected(server: Server) -> None:
    server.answers["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /rss")
    server.answers["/rss"] = Answer(feed("এক"))
    source = look(make_source(server.at("/rss")))
    assert (source.error["sentence"], server.feeds_asked()) == (complaints.ROBOTS, [])


@pytest.mark.parametrize("items", [1, 3])
def test_what_is_known_costs_the_same_however_many_there_are(server: Server, items: int) -> None:
    server.answers["/rss"] = Answer(feed(*map(str, range(items))))
    source = look(make_source(server.at("/rss")))
    server.answers["/rss"] = Answer(feed(*map(str, range(items)), more=" "))
    with CaptureQueriesContext(connection) as captured:
        look(source)
    assert len(captured) == LOOK


LOOK = 12
"""Queries of a look that brings nothing new, two of them the test's own."""


@pytest.mark.django_db(transaction=True)
def test_a_host_is_asked_by_one_at_a_time(server: Server) -> None:
    for number in range(6):
        server.answers[f"/{number}"] = Answer(feed(f"খবর {number}"), pause=0.05)
        make_source(server.at(f"/{number}"))
    Round().run(Event(), once=True)
    assert (server.most_at_once, len(server.feeds_asked()), len(headlines())) == (1, 6, 6)


@pytest.mark.django_db(transaction=True)
def test_hosts_are_asked_beside_each_other_and_one_that_fails_hinders_nobody(server: Server) -> None:
    made = [make_source(f"https://host-{number}.example/rss") for number in range(8)]
    here, most, gate = 0, 0, Event()

    def looker(due: rounds.Due, now: Any) -> Look:
        nonlocal here, most
        here, most = here + 1, max(most, here + 1)
        if most >= 4:
            gate.set()
        gate.wait(5)
        here -= 1
        if due.number == made[3].pk:
            raise RecursionError("deep")
        return Look([Dispatch(guid=due.name, headline=due.name, body=())])

    Round({"feed": looker}).run(Event(), once=True)
    assert (most, len(headlines())) == (4, 7)
    made[3].refresh_from_db()
    assert made[3].error == {"sentence": complaints.FAILED, "values": {"why": "RecursionError"}}


def test_a_source_that_is_taken_in_hand_is_nobody_elses() -> None:
    source = make_source("https://nilkham.example/rss")
    with clock.at(clock.now()):
        assert [due.number for due in rounds.due(["feed"])] == [source.pk]
        assert rounds.due(["feed"]) == []
    with clock.at(clock.now() + rounds.LEASE):
        assert [due.number for due in rounds.due(["feed"])] == [source.pk]


def test_other_kinds_and_paused_ones_are_left_alone() -> None:
    make_source("/srv/agency", kind="folder")
    make_source("https://nilkham.example/rss", is_paused=True)
    assert rounds.due(["feed"]) == []


def test_a_source_that_was_taken_away_meanwhile_takes_nothing() -> None:
    source = make_source("https://nilkham.example/rss")
    (due,) = rounds.due(["feed"])
    source.delete()
    assert tell(due, Look([Dispatch(guid="1", headline="এক", body=())])).count == 0
    assert headlines() == []


def test_what_an_editor_changes_meanwhile_stays() -> None:
    source = make_source("https://nilkham.example/rss")
    (due,) = rounds.due(["feed"])
    mine = WireSource.objects.get(pk=source.pk)
    tell(due, Look(memo={"etag": "1"}))
    mine.minutes = 30
    mine.save()
    source.refresh_from_db()
    assert (source.minutes, source.memo) == (30, {"etag": "1"})
    source.address = "https://nilkham.example/atom"
    source.save()
    assert WireSource.objects.get().memo == {}


def test_an_item_that_the_desk_refuses_is_named_and_the_others_are_taken() -> None:
    source = make_source("https://nilkham.example/rss")
    (due,) = rounds.due(["feed"])
    tell(due, Look([Dispatch(guid="1", headline="", body=("পাঠ",)), Dispatch(guid="2", headline="দুই", body=())]))
    source.refresh_from_db()
    assert (headlines(), [told["sentence"] for told in source.report]) == (["দুই"], [rounds.NO_HEADLINE])


def test_what_is_done_afterwards_is_done_when_all_is_received() -> None:
    make_source("https://nilkham.example/rss")
    (due,) = rounds.due(["feed"])
    seen: list[list[str]] = []
    tell(due, Look([Dispatch(guid="1", headline="এক", body=())], done=lambda: seen.append(headlines())))
    assert seen == [["এক"]]


def test_the_sign_is_out_while_a_source_is_looked_at(
    settings: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    settings.HARKARA_HOME = tmp_path
    sign = tmp_path / "wire-sources"

    def told(act: Callable[[], object]) -> bool:
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return sign.exists()

    assert told(lambda: make_source("https://nilkham.example/rss")) is True
    source = WireSource.objects.get()
    source.is_paused = True
    assert told(source.save) is False
    source.is_paused = False
    assert told(source.save) is True
    assert told(source.delete) is False


@pytest.mark.django_db(transaction=True)
def test_the_round_ends_when_it_is_told_and_when_nobody_wants_it(server: Server, settings: Any, tmp_path: Path) -> None:
    settings.HARKARA_HOME = tmp_path
    (tmp_path / "wire-sources").touch()
    Round().run(Event(), while_wanted=True)  # it returns
    assert not (tmp_path / "wire-sources").exists()
    make_source("https://nilkham.example/rss", is_paused=True)
    stop = Event()

    def runs() -> None:
        Round().run(stop)
        connection.close()  # of this thread; left open, it holds the file for whoever comes next

    thread = Thread(target=runs)
    thread.start()
    stop.set()
    thread.join(10)
    assert not thread.is_alive()


KILLED = """
import os, sys, threading
from harkara.waking import wake
wake()
from harkara.desk import actions
from harkara.desk.actions import receive
from harkara.wire import fetching, rounds

count, least = 0, int(sys.argv[1])
before = actions.receive
def dying(*args, **kwargs):
    global count
    count += 1
    if count > least:
        os.kill(os.getpid(), 9)
    return before(*args, **kwargs)
actions.receive = dying
rounds.Round().run(threading.Event(), once=True)
"""


@pytest.mark.process
@pytest.mark.django_db(transaction=True)
@pytest.mark.long
def test_killed_at_any_moment_it_takes_nothing_twice_and_loses_nothing(server: Server, tmp_path: Path) -> None:
    home = tmp_path / "paper"
    environment = {
        **os.environ,
        "HARKARA_HOME": str(home),
        "HARKARA_LOCAL_HOSTS": server.host,
        "HARKARA_ROLE": "wire",
        "DJANGO_SETTINGS_MODULE": "harkara.settings",
        "HARKARA_DATABASE": "",
    }
    server.answers["/rss"] = Answer(feed(*(f"খবর {number}" for number in range(12))), headers={"ETag": '"1"'})

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, *words], env=environment, capture_output=True, text=True, check=False)

    def ask(question: str, *values: object) -> tuple[object, ...]:
        with closing(sqlite3.connect(home / "newsroom.sqlite3")) as newsroom, newsroom:
            return newsroom.execute(question, values).fetchone() or ()

    home.mkdir()
    mould.cast(home / "newsroom.sqlite3")
    ask(SOURCE, server.at("/rss"))
    rest, taken = 12, 0
    chance = random.Random(9)
    while rest:
        step = min(chance.randrange(2, 6), rest)
        died = run("-c", KILLED, str(step))
        assert died.returncode == (-signal.SIGKILL if step < rest else 0), died.stderr
        taken, rest = taken + step, rest - step
        assert ask("SELECT COUNT(*) FROM desk_incomingclipping") == (taken,)
        ask("UPDATE desk_wiresource SET next_at = '2026-11-28 05:00:00'")
    assert run("-m", "harkara", "wire", "--once").returncode == 0
    counts = ask("SELECT COUNT(*), (SELECT COUNT(*) FROM desk_clippingversion) FROM desk_incomingclipping")
    assert (counts, ask("SELECT taken FROM desk_wiresource")) == ((12, 0), (step,))
    assert server.feeds_asked()[-1].headers.get("if-none-match") == '"1"'


SOURCE = """INSERT INTO desk_wiresource (name, outlet, kind, address, zone, minutes, is_paused, scope, made_at, next_at, taken,
    failures, error, report, memo, syndication)
    VALUES ('ক', 'ক', 'feed', ?, '', 15, 0, 'ক', '2026-11-28 05:00:00', '2026-11-28 05:00:00', 0, 0, '{}', '[]', '{}', 'full')"""
