"""The press asked by the stand: one bake however many readers wait, lots when much is wanted, ovens that may die."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from harkara.rack import door
from harkara.rack.pages import Stored
from harkara.stand.application import Stand, application
from tests.press.test_process import PATIENCE, Home, follows, home, until  # noqa: F401 (a fixture)
from tests.stand.reader import Exchange, asked

pytestmark = pytest.mark.process

CLIENTS = 1000
SAID = "baked when asked: "


class Asked:
    """The line to the press, with a count of what goes through."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self._line = door.Line()

    async def ask(self, url: str, path: str, timeout: float) -> door.Answer:
        self.paths.append(path)
        return await self._line.ask(url, path, timeout)


@contextmanager
def press_at_work(home: Home) -> Iterator["subprocess.Popen[bytes]"]:  # noqa: F811
    """A press that says what it bakes when asked."""
    home.env["HARKARA_LOG"] = "DEBUG"
    with (home.path / "said").open("wb") as said:
        command = [sys.executable, "-m", "harkara", "press"]
        process = subprocess.Popen(command, env=home.env, stderr=said)
        try:
            until(lambda: follows(home), process)
            yield process
        finally:
            process.terminate()
            process.wait()


def bakes(home: Home) -> list[list[str]]:  # noqa: F811
    """The lots that the press has baked when it was asked."""
    lines = (home.path / "said").read_text().splitlines()
    return [line.partition(SAID)[2].split() for line in lines if SAID in line]


def published(home: Home, count: int) -> dict[str, str]:  # noqa: F811
    """A printed paper whose story pages were taken away: name and address of each."""
    lines = home.acts("publish", count).communicate()[0].splitlines()
    assert home.run("press", "--once").returncode == 0
    store = home.store()
    pages = {}
    for line in lines:
        number = line.split()[0]
        entry = store.manifest.find(f"/{number}")
        assert entry is not None
        pages[f"story:{number}"] = entry.target
        store.shelf.drop(f"story:{number}")
    return pages


def stand(home: Home, asking: Asked) -> Stand:  # noqa: F811
    return application(home.path / "rack", press_url=home.url, ask=asking.ask, patience=PATIENCE)


@pytest.mark.long
def test_what_the_press_is_asked_for(home: Home) -> None:  # noqa: F811 (one press for all of it: it takes seconds to start)
    pages = published(home, 24)
    name, path = pages.popitem()
    workers = [Asked(), Asked()]
    wrong = [f"/world/{number}/কিছু-নেই" for number in range(10_000, 10_000 + CLIENTS)]

    async def readers() -> tuple[list[Exchange], list[Exchange], list[Exchange]]:
        stands = [stand(home, worker) for worker in workers]

        async def together(paths: list[str]) -> list[Exchange]:
            asks = (asked(stands[turn % 2], path, accept_encoding="gzip") for turn, path in enumerate(paths))
            return await asyncio.gather(*asks)

        return await together([path] * CLIENTS), await together(wrong), await together(list(pages.values()))

    with press_at_work(home):
        stampede, nothing, others = asyncio.run(readers())
        first, *lots = bakes(home)

    # a thousand readers of one page are one bake
    assert first == [name]
    page = home.store().shelf.get(name)
    assert isinstance(page, Stored)
    assert {(answer.status, answer.body) for answer in stampede} == {(200, page.gzip)}

    # addresses that do not exist ask nobody
    assert {answer.status for answer in nothing} == {404}
    assert sorted(one for worker in workers for one in worker.paths) == sorted([path, path, *pages.values()])

    # many pages at once are baked in lots, each once
    assert {answer.status for answer in others} == {200}
    assert sorted(one for lot in lots for one in lot) == sorted(pages)
    assert len(lots) <= len(pages) // 4
    assert home.run("check", "--all").returncode == 0


@pytest.mark.proof
def test_an_oven_that_dies_is_nobodys_loss(home: Home) -> None:  # noqa: F811
    pages, store = published(home, 24), home.store()
    killed = 0

    async def again_and_again(press: "subprocess.Popen[bytes]") -> None:
        nonlocal killed
        line = door.Line()
        while not killed:
            for name in pages:
                store.shelf.drop(name)
            asks = [asyncio.create_task(line.ask(home.url, path, PATIENCE)) for path in pages.values()]
            await asks[0]
            for oven in hot_ovens(home, press.pid):
                os.kill(oven, signal.SIGKILL)
                killed += 1
            assert set(await asyncio.gather(*asks)) == {"baked"}

    with press_at_work(home) as press:
        asyncio.run(again_and_again(press))
        assert press.poll() is None
    assert {name for name in pages if store.shelf.get(name)} == set(pages)
    checked = home.run("check", "--all")
    assert checked.returncode == 0, checked.stdout


def hot_ovens(home: Home, press: int) -> list[int]:  # noqa: F811
    """The processes that bake for a press, once one of them is hot."""
    if "an oven is hot" not in (home.path / "said").read_text():
        return []
    tasks = Path(f"/proc/{press}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]
