"""A folder's name means an index on a server, and a new one takes the place of an old one there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from harkara.archive import servers, shelf
from harkara.archive.index import IndexBusy, Place, Search
from harkara.archive.on_opensearch import OpenSearchIndex
from harkara.archive.on_postgres import PostgresIndex
from tests.archive.stories import PAPER, story
from tests.postgres import server

ENGINE = "postgres"


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


@pytest.mark.postgres
def test_search_stays_up_while_an_index_is_made_anew(url: str, tmp_path: Path) -> None:
    place = tmp_path / "public"
    assert servers.now(ENGINE, url, place) is None
    first = servers.open_index(ENGINE, url, place, writing=True)
    first.write(PAPER, (), Place(8))
    standing = servers.now(ENGINE, url, place)
    assert standing is not None
    follower = servers.open_index(ENGINE, url, standing, writing=True)
    with servers.anew(ENGINE, url, place) as fresh:
        made = servers.open_index(ENGINE, url, fresh, writing=True)
        made.write([story(50, "মেঘনা")], (), Place(50))
        made.close()
        assert (first.count(), first.search(Search("পুতিন")).total) == (8, 1)
        follower.write([story(9, "মেঘনা")], (), Place(9))
        assert first.count() == 9
        servers.turn(ENGINE, url, place, fresh)
        assert (first.count(), first.place()) == (1, Place(50))
        assert servers.now(ENGINE, url, fresh) is None
    assert (first.count(), first.place()) == (1, Place(50))
    assert servers.now(ENGINE, url, place) not in (None, standing)
    with pytest.raises(IndexBusy, match="taken the place"):
        follower.write([story(10, "মেঘনা")], (), Place(10))
    first.drop()
    first.close()
    follower.close()


def half_made(url: str, place: Path) -> None:
    """Begins an index, and breaks off."""
    with servers.anew(ENGINE, url, place) as fresh:
        made = servers.open_index(ENGINE, url, fresh, writing=True)
        made.write(PAPER, ())
        made.close()
        assert servers.now(ENGINE, url, fresh) is not None
        with pytest.raises(IndexBusy, match="another process"), servers.anew(ENGINE, url, place):
            pass
        raise OSError("no more")


@pytest.mark.postgres
def test_one_that_was_not_finished_is_gone(url: str, tmp_path: Path) -> None:
    place = tmp_path / "public"
    with pytest.raises(OSError, match="no more"):
        half_made(url, place)
    assert (servers.now(ENGINE, url, place), servers.now(ENGINE, url, tmp_path / "public.new")) == (None, None)
