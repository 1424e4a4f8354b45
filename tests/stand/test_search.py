"""Searching through the stand: what goes out, who waits for whom, and that nothing is an error."""

import asyncio
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkara.archive.index import Found
from harkara.layout import policy, specimens
from harkara.rack.door import Answer
from harkara.stand.application import Stand
from harkara.stand.search import Terms
from tests.stand.archives import Shelf, bake, found
from tests.stand.reader import STORY, Exchange, Fields, Rack, Request

FREE = Terms(rate=100_000, burst=100_000)


@pytest.fixture
def rack(tmp_path: Path) -> Rack:
    made = Rack(tmp_path / "rack")
    made.story()
    bake(made)
    return made


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(found(2), ("নদী", "নদীভাঙন"))


@pytest.fixture
def stand(rack: Rack, shelf: Shelf) -> Stand:
    return rack.stand(archive=lambda: shelf, terms=FREE)


async def asked(stand: Stand, path: str, query: str = "", method: str = "GET", **headers: str) -> Exchange:
    exchange = Exchange()
    exchange.method = method
    pairs = [(name.replace("_", "-"), value) for name, value in headers.items()]
    rest = stand(Request(path, method, Fields(pairs), query), exchange)
    if rest is not None:
        await rest
    assert exchange.answers == 1
    return exchange


def ask(stand: Stand, path: str, query: str = "", method: str = "GET", **headers: str) -> Exchange:
    return asyncio.run(asked(stand, path, query, method, **headers))


def test_a_page_of_results_is_the_readers_own_and_no_robots(stand: Stand) -> None:
    answer = ask(stand, "/search/", "q=x", accept_encoding="gzip, br")
    assert (answer.status, "নদীর কথা" in answer.text().replace("<mark>", "").replace("</mark>", "")) == (200, True)
    assert answer.headers == [
        ("content-type", "text/html; charset=utf-8"),
        *policy.headers(),
        ("x-robots-tag", "noindex"),
        ("vary", "accept-encoding"),
        ("content-encoding", "gzip"),
        ("cache-control", "private, no-cache"),
    ]
    plain = ask(stand, "/search/", "q=x")
    assert (plain.header("content-encoding"), plain.text()) == (None, answer.text())
    head = ask(stand, "/search/", "q=x", "HEAD")
    assert (head.status, head.body, head.header("content-length")) == (200, b"", str(len(plain.body)))


def test_the_empty_form_is_a_page_of_the_rack(rack: Rack, stand: Stand, shelf: Shelf) -> None:
    copy = rack.shelf.get("search")
    assert copy
    answer = ask(stand, "/search/", accept_encoding="gzip")
    assert (answer.status, answer.body, answer.header("etag")) == (200, copy.gzip, copy.tag("gzip"))
    assert answer.header("x-robots-tag") == "noindex"
    assert ask(stand, "/search/", if_none_match=str(answer.header("etag"))).status == 304
    assert shelf.asked == []


def test_a_search_is_never_taken_for_the_empty_form(stand: Stand) -> None:
    form = ask(stand, "/search/").text()
    for _ in range(4):  # also when the form is asked for often
        assert ask(stand, "/search/").text() == form
        assert "search-hits" in ask(stand, "/search/", "q=x").text()


def test_the_stand_without_memory_does_not_mix_them_up_either(rack: Rack, shelf: Shelf) -> None:
    stand = rack.stand(archive=lambda: shelf, terms=FREE, memory=0)
    for _ in range(4):
        assert "search-tips" in ask(stand, "/search/").text()
        assert "search-hits" in ask(stand, "/search/", "q=x").text()
    assert len(stand.slips) == 0


def test_without_the_slash_one_is_led_on_with_what_was_asked(stand: Stand) -> None:
    answer = ask(stand, "/search", "q=%E0%A6%A8&page=2")
    assert (answer.status, answer.header("location")) == (301, "/search/?q=%E0%A6%A8&page=2")
    assert ask(stand, "/search").header("location") == "/search/"
    broken = ask(stand, "/search", "q=\x80\n\r<")
    assert str(broken.header("location")) == "/search/?q=%80%0A%0D%3C"


def test_other_methods_are_refused(stand: Stand) -> None:
    assert ask(stand, "/search/", "q=x", "POST").status == 405
    assert ask(stand, "/search/x", "q=x").status == 404


