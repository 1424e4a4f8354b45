"""The page of results, from a query string to HTML."""

from dataclasses import replace
from urllib.parse import urlencode

import pytest
from lxml import html as parser

from harkara.archive.index import Found, Search
from harkara.layout import pages, specimens
from harkara.layout.copy import SectionCopy
from harkara.layout.finding import SearchCopy
from harkara.stand import results
from harkara.stand.lookup import Lookup
from tests.stand.archives import Shelf, found, hit

PAPER = specimens.paper()
FORM = pages.search(SearchCopy(), PAPER)


def page(answer: Found, **said: str) -> parser.HtmlElement:
    """The page for what was ``said`` in the form, where ``answer`` is found."""
    made = results.page(urlencode({name.rstrip("_"): value for name, value in said.items()}), FORM, searched(answer)[0])
    assert made.status == 200
    return parser.document_fromstring(made.html)


def searched(answer: Found) -> tuple[Lookup, Shelf]:
    shelf = Shelf(answer)
    return Lookup(lambda: shelf), shelf


def words(found: list[parser.HtmlElement]) -> list[str]:
    return [" ".join(one.text_content().split()) for one in found]


def links(place: parser.HtmlElement, path: str) -> dict[str, str]:
    return {" ".join(one.text_content().split()): one.get("href") for one in place.xpath(path)}


def test_a_hit_is_shown_with_what_was_looked_for_marked_and_nothing_unescaped() -> None:
    shown = page(found(1), q="নদী").xpath("//ol[@class='search-hits']/li")
    assert len(shown) == 1
    assert shown[0].xpath(".//h2/a/@href") == ["/world/1/নদী"]
    assert words(shown[0].xpath(".//h2 | .//*[@class='teaser-summary'] | .//*[@class='kicker']")) == [
        "আন্তর্জাতিক",
        "নদীর কথা",
        "… পাড়ে <b> নদী",
    ]
    assert shown[0].xpath(".//mark/text()") == ["নদী", "নদী"]
    assert shown[0].xpath(".//time/@datetime") == ["2022-08-14T11:29:00+06:00"]
    assert words(shown[0].xpath(".//time")) == ["১৪ আগস্ট ২০২২, ১১:২৯"]


def test_an_address_that_leads_out_of_the_paper_is_not_followed() -> None:
    strange = [hit(1), hit(2), hit(3)]
    hrefs = ["//elsewhere.example/", "javascript:alert(1)", ""]
    hits = tuple(
        type(one)(one.kind, one.number, href, one.headline, one.excerpt, "gone", one.published_at)
        for one, href in zip(strange, hrefs, strict=True)
    )
    shown = page(Found(hits, 3), q="নদী")
    assert shown.xpath("//ol[@class='search-hits']//h2/a/@href") == ["/1", "/2", "/3"]
    assert shown.xpath("//ol[@class='search-hits']//p[@class='kicker']") == []  # the paper has no such section


def test_the_form_keeps_what_was_typed_and_the_frame_is_the_papers() -> None:
    lookup, shelf = searched(found(1))
    said = {"q": '"<নদী>" & চর', "section": "sports", "writer": "রওশন আরা", "topic": "চর ও দ্বীপ", "from": "৩১ শ্রাবণ ১৪২৯"}
    made = results.page(urlencode(said), FORM, lookup)
    shown = parser.document_fromstring(made.html)
    assert shown.xpath("//form[@data-paper]") == []
    form = shown.xpath("//form")[0]
    assert {one.get("name"): one.value for one in form.xpath(".//input | .//select")} == {
        "q": '"<নদী>" & চর',
        "section": "sports",
        "writer": "রওশন আরা",
        "topic": "চর ও দ্বীপ",
        "from": "১৫ আগস্ট ২০২২",
        "to": "",
        "sort": "relevance",
    }
    assert shelf.asked[0].begins is not None
    assert (shelf.asked[0].zone, shelf.asked[0].section, shelf.asked[0].topic) == (PAPER.zone, "sports", "চর-ও-দ্বীপ")
    assert "বিষয়: চর ও দ্বীপ ×বাছাই তুলে দিন" in words(shown.xpath("//ul[@class='search-filters']//a"))
    empty = parser.document_fromstring(FORM)
    assert shown.xpath("string(//footer)") == empty.xpath("string(//footer)")
    assert words(shown.xpath("//nav[@class='navigation']//a")) == words(empty.xpath("//nav[@class='navigation']//a"))
    assert shown.findtext(".//title") == '"<নদী>" & চর | খোঁজ | দৈনিক হরকরা'
    assert shown.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_filters_in_force_can_be_lifted_one_by_one() -> None:
    said = {"q": "নদী", "section": "world", "writer": "রওশন আরা", "from": "2022-08-15", "to": "2022-08-20", "page": "2"}
    shown = parser.document_fromstring(results.page(urlencode(said), FORM, searched(found(1, 30))[0]).html)
    lifted = links(shown, "//ul[@class='search-filters']//a")
    assert [label.removesuffix(" ×বাছাই তুলে দিন") for label in lifted] == [
        "বিভাগ: আন্তর্জাতিক",
        "লেখক: রওশন আরা",
        "১৫ আগস্ট ২০২২ থেকে",
        "২০ আগস্ট ২০২২ পর্যন্ত",
    ]
    first = next(iter(lifted.values()))
    assert results.read(first.partition("?")[2]).search == Search(
        "নদী", writer="রওশন আরা", begins=results.date(2022, 8, 15), ends=results.date(2022, 8, 20)
    )


