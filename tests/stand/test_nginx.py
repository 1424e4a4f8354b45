"""The example configuration in ``deploy/nginx`` under a real nginx, in front of the stand, over one rack."""

import gzip
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import formatdate
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import brotli
import pytest

from harkara.layout import policy
from harkara.press import paging
from harkara.rack.pages import Page, Stored
from harkara.rack.ready import Ready, number_of
from harkara.rack.shelf import Shelf
from tests.stand.front import DENSE, FOLDER, nginx
from tests.stand.processes import free, stand
from tests.stand.reader import JPEG, STORY, Rack

LIST = "/topic/কিম-জং-উন/"
PICTURE = "/picture/7/640.jpg"
PLAIN = "/world/13/ছোট"

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed"),
]

Told = tuple[int, dict[str, str], bytes]


@dataclass
class Front:
    """nginx, the stand behind it, and the rack of both."""

    port: int
    behind: int
    rack: Rack
    ready: Ready

    def put(self, path: str = STORY, name: str = "story:12", text: str = "প্রথম সংস্করণ") -> Stored:
        self.rack.manifest.place(path, name)
        return self.rack.shelf.put(name, Page(200, paging.public(), (text * 100).encode()), address=path)

    def both(self, path: str, method: str = "GET", **headers: str) -> tuple[Told, Told]:
        """What nginx says and what the stand says, without what is each server's own."""
        return _told(self.port, path, method, headers), _told(self.behind, path, method, headers)

    def is_ready(self, path: str = STORY) -> bool:
        """Whether nginx hands out by itself what is at ``path``: then the stand does not count."""
        link = self.ready.link(path)
        return link is not None and Path(link).exists()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("nginx")
    rack = Rack(folder / "rack")
    ready = Ready(folder / "rack" / "ready", paging.public())
    rack.shelf = Shelf(folder / "rack" / "shelf", rack.shelf.generation, ready)
    rack.shelf.put("picture:7:640.jpg", Page(200, JPEG, b"0123456789"), address=PICTURE)
    rack.manifest.place(PICTURE, "picture:7:640.jpg")
    rack.manifest.move("/12", STORY, 301)
    ready.open()
    behind, port = free(), free()
    with stand(behind, rack), nginx(folder, behind, port):
        yield Front(port, behind, rack, ready)


@pytest.fixture
def front(house: Front) -> Front:
    """The house with story 12 and nothing else that is ready."""
    for name in ("story:13", "topic:x", "live"):
        house.rack.shelf.drop(name)
    house.put()
    return house


