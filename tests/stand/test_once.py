"""Addresses of a paper that moved in, which told its pages apart by what was asked for."""

import asyncio
from pathlib import Path
from urllib.parse import quote

import pytest

from harkara.rack.once import address, asked
from harkara.stand.application import Stand
from tests.stand.reader import STORY, Exchange, Fields, Rack, Request

WHERE = quote(STORY)


@pytest.fixture
def stand(tmp_path: Path) -> Stand:
    rack = Rack(tmp_path / "rack")
    rack.story()
    rack.place("/", "front", "প্রথম পাতা")
    rack.manifest.move("/?p=12", STORY)
    rack.manifest.move("/?tag=নদী", "/topic/নদী/")
    rack.manifest.move("/news.php?cat=2&id=5", STORY)
    rack.manifest.gone("/?p=13")
    return rack.stand()


def get(stand: Stand, path: str, query: str, method: str = "GET") -> Exchange:
    exchange = Exchange()
    exchange.method = method

    async def one() -> None:
        rest = stand(Request(path, method, Fields([]), query), exchange)
        if rest is not None:
            await rest

    asyncio.run(one())
    return exchange


@pytest.mark.parametrize(
    ("path", "query", "where"),
    [
        ("/", "p=12", WHERE),
        ("/", "utm_source=x&p=12&fbclid=IwAR0", WHERE),
        ("/", "p=12&preview=true", WHERE),
        ("/", "tag=%e0%a6%a8%e0%a6%a6%e0%a7%80", "/topic/" + quote("নদী") + "/"),
        ("/news.php", "id=5&cat=2", WHERE),
        ("/lite/", "p=12", "/lite" + WHERE),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_was_asked_for_leads_on(stand: Stand, path: str, query: str, where: str, method: str) -> None:
    for _ in range(2):  # also where the front is in memory already
        answer = get(stand, path, query, method)
        assert (answer.status, answer.header("location")) == (301, where)
        get(stand, "/", "")


def test_what_is_gone_is_gone(stand: Stand) -> None:
    assert get(stand, "/", "p=13").status == 410


@pytest.mark.parametrize(
    "query", ["", "p=99", "fbclid=x", "utm_source=p&utm_medium=12", "p", "&&&", "p=12" * 60, "%ff=1"]
)
def test_anything_else_is_the_page(stand: Stand, query: str) -> None:
    answer = get(stand, "/", query)
    assert (answer.status, answer.text()) == (200, "প্রথম পাতা")


def test_a_path_cannot_pretend_to_be_asked(stand: Stand) -> None:
    """``/%3Fp=12`` is no address of another page, and shows nothing that ``/?p=12`` does not."""
    assert get(stand, "/?p=12", "").header("location") in (WHERE, None)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("https://old.example/2019/08/%E0%A6%A8%E0%A6%A6%E0%A7%80/", "/2019/08/নদী/"),
        ("https://old.example/2019/08/%e0%a6%a8%e0%a6%a6%e0%a7%80/", "/2019/08/নদী/"),
        ("https://old.example/2019/08/নদী/#comments", "/2019/08/নদী/"),
        ("/2019/08/নদী/?fbclid=1", "/2019/08/নদী/"),
        ("https://old.example?p=5", "/?p=5"),
        ("http://[broken/", "http://[broken/"),
        ("/%ff/", "/\ufffd/"),
    ],
)
def test_how_the_manifest_calls_old_addresses(given: str, name: str) -> None:
    assert address(given) == name


def test_the_order_of_what_is_asked_tells_nothing() -> None:
    assert asked("/n", "b=2&a=1") == asked("/n", "a=1&b=2") == "/n?a=1&b=2"
    assert asked("/n", "&".join(f"a{n}=1" for n in range(9))) is None


@pytest.mark.parametrize(
    ("path", "query", "led"),
    [
        ("/2019/08/নদী/amp/", "", True),
        ("/2019/08/নদী/amp", "", True),
        ("/2019/08/নদী/", "amp=1", True),
        ("/2019/08/নদী/", "amp", True),
        ("/", "p=12&amp=1", True),
        ("/2019/08/other/amp/", "", False),
        ("/amp/", "", False),
        ("/wp-content/uploads/2019/08/নৌকা.jpg", "", True),
        ("/wp-content/uploads/2019/08/নৌকা.jpg", "w=300", True),
        ("/wp-content/uploads/2019/08/নৌকা-300x200.jpg", "", True),
        ("/wp-content/uploads/2019/08/নৌকা-scaled.jpg", "", True),
        ("/wp-content/uploads/2019/08/নৌকা-1024x768.pdf", "", False),
        ("/wp-content/uploads/2019/08/other-300x200.jpg", "", False),
    ],
)
def test_amp_pages_and_pictures_of_another_paper_lead_to_the_story(
    stand: Stand, path: str, query: str, led: bool
) -> None:
    for old in ("/2019/08/নদী/", "/wp-content/uploads/2019/08/নৌকা.jpg"):
        stand.manifest.move(old, STORY)
    answer = get(stand, path, query)
    assert (answer.status, answer.header("location")) == ((301, WHERE) if led else (404, None))


def test_an_amp_page_of_what_is_gone_is_gone(stand: Stand) -> None:
    stand.manifest.gone("/2019/08/নদী/")
    assert get(stand, "/2019/08/নদী/amp/", "").status == 410


def test_a_month_of_another_paper_is_no_number_of_a_story(stand: Stand) -> None:
    """``/2026/12/…`` that nobody knows is not found; story 12 has nothing to do with it."""
    stand.manifest.move("/12", STORY, 302)
    assert [get(stand, path, "").status for path in ("/2026/12/river/", "/2026/12/", "/world/12/x", "/12/x")] == [
        404,
        404,
        302,
        302,
    ]
