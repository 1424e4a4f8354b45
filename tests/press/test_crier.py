"""Telling a hub and search engines: what is said, to whom, and that nothing is lost where they do not listen."""

import json
import signal
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote

import pytest
from pytest_django.fixtures import Settings

from harkara.desk import actions
from harkara.press import crier
from harkara.press.check import check
from harkara.press.crier import Crier, Message
from harkara.press.turns import Turns
from harkara.rack import ledger
from tests import mould
from tests.desk.factories import make_paper, make_section, make_story, make_topic
from tests.press.test_process import Home, follows, until

KEY = "0123456789abcdef"


class Listener:
    """Somebody who is told: what came, and the status that is answered."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str, bytes]] = []
        self.status = 204
        listener = self

        class Ear(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                listener.heard.append((self.path, self.headers["content-type"], body))
                self.send_response(listener.status)
                if listener.status == 302:
                    self.send_header("location", "/elsewhere")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Ear)
        self.url = f"http://127.0.0.1:{self.server.server_port}/told?from=paper"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def told(turns: Turns, listener: Listener, settings: Settings) -> Turns:
    """A paper with both listeners at one address."""
    settings.HARKARA_HUB = settings.HARKARA_INDEXNOW_URL = listener.url
    settings.HARKARA_INDEXNOW_KEY = KEY
    make_paper()
    make_section("world")
    turns.settle()
    return turns


def tell(name: str) -> Crier:
    """The crier of ``name``, whose first look says that it was just turned on."""
    made = Crier(name, crier.listeners()[name])
    assert made.tell() is False
    return made


def test_nobody_is_told_unless_the_settings_say_so(turns: Turns) -> None:
    assert crier.listeners() == {}
    assert list(crier.examination()) == []
    assert turns.store.manifest.find("/indexnow.txt") is None


def test_a_hub_is_told_which_feeds_have_news_once_they_lie_on_the_rack(told: Turns, listener: Listener) -> None:
    hub = tell("hub")
    make_story(topics=[make_topic("নদী")])
    assert (hub.tell(), listener.heard) == (False, [])  # published, not printed
    told.settle()
    assert (hub.tell(), hub.tell()) == (True, False)
    [(path, content_type, body)] = listener.heard
    said = parse_qs(body.decode())
    assert (path, content_type, said["hub.mode"]) == ("/told?from=paper", crier.FORM, ["publish"])
    paths = [unquote(url.removeprefix("http://localhost:8000")) for url in said["hub.url"]]
    assert paths == [
        *("/feed.xml", "/atom.xml", "/feed.json", "/world/feed.xml", "/world/atom.xml", "/world/feed.json"),
        *("/topic/নদী/feed.xml", "/topic/নদী/feed.json"),
    ]


def test_search_engines_are_told_what_is_new_and_what_is_gone(told: Turns, listener: Listener) -> None:
    engines = tell("indexnow")
    story = make_story()
    told.settle()
    assert engines.tell() is True
    actions.kill(story, None)
    told.settle()
    assert engines.tell() is True
    said = [json.loads(body) for _, _, body in listener.heard]
    assert [unquote(one["urlList"][0]) for one in said] == [f"http://localhost:8000{story.href}"] * 2
    assert (said[0]["key"], said[0]["host"]) == (KEY, "localhost:8000")
    assert said[0]["keyLocation"] == "http://localhost:8000/indexnow.txt"
    page = told.store.shelf.get("indexnow")
    assert page is not None
    assert page.identity().decode() == f"{KEY}\n"


def test_what_readers_do_not_see_is_told_to_nobody(told: Turns, listener: Listener) -> None:
    criers = [tell("hub"), tell("indexnow")]
    make_story(published=False)
    told.settle()
    for one in criers:
        one.tell()
    assert listener.heard == []


@pytest.mark.parametrize("status", [500, 404, 302])
def test_who_refuses_is_told_again_later_and_the_doctor_says_so(told: Turns, listener: Listener, status: int) -> None:
    now = [0.0]
    hub = Crier("hub", crier.for_the_hub, steady=lambda: now[0])
    hub.tell()
    make_story()
    told.settle()
    listener.status = status
    assert [hub.tell(), hub.tell()] == [False, False]
    assert [len(listener.heard), listener.heard[0][0]] == [1, "/told?from=paper"]  # no redirect is followed
    [finding, _] = crier.examination()
    assert (finding.state, f"answers {status}" in finding.sentence) == ("look", True)
    for pause in crier.PAUSES:
        now[0] += pause - 0.1
        hub.tell()
        before = len(listener.heard)
        now[0] += 0.1
        hub.tell()
        assert len(listener.heard) == before + 1
    listener.status = 204
    now[0] += crier.PAUSES[-1]
    assert hub.tell() is True
    assert [finding.state for finding in crier.examination()] == ["well", "well"]
    assert len({body for _, _, body in listener.heard}) == 1


def test_who_is_away_is_told_when_somebody_else_begins_where_the_last_one_died(told: Turns, listener: Listener) -> None:
    tell("hub")
    make_story()
    told.settle()

    def dies(message: Message) -> int:
        raise ConnectionRefusedError(111, "Connection refused")

    assert Crier("hub", crier.for_the_hub, dies).tell() is False
    assert "does not answer" in str(ledger.bookmark("untold:hub"))
    assert Crier("hub", crier.for_the_hub).tell() is True
    assert len(listener.heard) == 1


def test_feeds_name_the_hub_and_are_printed_anew_when_it_changes(told: Turns, settings: Settings) -> None:
    def body(name: str) -> str:
        page = told.store.shelf.get(name)
        assert page is not None, name
        return page.identity().decode()

    hub = settings.HARKARA_HUB
    assert ['rel="hub"' in body(name) and hub in body(name) for name in ("feed:rss", "feed:atom")] == [True, True]
    settings.HARKARA_HUB = ""
    told.settle()
    assert ['rel="hub"' in body(name) for name in ("feed:rss", "feed:atom")] == [False, False]
    assert check(told.store).wrong == []


@pytest.mark.process
@pytest.mark.long
def test_a_press_that_is_killed_before_anybody_listened_tells_it_after_its_next_start(
    tmp_path: Path, listener: Listener
) -> None:
    mould.cast(tmp_path / "newsroom.sqlite3")
    home = Home(tmp_path)
    home.env["HARKARA_HUB"] = listener.url
    listener.status = 503
    with home.press() as press:
        until(lambda: follows(home) and _told(home) is not None, press)
        home.acts("publish", 1).communicate()
        until(lambda: listener.heard, press)
        press.send_signal(signal.SIGKILL)
        press.wait()
    stands, refused = _told(home), len(listener.heard)
    listener.status = 204
    with home.press() as press:
        until(lambda: _told(home) != stands, press)
        press.send_signal(signal.SIGTERM)
        assert press.wait(60) == 0
    assert [body for _, _, body in listener.heard[refused:]] == [listener.heard[0][2]]


def _told(home: Home) -> str | None:
    """How far the hub of ``home`` has been told, by the books."""
    with closing(sqlite3.connect(f"file:{home.path}/newsroom.sqlite3?mode=ro", uri=True)) as books:
        row = books.execute("SELECT value FROM rack_bookmark WHERE name = 'told:hub'").fetchone()
    return row and str(row[0])