def test_sections_are_chips_with_counts_and_lead_to_the_same_search() -> None:
    shown = page(found(2, 40, sections={"world": 3, "sports": 37, "gone": 9}), q="নদী", sort="newest", page="2")
    assert links(shown, "//nav[@aria-label='কোন বিভাগে কত']//a") == {
        "সব বিভাগ": "/search/?q=%E0%A6%A8%E0%A6%A6%E0%A7%80&sort=newest",
        "খেলাধুলা ৩৭": "/search/?q=%E0%A6%A8%E0%A6%A6%E0%A7%80&section=sports&sort=newest",
        "আন্তর্জাতিক ৩": "/search/?q=%E0%A6%A8%E0%A6%A6%E0%A7%80&section=world&sort=newest",
    }
    chosen = page(found(2, 40, sections={"world": 3}), q="নদী", section="world")
    assert words(chosen.xpath("//nav[@aria-label='কোন বিভাগে কত']//a[@aria-current]")) == ["আন্তর্জাতিক ৩"]
    assert words(chosen.xpath("//nav[@aria-label='সাজানো']//a[@aria-current]")) == ["বেশি মিল আগে"]


PARTED = replace(PAPER, sections=(*PAPER.sections, SectionCopy("cricket", "ক্রিকেট", "/cricket/", "sports")))
"""The paper with a section that is a part of another one."""


def test_a_section_is_searched_with_its_parts_and_counts_what_they_have() -> None:
    form = pages.search(SearchCopy(), PARTED)
    lookup, shelf = searched(found(2, 40, sections={"world": 30, "sports": 20, "cricket": 15}))
    made = results.page("q=x&section=sports", form, lookup)
    assert [(one.section, one.parts) for one in shelf.asked] == [("sports", ("cricket",))]
    shown = parser.document_fromstring(made.html)
    assert links(shown, "//nav[@aria-label='কোন বিভাগে কত']//a") == {
        "সব বিভাগ": "/search/?q=x",
        "খেলাধুলা ৩৫": "/search/?q=x&section=sports",
        "আন্তর্জাতিক ৩০": "/search/?q=x&section=world",
        "ক্রিকেট ১৫": "/search/?q=x&section=cricket",
    }
    assert words(shown.xpath("//nav[@aria-label='কোন বিভাগে কত']//a")) == [
        "সব বিভাগ",
        "খেলাধুলা ৩৫",
        "আন্তর্জাতিক ৩০",
        "ক্রিকেট ১৫",
    ]
    for query in ("q=x&section=cricket", "q=x&section=world", "q=x"):
        results.page(query, form, lookup)
    assert [one.parts for one in shelf.asked[1:]] == [(), (), ()]


def test_many_pages_are_turned_from_first_to_last_and_no_further() -> None:
    shown = page(found(20, 5000, at_least=True), q="x", page="7")
    assert words(shown.xpath("//ol[@class='search-pages']/li")) == ["পাতা ১", "…", "পাতা ৬", "পাতা ৭", "পাতা ৮", "…", "পাতা ৫০"]
    assert shown.xpath("//nav/a[@rel]/@href") == ["/search/?q=x&page=6", "/search/?q=x&page=8"]
    assert shown.xpath("//link[@rel='prev' or @rel='next']/@href") == ["/search/?q=x&page=6", "/search/?q=x&page=8"]
    assert words(shown.xpath("//*[@class='search-sum']")) == ["৫,০০০টির বেশি খবর পাওয়া গেছে। এটি ৭ নম্বর পাতা।"]
    assert shown.xpath("//ol[@class='search-hits']/@start") == ["121"]
    last = page(found(20, 5000), q="x", page="50")
    assert last.xpath("//nav/a[@rel]/@href") == ["/search/?q=x&page=49"]
    assert len(last.xpath("//p[@class='search-cut']")) == 1
    few = page(found(20, 20), q="x")
    assert few.xpath("//nav[contains(@class, 'turn')] | //p[@class='search-cut'] | //link[@rel='next']") == []
    two = page(found(20, 21), q="x")
    assert words(two.xpath("//ol[@class='search-pages']/li")) == ["পাতা ১", "পাতা ২"]


