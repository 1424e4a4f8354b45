"""The example configuration of Varnish under a real one, in front of a stand."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest

from harkara.press import paging
from harkara.rack import once
from harkara.rack.edge.purger import AGAIN, read
from harkara.rack.edge.services import edges
from harkara.rack.nodes.boot import boot
from harkara.rack.nodes.journal import Journal
from harkara.rack.pages import GONE, NOT_FOUND, Page
from tests.stand.processes import ROOT, free, running, stand
from tests.stand.reader import STORY, Rack

VCL = ROOT / "deploy/varnish/harkara.vcl"
VARNISHD = shutil.which("varnishd") or "/usr/sbin/varnishd"
HALF = 0.5
"""Seconds for which the configuration keeps a page."""

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(not Path(VARNISHD).exists(), reason="varnish is not installed"),
]

Told = tuple[int, str, bytes]


@dataclass
class Front:
    """Varnish, the stand behind it, and the rack."""

    port: int
    rack: Rack
    stand: ExitStack

    def put(self, text: str, path: str = STORY, name: str = "story:12") -> None:
        self.rack.manifest.place(path, name)
        self.rack.shelf.put(name, Page(200, paging.public(), (text * 100).encode()))

    def ask(self, path: str = STORY, method: str = "GET", **headers: str) -> Told:
        """Status, what Varnish says it did, and the body."""
        return self.ask_raw(quote(path, safe="/?=&"), method, **headers)

    def ask_raw(self, address: str, method: str = "GET", **headers: str) -> Told:
        """The same of an address as it is sent, with what is asked for behind it."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, address, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        told = answer.status, answer.getheader("x-harkara-varnish", ""), answer.read()
        connection.close()
        return told


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    with in_front(tmp_path_factory.mktemp("varnish")) as made:
        yield made


@contextmanager
def in_front(folder: Path, edge: str = "") -> Iterator[Front]:
    """Varnish in front of a stand; ``edge``: pages say their keys."""
    rack = Rack(folder / "rack")
    for name, status in ((NOT_FOUND, 404), (GONE, 410)):
        headers = (("content-type", "text/html; charset=utf-8"), ("cache-control", "no-store"))
        rack.shelf.put(name, Page(status, headers, b"not here"))
    rack.shelf.put("robots", Page(200, paging.public(), b"User-agent: *"))
    rack.manifest.place("/robots.txt", "robots")
    rack.manifest.make_whole()
    behind, port = free(), free()
    vcl = folder / "harkara.vcl"
    vcl.write_text(VCL.read_text().replace('.port = "8000"', f'.port = "{behind}"'))
    words = [
        VARNISHD,
        "-j",
        "none",
        "-F",
        "-a",
        f"127.0.0.1:{port}",
        "-f",
        str(vcl),
        "-n",
        str(folder / "work"),
        "-s",
        "malloc,16m",
    ]
    with ExitStack() as standing:
        standing.enter_context(stand(behind, rack, edge=edge))
        with running([*words, "-T", "none"], port):
            yield Front(port, rack, standing)


