"""Kinds of stories: each says what it is, on its page, over its teaser and to machines."""

from dataclasses import replace
from typing import get_args

import pytest
from lxml import html as parser

from harkara.layout import cases, compositor, jsonld, pages, specimens
from harkara.layout.copy import Heading, LifeCopy, StoryCopy, StoryKind

PAPER = specimens.paper()
STORY = specimens.story()
KINDS = get_args(StoryKind)


def set_story(story: StoryCopy) -> parser.HtmlElement:
    return parser.document_fromstring(pages.story(story, PAPER))


def test_every_kind_but_news_has_a_word() -> None:
    words = cases.table("wording")["kind"]
    assert set(words) == set(KINDS)
    assert [kind for kind in KINDS if not words[kind]] == ["news"]


@pytest.mark.parametrize(
    ("kind", "kicker", "over"),
    [
        ("news", "", ""),
        ("news", "সরেজমিন", "সরেজমিন"),
        ("opinion", "", "মতামত"),
        ("opinion", "মতামত", "মতামত"),
        ("opinion", "কলাম", "মতামত | কলাম"),
        ("analysis", "অর্থনীতি", "বিশ্লেষণ | অর্থনীতি"),
        ("explainer", "", "ব্যাখ্যা"),
        ("obituary", "", "প্রয়াণ"),
    ],
)
def test_the_kind_stands_over_page_and_teaser_whatever_editors_write_there(
    kind: StoryKind, kicker: str, over: str
) -> None:
    page = set_story(replace(STORY, kind=kind, kicker=kicker, related=()))
    teaser = parser.fromstring(compositor.teaser(replace(specimens.teaser(), kind=kind, kicker=kicker), PAPER.zone))
    with compositor.light():
        light = set_story(replace(STORY, kind=kind, kicker=kicker, related=()))
    for found in (page, teaser, light):
        assert [one.text for one in found.xpath("//p[@class='kicker'] | self::*//p[@class='kicker']")] == [over] * bool(
            over
        )


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("news", "NewsArticle"),
        ("analysis", "AnalysisNewsArticle"),
        ("opinion", "OpinionNewsArticle"),
        ("explainer", "BackgroundNewsArticle"),
        ("obituary", "NewsArticle"),
    ],
)
def test_machines_are_told_the_kind(kind: StoryKind, said: str) -> None:
    assert jsonld.news_article(replace(STORY, kind=kind), PAPER)["@type"] == said


@pytest.mark.parametrize(
    ("life", "said", "told"),
    [
        (LifeCopy("ক", 1938, 2026), "১৯৩৮–২০২৬", {"birthDate": "1938", "deathDate": "2026"}),
        (LifeCopy("ক", None, 2026), "মৃত্যু ২০২৬", {"deathDate": "2026"}),
        (LifeCopy("ক", 932, None), "জন্ম ৯৩২", {"birthDate": "0932"}),
        (LifeCopy("ক"), "", {}),
    ],
)
def test_an_obituary_says_who_died_and_when_they_lived(life: LifeCopy, said: str, told: dict[str, str]) -> None:
    story = replace(specimens.obituary(), life=life)
    shown = set_story(story).xpath("//header//p[@class='life']")[0]
    assert " ".join(shown.text_content().split()) == f"ক {said}".strip()
    assert jsonld.news_article(story, PAPER)["about"] == {"@type": "Person", "name": "ক", **told}


def test_other_stories_remember_nobody() -> None:
    assert set_story(STORY).xpath("//p[@class='life']") == []
    assert "about" not in jsonld.news_article(STORY, PAPER)


def test_an_explainer_leads_to_its_parts() -> None:
    page = set_story(specimens.explainer())
    asked = compositor.headings(specimens.explainer().body)
    links = page.xpath("//nav[@class='parts']//a")
    assert [link.text for link in links] == list(asked)
    assert [page.get_element_by_id(link.get("href")[1:]).text for link in links] == list(asked)


def test_an_explainer_with_two_headings_needs_no_list_and_news_has_none() -> None:
    short = replace(specimens.explainer(), body=(Heading("এক"), Heading("দুই")))
    assert set_story(short).xpath("//nav[@class='parts']") == []
    news = set_story(replace(specimens.explainer(), kind="news"))
    assert (news.xpath("//nav[@class='parts']"), news.xpath("//h2[starts-with(@id, 'part-')]")) == ([], [])
