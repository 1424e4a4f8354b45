"""A folder's name means an index on a server, and a new one takes the place of an old one there."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from harkara.archive import shelf, turning
from harkara.archive.index import IndexBusy, Place, Search
from harkara.archive.on_opensearch import OpenSearchIndex
from harkara.archive.on_postgres import PostgresIndex
from tests.archive.stories import PAPER, story
from tests.postgres import server


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with server() as made:
        yield made


def test_the_doors_lead_to_the_server(settings: Settings, tmp_path: Path) -> None:
    settings.HARKARA_ARCHIVE = tmp_path
    settings.HARKARA_ARCHIVE_ENGINE, settings.HARKARA_ARCHIVE_URL = "postgres", "postgresql:///paper"
    public, newsroom = shelf.public(), shelf.newsroom(writing=True)
    assert isinstance(public, PostgresIndex)
    assert isinstance(newsroom, PostgresIndex)
    assert (public.schema, public.writing) == ("harkara_archive_public", False)
    assert (newsroom.schema, newsroom.writing) == ("harkara_archive_newsroom", True)
    settings.HARKARA_ARCHIVE_ENGINE, settings.HARKARA_ARCHIVE_URL = "opensearch", "https://search.example:9200"
    served = shelf.public()
    assert isinstance(served, OpenSearchIndex)
    assert served.alias == "harkara-archive-public"
    for index in (public, newsroom, served):
        index.close()
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def place(settings: Settings, url: str, tmp_path: Path) -> Iterator[Path]:
    """Where the public index is, on the server."""
    settings.HARKARA_ARCHIVE = tmp_path
    settings.HARKARA_ARCHIVE_ENGINE, settings.HARKARA_ARCHIVE_URL = "postgres", url
    yield tmp_path / "public"
    with closing(shelf.served().open_index(tmp_path / "public", writing=True)) as index:
        index.drop()


@pytest.mark.postgres
def test_search_stays_up_while_an_index_is_made_anew(place: Path) -> None:
    assert turning.now(place) is None
    first = shelf.open_index(place, writing=True)
    first.write(PAPER, (), Place(8))
    standing = turning.now(place)
    assert standing is not None
    follower = shelf.open_index(standing, writing=True)
    with turning.anew(place) as fresh:
        with closing(shelf.open_index(fresh, writing=True)) as made:
            made.write([story(50, "মেঘনা")], (), Place(50))
        assert (first.count(), first.search(Search("পুতিন")).total) == (8, 1)
        follower.write([story(9, "মেঘনা")], (), Place(9))
        assert first.count() == 9
        turning.turn(place, fresh)
        assert (first.count(), first.place(), turning.now(fresh)) == (1, Place(50), None)
    assert (first.count(), first.place()) == (1, Place(50))
    assert turning.now(place) not in (None, standing)
    assert turning.sweep(place, stays=0) == 0
    with pytest.raises(IndexBusy, match="taken the place"):
        follower.write([story(10, "মেঘনা")], (), Place(10))
    first.close()
    follower.close()


def half_made(place: Path) -> None:
    """Begins an index, and breaks off."""
    with turning.anew(place) as fresh:
        with closing(shelf.open_index(fresh, writing=True)) as made:
            made.write(PAPER, ())
        assert turning.now(fresh) is not None
        with pytest.raises(turning.TurningBusy, match="another process"), turning.anew(place):
            pass
        raise OSError("no more")


@pytest.mark.postgres
def test_one_that_was_not_finished_is_gone(place: Path) -> None:
    with pytest.raises(OSError, match="no more"):
        half_made(place)
    assert (turning.now(place), turning.now(place.with_name("public.new"))) == (None, None)