def until(happened: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def test_a_page_is_kept_and_asked_for_again(front: Front) -> None:
    front.put("প্রথম সংস্করণ")
    first = front.ask()
    assert first[:2] == (200, "miss")
    assert [front.ask()[1] for _ in range(3)] == ["hit"] * 3
    assert front.ask()[2] == first[2]
    front.put("দ্বিতীয় সংস্করণ")
    time.sleep(HALF)
    status, how, body = front.ask()
    assert (status, how) == (200, "miss")
    assert "দ্বিতীয়" in body.decode()


def test_cookies_and_wishes_of_readers_make_no_other_page(front: Front) -> None:
    front.put("একটি পাতা")
    front.ask()
    assert front.ask(cookie="a=b", cache_control="no-cache", x_harkara_hit="mine")[1] == "hit"


FOLLOWED = (
    "fbclid=IwAR0",
    "utm_source=facebook&utm_medium=social&utm_campaign=%E0%A6%95",
    "gclid=a&gad_source=1&wbraid=b",
    "igshid=c",
    "igsh=c&mibextid=d&_ga=e&ref=f",
)


@pytest.mark.parametrize("path", [STORY, "/world/", "/"])
def test_what_others_write_behind_an_address_makes_no_other_page(front: Front, path: str) -> None:
    front.put("একটি পাতা", path, f"page:{path}")
    assert front.ask(path)[0] == 200
    for words in FOLLOWED:
        status, how, _body = front.ask_raw(f"{quote(path)}?{words}")
        assert (status, how) == (200, "hit"), words


def test_what_a_paper_that_moved_in_told_its_pages_apart_by_still_does(front: Front) -> None:
    front.put("প্রথম পাতা", "/", "front")
    front.rack.manifest.move("/?p=12", STORY)
    for words in ("p=12", "fbclid=x&p=12", "p=12&utm_source=y", "utm_source=y&p=12&utm_medium=z"):
        assert front.ask_raw(f"/?{words}")[0] == 301, words


def test_varnish_and_the_stand_pass_over_the_same_words() -> None:
    stripped = re.search(r"\(\?<=\[\?&\]\)\(([^)]*)\)\(=", VCL.read_text())
    assert stripped is not None
    [words] = re.findall(r"\(\?:(.*)\)\(\?:=", once.FOLLOWERS.pattern)
    assert sorted(stripped[1].split("|")) == sorted(words.split("|"))


@pytest.mark.parametrize(
    "path", ["/desk/", "/desk/login/?next=/desk/", "/search?q=x", "/comment/12/", "/post/letters/", "/media/x.jpg"]
)
def test_what_one_reader_sees_alone_is_never_kept(front: Front, path: str) -> None:
    connection = HTTPConnection("127.0.0.1", front.port, timeout=30)
    for _ in range(2):
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        assert answer.getheader("x-harkara-varnish") == "pass"
    connection.close()


def test_a_killed_story_is_gone_within_a_second(front: Front) -> None:
    front.put("যা থাকবে না")
    assert front.ask()[0] == 200
    assert front.ask()[1] == "hit"
    front.rack.manifest.gone(STORY)
    front.rack.shelf.drop("story:12")
    time.sleep(2 * HALF)
    assert front.ask()[0] == 410


def test_reading_outlives_the_stand_and_what_was_killed_stays_gone(front: Front) -> None:
    """The last test: the stand is ended."""
    front.put("যা থাকে", "/world/13/থাকে", "story:13")
    assert front.ask("/world/13/থাকে")[0] == 200
    assert front.ask()[0] == 410
    time.sleep(2 * HALF)
    assert front.ask()[0] == 410
    front.stand.close()
    until(lambda: front.ask("/world/13/থাকে")[0] == 200)
    assert front.ask("/world/13/থাকে")[1] == "hit"
    assert front.ask()[0] == 410
    assert front.ask("/world/14/")[0] == 503


class Kept(Front):
    """The same where pages say their keys, with the purger at work."""

    def hits(self, *paths: str) -> list[str]:
        """What Varnish does with each."""
        return [self.ask(path)[1] for path in paths]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    folder = tmp_path_factory.mktemp("keys")
    with in_front(folder, "varnish") as made, ExitStack() as stack:
        journal = Journal(made.rack.manifest)
        journal.open(boot(), paging.public(), anew=False)
        made.rack.shelf.diary = journal
        environment = {
            **os.environ,
            "HARKARA_HOME": str(folder),
            "HARKARA_EDGE": f"varnish http://127.0.0.1:{made.port}",
            "HARKARA_LOG": "ERROR",
        }
        process = subprocess.Popen([sys.executable, "-m", "harkara", "purge"], env=environment, cwd=ROOT)
        stack.callback(process.wait)
        stack.callback(process.terminate)
        (edge,) = edges(environment["HARKARA_EDGE"])
        until(lambda: read(made.rack.root, edge).epoch)  # everything was purged once
        yield Kept(made.port, made.rack, made.stand)


def test_what_changed_is_purged_and_nothing_else(kept: Kept) -> None:
    other, front = "/world/13/অন্য", "/"
    for path, name in ((STORY, "story:12"), (other, "story:13"), (front, "front")):
        kept.put("প্রথম সংস্করণ", path, name)
    kept.rack.manifest.move("/12", STORY, 302)
    wrong, query = "/world/12/wrong", f"{STORY}?utm_source=x"
    paths = [STORY, other, front, query]
    until(lambda: kept.hits(*paths) == ["hit"] * 4)
    time.sleep(AGAIN + 2 * HALF)  # longer than a page without a key is kept, and all was said twice
    kept.hits(*paths)
    assert kept.hits(*paths) == ["hit"] * 4
    assert kept.ask(wrong)[0] == 302
    kept.put("দ্বিতীয় সংস্করণ")
    until(lambda: "দ্বিতীয়" in kept.ask()[2].decode())
    assert "দ্বিতীয়" in kept.ask(query)[2].decode()
    assert kept.hits(other, front) == ["hit", "hit"]


def test_a_killed_story_is_gone_within_a_second_though_pages_are_kept_for_an_hour(kept: Kept) -> None:
    kept.put("যা থাকবে না")
    until(lambda: kept.hits(STORY) == ["hit"])
    began = time.monotonic()
    kept.rack.manifest.gone(STORY)
    kept.rack.shelf.drop("story:12")
    until(lambda: kept.ask()[0] == 410)
    assert time.monotonic() - began < 1
    assert kept.ask(f"{STORY}?fbclid=y")[0] == 410


def test_readers_see_no_keys_and_purge_nothing(kept: Kept) -> None:
    kept.put("একটি পাতা", "/world/14/ক", "story:14")
    connection = HTTPConnection("127.0.0.1", kept.port, timeout=30)
    connection.request("GET", quote("/world/14/ক"), headers={"x-harkara-keys": "story-14"})
    answer = connection.getresponse()
    answer.read()
    assert answer.getheader("surrogate-key") is None
    assert answer.getheader("surrogate-control") is None
    assert answer.getheader("cache-control") == "public, no-cache"
    connection.close()
    assert kept.ask("/", "BAN")[0] == 400
