"""Clicks on what is sold, and that it was seen: counted once, led on to where the manifest says and nowhere else."""

import asyncio
from pathlib import Path

import pytest

from harkara.stand import beacon
from harkara.stand.application import Stand
from tests.stand.reader import Exchange, Fields, Rack, Request

FAIR = "https://fair.example/?from=paper&x=1"
PHONE = "Mozilla/5.0 (Linux; Android 13) Chrome/130 Mobile"


@pytest.fixture
def spool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(beacon, "PAUSE", 0.0)
    return tmp_path / "readings"


@pytest.fixture
def stand(tmp_path: Path, spool: Path) -> Stand:
    rack = Rack(tmp_path / "rack")
    rack.story()
    rack.manifest.move("/go/c17", FAIR, 302)
    return rack.stand(spool=spool)


def ask(
    stand: Stand, *asked: tuple[str, str], method: str = "GET", client: str = "203.0.113.1:5", browser: str = PHONE
) -> list[Exchange]:
    async def all_of_them() -> list[Exchange]:
        found = []
        for path, query in asked:
            exchange = Exchange()
            exchange.method = method
            request = Request(path, method, Fields([("user-agent", browser)]), query_string=query, client=client)
            rest = stand(request, exchange)
            if rest is not None:
                await rest
            found.append(exchange)
        assert stand.beacon
        await stand.beacon.settle()
        return found

    return asyncio.run(all_of_them())


def counted(spool: Path) -> dict[str, int]:
    found: dict[str, int] = {}
    for file in spool.glob("*.spool"):
        for line in file.read_text().splitlines():
            _moment, number, what, count = line.split(" ")
            found[f"{number} {what}"] = found.get(f"{number} {what}", 0) + int(count)
    return found


def test_a_click_leads_to_the_advertiser_and_is_counted_once_in_an_hour(stand: Stand, spool: Path) -> None:
    first, second = ask(stand, ("/go/c17", ""), ("/go/c17", "fbclid=x"))
    for answer in (first, second):
        assert (answer.status, answer.header("location")) == (302, FAIR)
        assert (answer.header("cache-control"), answer.header("x-robots-tag")) == ("no-store", "noindex, nofollow")
    assert counted(spool) == {"17 vp": 1}
    ask(stand, ("/go/c17", ""), client="198.51.100.7:5")
    assert counted(spool) == {"17 vp": 2}


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/go/c18", ""),
        ("/go/c17", "to=https://evil.example/"),
        ("/go/c", ""),
        ("/go/c১৭", ""),
        ("/go/c17/", ""),
        ("/go/https://evil.example/", ""),
        ("/go/c17//evil.example", ""),
    ],
)
def test_it_leads_nowhere_else(stand: Stand, path: str, query: str) -> None:
    [answer] = ask(stand, (path, query))
    assert answer.header("location") in (None, FAIR)
    assert "evil" not in (answer.header("location") or "")
    assert answer.status == (302 if path == "/go/c17" else 404)


def test_programs_heads_and_what_is_not_sold_do_not_count(stand: Stand, spool: Path) -> None:
    ask(stand, ("/go/c17", ""), ("/r.gif", "ad=17"), browser="Googlebot/2.1")
    ask(stand, ("/go/c17", ""), method="HEAD")
    ask(stand, ("/r.gif", "ad=18"), ("/r.gif", "ad=0"), ("/r.gif", "ad=17&ad=18"), ("/go/c18", ""))
    assert counted(spool) == {}


def test_what_was_seen_counts_once_in_ten_minutes(stand: Stand, spool: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = 1_800_000_000.0
    monkeypatch.setattr("harkara.stand.beacon.time.time", lambda: moment)
    answers = ask(stand, *[("/r.gif", "ad=17")] * 5)
    assert {(answer.status, answer.header("content-type")) for answer in answers} == {(200, "image/gif")}
    assert counted(spool) == {"17 vs": 1}
    moment += 601
    ask(stand, ("/r.gif", "ad=17"))
    assert counted(spool) == {"17 vs": 2}


def test_a_campaign_that_is_over_leads_nowhere(stand: Stand) -> None:
    stand.manifest.remove("/go/c17")
    assert [answer.status for answer in ask(stand, ("/go/c17", ""))] == [404]