def test_an_engine_that_only_knows_of_more_still_lets_one_turn() -> None:
    shown = page(found(20, 20, at_least=True), q="x")
    assert shown.xpath("//link[@rel='next']/@href") == ["/search/?q=x&page=2"]


def test_nothing_found_says_what_one_may_try() -> None:
    shown = page(Found(meant="নদীভাঙন"), q='"নদিভাংগন চর" -বালু', section="world", **{"from": "2022"})
    assert words(shown.xpath("//*[@class='search-empty']/h2")) == ['“"নদিভাংগন চর" -বালু” দিয়ে কোনো খবর পাওয়া গেল না']
    assert links(shown, "//*[@class='search-meant']/a") == {
        "নদীভাঙন": results.link(Search("নদীভাঙন", section="world", begins=results.date(2022, 1, 1)))
    }
    assert links(shown, "//*[@class='search-empty']//a") == {
        "উদ্ধৃতি চিহ্ন ও বিয়োগ চিহ্ন ছাড়া খুঁজুন: নদিভাংগন চর বালু": results.link(
            Search("নদিভাংগন চর বালু", section="world", begins=results.date(2022, 1, 1))
        ),
        "বাছাই ছাড়া সব খবরে খুঁজুন": results.link(Search('"নদিভাংগন চর" -বালু')),
        "তারিখ ধরে সব খবর দেখুন": "/all/",
    }


def test_behind_the_last_page_the_first_is_offered() -> None:
    shown = page(Found(total=3), q="নদী", page="9")
    assert links(shown, "//*[@class='search-empty']//a")["প্রথম পাতা দেখুন"] == results.link(Search("নদী"))
    assert shown.xpath("//nav[contains(@class, 'turn')]") == []


def test_filters_alone_show_the_newest_first() -> None:
    lookup, shelf = searched(found(1))
    shown = parser.document_fromstring(results.page("section=world", FORM, lookup).html)
    assert shelf.asked == [Search(section="world", sort="newest")]
    assert words(shown.xpath("//nav[@aria-label='সাজানো']//a[@aria-current]")) == ["নতুন আগে"]


def test_what_could_not_be_read_is_said_and_the_rest_is_searched() -> None:
    lookup, shelf = searched(found(1))
    made = results.page(urlencode({"q": "নদী " * 300, "from": "৩২ আগস্ট", "section": "nowhere"}), FORM, lookup)
    shown = parser.document_fromstring(made.html)
    assert len(shown.xpath("//*[contains(@class, 'search-trouble')]")) == 3
    assert shown.xpath("//details/@open") == [""]
    assert shown.xpath("//input[@name='from']/@value") == ["৩২ আগস্ট"]
    assert shown.xpath("//input[@aria-invalid]/@name") == ["from"]
    assert shelf.asked[0].section == ""


@pytest.mark.parametrize("query", ["q=", "q=+%20&section=&from=&to=&sort=relevance", "fbclid=1", "%00", "q=%ff"])
def test_where_nothing_is_looked_for_the_form_is_empty(query: str) -> None:
    lookup, shelf = searched(found(1))
    assert results.page(query, FORM, lookup) == results.Made(200, FORM)
    assert shelf.asked == []


def test_an_archive_at_rest_keeps_what_was_typed() -> None:
    made = results.page("q=x", FORM, Lookup(None))
    shown = parser.document_fromstring(made.html)
    assert made.status == 503
    assert shown.xpath("//input[@name='q']/@value") == ["x"]
    assert words(shown.xpath("//*[@class='search-empty']/h2")) == ["খোঁজার ঘর এখন বিশ্রামে"]


def test_a_form_of_another_version_cannot_be_used() -> None:
    for form in (
        "<p>",
        FORM.replace("&#34;zone&#34;", "&#34;region&#34;"),
        FORM.replace("&#34;sections&#34;", "&#34;s&#34;"),
    ):
        with pytest.raises(LookupError, match="no card"):
            results.page("q=x", form, Lookup(None))
