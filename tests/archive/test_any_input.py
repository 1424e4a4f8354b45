"""No search, no text that is typed and no record is an error."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harkara.archive.index import PER_PAGE, Index, Search, Sort
from harkara.archive.record import Kind, Record
from harkara.archive.shelf import ENGINES, open_index

from .records import story

PIECES = [*"কিমা্ \"'-*()^:+{}“”।৫.,·_\0\ud800é\u0301\u200d\u0600", " OR ", " NEAR ", "কোরিয়া", "putin"]
TEXTS = st.text(max_size=40) | st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
SEARCHES = st.builds(
    Search,
    text=TEXTS,
    section=st.just("") | TEXTS,
    topic=st.just("") | TEXTS,
    writer=st.just("") | TEXTS,
    begins=st.none() | st.dates(),
    ends=st.none() | st.dates(),
    zone=st.sampled_from(["Asia/Dhaka", "UTC", "", "..", "Asia/Kolkata", "no\0zone"]),
    kinds=st.lists(cast("st.SearchStrategy[Kind]", st.sampled_from(["story", "draft", "news"]))).map(tuple),
    sort=cast("st.SearchStrategy[Sort]", st.sampled_from(["relevance", "newest", "oldest", ""])),
    page=st.integers(-3, 60) | st.integers(),
)
MOMENTS = st.datetimes(timezones=st.just(UTC))


@pytest.fixture(scope="module", params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder: Path = tmp_path_factory.mktemp("any")
    made = open_index(folder, writing=True, engine=request.param)
    made.write([story(1, "উত্তর কোরিয়ার নেতা কিম", "putin কিমা é ৫", section="world"), story(2, "কোরিয়া", "কি মা")], [])
    yield made
    made.close()


@settings(max_examples=150, deadline=None)
@given(search=SEARCHES)
def test_no_search_is_an_error(index: Index, search: Search) -> None:
    found = index.search(search)
    assert len(found.hits) <= min(PER_PAGE, found.total)
    assert found.total <= 2
    if search.begins and search.ends and search.begins > search.ends:
        assert found.total == 0


@settings(max_examples=100, deadline=None)
@given(typed=TEXTS, limit=st.integers(-1, 9))
def test_nothing_typed_is_an_error(index: Index, typed: str, limit: int) -> None:
    assert len(index.suggest(typed, limit)) <= max(limit, 0)
    index.like(story(9, typed, typed), limit)


RECORDS = st.builds(
    Record,
    kind=cast("st.SearchStrategy[Kind]", st.sampled_from(["story", "draft", "clipping"])),
    number=st.integers(0, 5),
    headline=TEXTS,
    body=TEXTS | st.text(min_size=300, max_size=700),
    published_at=MOMENTS,
    summary=TEXTS,
    href=TEXTS,
    section=TEXTS,
    topics=st.lists(TEXTS, max_size=2).map(tuple),
    writers=st.lists(TEXTS, max_size=2).map(tuple),
)


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=st.lists(RECORDS, max_size=4), search=SEARCHES)
def test_every_record_can_be_kept_and_shown(
    engine: str, tmp_path_factory: pytest.TempPathFactory, records: list[Record], search: Search
) -> None:
    made = open_index(tmp_path_factory.mktemp("any"), writing=True, engine=engine)
    made.write(records, [])
    kept = {record.key: record for record in records}
    found = made.search(Search(sort="oldest"))
    shown = {f"{hit.kind}:{hit.number}": hit for hit in found.hits}
    assert shown.keys() == kept.keys()
    for key, record in kept.items():
        assert "".join(text for text, _ in shown[key].headline) == record.headline
        assert (shown[key].href, shown[key].section, shown[key].published_at) == (
            record.href,
            record.section,
            record.published_at,
        )
    made.search(search)
    made.write([], list(kept))
    assert (made.count(), made.search(Search()).total) == (0, 0)
    made.close()


def test_the_ends_of_time(index: Index) -> None:
    assert index.search(Search(begins=date.max)).total == 0
    assert index.search(Search(ends=date.min)).total == 0
    assert index.search(Search(begins=date.min, ends=date.max)).total == 2
    assert index.like(story(9, "কোরিয়া"), published_before=datetime.max.replace(tzinfo=UTC))
