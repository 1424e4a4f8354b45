"""What nginx says of a page to a CDN is what the purger purges; where it cannot know, it says nothing."""

import shutil
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest

from harkara.press import paging
from harkara.rack.edge.keys import key
from harkara.rack.pages import Page
from harkara.rack.ready import Ready
from harkara.rack.shelf import Shelf
from tests.stand.front import nginx
from tests.stand.processes import free, stand
from tests.stand.reader import STORY, Rack

LIST = "/topic/কিম-জং-উন/"
PLAIN = "/world/page-2/"

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed"),
]


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int]]:
    """Where nginx listens, and where the stand does, both over pages that lie ready."""
    folder = tmp_path_factory.mktemp("keys")
    rack = Rack(folder / "rack")
    ready = Ready(folder / "rack" / "ready", paging.public())
    rack.shelf = Shelf(folder / "rack" / "shelf", rack.shelf.generation, ready)
    for path, name in ((STORY, "story:12"), (LIST, "topic:x"), (PLAIN, "section:world:2")):
        rack.manifest.place(path, name)
        rack.shelf.put(name, Page(200, paging.public(), ("খবর" * 100).encode()), address=path)
    ready.open()
    for name in ("story:12", "topic:x", "section:world:2"):  # the stand knows none of them: what comes is nginx's
        Path(rack.shelf.file(name)).unlink()
    behind, port = free(), free()
    with stand(behind, rack, edge="varnish"), nginx(folder, behind, port, keyed=True):
        yield port, behind


def told(port: int, target: str) -> tuple[int, str | None, str | None]:
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", target, headers={"accept-encoding": "gzip"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, answer.getheader("surrogate-key"), answer.getheader("surrogate-control")


@pytest.mark.parametrize("path", [STORY, LIST, PLAIN])
@pytest.mark.parametrize("query", ["", "?utm_source=x&y=/.z"])
def test_nginx_says_the_key_by_which_the_page_is_purged(ports: tuple[int, int], path: str, query: str) -> None:
    said = told(ports[0], quote(path) + query)
    if path != STORY and "/." in query:
        assert said == (200, None, None)
    else:
        assert said == (200, key(path), "max-age=3600")


@pytest.mark.parametrize(
    "target",
    [
        quote(LIST).lower(),
        quote(LIST).replace("-", "%2D"),
        "/world/page%2d2/",
        "/x/../world/page-2/",
        "/./world/page-2/",
        "/x/%2e%2e/world/page-2/",
        "/world/%70age-2/",
    ],
)
def test_an_address_that_is_spelled_otherwise_is_not_kept(ports: tuple[int, int], target: str) -> None:
    assert told(ports[0], target)[1:] in ((None, None), (None, "")), "a key that nobody purges"


def test_a_story_has_its_key_however_it_is_spelled(ports: tuple[int, int]) -> None:
    assert told(ports[0], quote(STORY).lower()) == (200, "story-12", "max-age=3600")
    assert told(ports[0], "/world/%31%32/" + quote(STORY.rpartition("/")[2]))[1] is None
