"""HTTP/1.1 on one connection, without a process: bytes in, bytes out."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harkara.stand.connection import IDLE, LINGER, LONGEST_HEAD, STALLED, WASTED, Connection
from harkara.stand.exchange import AHEAD
from harkara.stand.heads import decoded, head, lines, target
from harkara.stand.server import Closed, Exchange, Request
from harkara.stand.worker import Worker

PLAIN = [("content-type", "text/plain")]


class App:
    """Answers by the first word of the path; ``told`` are the requests it got, ``go`` lets the slow ones answer."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.go = asyncio.Event()

    def __call__(self, request: Request, exchange: Exchange) -> Awaitable[None] | None:
        self.told.append(f"{request.method} {request.path}")
        act: Callable[[Request, Exchange], Awaitable[None]] | None = getattr(
            self, request.path.partition("/")[2].partition("/")[0], None
        )
        if act is not None:
            return act(request, exchange)
        exchange.response_bytes(200, PLAIN, request.path.encode())
        return None

    async def slow(self, request: Request, exchange: Exchange) -> None:
        await self.go.wait()
        exchange.response_bytes(200, PLAIN, request.path.encode())

    async def takes(self, request: Request, exchange: Exchange) -> None:
        body = b""
        try:
            async for piece in exchange:
                body += piece
                self.told.append(f"piece {len(piece)}")
        except Closed:
            self.told.append("left")
            raise
        exchange.response_bytes(200, PLAIN, body)

    async def holds(self, request: Request, exchange: Exchange) -> None:
        await self.go.wait()
        await self.takes(request, exchange)

    async def refuses(self, request: Request, exchange: Exchange) -> None:
        exchange.response_bytes(413, PLAIN, b"too large")

    async def waits(self, request: Request, exchange: Exchange) -> None:
        await exchange.client_disconnect()
        self.told.append("left")

    async def fails(self, request: Request, exchange: Exchange) -> None:
        raise ValueError("on purpose")

    async def splits(self, request: Request, exchange: Exchange) -> None:
        exchange.response_bytes(200, [("x-a", "b\r\nx-evil: 1")], b"")

    async def twice(self, request: Request, exchange: Exchange) -> None:
        exchange.response_bytes(200, PLAIN, b"once")
        exchange.response_bytes(200, PLAIN, b"twice")

    async def streams(self, request: Request, exchange: Exchange) -> None:
        """``/streams/LENGTH/PIECE/PIECE``: with that length told, or none."""
        length, *pieces = request.path.split("/")[2:]
        stream = exchange.response_stream(200, [("content-length", length)] if length else PLAIN)
        for piece in pieces:
            await stream.send_bytes(piece.encode())
        stream.end()

    async def breaks(self, request: Request, exchange: Exchange) -> None:
        await exchange.response_stream(200, PLAIN).send_bytes(b"one")
        raise ValueError("on purpose")

    async def large(self, request: Request, exchange: Exchange) -> None:
        exchange.response_bytes(200, PLAIN, bytes(2**22))


class House:
    """A worker that listens, and readers of it."""

    def __init__(self, worker: Worker, app: App, port: int) -> None:
        self.worker, self.app, self.port = worker, app, port
        self.writers: list[asyncio.StreamWriter] = []

    async def reader(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**16)
        self.writers.append(writer)
        return reader, writer

    async def close(self) -> None:
        self.app.go.set()
        for writer in self.writers:
            writer.transport.abort()
            with suppress(ConnectionError):
                await writer.wait_closed()
        while self.worker.there or self.worker.under_way:
            await asyncio.sleep(0)

    async def said(self, *pieces: bytes, ends: bool = True) -> bytes:
        """All that is answered to ``pieces``, until the server closes or, where it keeps the connection, stops speaking."""
        reader, writer = await self.reader()
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0)
        return await (reader.read() if ends else reader.read(2**20))

    @property
    def connections(self) -> list[Connection]:
        return [*self.worker.there]


def at(act: Callable[[House], Awaitable[Any]], **more: Any) -> Any:
    """What ``act`` returns, done with a house."""

    async def run() -> Any:
        app = App()
        worker = Worker(app, **more)
        server = await asyncio.get_running_loop().create_server(lambda: Connection(worker), "127.0.0.1", 0)
        async with server:
            house = House(worker, app, server.sockets[0].getsockname()[1])
            try:
                async with asyncio.timeout(20):
                    return await act(house)
            finally:
                await house.close()

    return asyncio.run(run())


