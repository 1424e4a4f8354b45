"""The front, lists and the rail."""

from dataclasses import replace

import pytest
from lxml import html as parser

from harkara.layout import pages, specimens
from harkara.layout.copy import FrontBlockCopy, FrontCopy, ListPageCopy, RailCopy

PAPER = specimens.paper()


def set_list(copy: ListPageCopy) -> parser.HtmlElement:
    return parser.document_fromstring(pages.list_page(copy, PAPER))


def set_front(copy: FrontCopy) -> parser.HtmlElement:
    return parser.document_fromstring(pages.front(copy, PAPER, specimens.today()))


def headlines(page: parser.HtmlElement, class_name: str) -> list[str]:
    return page.xpath(f"//*[contains(concat(' ', @class, ' '), ' {class_name} ')]//*[@class='teaser-headline']/a/@href")


def test_the_front_prints_lead_secondary_latest_and_blocks_each_once_in_its_place() -> None:
    copy = specimens.front()
    page = set_front(copy)
    assert copy.lead is not None
    assert headlines(page, "front-lead") == [copy.lead.href, *(story.href for story in copy.secondary[:2])]
    assert headlines(page, "front-secondary") == [story.href for story in copy.secondary[2:]]
    assert headlines(page, "front-latest") == [story.href for story in copy.latest]
    assert headlines(page, "front-blocks") == [story.href for block in copy.blocks for story in block.stories]
    assert page.xpath("//h2[@class='block-title']/a/@href") == [block.href for block in copy.blocks]


@pytest.mark.parametrize(("count", "under"), [(0, 0), (1, 0), (3, 0), (4, 2), (6, 2)])
def test_stories_stand_under_the_lead_where_there_are_enough(count: int, under: int) -> None:
    stories = tuple(specimens.teaser(number) for number in range(1, count + 1))
    page = set_front(replace(specimens.front(), secondary=stories))
    assert headlines(page, "front-under") == [story.href for story in stories[:under]]
    assert headlines(page, "front-secondary") == [story.href for story in stories[under:]]


def test_without_a_lead_every_secondary_story_stays_in_its_column() -> None:
    copy = replace(specimens.front(), lead=None)
    page = set_front(copy)
    assert headlines(page, "front-secondary") == [story.href for story in copy.secondary]
    assert page.xpath("//div[contains(@class, 'front-top-2')]") != []


def test_only_the_lead_is_fetched_first() -> None:
    page = set_front(specimens.front())
    assert page.xpath("//img[@fetchpriority='high']/@src") == ["/picture/1/960.jpg"]
    assert asked_of_a_dense_phone(page) == [True]
    assert page.xpath("//img[not(@loading='lazy')]/@src") == ["/picture/1/960.jpg"]


def test_an_empty_front_says_so_and_shows_no_empty_block() -> None:
    page = set_front(FrontCopy(None, (), (), ()))
    assert page.xpath("string(//p[@class='empty'])") == "আজকের পাতা সাজানো হচ্ছে। একটু পরে আবার আসুন।"
    assert page.xpath("//article") == []
    blocks = set_front(specimens.empty_front())
    assert blocks.xpath("//section[contains(@class, 'front-block')]") == []
    assert blocks.xpath("string(//p[@class='empty'])") == page.xpath("string(//p[@class='empty'])")


def test_where_the_lead_has_no_picture_words_fill_its_column() -> None:
    under = "//div[@class='front-under']//p[@class='teaser-summary']"
    copy = specimens.front()
    assert copy.lead is not None
    assert set_front(copy).xpath(under) == []
    assert len(set_front(replace(copy, lead=replace(copy.lead, picture=None))).xpath(under)) == 2


def test_the_masthead_has_the_date_only_where_it_is_given_one() -> None:
    with_date = parser.document_fromstring(pages.front(specimens.front(), PAPER, specimens.today()))
    without = parser.document_fromstring(pages.front(specimens.front(), PAPER))
    line = str(with_date.xpath("string(//p[@class='masthead-date'])"))
    assert "১৫ আগস্ট ২০২২" in line
    assert "১৪২৯" in line
    assert without.xpath("//p[@class='masthead-date']") == []
    assert with_date.xpath("string(//h1)") == "দৈনিক হরকরা"


def test_a_one_story_block_has_no_empty_rest() -> None:
    block = FrontBlockCopy("one", "এক", "", (specimens.teaser(),))
    page = set_front(replace(specimens.front(), blocks=(block,)))
    assert page.xpath("//div[@class='front-block-rest']") == []


def test_a_section_without_stories_is_not_searched() -> None:
    copy = replace(specimens.section_page(), stories=(), older="", feeds=())
    assert set_list(copy).xpath("//ul[contains(@class, 'listing-feeds')]") == []
    assert set_list(replace(specimens.section_front(), stories=())).xpath("//a[@href='/search/?section=world']") != []


def test_a_section_page_lists_its_stories_its_feeds_and_where_it_is_searched() -> None:
    copy = specimens.section_page()
    page = set_list(copy)
    assert headlines(page, "listing-stories") == [story.href for story in copy.stories]
    assert page.xpath("//ul[contains(@class, 'listing-feeds')]//a/@href") == [
        "/search/?section=world",
        "/world/feed.xml",
        "/world/atom.xml",
        "/world/feed.json",
    ]
    feeds = page.xpath("//link[@rel='alternate'][starts-with(@href, '/world/')]")
    assert [(feed.get("href"), feed.get("type")) for feed in feeds] == [
        ("/world/feed.xml", "application/rss+xml"),
        ("/world/atom.xml", "application/atom+xml"),
        ("/world/feed.json", "application/feed+json"),
    ]
    assert page.xpath("//link[@rel='canonical']/@href") == ["https://harkara.example/world/"]


