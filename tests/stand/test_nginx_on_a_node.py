"""nginx on a node: it hands out what the runner laid there, and all else is the node's stand's."""

import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from harkara.press import paging
from harkara.rack.nodes.runner import Runner
from tests.rack.nodes import paper
from tests.rack.nodes.paper import Press
from tests.stand.front import nginx
from tests.stand.processes import free, stand
from tests.stand.reader import Rack
from tests.stand.test_nginx import _told, undated

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed"),
]

ZIPPED = {"accept_encoding": "gzip"}


@pytest.fixture
def followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Press, Runner, int, int]]:
    """A press, a node's runner, and the ports of the node's nginx and stand."""
    monkeypatch.setattr(paper, "HEADERS", paging.public())
    press = Press(tmp_path / "press")
    behind, port = free(), free()
    with press.dispatch() as url, paper.runner(tmp_path / "node" / "rack", url) as runner:
        runner.settle()
        with stand(behind, Rack(tmp_path / "node" / "rack")), nginx(tmp_path / "node", behind, port):
            yield press, runner, port, behind


def test_nginx_on_a_node(followed: tuple[Press, Runner, int, int]) -> None:
    press, runner, port, behind = followed
    path = press.publish(12)
    runner.settle()
    front, stands = _told(port, path, "GET", ZIPPED), _told(behind, path, "GET", ZIPPED)
    assert front == undated(stands)
    assert (front[0], "last-modified" in front[1], "last-modified" in stands[1]) == (200, False, True)
    assert gzip.decompress(front[2]).decode() == "প্রথম সংস্করণ" * 200

    other = press.publish(13)
    runner.settle()
    Path(runner.depot.shelf.file("story:13")).unlink()  # the link is left: nginx needs nobody
    assert [_told(one, other, "GET", ZIPPED)[0] for one in (port, behind)] == [200, 503]

    press.publish(12, "দ্বিতীয় সংস্করণ")
    runner.settle()
    assert _told(port, path, "GET", ZIPPED)[1]["etag"] != front[1]["etag"]
    assert _told(port, path, "GET", ZIPPED) == undated(_told(behind, path, "GET", ZIPPED))

    press.shelf.set_aside("story:12")  # touched, and not printed yet: the stand's, which has it as it was
    runner.settle()
    told = _told(port, path, "GET", ZIPPED)
    assert (told[0], told[1]["warning"]) == (200, '110 - "Response is Stale"')

    press.publish(12, "তৃতীয় সংস্করণ")
    press.kill(12, path)
    runner.settle()
    assert [_told(one, path, "GET", ZIPPED)[0] for one in (port, behind)] == [410, 410]