def said(*pieces: bytes) -> bytes:
    """All that is answered to ``pieces``; the last request should close."""
    answer: bytes = at(lambda house: house.said(*pieces))
    return answer


def asks(path: str, *fields: str, method: str = "GET", version: str = "1.1", body: bytes = b"") -> bytes:
    text = "".join(f"{field}\r\n" for field in ("Host: x", *fields))
    return f"{method} {path} HTTP/{version}\r\n{text}\r\n".encode() + body


CLOSE = "Connection: close"
END = asks("/end", CLOSE)


def bodies(answer: bytes) -> list[bytes]:
    """The bodies of answers that say their length, in their order."""
    found = []
    while answer:
        top, _, answer = answer.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", top)
        assert length, top
        found.append(answer[: int(length[1])])
        answer = answer[int(length[1]) :]
    return found


async def turns(count: int = 50) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


async def until(condition: Callable[[], object]) -> None:
    while not condition():
        await asyncio.sleep(0)


def test_an_answer_has_its_lines() -> None:
    top, _, body = said(END).partition(b"\r\n\r\n")
    line, *fields = top.decode().split("\r\n")
    assert (line, body) == ("HTTP/1.1 200 OK", b"/end")
    assert fields[:3] == ["content-type: text/plain", "content-length: 4", "connection: close"]
    assert re.fullmatch(r"date: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT", fields[3])
    assert len(fields) == 4


def test_answers_come_in_the_order_of_requests() -> None:
    assert bodies(said(asks("/a") + asks("/b") + END)) == [b"/a", b"/b", b"/end"]


@given(st.lists(st.integers(1, 200), max_size=30))
@settings(max_examples=60, deadline=None)
def test_however_requests_are_cut_the_answers_are_the_same(cuts: list[int]) -> None:
    sent = asks("/a?q=1", "X-A: 1") + asks("/takes", "Content-Length: 3", method="POST", body=b"abc")
    chunked = b"2\r\nde\r\n1\r\nf\r\n0\r\nX-Trailer: 1\r\n\r\n"
    sent += asks("/takes", "Transfer-Encoding: chunked", method="PUT", body=chunked) + asks("/%E0%A6%95") + END
    pieces, begin = [], 0
    for cut in cuts:
        pieces.append(sent[begin : begin + cut])
        begin += cut
    assert bodies(said(*pieces, sent[begin:])) == [b"/a", b"abc", b"def", "/ক".encode(), b"/end"]


@given(st.binary(max_size=300), st.sampled_from([b"", asks("/a"), asks("/slow"), b"GET / HTTP/1.1\r\nHost: x\r\n"]))
@settings(max_examples=150, deadline=None)
def test_whatever_is_sent_the_next_reader_is_served(noise: bytes, before: bytes) -> None:
    async def act(house: House) -> bytes:
        reader, writer = await house.reader()
        writer.write(before + noise)
        await writer.drain()
        writer.write_eof()
        house.app.go.set()
        with suppress(ConnectionError):
            await reader.read()
        writer.close()
        return await house.said(END)

    assert bodies(at(act)) == [b"/end"]


def test_what_comes_while_one_is_answered_waits_and_is_not_read() -> None:
    async def act(house: House) -> tuple[list[str], list[bytes]]:
        reader, writer = await house.reader()
        writer.write(asks("/slow") + asks("/b"))
        await until(lambda: house.app.told)
        writer.write(END)
        await turns()
        told = [*house.app.told]
        house.app.go.set()
        return told, bodies(await reader.read())

    assert at(act) == (["GET /slow"], [b"/slow", b"/b", b"/end"])


def test_a_thousand_requests_at_once_are_answered_one_after_another() -> None:
    assert len(bodies(said(asks("/slow/now").replace(b"/slow", b"/fast") * 999 + END))) == 1000


def test_who_asks_ahead_and_takes_nothing_is_not_answered_ahead() -> None:
    async def act(house: House) -> tuple[int, int]:
        reader, writer = await house.reader()
        writer.write(asks("/large") * 20 + END)
        await until(lambda: house.app.told)
        await turns(200)
        told = len(house.app.told)
        while await reader.read(2**20):
            pass
        return told, len(house.app.told)

    few, all_of_them = at(act)
    assert (few < 5, all_of_them) == (True, 21)


