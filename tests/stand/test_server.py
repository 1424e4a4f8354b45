"""The stand and the application behind it under a real server, on a real socket."""

import asyncio
import hashlib
import json
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass
from http.client import HTTPConnection, IncompleteRead
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from harkara.rack import door
from harkara.rack.pages import Page
from tests.stand.processes import free, newsroom, stand
from tests.stand.reader import JPEG, STORY, Rack
from tests.waiting import a_moment

QUOTED = quote(STORY)

pytestmark = pytest.mark.process


class Press(threading.Thread):
    """A press behind a Unix socket: prints story 13 when asked, and counts."""

    def __init__(self, rack: Rack, path: Path) -> None:
        super().__init__(daemon=True)
        self.rack, self.path = rack, path
        self.asks: list[str] = []
        self.listens = threading.Event()

    def run(self) -> None:
        asyncio.run(self.serve())

    async def serve(self) -> None:
        self.loop, self.ends = asyncio.get_running_loop(), asyncio.Event()
        async with await asyncio.start_unix_server(self.answer, self.path):
            self.listens.set()
            await self.ends.wait()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while path := door.asked(await reader.readline()):
            self.asks.append(path)
            self.rack.place(path, "story:13", "ছাপা হলো " * 50)
            writer.write(door.reply("baked", path))
            await writer.drain()
        writer.close()
        await writer.wait_closed()

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.ends.set)
        self.join()


@dataclass
class Answer:
    """What a reader got. Names of headers are in lower case."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)


def take(connection: HTTPConnection) -> Answer:
    answer = connection.getresponse()
    headers = [(name.lower(), value) for name, value in answer.getheaders()]
    return Answer(answer.status, headers, answer.read())


@dataclass
class House:
    port: int
    rack: Rack
    press: Press

    def connect(self) -> "closing[HTTPConnection]":
        return closing(HTTPConnection("127.0.0.1", self.port))

    def ask(self, path: str, method: str = "GET", body: Any = None, **headers: str) -> Answer:
        with self.connect() as connection:
            pairs = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, pairs, encode_chunked=not isinstance(body, bytes))
            return take(connection)


@pytest.fixture(scope="module", params=["inside", "beside"])
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A stand, and the application behind it in its process or in a process of its own."""
    folder = tmp_path_factory.mktemp("house")
    rack = Rack(folder / "rack")
    rack.story()
    rack.manifest.place("/world/13/x", "story:13")
    rack.shelf.put("picture:7:640.jpg", Page(200, JPEG, b"0123456789"))
    rack.manifest.place("/picture/7/640.jpg", "picture:7:640.jpg")
    press = Press(rack, folder / "press.sock")
    press.start()
    press.listens.wait()
    port = free()
    place = folder / "newsroom" if request.param == "beside" else None
    try:
        with newsroom(place) if place else nullcontext(), stand(port, rack, 1, f"unix:{press.path}", str(place or "")):
            yield House(port, rack, press)
    finally:
        press.close()


def test_a_story(house: House) -> None:
    answer = house.ask(QUOTED + "?fbclid=1&utm_source=x", accept_encoding="gzip")
    copy = house.rack.shelf.get("story:12")
    assert copy
    assert (answer.status, answer.body) == (200, copy.gzip)
    headers = dict(answer.headers)
    assert headers.pop("date")
    assert headers == {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "public, max-age=60",
        "last-modified": copy.header("last-modified"),
        "content-encoding": "gzip",
        "vary": "accept-encoding",
        "etag": copy.tag("gzip"),
        "content-length": str(len(copy.gzip)),
    }