def test_a_section_leads_to_its_parts_and_they_back_to_it() -> None:
    paper = specimens.paper_with_parts()
    whole = parser.document_fromstring(pages.list_page(specimens.sports_page(), paper))
    part = parser.document_fromstring(pages.list_page(specimens.sports_page(specimens.CRICKET), paper))
    assert whole.xpath("//nav[@class='listing-places']//a/@href") == ["/cricket/"]
    assert whole.xpath("//nav[@class='listing-places']/@aria-label") == ["খেলাধুলা"]
    assert part.xpath("//nav[@class='listing-places']") == []
    assert part.xpath("//nav[@class='breadcrumb']//a/@href") == ["/", "/sports/"]
    for page in (whole, part):
        assert page.xpath("//ul[contains(@class, 'navigation-list')]//a[@aria-current]/@href") == ["/sports/"]
        assert len(page.xpath("//ul[contains(@class, 'navigation-list')]//a")) == 2 + len(specimens.SECTIONS)
        assert page.xpath("//footer//a[@href='/cricket/']") == []
    older = replace(specimens.sports_page(), number=1)
    assert "/cricket/" not in pages.list_page(older, paper)


def test_a_list_goes_from_new_to_old() -> None:
    page = set_list(replace(specimens.section_page(), number=3, newer="/world/page/4/", older="/world/page/2/"))
    links = page.xpath("//nav[@class='turn']/a")
    assert [(link.get("rel"), link.get("href"), link.text) for link in links] == [
        ("prev", "/world/page/4/", "নতুন খবর"),
        ("next", "/world/page/2/", "আগের খবর"),
    ]
    assert page.xpath("//head/link[@rel='prev' or @rel='next']/@href") == ["/world/page/4/", "/world/page/2/"]
    assert page.findtext(".//title") == "আন্তর্জাতিক (পাতা ৩) | দৈনিক হরকরা"


def test_days_go_forward() -> None:
    page = set_list(specimens.day_page())
    links = page.xpath("//nav[@class='turn']/a")
    assert [(link.get("rel"), link.get("href"), link.text) for link in links] == [
        ("prev", "/all/2022-08-14/", "আগের দিন"),
        ("next", "/all/2022-08-16/", "পরের দিন"),
    ]
    day = page.xpath("//header[@class='listing-head']//time")[0]
    assert (day.get("datetime"), day.text) == ("2022-08-15", "সোমবার, ১৫ আগস্ট ২০২২")


def test_a_list_of_all_sections_says_which_section_a_story_is_of() -> None:
    copy = specimens.day_page()
    kickers = [kicker.text for kicker in set_list(copy).xpath("//p[@class='kicker']")]
    assert kickers == [story.section.name for story in copy.stories]
    assert set_list(specimens.section_page()).xpath("//article[1]//p[@class='kicker']") == []


def test_an_empty_list_says_so() -> None:
    page = set_list(specimens.empty_page())
    assert page.xpath("string(//p[@class='empty'])") == "এখানে এখনো কোনো খবর নেই।"
    assert page.xpath("//nav[@class='turn']") == []


def test_the_fragment_of_a_topic_is_a_list_with_times() -> None:
    copy = specimens.newer()
    fragment = parser.fragment_fromstring(pages.newer(copy, PAPER), create_parent=True)
    assert fragment.xpath("./ol/li/a/@href") == [story.href for story in copy.stories]
    assert fragment.xpath("./ol/li[4]/time/@datetime") == ["2022-08-15T11:29:00+06:00"]


def test_the_rail_has_a_list_for_each_that_is_not_empty() -> None:
    copy = specimens.rail()
    fragment = parser.fragment_fromstring(pages.rail(copy, PAPER), create_parent=True)
    assert fragment.xpath("./section/@id") == ["rail-top", "rail-latest", "rail-popular"]
    assert [heading.text for heading in fragment.iter("h2")] == ["শীর্ষ", "সর্বশেষ", "জনপ্রিয়"]
    assert fragment.xpath("./section[1]//a/@href") == [story.href for story in copy.top]
    live = pages.rail(replace(copy, top=(replace(copy.top[0], mark="live"), *copy.top[1:])), PAPER)
    marked = parser.fragment_fromstring(live, create_parent=True).xpath("./section[1]//a")
    assert [one.text_content() for one in marked[:2]] == [f"সরাসরি {copy.top[0].headline}", copy.top[1].headline]
    popular = pages.rail(RailCopy((), (), copy.top), PAPER)
    assert parser.fragment_fromstring(popular, create_parent=True).xpath("./section/@id") == ["rail-popular"]
    assert "<section" not in pages.rail(RailCopy((), ()), PAPER)


def test_no_relative_time_is_baked() -> None:
    page = set_front(specimens.front())
    times = page.xpath("//time[@data-island='relative']")
    assert [time.text for time in times if "আগে" in time.text] == []
    assert times[0].get("datetime") == "2022-08-15T11:29:00+06:00"


def asked_of_a_dense_phone(page: parser.HtmlElement) -> list[bool]:
    """Whether each picture that a reader came for asks less of a dense phone, in every form in which it is there."""
    seen = page.xpath("//picture[.//img[@fetchpriority='high']]")
    return [all("(min-resolution: 1.5x) 88vw" in sizes for sizes in one.xpath(".//@sizes")) for one in seen]


def test_a_dense_phone_takes_a_smaller_file_of_the_first_picture_of_a_list_alone() -> None:
    page = set_list(specimens.section_page())
    assert asked_of_a_dense_phone(page) == [True]
    others = page.xpath("//picture[.//img[@loading='lazy']]//@sizes")
    assert others
    assert [sizes for sizes in others if "min-resolution" in sizes] == []
