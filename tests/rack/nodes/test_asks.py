"""What a node's readers ask for and no rack has is printed by the press, fetched before all else, and answered."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from harkara.rack import door
from harkara.rack.door import Answer
from harkara.rack.nodes.asks import Asks
from harkara.rack.nodes.calling import Caller
from harkara.rack.nodes.runner import Runner
from harkara.rack.nodes.seal import Seal
from harkara.rack.porter import Porter
from tests.rack.nodes import paper
from tests.rack.nodes.paper import KEY, Press


@pytest.fixture
def press(tmp_path: Path) -> Press:
    return Press(tmp_path / "press")


def says(answer: Answer) -> "Future[Answer]":
    future: Future[Answer] = Future()
    future.set_result(answer)
    return future


@contextmanager
def asked(tmp_path: Path, press: Press, ask: "Callable[[str], Future[Answer]] | None") -> Iterator[tuple[Runner, str]]:
    """A node at work whose press answers with ``ask`` (``None``: is not there); yields its runner and the stand's door."""
    at = f"unix:{tmp_path / 'press.sock'}"
    with ExitStack() as stack:
        if ask:
            stack.callback(Porter(at, ask).close)
        url = stack.enter_context(press.dispatch(at))
        runner = stack.enter_context(paper.runner(tmp_path / "node", url))
        runner.settle()
        over = threading.Event()
        work = threading.Thread(target=runner.run, args=(over, 0.05))
        work.start()
        asks = Asks(lambda: Caller(url, Seal(KEY.encode()), reached=0.5), runner)
        porter = Porter(f"unix:{tmp_path / 'node.sock'}", asks.ask)
        try:
            yield runner, f"unix:{tmp_path / 'node.sock'}"
        finally:
            over.set()
            work.join()
            porter.close(asks.close)


def test_it_is_printed_copied_and_answered(press: Press, tmp_path: Path) -> None:
    press.manifest.place("/world/12/খবর", "story:12")
    questions: list[str] = []

    def ask(path: str) -> "Future[Answer]":
        questions.append(path)
        if path != "/world/12/খবর":
            return says("unknown")
        press.publish(12)
        return says("baked")

    with asked(tmp_path, press, ask) as (runner, at):
        assert asyncio.run(door.ask(at, "/world/12/খবর", 10)) == "baked"
        assert runner.depot.shelf.get("story:12") == press.shelf.get("story:12")
        assert asyncio.run(door.ask(at, "/world/99/না", 10)) == "unknown"
    assert questions == ["/world/12/খবর", "/world/99/না"]


def test_many_who_want_one_page_ask_once(press: Press, tmp_path: Path) -> None:
    press.manifest.place("/world/12/খবর", "story:12")
    waiting: Future[Answer] = Future()
    questions: list[str] = []

    def ask(path: str) -> "Future[Answer]":
        questions.append(path)
        return waiting

    async def all_of_them(at: str) -> list[Answer]:
        asks = [asyncio.create_task(door.ask(at, "/world/12/খবর", 10)) for _ in range(20)]
        await asyncio.sleep(0.3)
        press.publish(12)
        waiting.set_result("baked")
        return await asyncio.gather(*asks)

    with asked(tmp_path, press, ask) as (_runner, at):
        assert asyncio.run(all_of_them(at)) == ["baked"] * 20
    assert questions == ["/world/12/খবর"]


def test_without_a_press_it_says_so(press: Press, tmp_path: Path) -> None:
    with asked(tmp_path, press, None) as (_runner, at):
        assert asyncio.run(door.ask(at, "/world/12/খবর", 10)) == "down"


def test_what_the_press_cannot_print_now_is_asked_again_later(press: Press, tmp_path: Path) -> None:
    with asked(tmp_path, press, lambda _path: says("busy")) as (_runner, at):
        assert asyncio.run(door.ask(at, "/world/12/খবর", 10)) == "busy"