def test_one_connection_many_answers(house: House) -> None:
    seen = []
    with house.connect() as connection:
        for method, path, headers in (
            ("GET", QUOTED, {}),
            ("HEAD", QUOTED, {"accept-encoding": "gzip"}),
            ("GET", QUOTED, {"if-none-match": "*"}),
            ("GET", "/12", {}),
            ("GET", "/world/12/wrong", {}),
            ("GET", "/nothing", {}),
            ("POST", QUOTED, {}),
            ("OPTIONS", QUOTED, {}),
            ("GET", "/picture/7/640.jpg", {"range": "bytes=2-4"}),
            ("GET", "/picture/7/640.jpg", {"range": "bytes=99-"}),
            ("GET", "/bad%ff", {}),
            ("GET", "/nul%00", {}),
            ("GET", "/a/%2e%2e/b", {}),
            ("GET", "/world/12/%ZZ", {}),
        ):
            connection.request(method, path, headers=headers)
            answer = take(connection)
            assert answer.header("set-cookie") is None
            where = answer.header("location") or answer.header("content-range")
            seen.append((answer.status, bool(answer.body), where))
    assert seen == [
        (200, True, None),
        (200, False, None),
        (304, False, None),
        (301, False, QUOTED),
        (302, False, QUOTED),
        (404, True, None),
        (405, True, None),
        (204, False, None),
        (206, True, "bytes 2-4/10"),
        (416, False, "bytes */10"),
        (400, True, None),
        (400, True, None),
        (400, True, None),
        (400, True, None),
    ]


def test_head_tells_the_length_of_what_get_sends(house: House) -> None:
    sizes = {house.ask(QUOTED, method, accept_encoding="gzip").header("content-length") for method in ("GET", "HEAD")}
    assert len(sizes) == 1


def test_a_miss_is_printed_while_the_reader_waits(house: House) -> None:
    house.press.asks.clear()
    house.rack.shelf.drop("story:13")
    answers = [house.ask("/world/13/x") for _ in range(2)]
    assert [(answer.status, answer.body.decode()) for answer in answers] == [(200, "ছাপা হলো " * 50)] * 2
    assert house.press.asks == ["/world/13/x"]


def test_a_new_version_is_handed_out_at_once(house: House) -> None:
    for number in range(50):
        house.rack.place("/live", "live", f"{number}")
        assert house.ask("/live").body.decode() == str(number)


def test_behind_gets_the_whole_request(house: House) -> None:
    with house.connect() as connection:
        connection.putrequest("GET", "/desk/%E0%A6%96%E0%A6%AC%E0%A6%B0%20a?q=%E0%A6%96&q=2", skip_host=True)
        for name, value in (("Host", "paper.example"), ("X-Two", "1"), ("X-Two", "2"), ("Cookie", "a=1; b=2")):
            connection.putheader(name, value)
        connection.endheaders()
        answer = take(connection)
    told = json.loads(answer.body)
    assert answer.status == 201
    assert [value for name, value in answer.headers if name == "set-cookie"] == ["a=1", "b=2"]
    assert told == {
        "method": "GET",
        "path": "/desk/খবর a",
        "raw_path": "/desk/%E0%A6%96%E0%A6%AC%E0%A6%B0%20a",
        "query_string": "q=%E0%A6%96&q=2",
        "http_version": "1.1",
        "scheme": "http",
        "root_path": "",
        "client": "127.0.0.1",
        "server": ["127.0.0.1", house.port],
        "headers": [
            ["accept-encoding", "identity"],
            ["host", "paper.example"],
            ["x-two", "1"],
            ["x-two", "2"],
            ["cookie", "a=1; b=2"],
        ],
        "length": 0,
        "pieces": 0,
        "sha256": hashlib.sha256().hexdigest(),
    }


def test_a_large_upload_is_handed_on_in_pieces(house: House) -> None:
    body = os.urandom(1 << 16) * 128
    told = json.loads(house.ask("/desk/upload", "POST", body).body)
    assert (told["length"], told["sha256"]) == (len(body), hashlib.sha256(body).hexdigest())
    assert told["pieces"] > 1


def test_a_body_of_unknown_length(house: House) -> None:
    told = json.loads(house.ask("/desk/upload", "PUT", iter([b"ab", b"cd"])).body)
    assert (told["method"], told["length"]) == ("PUT", 4)


def test_a_long_answer_is_sent_as_it_comes(house: House) -> None:
    answer = house.ask("/desk/stream")
    assert (answer.header("transfer-encoding"), answer.body) == ("chunked", b"piece 0\npiece 1\npiece 2\n")


@pytest.mark.parametrize(("path", "length"), [("/desk/stream", None), ("/desk/x", True)])
def test_head_behind(house: House, path: str, length: bool | None) -> None:
    with house.connect() as connection:
        for _ in range(2):  # the second shows that the first left nothing in the connection
            connection.request("HEAD", path)
            answer = take(connection)
            assert (answer.body, bool(answer.header("content-length"))) == (b"", bool(length))


