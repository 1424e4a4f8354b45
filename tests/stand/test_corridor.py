"""The corridor to the newsroom, both ends on one loop."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest
from asgiref.sync import sync_to_async

from harkara.stand.asgi import AsgiApp, Message, Receive, Send
from harkara.stand.bridge import Bridge, asgi_scope
from harkara.stand.corridor import HEAD, LONGEST, PIECE, TAKEN, Frames, corridor, exchange, frame, packed, scope_of
from harkara.stand.newsroom import COURTESY, Hands, take
from tests.stand.reader import Exchange, Fields, Request


async def hello(scope: Message, receive: Receive, send: Send) -> None:
    told = json.dumps([scope["path"], [value.decode("latin-1") for _, value in scope["headers"]]])
    headers = [(b"set-cookie", b"a=1"), (b"x-raw", b"caf\xe9"), (b"set-cookie", b"b=2")]
    await send({"type": "http.response.start", "status": 201, "headers": headers})
    await send({"type": "http.response.body", "body": told.encode()})


def through(
    app: AsgiApp, folder: Path, ask: Callable[[AsgiApp], Awaitable[Exchange]]
) -> tuple[Exchange, list[BaseException]]:
    """What ``ask`` gets of ``app`` at the other end, and what ``app`` raised."""
    raised: list[BaseException] = []
    tasks: list[asyncio.Task[None] | None] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.append(asyncio.current_task())
        try:
            await exchange(app, reader, writer)
        except Exception as error:
            raised.append(error)

    async def run() -> Exchange:
        async with await asyncio.start_unix_server(answer, folder / "newsroom"):
            there = await ask(corridor(str(folder / "newsroom")))
            await asyncio.gather(*filter(None, tasks))
            return there

    return asyncio.run(run()), raised


async def crossed(app: AsgiApp, *pieces: bytes, **headers: str) -> Exchange:
    there = Exchange(pieces)
    pairs = [(name.replace("_", "-"), value) for name, value in headers.items()]
    await Bridge(app)(Request("/desk/খবর", "POST", Fields(pairs)), there)
    return there


def test_bytes_of_headers_arrive_as_they_are(tmp_path: Path) -> None:
    there, raised = through(hello, tmp_path, lambda app: crossed(app, x_a="খবর".encode().decode("latin-1")))
    assert (there.status, there.headers, raised) == (
        201,
        [("set-cookie", "a=1"), ("x-raw", "caf\xe9"), ("set-cookie", "b=2")],
        [],
    )
    assert json.loads(there.body) == ["/desk/খবর", ["খবর".encode().decode("latin-1")]]


def test_a_scope_arrives_as_it_was() -> None:
    scope = asgi_scope(
        Request("/desk/খবর", headers=Fields([("b", "2"), ("a", "\xe0"), ("b", "1")]), query_string="q=1")
    )
    assert scope_of(packed(scope)) == scope
    assert scope_of(packed({**scope, "client": None})) == {**scope, "client": None}


def test_an_application_that_fails_is_answered_for(tmp_path: Path) -> None:
    async def fails(scope: Message, receive: Receive, send: Send) -> None:
        raise ValueError("on purpose")

    there, raised = through(fails, tmp_path, crossed)
    assert (there.status, there.body) == (500, b"The server failed to answer.\n")
    assert [*map(str, raised)] == ["on purpose"]


@pytest.mark.long
def test_what_is_sent_after_the_reader_left_goes_nowhere(tmp_path: Path) -> None:
    told: list[str] = []

    async def streams(scope: Message, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        while not told:
            await send({"type": "http.response.body", "body": b"x", "more_body": True})
            told.extend([message["type"]] if (message := await receive())["type"] == "http.disconnect" else [])
        await send({"type": "http.response.body", "body": b"x"})

    async def leaves(app: AsgiApp) -> Exchange:
        there = Exchange((), leaves_after=0)
        await Bridge(app)(Request("/desk/"), there)
        return there

    there, raised = through(streams, tmp_path, leaves)
    assert (there.sent, there.answers, told, raised) == ([], 1, ["http.disconnect"], [])


def test_a_slow_reader_is_felt_at_the_other_end(tmp_path: Path) -> None:
    made: list[int] = []

    async def streams(scope: Message, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for number in range(1000):
            made.append(number)
            await send({"type": "http.response.body", "body": bytes(2**16), "more_body": number < 999})

    class Slow(Exchange):
        """Takes nothing before it is let, and lets itself when everything stands still."""

        async def send_bytes(self, data: bytes) -> None:
            before = -1
            while not self.sent and len(made) != before:
                before = len(made)
                for _ in range(100):
                    await asyncio.sleep(0)
            self.sent.append(data[:0])
            ahead.append(len(made) - len(self.sent))

    ahead: list[int] = []

    async def slowly(app: AsgiApp) -> Exchange:
        there = Slow()
        await Bridge(app)(Request("/desk/"), there)
        return there

    there, _ = through(streams, tmp_path, slowly)
    assert len(there.sent) == 1000
    assert max(ahead) < 50  # of a thousand


@pytest.mark.parametrize("listens", [False, True])
def test_where_nobody_is_the_reader_is_told_so(tmp_path: Path, listens: bool) -> None:
    """Nobody at all, and a socket that listens while whoever should answer does not come."""
    path = str(tmp_path / "newsroom")
    with closing(socket.socket(socket.AF_UNIX)) as listening:
        if listens:
            listening.bind(path)
            listening.listen()
        there = asyncio.run(crossed(corridor(path, patience=0.0)))
    assert (there.status, there.header("retry-after"), there.header("cache-control")) == (503, "5", "no-store")
    assert there.body.decode() == "বার্তাকক্ষ এখনো খোলেনি। একটু পরে আবার চেষ্টা করুন।\n"


@pytest.mark.parametrize(
    "said", [frame(TAKEN), frame(TAKEN) + HEAD.pack(PIECE, 9) + b"x", HEAD.pack(PIECE, LONGEST + 1)]
)
def test_a_newsroom_that_dies_in_the_middle_is_an_error(tmp_path: Path, said: bytes) -> None:
    async def dies(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(HEAD.size)
        writer.write(said)
        writer.close()
        await writer.wait_closed()

    async def run() -> Exchange:
        async with await asyncio.start_unix_server(dies, tmp_path / "newsroom"):
            return await crossed(corridor(str(tmp_path / "newsroom")))

    assert asyncio.run(run()).status == (500 if said.startswith(frame(TAKEN)) else 503)


def test_who_hangs_up_before_asking_costs_nothing(tmp_path: Path) -> None:
    async def hangs_up(app: AsgiApp) -> Exchange:
        _, writer = await asyncio.open_unix_connection(tmp_path / "newsroom")
        writer.close()
        await writer.wait_closed()
        return await crossed(app)

    there, raised = through(hello, tmp_path, hangs_up)
    assert (there.status, raised) == (201, [])


def test_a_call_that_is_cancelled_loses_nothing() -> None:
    async def run() -> list[tuple[int, bytes]]:
        reader, found = asyncio.StreamReader(), []
        frames, whole = Frames(reader), frame(PIECE, b"one") + frame(PIECE, b"two")
        for byte in whole:
            waiting = asyncio.ensure_future(frames.next())
            await asyncio.sleep(0)
            reader.feed_data(bytes([byte]))
            for _ in range(3):
                await asyncio.sleep(0)
            if waiting.done():
                found.append(waiting.result())
            waiting.cancel()
        return found

    assert asyncio.run(run()) == [(PIECE, b"one"), (PIECE, b"two")]


def test_a_newsroom_at_work_leaves_the_next_request_to_one_with_empty_hands(tmp_path: Path) -> None:
    """And takes it where no other does."""
    place = str(tmp_path / "newsroom")

    async def run() -> tuple[list[int], list[int], list[int]]:
        ends, counts = asyncio.Event(), [0, 0]

        def newsroom(number: int) -> AsgiApp:
            async def app(scope: Message, receive: Receive, send: Send) -> None:
                counts[number] += 1
                await ends.wait()
                await hello(scope, receive, send)

            return app

        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(place)
            listening.listen()
            ears = [listening.dup() for _ in range(2)]
            takers = [asyncio.create_task(take(newsroom(one), ear, set())) for one, ear in enumerate(ears)]
            asked = []
            for count in (1, 2, 3):
                asked.append(asyncio.create_task(crossed(corridor(place))))
                while sum(counts) < count:
                    await asyncio.sleep(0)
                if count == 2:
                    both = [*counts]
            third = [*counts]
            ends.set()
            statuses = [there.status for there in await asyncio.gather(*asked)]
            for one in takers:
                one.cancel()
            await asyncio.wait(takers)
            for ear in ears:
                ear.close()
            return both, sorted(third), statuses

    assert asyncio.run(run()) == ([1, 1], [1, 2], [201, 201, 201])


def test_a_newsroom_that_computes_takes_no_second_request_until_it_is_done_or_takes_long(tmp_path: Path) -> None:
    """Two that compute would take turns at every step, and both would wait for both."""
    place = str(tmp_path / "newsroom")

    async def run(seconds: float, patience: float) -> list[int]:
        beside, under_way = [], 0

        async def app(scope: Message, receive: Receive, send: Send) -> None:
            nonlocal under_way
            beside.append(under_way)
            under_way += 1
            await asyncio.to_thread(computed, seconds)
            under_way -= 1
            await hello(scope, receive, send)

        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(place)
            listening.listen()
            taker = asyncio.create_task(take(app, listening, set(), patience))
            await asyncio.gather(*(crossed(corridor(place)) for _ in range(3)))
            taker.cancel()
            await asyncio.wait([taker])
        Path(place).unlink()
        return beside

    # What the system tells of threads is coarse: on a machine full of others it may err once, not again and again.
    # A tenth of a second's work may take many there, so patience is not what ends the waiting here.
    assert [0, 0, 0] in (asyncio.run(run(5 * COURTESY, patience=60)) for _ in range(4))
    assert max(asyncio.run(run(5 * COURTESY, patience=COURTESY))) > 0


def test_requests_share_threads_one_after_the_other_and_never_at_once(tmp_path: Path) -> None:
    """What a thread has open, such as its line to the database, the next request finds open."""
    place = str(tmp_path / "newsroom")

    async def run() -> tuple[list[int], list[int]]:
        ran: list[int] = []
        together: asyncio.Event | None = None

        async def app(scope: Message, receive: Receive, send: Send) -> None:
            ran.append(await sync_to_async(threading.get_ident)())
            if together:
                if len(ran) == 5:
                    together.set()
                await together.wait()
            assert await sync_to_async(threading.get_ident)() in ran
            await hello(scope, receive, send)

        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(place)
            listening.listen()
            taker = asyncio.create_task(take(app, listening, set()))
            for _ in range(3):
                await crossed(corridor(place))
            together = asyncio.Event()
            await asyncio.gather(*(crossed(corridor(place)) for _ in range(2)))
            taker.cancel()
            await asyncio.wait([taker])
        return ran[:3], ran[3:]

    alone, together = asyncio.run(run())
    assert (len(set(alone)), len(set(together)), alone[0] in together) == (1, 2, True)


def test_a_hand_that_is_one_too_many_goes() -> None:
    async def run() -> list[bool]:
        hands, threads = Hands(kept=1), []

        async def work() -> None:
            async with hands.one():
                threads.append(await sync_to_async(threading.current_thread)())
                while len(threads) < 3:
                    await asyncio.sleep(0)

        await asyncio.gather(*(work() for _ in range(3)))
        async with asyncio.timeout(60):
            while sum(thread.is_alive() for thread in threads) > 1:
                await asyncio.sleep(0.01)
        alive = [thread.is_alive() for thread in threads]
        hands.dismiss()
        return alive

    assert sorted(asyncio.run(run())) == [False, False, True]


def computed(seconds: float) -> None:
    """Works so long of the processor's time."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass
