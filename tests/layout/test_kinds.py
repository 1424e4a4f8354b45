"""Kinds of stories: each says what it is, on its page, over its teaser and to machines."""

from dataclasses import replace
from typing import get_args

import pytest
from lxml import html as parser

from harkara.layout import cases, compositor, jsonld, pages, policy, specimens
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
        ("photo", "", "ছবির গল্প"),
        ("video", "", "ভিডিও"),
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


def test_an_opinion_in_the_section_of_opinions_is_called_one_once_on_the_screen_and_on_paper() -> None:
    opinions = next(one for one in specimens.SECTIONS if one.slug == "opinion")
    found = set_story(replace(STORY, kind="opinion", kicker="", section=opinions)).xpath(
        "//p[starts-with(@class, 'kicker')]"
    )
    assert [(one.text, one.get("class")) for one in found] == [("মতামত", "kicker kicker-said")]
    other = set_story(replace(STORY, kind="opinion", kicker="কলাম", section=opinions))
    assert other.xpath("//p[starts-with(@class, 'kicker')]/@class")[0] == "kicker"


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("news", "NewsArticle"),
        ("analysis", "AnalysisNewsArticle"),
        ("opinion", "OpinionNewsArticle"),
        ("explainer", "BackgroundNewsArticle"),
        ("photo", "NewsArticle"),
        ("video", "NewsArticle"),
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


PHOTOS = specimens.photo_story()


def test_a_photo_story_shows_its_pictures_large_in_their_order_each_with_what_is_said_of_it() -> None:
    page = set_story(PHOTOS)
    figures = page.xpath("//figure[@class='photo']")
    shown = compositor.shown(PHOTOS.body)
    assert [" ".join(one.xpath(".//span[@class='photo-place']")[0].text.split()) for one in figures] == [
        "১/৩",
        "২/৩",
        "৩/৩",
    ]
    assert figures[1].xpath(".//span/@aria-label") == ["৩টি ছবির ২ নম্বর"]
    assert [one.xpath("string(.//figcaption/p/span[1])") for one in figures] == [picture.caption for picture in shown]
    assert [one.xpath("string(.//*[@class='figure-credit'])") for one in figures] == ["ছবি: হরকরা"] * 3
    images = [one.xpath(".//img")[0] for one in figures]
    assert [(one.get("width"), one.get("height")) for one in images] == [
        ("960", "640"),
        ("960", "1440"),
        ("960", "640"),
    ]
    assert [one.get("sizes") for one in images] == [compositor.SIZES["wide"]] * 3
    assert [(one.get("fetchpriority"), one.get("loading")) for one in images] == [("high", None), *[(None, "lazy")] * 2]


def test_words_stand_between_the_pictures() -> None:
    body = set_story(PHOTOS).xpath("//div[@class='body']")[0]
    assert [child.tag for child in body][:5] == ["p", "figure", "figure", "p", "figure"]


def test_the_picture_of_lists_stands_above_unless_it_is_among_the_others() -> None:
    other = replace(PHOTOS, picture=specimens.picture(8))
    assert len(set_story(PHOTOS).xpath("//figure")) == 3
    page = set_story(other)
    assert len(page.xpath("//figure")) == 4
    assert [one.get("fetchpriority") for one in page.xpath("//article//img")] == ["high", None, None, None]


def test_machines_are_told_of_every_picture_once() -> None:
    story, gallery = jsonld.news_article(PHOTOS, PAPER), jsonld.gallery(PHOTOS, PAPER)
    assert (gallery["@type"], gallery["name"]) == ("ImageGallery", PHOTOS.headline)
    assert [one["url"].rpartition("/picture/")[2] for one in gallery["image"]] == [
        "2/960.jpg",
        "6/960.jpg",
        "4/960.jpg",
    ]
    assert story["image"] == gallery["image"]


def test_a_lite_photo_story_leads_to_its_pictures() -> None:
    with compositor.light():
        page = set_story(PHOTOS)
    assert page.xpath("//img | //figure") == []
    assert len(page.xpath("//p[@class='picture']/a")) == 3


