"""A whole paper behind a Varnish that keeps pages for an hour: what a publication changes is purged, what is killed is gone."""

import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest

from harkara.rack.edge.purger import AGAIN
from tests.deploy.test_varnish import VARNISHD, VCL
from tests.stand.processes import PATHS, ROOT, free, running
from tests.whole.conftest import DEMO, House, at_work

pytestmark = [
    pytest.mark.proof,
    pytest.mark.process,
    pytest.mark.timeout(0),
    pytest.mark.skipif(not Path(VARNISHD).exists(), reason="varnish is not installed"),
]

TIMES = 15
PATIENCE = 60.0
QUIET = 3.0
"""Seconds after which a press with nothing to do has done what a publication left it: brotli parts, pictures."""

EDITOR = """
import os, sys, time
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harkara.settings")
from harkara.waking import wake
wake()
from harkara.desk import actions
from harkara.desk.models import Section, Story
section = Section.objects.order_by("pk").first()
for line in sys.stdin:
    act, what = line.split()
    if act == "publish":
        story = Story(headline=f"ঘাটের খবর {what}", section=section, summary="ঘাটে ভিড়", body=[("paragraph", "<p>নৌকা কম।</p>")])
        story.save()
        story = actions.publish(story, None)
    else:
        story = Story.objects.get(pk=what)
        actions.kill(story, None)
    print(story.pk, story.href, time.time(), flush=True)
"""


@dataclass
class Edge:
    """A paper, who keeps copies of it, and its editor."""

    house: House
    port: int
    editor: "subprocess.Popen[str]"

    def ask(self, path: str) -> tuple[int, str, bytes]:
        """Status, what Varnish did, and the body."""
        return _ask(self.port, path)

    def behind(self, path: str) -> tuple[int, bytes]:
        """What the stand says itself."""
        status, _how, body = _ask(int(self.house.origin.rpartition(":")[2]), path)
        return status, body

    def act(self, what: str) -> tuple[str, str, float]:
        """Number, address and time (POSIX seconds) of what the editor did."""
        assert self.editor.stdin
        assert self.editor.stdout
        self.editor.stdin.write(f"{what}\n")
        self.editor.stdin.flush()
        number, href, at = self.editor.stdout.readline().split()
        return number, href, float(at)


def _ask(port: int, path: str) -> tuple[int, str, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", quote(path, safe="/%"))
    answer = connection.getresponse()
    told = answer.status, answer.getheader("x-harkara-varnish", ""), answer.read()
    connection.close()
    return told


@pytest.fixture
def edge(tmp_path: Path) -> Iterator[Edge]:
    behind, port = free(), free()
    vcl = tmp_path / "harkara.vcl"
    vcl.write_text(VCL.read_text().replace('.port = "8000"', f'.port = "{behind}"'))
    command = [VARNISHD, "-j", "none", "-F", "-a", f"127.0.0.1:{port}", "-f", str(vcl), "-n", str(tmp_path / "work")]
    home = tmp_path / "house"
    home.mkdir()
    with (
        running([*command, "-s", "malloc,64m", "-T", "none"], port),
        at_work(home, "-c", DEMO, port=behind, HARKARA_EDGE=f"varnish http://127.0.0.1:{port}") as house,
    ):
        environment = {**os.environ, **house.environment, "PYTHONPATH": PATHS}
        editor = subprocess.Popen(
            [sys.executable, "-c", EDITOR], env=environment, cwd=ROOT, stdin=-1, stdout=-1, text=True
        )
        try:
            yield Edge(house, port, editor)
        finally:
            editor.kill()
            editor.communicate()


def until(happened: Callable[[], object]) -> float:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)
    return time.time()


def addresses(edge: Edge) -> list[str]:
    """Pages of every kind: what the front and a section link to, and what machines read."""
    found = {"/", "/feed.xml", "/sitemap.xml", "/fragment/rail", "/look.css", "/corrections/"}
    for page in ("/", "/world/"):
        text = edge.behind(page)[1].decode()
        found |= {
            href
            for href in re.findall(r'href="(/[^"#?]*)"', text)
            if not href.startswith(("/desk", "/assets", "/search"))
        }
    found |= {f"/lite{path}" for path in ("/", "/world/")}
    return sorted(path for path in found if edge.behind(path)[0] == 200)


def calm(edge: Edge) -> None:
    """Until the press has nothing to do, and all was purged twice."""
    time.sleep(AGAIN + QUIET)
    until(lambda: edge.house.run("purge", "--status").returncode == 0)


def test_a_paper_behind_an_edge_that_keeps_pages(edge: Edge) -> None:
    edge.act("publish 0")
    calm(edge)
    paths = addresses(edge)
    assert len(paths) > 20
    for path in paths * 2:
        edge.ask(path)
    kept = [path for path in paths if edge.ask(path)[1] == "hit"]
    assert len(kept) > 0.8 * len(paths)
    before = {path: edge.behind(path) for path in kept}
    edge.act("publish 1")
    calm(edge)
    told = {path: edge.ask(path) for path in kept}
    after = {path: edge.behind(path) for path in kept}
    changed = {path for path in kept if before[path] != after[path]}
    purged = {path for path in kept if told[path][1] != "hit"}
    same = purged - changed
    print(
        f"FIGURE: pages kept at the edge; of them changed by a publication; purged; changed and not purged | "
        f"{len(kept)}; {len(changed)}; {len(purged)}; {len(changed - purged)}"
    )
    print(f"FIGURE: purged, and their bytes are the same | {len(same)} ({', '.join(sorted(same)) or 'none'})")
    assert changed <= purged
    assert all((status, body) == after[path] for path, (status, _how, body) in told.items())
    assert len(same) <= 0.1 * len(kept)
    seen, gone = [], []
    for turn in range(2, TIMES + 2):
        number, href, at = edge.act(f"publish {turn}")
        seen.append(
            until(lambda href=href: quote(href) in edge.ask("/")[2].decode() or href in edge.ask("/")[2].decode()) - at
        )
        assert edge.ask(href)[0] == 200
        until(lambda href=href: edge.ask(href)[1] == "hit")
        _number, _href, at = edge.act(f"kill {number}")
        gone.append(until(lambda href=href: edge.ask(href)[0] == 410) - at)
        assert edge.ask(f"{href}-wrong")[0] in (410, 404)
    for what, times in (("published: on the front at the edge", seen), ("killed: 410 at the edge", gone)):
        figure = f"p50 {statistics.median(times):.2f} s, worst {max(times):.2f} s, n = {TIMES}"
        print(f"FIGURE: {what}, pages kept for an hour | {figure}")
    assert max(gone) < 1.0
