"""Lite pages: whatever page there is, its twin asks for nothing, runs nothing and weighs little."""

import gzip
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from lxml import html as parser

from harkara.layout import assets, compositor, pages, policy, samples, specimens
from harkara.layout.addresses import absolute, lite
from harkara.layout.copy import PictureFile
from harkara.layout.pages import front, story
from harkara.rack.lite import full, has_twin, is_lite

PAPER = specimens.paper()
LIGHT = samples.lite()


@pytest.mark.parametrize("name", sorted(LIGHT))
def test_a_lite_page_asks_for_nothing_but_itself(name: str) -> None:
    page = parser.document_fromstring(LIGHT[name])
    asks = (
        "//script | //img | //picture | //iframe | //link[@rel='stylesheet'] | //*[@style] | //*[@src] | //*[@srcset]"
    )
    assert page.xpath(asks) == []
    assert page.xpath("//link[not(@rel='canonical' or @rel='prev' or @rel='next')]/@href") == ["data:,"]
    assert page.xpath("//style/text()") == [assets.lite_style()]
    assert len(page.xpath("//h1")) == 1


def test_the_style_is_small_and_asks_for_nothing() -> None:
    style = assets.lite_style()
    assert len(style.encode()) <= 2_048
    assert re.findall(r"url\(|@import|/\*|</", style) == []


def test_the_policy_allows_that_style_and_nothing_else() -> None:
    headers = dict(policy.lite_headers())
    assert headers["content-security-policy"] == (
        f"default-src 'none'; style-src '{policy.script_hash(assets.lite_style())}'; img-src data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    assert headers.keys() == dict(policy.headers()).keys()


def test_a_lite_story_is_the_whole_story_in_a_tenth_of_its_budget() -> None:
    copy = specimens.story()
    with compositor.light():
        page = story(copy, PAPER)
    text = parser.document_fromstring(page).text_content()
    lacking = [
        block for block in copy.body if type(block).__name__ == "Paragraph" and compositor.plain(block) not in text
    ]
    assert (lacking, copy.headline in text) == ([], True)
    assert len(gzip.compress(page.encode(), 6)) <= 4_500


def test_a_paper_that_counts_its_lite_readers_asks_for_one_picture_more() -> None:
    copy, counts = specimens.story(), replace(PAPER, counts_lite=True)
    with compositor.light():
        pages = [parser.document_fromstring(page) for page in (story(copy, counts), front(specimens.front(), counts))]
    assert [page.xpath("//img/@src") for page in pages] == [[f"/r.gif?story={copy.id}"], []]
    policies = [dict(policy.lite_headers(counts=told))["content-security-policy"] for told in (True, False)]
    assert [("img-src 'self' data:;" in one, "img-src data:;" in one) for one in policies] == [
        (True, False),
        (False, True),
    ]


def test_the_way_there_and_back() -> None:
    copy = specimens.story()
    there = parser.document_fromstring(story(copy, PAPER)).xpath("//footer//a[@data-island='lite']/@href")
    with compositor.light():
        back = parser.document_fromstring(story(copy, PAPER))
    assert (len(there), is_lite(there[0]), has_twin(full(there[0]))) == (1, True, True)
    assert back.xpath("//a[@data-full]/@href") == [full(there[0])]
    assert back.xpath("//link[@rel='canonical']/@href") == [absolute(copy.href, PAPER)]
    assert lite(PAPER.origin + "/", PAPER) == "/lite/"


def test_nobody_outside_is_led_to_the_twin_of_a_draft() -> None:
    page = parser.document_fromstring(pages.proof(specimens.story(), PAPER, specimens.FIRST))
    assert page.xpath("//*[@data-island='lite']") == []


def test_who_may_list_a_page_and_what_it_is_about_is_kept() -> None:
    with compositor.light():
        notice = parser.document_fromstring(pages.notice(specimens.notice(404), PAPER))
        about = parser.document_fromstring(story(specimens.story(), PAPER))
    assert notice.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert about.xpath("//meta[@name='description']/@content") == [specimens.story().summary]
    assert about.xpath("//meta[@name='robots']") == []


@pytest.mark.parametrize(
    ("name", "kilobytes"), [("640.webp", 40), ("320.avif", 10), ("1600.jpg", 390), ("640.gif", 250)]
)
def test_a_picture_says_about_what_it_weighs(name: str, kilobytes: int) -> None:
    width = int(name.partition(".")[0])
    assert compositor.weight(PictureFile(f"/picture/7/{name}", width, width * 5 // 8)) == kilobytes


@pytest.mark.parametrize(
    "set_page", [lambda: pages.front(specimens.front(), PAPER), lambda: story(specimens.story(), PAPER)]
)
def test_what_was_set_light_does_not_stand_in_full_pages(set_page: Callable[[], str]) -> None:
    before = set_page()
    with compositor.light():
        light = set_page()
    assert set_page() == before
    assert light != before