def test_http_1_0() -> None:
    kept = asks("/a", "Connection: keep-alive", version="1.0")
    answer = said(kept + b"GET /b HTTP/1.0\r\n\r\n")
    assert b"connection: keep-alive\r\n" in answer
    assert bodies(answer) == [b"/a", b"/b"]


def test_head_and_what_has_no_body() -> None:
    answer = said(asks("/abc", CLOSE, method="HEAD"))
    assert b"content-length: 4\r\n" in answer
    assert answer.endswith(b"\r\n\r\n")


def test_a_body_of_no_length_is_none() -> None:
    nothing = asks("/takes/a", "Content-Length: 0", method="POST")
    waited_for = asks("/takes/b", "Content-Length: 0", "Expect: 100-continue", method="POST")
    answer = said(nothing + nothing + waited_for + END)
    assert bodies(answer) == [b"", b"", b"", b"/end"]
    assert b"100 Continue" not in answer


@pytest.mark.parametrize(
    "request_",
    [
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 4\r\n\r\nbody",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n",
        b"GET / HTTP/3.7\r\nHost: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, gzip\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
)
def test_what_can_be_read_in_two_ways_is_not_read(request_: bytes) -> None:
    async def act(house: House) -> bytes:
        return await house.said(request_, ends=False)

    answer = at(act)
    assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")


def test_what_cannot_be_read_is_answered_after_what_can() -> None:
    answer = said(asks("/a") + b"nonsense\r\n\r\n")
    assert bodies(answer) == [b"/a", b"This request cannot be read.\n"]


@pytest.mark.parametrize("grows", [b"GET /%b HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nX-A: %b\r\n"])
def test_a_head_that_is_too_long_is_refused(grows: bytes) -> None:
    answer = said(grows % (b"a" * 40_000), b"X-B: " + b"b" * LONGEST_HEAD)
    assert answer.startswith(b"HTTP/1.1 431 ")


def test_trailers_are_bounded_and_no_headers_of_the_next() -> None:
    chunked = asks("/takes", "Transfer-Encoding: chunked", method="POST", body=b"0\r\n")
    answer = said(chunked + b"Host: evil\r\nX-A: 1\r\n\r\n" + END)
    assert bodies(answer) == [b"", b"/end"]
    assert said(chunked, *[b"X-A: " + b"a" * 20_000 + b"\r\n"] * 5) == b""


def test_an_upgrade_is_not_taken_up() -> None:
    for more in (("Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABk"),):
        answer = said(asks("/a", *more) + b"anything else")
        assert (bodies(answer), b"connection: close\r\n" in answer) == ([b"/a"], True)
    assert said(b"CONNECT paper:443 HTTP/1.1\r\nHost: paper\r\n\r\n").startswith(b"HTTP/1.1 200")


def test_bangla_that_is_sent_as_it_is_is_an_address_too() -> None:
    assert bodies(said(asks("/a/খবর?q=খ", "X-A: খ", CLOSE))) == ["/a/খবর".encode()]


def test_a_target_may_name_its_host() -> None:
    assert bodies(said(asks("http://paper.example/a?b", CLOSE))) == [b"/a"]
    assert target(b"http://paper.example") == (b"/", b"", b"paper.example")
    assert target(b"*") == (b"*", b"", b"")


@pytest.mark.parametrize(
    ("place", "path"),
    [
        (b"/a", "/a"),
        (b"/%E0%A6%95%e0%a6%96", "/কখ"),
        (b"/a=%E0%A6%95", "/a=ক"),
        (b"/%ZZ", "/%ZZ"),
        (b"/a%", "/a%"),
        (b"/a%4", "/a%4"),
        (b"/%%41", "/%A"),
        (b"/%00%0A%0D", "/\0\n\r"),
        (b"/%ff", "/\ufffd"),
        ("/ক".encode(), "/ক"),
        (b"/" + b"%E0%A6%95" * 1000, "/" + "ক" * 1000),
        (b"/a_b%20%20", "/a_b  "),
        (b"/%3D%25", "/=%"),
    ],
)
def test_a_path_is_decoded(place: bytes, path: str) -> None:
    assert decoded(place) == path


@given(st.binary(max_size=60))
def test_decoding_is_the_one_of_the_standard_library(place: bytes) -> None:
    from urllib.parse import unquote_to_bytes

    assert decoded(place) == unquote_to_bytes(place).decode(errors="replace")


def test_a_body_comes_as_fast_as_it_is_taken() -> None:
    async def act(house: House) -> tuple[bool, bool, int]:
        reader, writer = await house.reader()
        writer.write(asks("/holds", f"Content-Length: {2**23}", CLOSE, method="POST") + bytes(2**23))
        await until(lambda: house.app.told)
        await turns(500)
        stands = writer.transport.get_write_buffer_size() > 0  # all the buffers on the way are full
        house.app.go.set()
        (body,) = bodies(await reader.read())
        pieces = [int(told.split()[1]) for told in house.app.told[1:]]
        return stands, max(pieces) <= 2 * 2**18, len(body)

    assert at(act) == (True, True, 2**23)


def test_a_body_that_nobody_reads_is_taken_in_so_that_the_answer_is_seen() -> None:
    answer = said(asks("/refuses", "Content-Length: 1000000", method="POST"), bytes(10**6), END)
    assert bodies(answer) == [b"too large", b"/end"]


def test_but_not_without_end() -> None:
    async def act(house: House) -> int:
        reader, writer = await house.reader()
        writer.write(asks("/refuses", f"Content-Length: {10**9}", method="POST"))
        assert b" 413 " in await reader.read(2**16)
        sent = 0
        with suppress(ConnectionError):
            while house.connections and sent < 50 * WASTED:
                writer.write(bytes(2**20))
                await writer.drain()
                sent += 2**20
                for one in house.connections:
                    one.grow_older(LINGER / 4)
        return sent

    assert at(act) < 10 * WASTED


def test_who_waits_to_be_asked_for_a_body_is_asked() -> None:
    async def act(house: House) -> list[bytes]:
        expects = ("Expect: 100-continue", "Content-Length: 3")
        reader, writer = await house.reader()
        writer.write(asks("/takes", *expects, method="POST"))
        assert await reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        writer.write(b"abc" + asks("/refuses", *expects, method="POST"))
        return bodies(await reader.read())  # it is closed: nobody can know whether the body comes

    assert at(act) == [b"abc", b"too large"]


def test_a_body_that_breaks_off_is_not_whole() -> None:
    async def act(house: House) -> list[str]:
        for head_, body in (("Content-Length: 9", b"abc"), ("Transfer-Encoding: chunked", b"3\r\nabc\r\n")):
            _, writer = await house.reader()
            writer.write(asks("/takes", head_, method="POST", body=body))
            await until(lambda: house.app.told[-1:] == ["piece 3"])
            writer.close()
            await until(lambda: house.app.told[-1] == "left")
        return house.app.told

    assert at(act) == ["POST /takes", "piece 3", "left"] * 2


def test_a_broken_chunk_ends_the_connection() -> None:
    assert said(asks("/takes", "Transfer-Encoding: chunked", method="POST", body=b"zz\r\nabc\r\n") + END) == b""


def test_who_leaves_is_noticed() -> None:
    async def act(house: House) -> list[str]:
        _, writer = await house.reader()
        writer.write(asks("/waits"))
        await until(lambda: house.app.told)
        writer.close()
        await until(lambda: len(house.app.told) == 2)
        await until(lambda: not house.connections)
        return house.app.told

    assert at(act) == ["GET /waits", "left"]


def test_a_failure_is_answered_and_the_connection_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    assert bodies(said(asks("/fails") + asks("/splits") + asks("/twice") + END)) == [
        b"The server failed to answer.\n",
        b"The server failed to answer.\n",
        b"once",
        b"/end",
    ]
    assert [record.levelno for record in caplog.records] == [logging.ERROR] * 3


def test_answers_in_pieces() -> None:
    answer = said(asks("/streams//one/two") + END)
    assert b"transfer-encoding: chunked\r\n" in answer
    assert b"\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\nHTTP/1.1" in answer
    assert bodies(said(asks("/streams/6/one/two") + END)) == [b"onetwo", b"/end"]
    old = said(asks("/streams//one/two", "Connection: keep-alive", version="1.0"))
    assert (old.partition(b"\r\n\r\n")[2], b"connection: close\r\n" in old) == (b"onetwo", True)


@pytest.mark.parametrize("path", ["/streams/9/one", "/streams/2/one", "/breaks"])
def test_an_answer_that_is_not_as_it_was_told_is_cut(path: str) -> None:
    async def act(house: House) -> bytes:
        reader, writer = await house.reader()
        writer.write(asks(path) + END)
        got = b""
        with suppress(ConnectionError):
            while data := await reader.read(2**16):
                got += data
        return got

    assert b"/end" not in at(act)


def aged(seconds: float, *pieces: bytes, then: Callable[[Connection], object]) -> bool:
    """Whether the connection is still there ``seconds`` after ``pieces`` had come and what follows is so ``then``."""

    async def act(house: House) -> bool:
        _, writer = await house.reader()
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        await until(lambda: house.connections)
        (one,) = house.connections
        await until(lambda: then(one))
        one.grow_older(0.0)
        one.grow_older(seconds)
        await asyncio.sleep(0.05)
        there = bool(house.connections)
        writer.transport.abort()
        return there

    there: bool = at(act)
    return there


@pytest.mark.parametrize(
    ("pieces", "then", "seconds"),
    [
        ([], lambda one: True, IDLE),
        ([asks("/a")], lambda one: one._worker.app.told and one.is_idle, IDLE),
        ([b"GET / HTTP/1.1\r\nHost:"], lambda one: one._fed, 10.0),
        ([asks("/takes", "Content-Length: 9", method="POST", body=b"abc")], lambda one: waits(one), STALLED),
        ([asks("/large")], lambda one: one._transport.get_write_buffer_size(), STALLED),
        ([b"nonsense\r\n\r\n"], lambda one: one._lingers and one._current is None, LINGER),
    ],
)
def test_who_does_nothing_is_let_go(pieces: list[bytes], then: Callable[[Connection], object], seconds: float) -> None:
    assert [aged(seconds - 1.1, *pieces, then=then), aged(seconds + 1, *pieces, then=then)] == [True, False]


def waits(connection: Connection) -> bool:
    """Whether the rest of what is being received is waited for."""
    return connection._receiving is not None and connection._receiving.waits


@pytest.mark.parametrize(
    ("piece", "then"),
    [
        (asks("/slow"), lambda one: one._worker.app.told and not one.is_idle),
        (
            asks("/holds", f"Content-Length: {2**21}", method="POST", body=bytes(AHEAD + 2**18)),
            lambda one: one._receiving is not None and one._receiving.is_full,
        ),
    ],
)
def test_who_waits_for_us_is_not(piece: bytes, then: Callable[[Connection], object]) -> None:
    assert aged(1000.0, piece, then=then)


def test_when_there_are_too_many_the_one_idle_for_longest_goes() -> None:
    async def act(house: House) -> tuple[bytes, bytes]:
        readers = [await house.reader() for _ in range(3)]
        for _, writer in readers[:2]:
            writer.write(asks("/slow"))
        await until(lambda: len(house.connections) == 3 and len(house.app.told) == 2)
        late, writer = await house.reader()  # the third has said nothing: it goes
        gone = await readers[2][0].read()
        writer.write(asks("/slow"))
        await until(lambda: len(house.app.told) == 3)
        refused, _ = await house.reader()  # nobody is idle
        with suppress(ConnectionError):
            gone += await refused.read()
        house.app.go.set()
        return gone, await late.readexactly(15)

    assert at(act, connections=3) == (b"", b"HTTP/1.1 200 OK")


def test_told_to_stop_what_was_asked_is_answered() -> None:
    async def act(house: House) -> tuple[bytes, bytes]:
        (slow, writer), (idle, _) = [await house.reader(), await house.reader()]
        writer.write(asks("/slow"))
        await until(lambda: len(house.connections) == 2 and house.app.told)
        house.worker.closing = True
        for one in house.connections:
            one.part_in_order()
        house.app.go.set()
        return await slow.read(), await idle.read()

    answer, nothing = at(act)
    assert (bodies(answer), b"connection: close\r\n" in answer, nothing) == ([b"/slow"], True, b"")


def test_headers_that_are_none_are_refused() -> None:
    for name, value in (("a b", "x"), ("a", "x\r\ny: z"), ("a", "x\n"), ("", "x"), ("a", "\0"), ("a:b\r\nc", "d")):
        with pytest.raises(ValueError, match="no headers"):
            lines([(name, value)])
    assert lines([("x-a", "খবর")]) == "x-a: খবর\r\n".encode()
    assert lines([("x-a", "caf\xe9")]) == b"x-a: caf\xe9\r\n"
    assert head(299, [], 0) == b"HTTP/1.1 299 \r\ncontent-length: 0\r\n"


def test_bounds_are_as_documented() -> None:
    assert IDLE > 60  # nginx keeps its side for a minute