VIDEO = specimens.video_story()


def test_nothing_of_a_video_is_asked_for_before_somebody_plays_it() -> None:
    page = set_story(VIDEO)
    assert VIDEO.video is not None
    assert page.xpath("//iframe | //video | //*[contains(@src, 'youtube')] | //link[contains(@href, 'youtube')]") == []
    [box] = page.xpath("//a[@data-island='video']")
    assert (box.get("href"), box.get("data-embed")) == (VIDEO.video.href, VIDEO.video.embed)
    assert box.get("aria-label") == f"ভিডিও চালান: {VIDEO.headline}"
    assert [(one.get("alt"), one.get("fetchpriority")) for one in box.xpath(".//img")] == [("", "high")]
    assert page.xpath("string(//figure[contains(@class, 'video')]//figcaption/p/a)") == "ইউটিউবে দেখুন"
    assert len(page.xpath("//article//img")) == 1


def test_only_the_page_of_a_video_may_show_a_frame_and_only_of_its_player() -> None:
    assert "frame-src 'self';" in policy.csp()  # the paper's own places for advertising
    assert policy.frames_of(STORY) == ""
    assert VIDEO.video is not None
    for provider, player in policy.PLAYERS.items():
        film = replace(VIDEO, video=replace(VIDEO.video, provider=provider))  # type: ignore[arg-type]  # its own keys
        assert f"frame-src 'self' {player};" in dict(policy.headers(policy.frames_of(film)))["content-security-policy"]


def test_a_lite_video_is_a_link() -> None:
    with compositor.light():
        page = set_story(VIDEO)
    assert [(one.text, one.get("href")) for one in page.xpath("//p[@class='picture']/a")] == [
        ("ভিডিও চালান (ইউটিউবে)", "https://www.youtube.com/watch?v=aqz-KE-bpKQ")
    ]


def test_machines_are_told_of_a_video() -> None:
    node = jsonld.news_article(VIDEO, PAPER)["video"]
    assert VIDEO.video is not None
    assert (node["@type"], node["name"], node["embedUrl"]) == ("VideoObject", VIDEO.headline, VIDEO.video.embed)
    assert node["thumbnailUrl"] == "https://harkara.example/picture/7/960.jpg"
    assert "video" not in jsonld.news_article(STORY, PAPER)


def test_a_strip_of_opinions_names_who_wrote_and_says_once_that_it_is_opinion() -> None:
    page = parser.document_fromstring(pages.front(specimens.front_with_strips(), PAPER))
    [strip] = page.xpath("//section[@class='front-opinion']")
    assert strip.xpath("string(h2)") == "মতামত"
    assert [one.xpath("string(p[@class='voice-by'])") for one in strip.iter("article")] == ["নাদিরা হাসনাত"] * 3 + [""]
    assert strip.xpath(".//p[@class='kicker']/text()") == ["মতামত | কলাম"]
    assert strip.xpath(".//img") == []


def test_a_strip_of_opinions_under_another_name_calls_each_an_opinion() -> None:
    named = replace(specimens.opinions(), title="আজকের কলাম")
    front = replace(specimens.front(), blocks=(named,))
    page = parser.document_fromstring(pages.front(front, PAPER))
    assert page.xpath("//section[@class='front-opinion']//p[@class='kicker']/text()") == ["মতামত"] * 3 + ["মতামত | কলাম"]


def test_the_bar_stands_before_everything_else_of_the_front() -> None:
    page = parser.document_fromstring(pages.front(specimens.front_with_strips(), PAPER))
    [bar] = page.xpath("//main/*[1][self::aside]")
    assert bar.get("aria-label") == "এই মুহূর্তে"
    assert [" ".join(one.text_content().split())[:20] for one in bar.iter("li")] == [
        f"ব্রেকিং {specimens.LONG_HEADLINE}"[:20],
        f"সরাসরি {specimens.HEADLINES[4]}"[:20],
    ]
    assert parser.document_fromstring(pages.front(specimens.front(), PAPER)).xpath("//aside[@class='banners']") == []