def ask(port: int, path: str, body: bytes | None = None, method: str = "GET", **headers: str) -> Told:
    connection = HTTPConnection("127.0.0.1", port)
    pairs = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("POST" if body else method, path, body, pairs)
    answer = connection.getresponse()
    told = (answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    connection.close()
    return told


OWN = ("server", "date", "connection", "transfer-encoding")
"""What each server says of itself."""


def _told(port: int, path: str, method: str, headers: dict[str, str]) -> Told:
    status, fields, body = ask(port, quote(path, safe="/?=&%"), None, method, **headers)
    assert len(fields) > 1
    return status, {name: value for name, value in fields.items() if name not in OWN}, body


def undated(told: Told) -> Told:
    """Without the date of last modification, which nginx does not know and so does not send."""
    return told[0], {name: value for name, value in told[1].items() if name != "last-modified"}, told[2]


def test_the_configuration_says_the_headers_that_the_press_prints() -> None:
    text = (FOLDER / "harkara-pages.conf").read_text()
    said = dict(re.findall(r'^add_header ([a-z-]+) "?(.*?)"?;$', text, re.MULTILINE))
    assert said.pop("vary") == "accept-encoding"
    assert said.pop("strict-transport-security") == "$harkara_hsts"  # empty without TLS: nginx sends no empty header
    said["content-type"] = re.findall(r'default_type "(.*)";', text)[0]
    assert said == dict(paging.public())
    numbers = {
        *re.findall(r"\b[0-9a-f]{8}\b", text),
        *re.findall(r"ready/([0-9a-f]{8});", (FOLDER / "harkara-upstream.conf").read_text()),
    }
    assert numbers == {number_of(paging.public())}


def test_both_say_the_same_of_a_page_that_is_ready(front: Front) -> None:
    assert front.is_ready()
    nginx, behind = front.both(STORY, accept_encoding="gzip")
    assert nginx == undated(behind)
    assert "last-modified" in behind[1]
    assert (nginx[0], gzip.decompress(nginx[2])) == (200, ("প্রথম সংস্করণ" * 100).encode())
    assert front.both(STORY, "HEAD", accept_encoding="gzip") == ((200, nginx[1], b""), (200, behind[1], b""))
    assert front.both(f"{STORY}?utm_source=x&fbclid=y", accept_encoding="gzip") == (nginx, behind)


def test_nginx_hands_it_out_by_itself(front: Front) -> None:
    """The stand knows nothing of a page whose file is gone and whose link is not."""
    Path(front.rack.shelf.file("story:12")).unlink()
    assert [told[0] for told in front.both(STORY, accept_encoding="gzip")] == [200, 503]


def test_a_tag_of_one_is_known_to_the_other(front: Front) -> None:
    tags = [told[1]["etag"] for told in front.both(STORY, accept_encoding="gzip")]
    assert tags[0] == tags[1]
    for more in ({}, {"if_modified_since": formatdate(usegmt=True)}):
        nginx, behind = front.both(STORY, accept_encoding="gzip", if_none_match=tags[0], **more)
        assert (nginx[0], nginx[2]) == (304, b"")
        assert undated(behind) == (304, {name: nginx[1][name] for name in ("etag", "vary", "cache-control")}, b"")
        nginx, behind = front.both(STORY, accept_encoding="gzip", if_none_match='"another"', **more)
        assert (nginx[0], behind[0]) == (200, 200)


def test_who_knows_only_a_date_is_answered_by_the_page_s_own(front: Front) -> None:
    dated = front.both(STORY)[1][1]["last-modified"]
    assert [told[0] for told in front.both(STORY, if_modified_since=dated)] == [304, 304]
    assert [told[0] for told in front.both(STORY, if_modified_since=formatdate(1e9, usegmt=True))] == [200, 200]
    for condition in ({"if_match": '"x"'}, {"if_unmodified_since": formatdate(1.1e9, usegmt=True)}):
        nginx, behind = front.both(STORY, accept_encoding="gzip", **condition)
        assert undated(nginx) == undated(behind)
        assert nginx[0] == 200


def test_a_reader_without_gzip(front: Front) -> None:
    nginx, behind = front.both(STORY)
    assert nginx == behind
    assert nginx[2] == ("প্রথম সংস্করণ" * 100).encode()
    tag = nginx[1]["etag"]
    assert tag.startswith('W/"')
    for accept in ("identity", "gzip"):
        assert [told[0] for told in front.both(STORY, accept_encoding=accept, if_none_match=tag)] == [304, 304]


@pytest.mark.skipif(not DENSE.exists(), reason="nginx's module for ready brotli files is not installed")
def test_a_reader_with_brotli(front: Front) -> None:
    packed = front.both(STORY, accept_encoding="gzip")[0]
    assert front.both(STORY, accept_encoding="gzip, br")[0] == packed
    assert front.rack.shelf.add_brotli("story:12")
    nginx, behind = front.both(STORY, accept_encoding="gzip, br")
    assert nginx == undated(behind)
    assert (nginx[1]["content-encoding"], brotli.decompress(nginx[2])) == ("br", gzip.decompress(packed[2]))
    assert front.both(STORY, accept_encoding="gzip")[0] == packed
    tag = nginx[1]["etag"]
    assert [told[0] for told in front.both(STORY, accept_encoding="br", if_none_match=tag)] == [304, 304]
    front.put(text="দ্বিতীয় সংস্করণ")
    nginx, behind = front.both(STORY, accept_encoding="gzip, br", if_none_match=tag)
    assert nginx == undated(behind)
    assert (nginx[0], nginx[1]["content-encoding"]) == (200, "gzip")


def test_a_list_is_handed_out_too(front: Front) -> None:
    front.put(LIST, "topic:x")
    assert front.is_ready(LIST)
    nginx, behind = front.both(LIST, accept_encoding="gzip")
    assert nginx == undated(behind)
    assert nginx[0] == 200
    assert front.both(LIST, accept_encoding="gzip", if_none_match=nginx[1]["etag"])[0][0] == 304


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/world/12/ভুল", 301),
        ("/12", 301),
        ("/world/012/উত্তর-কোরিয়া-নেতাকে-চিঠি", 301),
        (f"{STORY}/", 301),
        (f"/{STORY}", 404),
        (PICTURE, 200),
        ("/nothing", 404),
        ("/topic/none/", 404),
        ("/bad%ff", 400),
        ("/world/12/bad%ff", 400),
        ("/world/12/x%2fy", 301),
    ],
)
def test_what_is_not_ready_is_the_stand_s(front: Front, path: str, status: int) -> None:
    nginx, behind = front.both(path, accept_encoding="gzip")
    assert nginx == behind
    assert nginx[0] == status


