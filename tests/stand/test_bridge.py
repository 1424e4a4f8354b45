"""The bridge without a network: what a server would not show."""

import asyncio
import gc
import threading
from typing import Any

import pytest

from harkara.stand.asgi import AsgiApp
from harkara.stand.bridge import Bridge, asgi_scope, later
from tests.stand.reader import Exchange, Fields, Request


def cross(app: AsgiApp, exchange: Exchange, method: str = "GET") -> Exchange:
    asyncio.run(Bridge(app)(Request("/desk/", method), exchange))
    return exchange


async def hello(scope: Any, receive: Any, send: Any) -> None:
    await send(
        {"type": "http.response.start", "status": 200, "headers": [(b"X-A", "খবর".encode()), (b"x-b", b"caf\xe9")]}
    )
    await send({"type": "http.response.body", "body": b"hello"})


def test_headers_keep_their_bytes() -> None:
    exchange = cross(hello, Exchange())
    kept = [(name, value.encode("latin-1")) for name, value in exchange.headers]
    assert (exchange.status, kept, exchange.body) == (200, [("x-a", "খবর".encode()), ("x-b", b"caf\xe9")], b"hello")


@pytest.mark.parametrize(
    ("address", "endpoint"),
    [("127.0.0.1:80", ("127.0.0.1", 80)), ("[::1]:80", ("::1", 80)), ("unix:/x.sock", None), ("", None)],
)
def test_endpoints(address: str, endpoint: tuple[str, int] | None) -> None:
    assert asgi_scope(Request("/", client=address))["client"] == endpoint


def test_the_host_in_the_request_s_line_counts() -> None:
    scope = asgi_scope(Request("/", headers=Fields([("a", "b"), ("host", "other.example")]), authority="paper.example"))
    assert scope["headers"] == [(b"host", b"paper.example"), (b"a", b"b")]


def test_pieces_of_a_body_and_then_the_end() -> None:
    told: list[Any] = []

    async def reads(scope: Any, receive: Any, send: Any) -> None:
        for _ in range(3):
            told.append(await receive())
        await hello(scope, receive, send)
        told.append(await receive())

    cross(reads, Exchange((b"ab", b"cd")), "POST")
    assert told == [
        {"type": "http.request", "body": b"ab", "more_body": True},
        {"type": "http.request", "body": b"cd", "more_body": True},
        {"type": "http.request", "body": b"", "more_body": False},
        {"type": "http.disconnect"},
    ]


@pytest.mark.parametrize(
    ("breaks", "types"),
    [
        (False, ["http.request"] * 3 + ["http.disconnect"]),
        (True, ["http.request"] * 2 + ["http.disconnect"] * 2),
    ],
)
def test_a_body_that_breaks_off_is_not_taken_for_whole(breaks: bool, types: list[str]) -> None:
    told: list[Any] = []

    async def reads(scope: Any, receive: Any, send: Any) -> None:
        for _ in range(3):
            told.append((await receive())["type"])
        await hello(scope, receive, send)
        told.append((await receive())["type"])

    asyncio.run(Bridge(reads)(Request("/desk/", "POST"), Exchange((b"ab", b"cd"), breaks=breaks)))
    assert told == types


def test_an_answer_that_fails_in_the_middle_is_no_answer() -> None:
    async def breaks(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"x", "more_body": True})
        raise ValueError("on purpose")

    exchange = cross(breaks, Exchange())
    assert (exchange.sent, exchange.failed, exchange.ended) == ([b"x"], True, False)


def test_what_is_sent_after_the_reader_left_goes_nowhere() -> None:
    async def streams(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(10):
            await send({"type": "http.response.body", "body": b"x", "more_body": True})

    exchange = cross(streams, Exchange(leaves_after=3))
    assert (exchange.sent, exchange.answers) == ([b"x"] * 3, 1)


def test_a_body_before_its_start_is_an_error_that_is_answered() -> None:
    async def wrong(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.body", "body": b"x"})

    assert cross(wrong, Exchange()).status == 500


@pytest.mark.parametrize("status", [204, 304])
def test_answers_without_a_body(status: int) -> None:
    async def empty(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    exchange = cross(empty, Exchange())
    assert (exchange.status, exchange.headers, exchange.body) == (status, [], b"")


def test_an_application_that_is_still_being_loaded_is_waited_for() -> None:
    let = threading.Event()

    def make() -> AsgiApp:
        let.wait()
        return hello

    app = later(make)

    async def both() -> list[Exchange]:
        exchanges = [Exchange(), Exchange()]
        waiting = asyncio.create_task(Bridge(app)(Request("/desk/"), exchanges[0]))
        await asyncio.sleep(0)
        assert exchanges[0].answers == 0
        let.set()
        await waiting
        await Bridge(app)(Request("/desk/"), exchanges[1])
        return exchanges

    gc.unfreeze()
    assert [exchange.body for exchange in asyncio.run(both())] == [b"hello"] * 2
    assert gc.get_freeze_count() > 1000  # the collector leaves alone what was loaded
    gc.unfreeze()


def test_an_application_that_cannot_be_loaded_is_an_error_each_time() -> None:
    def make() -> AsgiApp:
        raise ImportError("on purpose")

    app = later(make)
    assert [cross(app, Exchange()).status for _ in range(2)] == [500, 500]
