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

FORM = b"story=12&seconds=35"


@pytest.fixture
def spool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(beacon, "PAUSE", 0.0)
    return tmp_path / "readings"


@pytest.fixture
def stand(tmp_path: Path, spool: Path) -> Stand:
    rack = Rack(tmp_path / "rack")
    rack.story()
    return rack.stand(spool=spool)


async def said(stand: Stand, *pieces: bytes, method: str = "POST", **headers: str) -> Exchange:
    exchange = Exchange(pieces)
    pairs = [(name.replace("_", "-"), value) for name, value in headers.items()]
    rest = stand(Request("/r", method, Fields(pairs)), exchange)
    if rest is not None:
        await rest
    return exchange


def say(stand: Stand, *bodies: bytes, method: str = "POST", **headers: str) -> list[Exchange]:
    """One request for each body, and all of them written down."""

    async def all_of_them() -> list[Exchange]:
        answers = [await said(stand, body, method=method, **headers) for body in bodies]
        assert stand.beacon
        await stand.beacon.settle()
        return answers

    return asyncio.run(all_of_them())


def lines(spool: Path) -> list[list[int]]:
    """What lies in the spool: moment, story, seconds."""
    found = sorted(spool.glob("*.spool"))
    return [[int(word) for word in line.split(" ")] for file in found for line in file.read_text().splitlines()]


def test_a_reading_is_written_down_and_nothing_of_the_reader(stand: Stand, spool: Path) -> None:
    before = int(time.time())
    answer = say(stand, FORM, cookie="a=1", user_agent="x", sec_fetch_site="same-origin")[0]
    assert (answer.status, answer.headers, answer.body) == (204, [("cache-control", "no-store")], b"")
    assert [file.name for file in spool.iterdir()] == [f"{os.getpid()}.spool"]
    ((moment, *rest),) = lines(spool)
    assert before <= moment <= time.time()
    assert rest == [12, 35]


def test_a_form_may_come_in_pieces(stand: Stand, spool: Path) -> None:
    async def pieces() -> int:
        answer = await said(stand, FORM[:7], FORM[7:])
        assert stand.beacon
        await stand.beacon.settle()
        return answer.status

    assert asyncio.run(pieces()) == 204
    assert len(lines(spool)) == 1


@pytest.mark.parametrize(
    "form",
    [
        b"",
        b"story=12",
        b"story=0&seconds=1",
        b"story=012&seconds=1",
        b"story=12&seconds=-1",
        b"story=12&seconds=10000",
        b"story=12&seconds=1&x=1",
        b"story=12&seconds=1\n",
        "story=১২&seconds=1".encode(),
        b"story=12&seconds=" + b"1" * 100,
        b"x" * 1_000_000,
    ],
)
def test_what_is_no_reading_is_refused(stand: Stand, spool: Path, form: bytes) -> None:
    assert say(stand, form)[0].status == 400
    assert not spool.exists()


def test_other_sites_and_other_methods_are_refused(stand: Stand, spool: Path) -> None:
    assert say(stand, FORM, sec_fetch_site="cross-site")[0].status == 403
    get = say(stand, b"", method="GET")[0]
    assert (get.status, get.header("allow")) == (405, "POST")
    assert not spool.exists()


def test_a_worker_takes_only_so_many_a_second(stand: Stand, spool: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 1_800_000_000.5)
    answers = say(stand, *[FORM] * (beacon.RATE + 3))
    assert [answer.status for answer in answers] == [204] * beacon.RATE + [429] * 3
    assert stand.beacon
    assert (len(lines(spool)), stand.beacon.dropped) == (beacon.RATE, 3)
    monkeypatch.setattr(time, "time", lambda: 1_800_000_001.5)
    assert say(stand, FORM)[0].status == 204


def test_a_full_spool_drops_readings_and_nothing_else(tmp_path: Path, spool: Path) -> None:
    rack = Rack(tmp_path / "rack")
    rack.story()
    stand = rack.stand(spool=spool)
    object.__setattr__(stand, "beacon", Beacon(spool, limit=60))
    for _ in range(5):
        assert say(stand, FORM)[0].status == 204
    assert stand.beacon
    assert (len(lines(spool)), stand.beacon.dropped) == (3, 2)
    assert ask(stand, STORY).status == 200
    next(spool.iterdir()).unlink()  # it was eaten
    say(stand, FORM)
    assert len(lines(spool)) == 1


def test_a_spool_that_cannot_be_written_is_no_failure(stand: Stand, spool: Path) -> None:
    spool.write_text("a file where the folder should be")
    assert say(stand, FORM)[0].status == 204
    assert stand.beacon
    assert stand.beacon.dropped == 1


def test_who_eats_the_spool_misses_nothing(stand: Stand, spool: Path) -> None:
    eaten: list[list[int]] = []

    def eat() -> None:
        for file in spool.glob("*.spool"):
            taken = file.rename(file.with_suffix(".taken"))
            with open(taken) as opened:
                fcntl.flock(opened, fcntl.LOCK_EX)
                eaten.extend([int(word) for word in line.split()] for line in opened)
            taken.unlink()

    async def readers() -> None:
        assert stand.beacon
        for number in range(1, 301):
            await said(stand, b"story=%d&seconds=1" % number)
            if number % 7 == 0:
                await asyncio.to_thread(eat) if spool.exists() else None
        await stand.beacon.settle()
        eat()

    asyncio.run(readers())
    assert sorted(story for _, story, _ in eaten) == [*range(1, 301)]


def test_without_a_spool_nobody_is_told(tmp_path: Path) -> None:
    rack = Rack(tmp_path / "rack")
    assert asyncio.run(said(rack.stand(), FORM)).status == 405