def test_a_new_frame_shows_with_the_next_search(rack: Rack, stand: Stand) -> None:
    assert "নতুন হরকরা" not in ask(stand, "/search/", "q=x").text()
    bake(rack, replace(specimens.paper(), name="নতুন হরকরা"))
    assert "নতুন হরকরা" in ask(stand, "/search/", "q=x").text()


def test_a_form_that_is_not_there_is_printed_first(rack: Rack, shelf: Shelf) -> None:
    asks = []

    async def press(url: str, path: str, timeout: float) -> Answer:
        asks.append(path)
        bake(rack)
        return "baked"

    for query, mark in (("q=x", "search-hits"), ("", "search-tips")):
        rack.shelf.drop("search")
        answer = ask(rack.stand(ask=press, archive=lambda: shelf, terms=FREE), "/search/", query)
        assert (answer.status, mark in answer.text()) == (200, True)
    assert asks == ["/search/", "/search/"]


def test_without_form_and_press_one_may_come_again(rack: Rack, shelf: Shelf) -> None:
    rack.shelf.drop("search")
    for query in ("", "q=x"):
        answer = ask(rack.stand(archive=lambda: shelf, terms=FREE), "/search/", query)
        assert (answer.status, answer.header("retry-after")) == (503, "3")
        assert "খোঁজার ঘরে ভিড়" in answer.text()


def test_a_form_of_another_version_is_no_error(rack: Rack, stand: Stand) -> None:
    rack.place("/search/", "search", "<p>আগের সংস্করণ</p>" * 30)
    assert ask(stand, "/search/", "q=x").status == 503


def test_an_archive_that_rests_says_so(rack: Rack) -> None:
    answer = ask(rack.stand(), "/search/", "q=x")
    assert (answer.status, answer.header("retry-after"), answer.header("cache-control")) == (503, "3", "no-store")
    assert "খোঁজার ঘর এখন বিশ্রামে" in answer.text()
    assert answer.header("x-robots-tag") == "noindex"


def test_suggestions(stand: Stand, shelf: Shelf) -> None:
    answer = ask(stand, "/search/suggest", urlencode({"q": " ন\n"}))
    assert (answer.status, json.loads(answer.text())) == (200, {"suggestions": ["নদী", "নদীভাঙন"]})
    assert answer.headers == [
        ("content-type", "application/json; charset=utf-8"),
        ("x-content-type-options", "nosniff"),
        ("x-robots-tag", "noindex"),
        ("cache-control", "private, max-age=15"),
    ]
    assert json.loads(ask(stand, "/search/suggest").text()) == {"suggestions": []}
    assert shelf.typed == ["ন"]


def test_an_archive_at_rest_suggests_nothing(rack: Rack) -> None:
    answer = ask(rack.stand(), "/search/suggest", "q=x")
    assert (answer.status, json.loads(answer.text())) == (503, {"suggestions": []})
    assert (answer.header("retry-after"), answer.header("cache-control")) == ("3", "no-store")


def test_a_slow_search_keeps_no_other_reader_waiting(rack: Rack) -> None:
    gate = threading.Event()
    slow = Shelf(found(1), acts=gate.wait)
    stand = rack.stand(archive=lambda: slow, terms=FREE)

    async def run() -> None:
        begun = [asyncio.create_task(asked(stand, "/search/", "q=x")) for _ in range(6)]
        while not slow.asked:
            await asyncio.sleep(0)
        for path in (STORY, "/12", "/nowhere", "/search/"):
            assert stand(Request(path), Exchange()) is None  # answered in the call in which it was asked
        assert [task.done() for task in begun] == [False] * 6
        gate.set()
        assert {answer.status for answer in await asyncio.gather(*begun)} == {200}

    asyncio.run(run())


