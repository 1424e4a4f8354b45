"""The clipping holds on invented pages, and each of its rules is known by name."""

import pytest

from harkara.wire.clipping import parse
from harkara.wire.rulebook import RULES
from tests.shared import shared
from tests.wire.page_shapes import Shape, clip, shapes
from tests.wire.scoring import score

PAGES = shapes()


def test_there_are_enough_pages_and_no_two_alike() -> None:
    assert len(PAGES) >= 25
    assert len({page.text for page in PAGES}) == len(PAGES)


@pytest.fixture(scope="module")
def whole() -> object:
    return score(PAGES)


@pytest.mark.parametrize(
    ("field", "floor"),
    [
        ("precision", 1.0),
        ("recall", 1.0),
        ("headline", 1.0),
        ("published", 1.0),
        ("updated", 1.0),
        ("byline", 1.0),
        ("outlet", 1.0),
        ("lines", 1.0),
    ],
)
def test_the_score(whole: object, field: str, floor: float) -> None:
    assert getattr(whole, field) >= floor


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_line_of_a_page_is_told_once(page: Shape) -> None:
    numbers = [line["n"] for line in clip(page).got["lines"]]
    assert numbers == [n for n, line in enumerate(page.text.splitlines(), 1) if line.strip()]


def test_a_rule_that_is_off_is_off() -> None:
    assert len(RULES) >= 30
    assert score(PAGES[:10], off=frozenset(RULES)) != score(PAGES[:10])


def test_the_page_the_paper_was_asked_for() -> None:
    got = parse(shared("data/clipping-2022-08-15.txt").read_text(encoding="utf-8")).as_json()
    assert got["headline"] == "উত্তর কোরিয়া নেতা কিমকে চিঠি দিলেন রুশ প্রেসিডেন্ট পুতিন"
    assert (got["desk"], got["outlet"]) == ("আন্তর্জাতিক ডেস্ক", "ঢাকাটাইমস")
    assert (got["published"], got["updated"]) == ("2022-08-15T11:29:00+06:00", "2022-08-15T14:08:00+06:00")
    assert len(got["body"]) == 7
    assert [source["name"] for source in got["source_chain"]] == ["কেসিএনএ", "রয়টার্স", "ঢাকাটাইমস"]
    assert got["sign_off"] == {"outlet": "ঢাকাটাইমস", "date": "১৫ আগস্ট", "initials": "এসএটি"}
    assert len(got["related"]) == 4
    assert set(got) == {
        "headline", "outlet", "desk", "byline", "dateline", "published", "updated", "body", "captions",
        "source_chain", "sign_off", "related", "furniture", "lines",
    }  # fmt: skip