@pytest.mark.parametrize("path", ["/desk/fails", "/desk/silent"])
def test_a_failure_behind_is_answered(house: House, path: str) -> None:
    answer = house.ask(path)
    assert (answer.status, answer.body) == (500, b"The server failed to answer.\n")
    assert house.ask("/12").status == 301


def test_an_answer_that_fails_in_the_middle_is_not_taken_for_whole(house: House) -> None:
    with pytest.raises(IncompleteRead) as caught:
        house.ask("/desk/breaks")
    assert caught.value.partial == b"one"
    assert house.ask("/desk/x").status == 201


def test_a_piece_of_an_answer_comes_before_the_next_is_made(house: House) -> None:
    with house.connect() as connection:
        connection.request("GET", "/desk/steps")
        answer = connection.getresponse()
        assert answer.read(3) == b"one"
        assert house.ask("/desk/step").status == 204
        assert answer.read() == b"two"


def test_a_piece_of_an_upload_is_handed_on_before_the_next_comes(house: House) -> None:
    noted(house)
    with socket.create_connection(("127.0.0.1", house.port)) as editor:
        editor.sendall(b"POST /desk/upload HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\nab")
        assert noted(house, 1) == [2]
        editor.sendall(b"cde")
        assert editor.recv(12) == b"HTTP/1.1 201"
        assert sum(noted(house)) == 3


def test_an_upload_that_is_not_wanted_may_be_refused_at_once(house: House) -> None:
    with socket.create_connection(("127.0.0.1", house.port)) as editor:
        editor.sendall(b"POST /desk/refuses HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\n" + b"x" * 100_000)
        assert editor.recv(12) == b"HTTP/1.1 413"
    assert house.ask("/desk/x").status == 201


def test_an_upload_that_is_broken_off_is_not_taken_for_whole(house: House) -> None:
    noted(house)
    with socket.create_connection(("127.0.0.1", house.port)) as editor:
        editor.sendall(b"POST /desk/upload HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nab")
        assert noted(house, 1) == [2]
    assert noted(house, 1) == ["http.disconnect"]


def test_behind_is_told_when_the_reader_leaves_in_the_middle(house: House) -> None:
    noted(house)
    with socket.create_connection(("127.0.0.1", house.port)) as reader:
        reader.sendall(b"GET /desk/leaves HTTP/1.1\r\nhost: x\r\n\r\n")
        assert reader.recv(100)
    assert noted(house, 1) == ["http.disconnect"]


def test_behind_is_told_when_the_reader_leaves_before_the_answer(house: House) -> None:
    noted(house)
    with socket.create_connection(("127.0.0.1", house.port)) as reader:
        reader.sendall(b"GET /desk/thinks HTTP/1.1\r\nhost: x\r\n\r\n")
        assert noted(house, 1) == ["thinks"]
    assert noted(house, 1) == ["http.disconnect"]


def noted(house: House, least: int = 0) -> list[Any]:
    """What the application behind has noted, once there are at least so many notes."""
    while len(told := json.loads(house.ask("/desk/notes").body)) < least:
        a_moment()
    return list(told)


def test_a_page_says_that_it_was_read(house: House) -> None:
    answer = house.ask("/r?story=12&seconds=35&depth=3", "POST", b"", user_agent="Mozilla/5.0 (Android 13)")
    assert (answer.status, answer.body) == (204, b"")
    spool = house.rack.root.parent / "readings"
    while not (lines := [line.split()[1:] for file in spool.glob("*.spool") for line in file.read_text().splitlines()]):
        a_moment()
    assert sorted(lines) == [["12", "e3", "1"], ["12", "t", "35"]]


def test_slow_readers_take_nothing_from_others(house: House) -> None:
    slow = [socket.create_connection(("127.0.0.1", house.port)) for _ in range(100)]
    for reader in slow:
        reader.sendall(b"GET / HTTP/1.1\r\nhost:")
    assert [house.ask(QUOTED).status for _ in range(20)] == [200] * 20
    for reader in slow:
        reader.close()
