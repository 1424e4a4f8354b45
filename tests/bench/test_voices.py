"""The readers of ``bench.voices``: what counts as acknowledged, and that a reader comes back only in turn."""

import http.server
import threading
import time
from collections.abc import Iterator
from typing import ClassVar

import pytest

from bench.voices_hand import LINES, Speakers, address


class Takes(http.server.BaseHTTPRequestHandler):
    """Takes comments under story 7, and refuses all others."""

    asked: ClassVar[list[tuple[str, str]]] = []
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.asked.append((self.headers["cookie"], self.headers["x-forwarded-for"]))
        is_taken = self.path == "/comment/7/say"
        self.send_response(303 if is_taken else 429)
        if is_taken:
            self.send_header("location", f"/comment/7/on/{len(self.asked)}/?done=said")
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *words: object) -> None:
        """Nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    Takes.asked.clear()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Takes)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def test_only_what_leads_to_the_comment_is_acknowledged(port: int) -> None:
    with Speakers(port, ["a", "b", "c"], [7, 8], rate=200) as speakers:
        end = time.monotonic() + 10
        while len(speakers.said) < 6 and time.monotonic() < end:
            time.sleep(0.01)
    assert {one.story for one in speakers.said} == {7}
    assert len({one.number for one in speakers.said}) == len(speakers.said) >= 6
    assert speakers.refused.keys() == {"429"}
    assert all(one.ended >= one.due for one in speakers.said)
    assert {cookie.partition(";")[0] for cookie, _ in Takes.asked} == {"reader=a", "reader=b", "reader=c"}
    assert {came for _, came in Takes.asked} == {address(0), address(1), address(2)}


def test_a_server_that_is_gone_acknowledges_nothing() -> None:
    with Speakers(1, ["a"], [7], rate=200) as speakers:
        end = time.monotonic() + 10
        while not speakers.refused and time.monotonic() < end:
            time.sleep(0.01)
    assert speakers.said == []
    assert speakers.refused.keys() == {"line broken"}


def test_what_found_no_free_line_is_not_sent_when_it_ends(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy paper leaves a queue, which would keep the bench long after its time."""
    gate = threading.Event()
    answer = Takes.do_POST

    def waits(self: Takes) -> None:
        gate.wait(10)
        answer(self)

    monkeypatch.setattr(Takes, "do_POST", waits)
    speakers = Speakers(port, ["a"], [7], rate=5000)
    with speakers:
        end = time.monotonic() + 10
        while speakers._due.qsize() < 500 and time.monotonic() < end:
            time.sleep(0.01)
        speakers._over.set()
        gate.set()
    assert speakers._due.qsize() >= 500
    assert 0 < len(Takes.asked) <= LINES