FOLLOWED = "fbclid=IwAR0&utm_source=facebook&utm_medium=social&gclid=x&igshid=y&mibextid=z&any=thing"
"""What others write behind addresses, and a word that nobody knows."""


@pytest.mark.parametrize("path", [STORY, LIST, "/12", "/world/12/ভুল", PICTURE, "/nothing"])
def test_what_others_write_behind_an_address_makes_no_other_page(front: Front, path: str) -> None:
    front.put(LIST, "topic:x")
    plain = front.both(path, accept_encoding="gzip")
    followed = front.both(f"{path}?{FOLLOWED}", accept_encoding="gzip")
    assert followed == plain
    assert "fbclid" not in "".join(followed[0][1].values())


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_other_methods_are_the_stand_s(front: Front, method: str) -> None:
    nginx, behind = front.both(STORY, method)
    assert nginx[0] == behind[0] == (204 if method == "OPTIONS" else 405)
    assert nginx[1]["allow"] == behind[1]["allow"]


def test_parts_are_not_of_compressed_pages(front: Front) -> None:
    nginx, behind = front.both(STORY, accept_encoding="gzip", range="bytes=0-9")
    assert nginx == undated(behind)
    assert nginx[0] == 200
    assert [told[2] for told in front.both(PICTURE, range="bytes=2-3")] == [b"23", b"23"]


@pytest.mark.parametrize(
    ("act", "status", "is_old"),
    [
        (lambda front: front.put(text="দ্বিতীয়"), 200, False),
        (lambda front: front.rack.shelf.set_aside("story:12"), 200, True),  # without a press, marked stale
        (lambda front: front.rack.shelf.drop("story:12"), 503, False),
        (lambda front: front.rack.place(STORY, "story:12", "অন্য " * 100), 200, False),
    ],
)
def test_nothing_old_comes_from_nginx(front: Front, act: Callable[[Front], object], status: int, is_old: bool) -> None:
    before = front.both(STORY, accept_encoding="gzip")[0]
    act(front)
    nginx, behind = front.both(STORY, accept_encoding="gzip")
    assert undated(nginx) == undated(behind)
    assert (nginx[0], nginx[2] == before[2]) == (status, is_old)


def test_many_versions_one_after_the_other(front: Front) -> None:
    for number in range(50):
        front.put(text=f"{number:020}")
        assert front.is_ready()
        assert gzip.decompress(ask(front.port, quote(STORY), accept_encoding="gzip")[2])[:20] == b"%020d" % number


def test_a_killed_story_is_gone_at_once(front: Front) -> None:
    assert front.both(STORY)[0][0] == 200
    front.ready.withdraw([STORY])
    front.rack.manifest.gone(STORY)
    assert front.both(STORY, accept_encoding="gzip")[0][0] == 410
    front.rack.shelf.drop("story:12")
    nginx, behind = front.both(STORY, accept_encoding="gzip")
    assert nginx == behind
    assert nginx[0] == 410


def test_while_the_gate_is_shut_the_stand_answers(front: Front) -> None:
    front.ready.close(all_links=True)
    nginx, behind = front.both(STORY, accept_encoding="gzip")
    assert nginx == behind
    front.rack.shelf.offer("story:12")
    front.ready.open()
    assert front.is_ready()
    assert front.both(STORY, accept_encoding="gzip")[0] == undated(nginx)


def test_a_page_with_other_headers_comes_from_the_stand(front: Front) -> None:
    front.rack.place(PLAIN, "story:13", "ছোট " * 200)
    nginx, behind = front.both(PLAIN, accept_encoding="gzip")
    assert nginx == behind
    assert (nginx[0], nginx[1]["cache-control"]) == (200, "public, max-age=60")


@pytest.mark.parametrize("player", policy.PLAYERS.values())
def test_a_page_with_a_video_keeps_the_policy_of_its_own(front: Front, player: str) -> None:
    """nginx would say of it that it may show no frame: so it comes from the stand."""
    front.rack.manifest.place(PLAIN, "story:13")
    front.rack.shelf.put("story:13", Page(200, paging.public(player), b"<p>" * 200), address=PLAIN)
    assert not front.is_ready(PLAIN)
    nginx, behind = front.both(PLAIN, accept_encoding="gzip")
    assert nginx == behind
    assert (nginx[0], nginx[1]["content-security-policy"]) == (200, policy.csp(frames=player))


def test_the_newsroom_takes_large_uploads(house: Front) -> None:
    status, _, body = ask(house.port, "/desk/upload", bytes(3_000_000), x_forwarded_proto="https")
    assert status == 201
    assert b'"length": 3000000' in body
    assert b'["x-forwarded-proto", "http"]' in body  # what nginx saw, not what the reader claims