def test_no_more_wait_than_there_is_room_for(rack: Rack) -> None:
    gate = threading.Event()
    slow = Shelf(found(1), ("x",), acts=gate.wait)
    stand = rack.stand(archive=lambda: slow, terms=replace(FREE, clerks=2, waiting=3))

    async def run() -> None:
        begun = [asyncio.create_task(asked(stand, "/search/", "q=x")) for _ in range(5)]
        await asyncio.sleep(0)
        crowded = await asked(stand, "/search/", "q=x")
        assert (crowded.status, crowded.header("retry-after"), crowded.header("cache-control")) == (
            503,
            "3",
            "no-store",
        )
        assert "খোঁজার ঘরে ভিড়" in crowded.text()
        gate.set()
        assert {answer.status for answer in await asyncio.gather(*begun)} == {200}
        # Now the notice stands in the paper's frame.
        gate.clear()
        begun = [asyncio.create_task(asked(stand, "/search/", "q=x")) for _ in range(5)]
        await asyncio.sleep(0)
        framed = await asked(stand, "/search/", "q=x", accept_encoding="gzip")
        assert (framed.status, "খোঁজার ঘরে ভিড়" in framed.text(), "navigation" in framed.text()) == (503, True, True)
        assert (await asked(stand, "/search/", "q=x")).text() == framed.text()
        gate.set()
        await asyncio.gather(*begun)

    asyncio.run(run())


def test_nobody_waits_for_ever(rack: Rack) -> None:
    gate = threading.Event()
    hung = Shelf(found(1), ("x",), acts=gate.wait)
    stand = rack.stand(archive=lambda: hung, terms=replace(FREE, patience=0.001))
    for path in ("/search/", "/search/suggest"):
        answer = ask(stand, path, "q=x")
        assert (answer.status, answer.header("retry-after")) == (503, "3")
    gate.set()


def test_who_searches_too_often_is_asked_to_wait(rack: Rack, shelf: Shelf) -> None:
    stand = rack.stand(archive=lambda: shelf, terms=Terms(rate=1, burst=2))
    assert [ask(stand, "/search/", "q=x").status for _ in range(3)] == [200, 200, 429]
    told = ask(stand, "/search/", "q=x", accept_encoding="gzip")
    assert (told.status, told.header("cache-control"), told.header("x-robots-tag")) == (429, "no-store", "noindex")
    assert 50 < int(str(told.header("retry-after"))) <= 60
    assert ("একটু ধীরে" in told.text(), "navigation" in told.text()) == (True, True)
    prompted = ask(stand, "/search/suggest", "q=x")
    assert (prompted.status, json.loads(prompted.text())) == (429, {"suggestions": []})
    assert ask(stand, "/search/").status == 200  # the empty form is a page as any other
    assert ask(stand, STORY).status == 200
    assert ask(stand, "/search/", "q=x", x_forwarded_for="198.51.100.7").status == 200  # a neighbour, behind our nginx
    assert len(shelf.asked) == 3


def test_before_the_first_search_the_stand_says_it_in_its_own_words(rack: Rack, shelf: Shelf) -> None:
    stand = rack.stand(archive=lambda: shelf, terms=Terms(rate=1, burst=1))
    for _ in range(5):
        assert ask(stand, "/search/suggest", "q=x").status == 200
    told = ask(stand, "/search/", "q=x")
    assert (told.status, "একটু ধীরে" in told.text(), "navigation" in told.text()) == (429, True, False)
    assert told.header("x-robots-tag") == "noindex"


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stand, asyncio.Runner]]:
    rack = Rack(tmp_path_factory.mktemp("fuzz") / "rack")
    bake(rack)
    shelf = Shelf(found(20, 5000, meant="নদী", sections={"world": 2}), ("নদী",))
    with asyncio.Runner() as runner:
        yield rack.stand(archive=lambda: shelf, terms=FREE), runner


PIECES = st.sampled_from(
    [
        b"q=",
        b"&",
        b"from=",
        b"to=",
        b"page=",
        b"section=",
        b"sort=newest",
        b"%",
        b"%E0%A6",
        b"%00",
        b"+",
        b"-",
        b'"',
        b"=",
        b"2022",
    ]
)
QUERIES = st.binary(max_size=300) | st.lists(PIECES | st.binary(max_size=6), max_size=40).map(b"".join)


@given(QUERIES)
def test_no_query_is_an_error(fuzzed: tuple[Stand, asyncio.Runner], query: bytes) -> None:
    stand, runner = fuzzed
    for path, allowed in (("/search/", {200}), ("/search/suggest", {200}), ("/search", {301})):
        answer = runner.run(asked(stand, path, query.decode("latin-1")))
        assert answer.status in allowed
        assert all("\n" not in value for _, value in answer.headers)


def test_an_index_that_finds_nothing_is_an_answer(rack: Rack) -> None:
    answer = ask(rack.stand(archive=lambda: Shelf(Found()), terms=FREE), "/search/", "q=x")
    assert (answer.status, "search-empty" in answer.text()) == (200, True)
