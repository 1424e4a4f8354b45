"""The search page, and the card from which its frame is set where there is no database."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from lxml import html as parser

from harkara.layout import finding_specimens, pages, samples, specimens
from harkara.layout.finding import FieldsCopy, HitCopy, SearchCopy, paper_of

PAPER = specimens.paper()
SHEETS = samples.sheets()
SEARCHES = sorted(name for name in SHEETS if name.startswith("search"))


def parsed(copy: SearchCopy) -> parser.HtmlElement:
    return parser.document_fromstring(pages.search(copy, PAPER))


@pytest.mark.parametrize(
    "paper",
    [
        PAPER,
        replace(PAPER, name="\"'&<>হরকরা\n", sections=(), tagline="", imprint="\\ </form>"),
        replace(PAPER, editor='data-paper="x"'),
    ],
)
def test_the_paper_is_read_again_from_its_empty_form(paper: object) -> None:
    assert isinstance(paper, type(PAPER))
    form = pages.search(SearchCopy(), paper)
    again = paper_of(form)
    assert again == replace(paper, outlet="")
    assert again is not None
    assert pages.search(SearchCopy(), again) == form  # so the frame of results is that of the form, to the letter


def test_only_the_empty_form_carries_the_card() -> None:
    assert [name for name in SEARCHES if paper_of(SHEETS[name])] == ["search"]


@pytest.mark.parametrize("page", ["", "<form>", ' data-paper="{}"', ' data-paper="[1]"', ' data-paper="{'])
def test_what_carries_no_card_is_of_no_paper(page: str) -> None:
    assert paper_of(page) is None


@pytest.mark.parametrize("name", SEARCHES)
def test_every_search_page_is_left_out_by_robots_and_has_one_form(name: str) -> None:
    page = parser.document_fromstring(SHEETS[name])
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert page.xpath("//form/@action") == ["/search/"]
    assert page.xpath("//form/@method") == []  # GET
    assert page.xpath("//link[@rel='canonical']") == []
    assert page.xpath("//main//form//label/@for") == page.xpath("//main//form//*[@id][@name]/@id")


def test_every_other_page_has_a_box_in_its_masthead() -> None:
    for name in sorted(SHEETS.keys() - set(SEARCHES)):
        page = parser.document_fromstring(SHEETS[name])
        assert page.xpath("//header//form[@role='search']/@action") == ["/search/"], name
        assert page.xpath("//header//a[@class='masthead-link']/@href") == ["/search/"], name


def test_what_was_looked_for_is_marked_and_escaped() -> None:
    hit = HitCopy("/a", (("a<", False), ("b>", True)), (), None, datetime(2022, 8, 15, tzinfo=UTC))
    page = parsed(SearchCopy(fields=FieldsCopy("b"), asked=True, hits=(hit,), total=1))
    assert (
        parser.tostring(page.xpath("//h2/a")[0], encoding="unicode").strip()
        == '<a href="/a">a&lt;<mark>b&gt;</mark></a>'
    )
    assert page.xpath("//p[@class='teaser-summary'] | //p[@class='kicker']") == []


def test_the_marks_of_the_specimens_leave_the_words_as_they_are() -> None:
    pieces = finding_specimens.marked("চরের নদী ও চরের বালু", "চরের", "নদী")
    assert pieces == (("চরের", True), (" ", False), ("নদী", True), (" ও চরের বালু", False))


def test_a_page_of_results_stays_inside_its_budget() -> None:
    """30 KB before compression, of which twenty hits are two thirds: half of a front."""
    assert len(SHEETS["search-hits"].encode()) <= 30_000


def test_the_front_tells_machines_where_the_paper_is_searched() -> None:
    assert '"urlTemplate":"https://harkara.example/search/?q={search_term_string}"' in SHEETS["front"]
    assert '"name":"দৈনিক হরকরা"' in SHEETS["front"]
