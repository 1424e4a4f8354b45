"""What readers' pages say of having been read."""

import asyncio
import fcntl
import os
import time
from pathlib import Path

import pytest

from harkara.stand import beacon
from harkara.stand.application import Stand
from harkara.stand.beacon import Beacon
from tests.stand.reader import STORY, Exchange, Fields, Rack, Request, ask

PHONE = "Mozilla/5.0 (Linux; Android 13) Chrome/130 Mobile"
OPENED = "story=12&from="


@pytest.fixture
def spool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(beacon, "PAUSE", 0.0)
    return tmp_path / "readings"


@pytest.fixture
def stand(tmp_path: Path, spool: Path) -> Stand:
    rack = Rack(tmp_path / "rack")
    rack.story()
    for number in range(100, 400):
        rack.manifest.move(f"/{number}", STORY, 302)
    return rack.stand(spool=spool)


def said(
    stand: Stand, query: str, method: str = "POST", client: str = "203.0.113.1:5", path: str = "/r", **headers: str
) -> Exchange:
    exchange = Exchange()
    pairs = [(name.replace("_", "-"), value) for name, value in ({"user_agent": PHONE} | headers).items()]
    rest = stand(Request(path, method, Fields(pairs), query_string=query, client=client), exchange)
    assert rest is None  # nobody waits
    return exchange


def say(stand: Stand, *queries: str, **more: str) -> list[int]:
    """One request for each query, and all of them written down; the statuses."""

    async def all_of_them() -> list[int]:
        answers = [said(stand, query, **more).status for query in queries]
        assert stand.beacon
        await stand.beacon.settle()
        return answers

    return asyncio.run(all_of_them())


def counted(spool: Path) -> dict[tuple[int, str], int]:
    """What lies in the spool, added up by story and what was counted."""
    found: dict[tuple[int, str], int] = {}
    for file in spool.glob("*.spool"):
        for line in file.read_text().splitlines():
            _moment, story, what, count = line.split(" ")
            found[int(story), what] = found.get((int(story), what), 0) + int(count)
    return found


def test_a_reading_is_counted_and_nothing_of_the_reader_is_kept(stand: Stand, spool: Path) -> None:
    before = int(time.time())
    assert say(stand, OPENED, cookie="a=1", sec_fetch_site="same-origin") == [204]
    file = spool / f"{os.getpid()}.spool"
    assert {entry.name.split("-")[0] for entry in spool.iterdir()} == {file.name, "seen"}
    assert counted(spool) == {(12, "rd"): 1, (12, "a"): 1}
    moments = {int(line.split(" ")[0]) for line in file.read_text().splitlines()}
    assert all(before <= moment <= time.time() for moment in moments)
    everything = b"".join(entry.read_bytes() for entry in spool.iterdir())
    assert [word for word in (b"203.0.113", b"Android", b"a=1") if word in everything] == []


def test_an_answer_is_bare(stand: Stand) -> None:
    async def one() -> Exchange:
        return said(stand, OPENED)

    answer = asyncio.run(one())
    assert (answer.status, answer.headers, answer.body) == (204, [("cache-control", "no-store")], b"")


def test_what_a_reader_does_is_counted_once(stand: Stand, spool: Path) -> None:
    story = [OPENED, "story=12&seconds=95&depth=3", "story=12&shared"]
    assert say(stand, *story, *story) == [204] * 6
    assert counted(spool) == {(12, "rd"): 1, (12, "a"): 1, (12, "e3"): 1, (12, "t"): 95, (12, "s"): 1}


def test_an_address_that_hammers_counts_once_as_an_address(stand: Stand, spool: Path) -> None:
    """Popular lists go by addresses: a thousand browsers behind one are one."""

    async def hammer() -> None:
        for number in range(200):
            said(stand, OPENED, user_agent=f"{PHONE} {number}")
        said(stand, OPENED, client="198.51.100.7:5")
        assert stand.beacon
        await stand.beacon.settle()

    asyncio.run(hammer())
    assert counted(spool)[12, "a"] == 2


def test_a_reader_counts_once_for_a_test_of_headlines_with_the_first(stand: Stand, spool: Path) -> None:
    tested = "story=12&headline="
    assert say(stand, f"{tested}41", f"{tested}40", f"{tested}41", f"{tested}50") == [204] * 4
    assert counted(spool) == {(12, "h41"): 1, (12, "h50"): 1}
    assert say(stand, f"{tested}40", client="198.51.100.7:5") == [204]
    assert counted(spool) == {(12, "h41"): 1, (12, "h50"): 1, (12, "h40"): 1}


def test_one_address_has_little_say_which_headline_wins(stand: Stand, spool: Path) -> None:
    """However many browsers it invents: people who share an address are told apart by theirs, up to so many."""

    async def hammer() -> None:
        for number in range(500):
            said(stand, "story=12&headline=41", user_agent=f"{PHONE} {number}")
        assert stand.beacon
        await stand.beacon.settle()

    asyncio.run(hammer())
    assert counted(spool) == {(12, "h41"): beacon.PLACES}


@pytest.mark.parametrize(
    "browser", ["", "Googlebot/2.1", "curl/8.5", "python-requests/2", "facebookexternalhit preview"]
)
def test_programs_are_no_readers(stand: Stand, spool: Path, browser: str) -> None:
    assert say(stand, OPENED, "story=12&shared", "story=12&headline=40", user_agent=browser) == [204, 204, 204]
    assert counted(spool) == {}


