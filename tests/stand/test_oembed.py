"""``/oembed``: what other sites are told of a story, held against the words of oEmbed 1.0."""

import asyncio
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
from lxml import html as parser

from harkara.layout import specimens
from harkara.press import oembed
from harkara.rack.door import Answer
from harkara.rack.pages import Page
from harkara.stand.application import Stand
from tests.stand.reader import STORY, Exchange, Fields, Rack, Request

ORIGIN = specimens.paper().origin
WORDS = specimens.front().lead


class Press:
    """Prints what is asked for."""

    def __init__(self, rack: Rack, answer: Answer = "baked") -> None:
        self.rack, self.answer = rack, answer
        self.asked: list[str] = []

    async def __call__(self, url: str, path: str, timeout: float) -> Answer:
        self.asked.append(path)
        if self.answer == "baked":
            put(self.rack)
        return self.answer


def put(rack: Rack) -> None:
    assert WORDS is not None
    headers = (("content-type", oembed.CONTENT_TYPE), ("cache-control", "public, no-cache"))
    rack.shelf.put("embed:12:json", Page(200, headers, oembed.answer(WORDS, specimens.paper())))


@pytest.fixture
def rack(tmp_path: Path) -> Rack:
    made = Rack(tmp_path / "rack")
    made.story()
    made.manifest.place("/12.json", "data:12")
    put(made)
    return made


@pytest.fixture
def stand(rack: Rack) -> Stand:
    return rack.stand()


def ask(stand: Stand, method: str = "GET", **fields: Any) -> Exchange:
    exchange = Exchange()
    exchange.method = method

    async def one() -> None:
        rest = stand(Request("/oembed", method, Fields([]), urlencode(fields)), exchange)
        if rest is not None:
            await rest

    asyncio.run(one())
    return exchange


REQUIRED = {"type": "rich", "version": "1.0"}
NAMED = {
    *("type", "version", "title", "author_name", "author_url", "provider_name", "provider_url", "cache_age"),
    *("thumbnail_url", "thumbnail_width", "thumbnail_height", "html", "width", "height"),
}
"""What section 2.3.4 names."""


def test_the_answer_says_what_the_specification_asks_for(stand: Stand) -> None:
    answer = ask(stand, url=ORIGIN + STORY)
    assert (answer.status, answer.header("content-type")) == (200, "application/json; charset=utf-8")
    said = json.loads(answer.text())
    assert said.keys() <= NAMED
    assert {name: said[name] for name in REQUIRED} == REQUIRED
    assert WORDS is not None
    assert (said["title"], said["provider_url"]) == (WORDS.headline, ORIGIN + "/")
    assert all(isinstance(said[name], int) for name in ("width", "height", "thumbnail_width", "thumbnail_height"))
    frame = parser.fragment_fromstring(said["html"])
    assert frame.get("src") == f"{ORIGIN}/embed/{WORDS.id}"
    assert (frame.get("width"), frame.get("height")) == (str(said["width"]), str(said["height"]))
    assert "allow-scripts" not in frame.get("sandbox")
    assert answer.header("access-control-allow-origin") == "*"


@pytest.mark.parametrize(
    "address",
    [
        f"{ORIGIN}/12",
        ORIGIN + quote(STORY),
        ORIGIN + quote(STORY) + "?fbclid=x&utm_source=y",
        f"{ORIGIN}/world/12/অন্য",
        f"{ORIGIN}/lite{STORY}",
        f"http://{ORIGIN.partition('://')[2].upper()}/12",
    ],
)
def test_every_address_of_a_story_is_known(stand: Stand, address: str) -> None:
    assert ask(stand, url=address).status == 200


@pytest.mark.parametrize(("widest", "highest"), [(320, None), (200, None), (None, 150), (5000, 5000), (480, 90)])
def test_nothing_is_larger_than_was_asked_for(stand: Stand, widest: int | None, highest: int | None) -> None:
    fields = {name: value for name, value in (("maxwidth", widest), ("maxheight", highest)) if value}
    said = json.loads(ask(stand, url=f"{ORIGIN}/12", **fields).text())
    assert said["width"] <= (widest or 600)
    assert said["height"] <= (highest or 600)


def test_xml_says_the_same(stand: Stand) -> None:
    answer = ask(stand, url=f"{ORIGIN}/12", format="xml", maxwidth=400)
    assert answer.header("content-type") == "text/xml; charset=utf-8"
    root = ElementTree.fromstring(answer.text())
    said = json.loads(ask(stand, url=f"{ORIGIN}/12", maxwidth=400).text())
    assert (root.tag, {one.tag: one.text for one in root}) == (
        "oembed",
        {name: str(value) for name, value in said.items()},
    )


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 400),
        ({"url": "not an address"}, 404),
        ({"url": "ftp://x.example/12"}, 404),
        ({"url": f"{ORIGIN}/12", "format": "yaml"}, 501),
        ({"url": f"{ORIGIN}/12", "maxwidth": "-3"}, 400),
        ({"url": f"{ORIGIN}/12", "maxwidth": "১২"}, 400),
        ({"url": f"{ORIGIN}/12", "maxheight": "0"}, 400),
        ({"url": f"{ORIGIN}/13"}, 404),
        ({"url": f"{ORIGIN}/world/"}, 404),
        ({"url": f"{ORIGIN}/%ff"}, 404),
        ({"url": "https://other.example/12"}, 404),
        ({"url": "https://[::1/12"}, 400),
        ({"url": "x" * 3000}, 400),
    ],
)
def test_what_is_no_story_of_this_paper_is_refused_in_a_sentence(
    stand: Stand, fields: dict[str, str], status: int
) -> None:
    answer = ask(stand, **fields)
    assert (answer.status, answer.text().endswith(".\n")) == (status, True)
    assert answer.header("cache-control") == "no-store"


def test_a_killed_story_is_gone(rack: Rack, stand: Stand) -> None:
    rack.manifest.gone("/12")
    rack.manifest.gone(STORY)
    rack.manifest.gone("/12.json")
    rack.shelf.drop("embed:12:json")
    assert [ask(stand, url=ORIGIN + path).status for path in ("/12", STORY)] == [410, 410]


@pytest.mark.parametrize(("answer", "status"), [("baked", 200), ("absent", 404), ("busy", 503), ("down", 503)])
def test_what_is_not_printed_yet_is_asked_for(rack: Rack, answer: Answer, status: int) -> None:
    rack.shelf.drop("embed:12:json")
    press = Press(rack, answer)
    assert ask(rack.stand(ask=press), url=f"{ORIGIN}/12").status == status
    assert press.asked == ["/embed/12.json"]


def test_the_head_alone_is_the_same(stand: Stand) -> None:
    assert ask(stand, "HEAD", url=f"{ORIGIN}/12").status == 200
