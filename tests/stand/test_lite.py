"""Lite pages through the stand: found without an entry of their own, printed when asked for, gone with their page."""

from pathlib import Path

import pytest

from harkara.layout import compositor, pages, policy, specimens
from harkara.layout.finding import SearchCopy
from harkara.rack.door import Answer
from harkara.rack.pages import Page
from harkara.stand.search import Terms
from tests.stand.archives import HEADERS, Shelf, found
from tests.stand.reader import HTML, STORY, Rack, ask
from tests.stand.test_search import ask as search

FREE = Terms(rate=100_000, burst=100_000)


@pytest.fixture
def rack(tmp_path: Path) -> Rack:
    made = Rack(tmp_path / "rack")
    made.story()
    return made


def test_a_lite_page_is_printed_when_somebody_asks_and_then_lies_there(rack: Rack) -> None:
    asks = []

    async def press(url: str, path: str, timeout: float) -> Answer:
        asks.append(path)
        rack.shelf.put("lite:story:12", Page(200, HTML, "হালকা".encode()))
        return "baked"

    stand = rack.stand(ask=press)
    answers = [ask(stand, f"/lite{STORY}") for _ in range(3)]
    assert [(answer.status, answer.text()) for answer in answers] == [(200, "হালকা")] * 3
    assert asks == [f"/lite{STORY}"]
    assert ask(stand, STORY).text() != "হালকা"


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("/lite", "/lite/"),
        ("/lite/12", f"/lite{STORY}"),
        ("/lite/world/12/wrong", f"/lite{STORY}"),
        (f"/lite{STORY}/", f"/lite{STORY}"),
    ],
)
def test_a_wrong_address_leads_to_the_right_lite_page(rack: Rack, path: str, where: str) -> None:
    from urllib.parse import unquote

    answer = ask(rack.stand(), path)
    assert unquote(str(answer.header("location"))) == where


def test_a_lite_page_is_gone_with_its_page_even_where_it_is_in_memory(rack: Rack) -> None:
    rack.shelf.put("lite:story:12", Page(200, HTML, "নাম".encode()))
    rack.shelf.put("lite:notice:410", Page(410, HTML, "হালকা: প্রত্যাহার".encode()))
    stand = rack.stand()
    assert [ask(stand, f"/lite{STORY}").status for _ in range(3)] == [200, 200, 200]
    rack.manifest.gone(STORY)
    answer = ask(stand, f"/lite{STORY}")
    assert (answer.status, answer.text()) == (410, "হালকা: প্রত্যাহার")


def test_a_lite_page_that_is_not_there_is_said_so_by_a_lite_page(rack: Rack) -> None:
    rack.shelf.put("lite:notice:404", Page(404, HTML, "হালকা: নেই".encode()))
    rack.shelf.put("notice:404", Page(404, HTML, "নেই".encode()))
    stand = rack.stand()
    assert [ask(stand, path).text() for path in ("/lite/nothing/", "/nothing/")] == ["হালকা: নেই", "নেই"]


def test_who_searches_from_a_lite_page_finds_lite_pages(rack: Rack) -> None:
    with compositor.light():
        form = pages.search(SearchCopy(), specimens.paper())
    rack.place("/search/", "search", "পূর্ণ ফর্ম")
    rack.shelf.put("lite:search", Page(200, HEADERS, form.encode()))
    stand = rack.stand(archive=lambda: Shelf(found(2)), terms=FREE)
    assert search(stand, "/lite/search", "q=x").header("location") == "/lite/search/?q=x"
    assert "search-tips" in search(stand, "/lite/search/").text()
    answer = search(stand, "/lite/search/", "q=x", accept_encoding="gzip")
    page = answer.text()
    assert (answer.status, "<script" in page, 'action="/lite/search/"' in page) == (200, False, True)
    assert dict(answer.headers).items() >= dict(policy.lite_headers()).items()
    hits = found(2).hits
    assert [f'<a href="/lite{hit.href}">' in page for hit in hits] == [True, True]