@pytest.mark.parametrize(
    ("host", "what"),
    [
        ("", "rd"),
        ("paper.example", "ro"),
        ("www.google.com.bd", "rs"),
        ("com.google.android.googlequicksearchbox", "rs"),
        ("duckduckgo.com", "rs"),
        ("l.facebook.com", "rc"),
        ("t.co", "rc"),
        ("x.com", "rc"),
        ("com.facebook.katana", "rc"),
        ("WWW.FACEBOOK.COM", "rc"),
        ("blog.example.org", "rx"),
        ("notfacebook.example", "rx"),
        ("box.com", "rx"),
        ("localhost:8000", "rx"),
    ],
)
def test_sources_are_coarse(stand: Stand, spool: Path, host: str, what: str) -> None:
    say(stand, f"{OPENED}{host}", host="paper.example")
    assert counted(spool) == {(12, what): 1, (12, "a"): 1}


@pytest.mark.parametrize(
    "query",
    [
        "",
        "story=12",
        "story=0&from=",
        "story=012&from=",
        "story=12&from=a b",
        "story=12&seconds=-1&depth=1",
        "story=12&seconds=1",
        "story=12&seconds=1&depth=5",
        "story=12&shared=1",
        "story=12&headline=4",
        "story=12&headline=43",
        "story=12&headline=401",
        "story=12&from=&x=1",
        "story=12&from=\n",
        "story=১২&from=",
        "story=12&from=" + "a" * 200,
    ],
)
def test_what_is_no_reading_is_refused(stand: Stand, spool: Path, query: str) -> None:
    assert say(stand, query) == [400]
    assert not spool.exists()


def test_other_sites_and_other_methods_are_refused(stand: Stand, spool: Path) -> None:
    assert say(stand, OPENED, sec_fetch_site="cross-site") == [403]
    get = said(stand, OPENED, method="GET")
    assert (get.status, get.header("allow")) == (405, "POST")
    assert not spool.exists()


def test_stories_that_the_paper_does_not_have_are_not_counted(stand: Stand, spool: Path) -> None:
    assert say(stand, "story=999999&from=", OPENED) == [204, 204]
    assert {story for story, _ in counted(spool)} == {12}


def test_a_lite_page_counts_by_its_picture(stand: Stand, spool: Path) -> None:
    assert say(stand, "story=12", "story=12", path="/r.gif", method="GET") == [200, 200]
    assert counted(spool) == {(12, "rl"): 1, (12, "a"): 1}
    shown = said(stand, "nonsense", path="/r.gif", method="GET")
    assert (shown.status, shown.header("content-type"), shown.body[:6]) == (200, "image/gif", b"GIF89a")


def test_an_address_is_taken_only_so_often(stand: Stand, spool: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert stand.beacon
    monkeypatch.setattr(stand.beacon._turnstile, "_clock", lambda: 5.0)
    answers = say(stand, *[OPENED] * (beacon.BURST + 3))
    assert answers == [204] * beacon.BURST + [429] * 3
    assert stand.beacon.dropped == 3
    assert say(stand, OPENED, client="198.51.100.7:5") == [204]


def test_a_worker_keeps_only_so_many_sums(stand: Stand, spool: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beacon, "DIFFERENT", 4)
    say(stand, *[f"story={number}&from=" for number in (100, 101, 102)])
    assert len(counted(spool)) == 4
    assert stand.beacon
    assert stand.beacon.dropped == 2


def test_a_full_spool_drops_readings_and_nothing_else(tmp_path: Path, spool: Path) -> None:
    rack = Rack(tmp_path / "rack")
    rack.story()
    stand = rack.stand(spool=spool)
    stand.beacon = Beacon(spool, limit=60)
    for number in range(3):
        assert say(stand, OPENED, client=f"203.0.113.{number}:5") == [204]
    assert (len(counted(spool)), stand.beacon.dropped) == (2, 4)
    assert ask(stand, STORY).status == 200
    next(spool.glob("*.spool")).unlink()  # it was eaten
    say(stand, OPENED, client="203.0.113.99:5")
    assert counted(spool) == {(12, "rd"): 1, (12, "a"): 1}


def test_a_spool_that_cannot_be_written_is_no_failure(stand: Stand, spool: Path) -> None:
    spool.write_text("a file where the folder should be")
    assert say(stand, OPENED) == [204]
    assert stand.beacon
    assert stand.beacon.dropped == 2


def test_who_eats_the_spool_misses_nothing(stand: Stand, spool: Path) -> None:
    eaten: list[list[str]] = []

    def eat() -> None:
        for file in spool.glob("*.spool"):
            taken = file.rename(file.with_suffix(".taken"))
            with open(taken) as opened:
                fcntl.flock(opened, fcntl.LOCK_EX)
                eaten.extend(line.split() for line in opened)
            taken.unlink()

    async def readers() -> None:
        assert stand.beacon
        for number in range(100, 400):
            said(stand, f"story={number}&from=")
            if number % 7 == 0:
                await asyncio.to_thread(eat) if spool.exists() else None
        await stand.beacon.settle()
        eat()

    asyncio.run(readers())
    assert sorted(int(story) for _, story, what, _ in eaten if what == "rd") == [*range(100, 400)]


def test_a_file_that_is_taken_while_the_spool_is_weighed_loses_nothing(
    stand: Stand, spool: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool.mkdir()
    (gone := spool / "1.spool").touch()
    real = Path.stat

    def taken(path: Path, **how: bool) -> os.stat_result:
        if path == gone:
            path.unlink(missing_ok=True)
        return real(path, **how)

    monkeypatch.setattr(Path, "stat", taken)
    assert say(stand, OPENED) == [204]
    assert counted(spool)[12, "rd"] == 1


def test_without_a_spool_nobody_is_told(tmp_path: Path) -> None:
    rack = Rack(tmp_path / "rack")
    assert said(rack.stand(), OPENED).status == 405
