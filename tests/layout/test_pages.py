"""What stands on every page, whatever its kind."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from lxml import html as parser

from harkara.layout import assets, pages, policy, samples, specimens
from harkara.layout.copy import PaperCopy
from harkara.rack.pages import compressed

PAPER = specimens.paper()
SHEETS = samples.sheets()
ALL = SHEETS | {f"sample of {name}": text for name, text in samples.components().items()}

BELOW = ("/places/", "/all/", "/corrections/")
"""What the foot of every page leads to beside the sections."""

APART = {
    "busy",
    "gone",
    "not-found",
    "day",
    "month",
    "years",
    "on",
    "proof",
    "saved",
    "corrections",
    "corrections-empty",
    "letter",
    "letters",
    "writer",
    "desk",
    "document",
}
"""Pages that few ask for, beside those of search, have a style of their own."""

OF_KINDS = {
    "live",
    "covered",
    "covered-empty",
    "covered-ended",
    "covered-page",
    "front-strips",
    "story-bare",
    "explainer",
    "photo-story",
    "video",
    "obituary",
}
"""Stories that are more than news have one too."""


@pytest.fixture(params=sorted(ALL))
def page(request: pytest.FixtureRequest) -> parser.HtmlElement:
    """Each page in turn, parsed."""
    return parser.document_fromstring(ALL[request.param])


def test_nothing_is_styled_or_scripted_in_place(page: parser.HtmlElement) -> None:
    assert page.xpath("//@style | //style") == []
    assert [name for element in page.iter() for name in element.attrib if name.startswith("on")] == []


def test_every_inline_script_has_its_hash_in_the_policy(page: parser.HtmlElement) -> None:
    scripts = page.xpath("//script[not(@src)][not(@type='application/ld+json')]/text()")
    allowed = re.findall(r"'(sha256-[^']+)'", policy.csp())
    assert [policy.script_hash(script) for script in scripts] == allowed[:2]
    assert (
        len(allowed) == 3
    )  # the third stands beside headlines that are tested: tests/layout/browser/test_headlines.py


def test_a_page_asks_for_every_asset_that_it_needs_and_no_other(
    page: parser.HtmlElement, request: pytest.FixtureRequest
) -> None:
    """Search, calendars and proofs have a style that nobody else fetches, and so have stories that are more than news; what is
    kept has a script as well. Islands come when the page stands, and with them what only stories run.
    """
    name = request.node.callspec.id
    is_sample = name.startswith("sample of ")
    asked = page.xpath("//link[@rel='stylesheet' or @rel='icon']/@href | //script/@src")
    extra = {
        "apart.css": is_sample or name.startswith("search") or name in APART,
        "kinds.css": is_sample or name in OF_KINDS,
        "talk.css": is_sample or name.startswith(("comment", "letters-")),  # what readers say brings it along
        "live.css": is_sample or name.startswith("covered"),
        "live.js": name in ("covered", "covered-empty", "covered-ended"),
        "telling.css": False,  # fetched by the script, when it shows something
        "islands.js": False,  # fetched when the page stands
        "telling.js": is_sample,  # fetched by the islands where there is a story
        "saved.js": name == "saved",
        "alerts.css": is_sample or name == "alerts",
        "alerts.js": name == "alerts",
        "suggest.js": False,  # fetched when a reader comes to the search box
        "quote.js": False,  # fetched when a reader selects words
        "share.js": False,  # fetched when a reader comes near
        "consent.js": name == "sample of consent",  # only where others would hear of readers
        "asking.css": False,  # fetched by the script, when it asks
        "headline.woff2": False,  # fetched by the script, for the pages that come after
    }
    needed = [one.href for one in assets.assets() if extra.get(one.name, True)]
    assert sorted(asked) == sorted([*needed, "/look.css"])


def test_ids_are_unique_and_labels_lead_somewhere(page: parser.HtmlElement) -> None:
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(page.xpath("//@aria-labelledby")) - set(ids) == set()


@pytest.mark.parametrize("name", sorted(SHEETS))
def test_there_is_one_first_heading_and_no_level_is_left_out(name: str) -> None:
    page = parser.document_fromstring(SHEETS[name])
    levels = [int(heading.tag[1]) for heading in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []


def test_the_language_the_scale_and_the_skip_link_are_set(page: parser.HtmlElement) -> None:
    assert page.get("lang") == "bn"
    assert page.xpath("//meta[@name='viewport']/@content") == ["width=device-width, initial-scale=1"]
    assert page.xpath("//body/a[1]/@href") == ["#main"]
    assert page.xpath("count(//main[@id='main'])") == 1


def test_no_page_hides_an_unset_value(page: parser.HtmlElement) -> None:
    assert re.findall(r"\bNone\b|\bundefined\b|\{\{|<built-in", parser.tostring(page, encoding="unicode")) == []


def test_the_frame_shows_every_section_and_marks_the_readers_own() -> None:
    page = parser.document_fromstring(SHEETS["section"])
    links = page.xpath("//nav[@class='navigation']//a")
    hrefs = ["/", *(section.href for section in PAPER.sections), "/all/"]
    about = [one.href for one in PAPER.documents]
    assert [link.get("href") for link in links] == hrefs
    assert [link.get("href") for link in links if link.get("aria-current")] == ["/world/"]
    assert page.xpath("//nav[@class='footer-sections']//a/@href") == [*hrefs[1:-1], *BELOW, *about]


def test_the_imprint_is_printed_line_by_line_and_follow_links_stand_beside_it() -> None:
    page = parser.document_fromstring(SHEETS["front"])
    lines = [line.text_content() for line in page.xpath("//div[@class='footer-paper']/p")]
    assert lines == [
        "দৈনিক হরকরা",
        "খবর পৌঁছে যায়",
        "সম্পাদক: রওশন আরা মজুমদার",
        "১২ কাগজীটোলা লেন, ঢাকা",
        "নিবন্ধন নম্বর ০০০০",
        "স্বত্ব © দৈনিক হরকরা",
    ]
    assert page.xpath("//ul[contains(@class, 'footer-follow')]//a/@href") == [
        "https://google.com/preferences/source?q=harkara.example",
        "/feed.xml",
        "/saved/",
    ]


def test_a_paper_that_says_little_of_itself_has_no_empty_lines() -> None:
    silent = PaperCopy("ক", "", "https://k.example", "ক", "Asia/Dhaka", ())
    page = parser.document_fromstring(pages.front(specimens.empty_front(), silent))
    assert [line.text_content() for line in page.xpath("//div[@class='footer-paper']/p")] == ["ক", "স্বত্ব © ক"]
    assert page.xpath("//ul[contains(@class, 'footer-follow')]//a/@href") == ["/feed.xml", "/saved/"]
    assert page.findtext(".//title") == "ক"
    assert page.xpath("//meta[@name='description']/@content") == ["ক"]


def test_a_changed_paper_changes_the_frame_at_once() -> None:
    renamed = replace(PAPER, name="নতুন হরকরা")
    before = pages.notice(specimens.notice(), PAPER)
    after = pages.notice(specimens.notice(), renamed)
    assert after == before.replace("দৈনিক হরকরা", "নতুন হরকরা")


def test_pages_stay_inside_their_budget() -> None:
    """A story takes 8 KB on its way, compressed as the rack keeps it; before compression it has 30 KB, a front 60 KB."""
    story = SHEETS["story"].encode()
    assert len(compressed(story)) <= 8_000
    assert len(story) <= 30_000
    assert len(SHEETS["front"].encode()) <= 60_000


def test_notices_are_kept_out_of_search_and_lead_back() -> None:
    for name, status in (("not-found", "৪০৪"), ("gone", "৪১০"), ("busy", "৫০৩")):
        page = parser.document_fromstring(SHEETS[name])
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
        assert page.xpath("//link[@rel='canonical']") == []
        assert page.xpath("string(//p[@class='notice-status'])") == status
        assert page.xpath("//main//a/@href") == ["/", "/all/"]


@pytest.mark.parametrize("name", ["front", "section", "section-front", "day", "topic-empty", "writer"])
def test_fronts_and_lists_say_in_which_language_they_are(name: str) -> None:
    page = parser.document_fromstring(SHEETS[name])
    [canonical] = page.xpath("//link[@rel='canonical']/@href")
    said = [(one.get("hreflang"), one.get("href")) for one in page.xpath("//link[@hreflang]")]
    assert said == [("bn", canonical), ("x-default", canonical)]


def test_readers_prefer_the_paper_on_google_from_every_page_where_it_has_a_host_there() -> None:
    link = "//footer//a[starts-with(@href, 'https://google.com/preferences/source')]/@href"
    for name, text in SHEETS.items():
        asked = parser.document_fromstring(text).xpath(link)
        assert set(asked) == {"https://google.com/preferences/source?q=harkara.example"}, name
    without = parser.document_fromstring(pages.front(specimens.front(), replace(PAPER, google_source="")))
    assert without.xpath(link) == []
