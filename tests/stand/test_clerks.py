"""Threads for what may take long."""

import asyncio
import threading

import pytest

from harkara.stand.clerks import Clerks, Crowded


def test_what_comes_back_is_what_was_made_or_raised() -> None:
    async def run() -> None:
        clerks = Clerks(2, 2)
        assert await clerks.do(lambda: 7, 10) == 7
        with pytest.raises(KeyError):
            await clerks.do(lambda: {}["x"], 10)
        with pytest.raises(SystemExit):  # even that ends no thread
            await clerks.do(lambda: exec("raise SystemExit"), 10)
        assert await clerks.do(lambda: 8, 10) == 8
        assert clerks.taken == 0

    asyncio.run(run())


def test_the_loop_goes_on_and_no_more_wait_than_may() -> None:
    async def run() -> None:
        clerks, gate = Clerks(2, 1), threading.Event()
        at_work = [asyncio.create_task(clerks.do(gate.wait, 60)) for _ in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(Crowded):
            await clerks.do(gate.wait, 60)
        assert [task.done() for task in at_work] == [False] * 3
        gate.set()
        assert await asyncio.gather(*at_work) == [True] * 3
        assert await clerks.do(lambda: 1, 60) == 1

    asyncio.run(run())


def test_who_waits_too_long_is_told_and_his_work_is_not_begun() -> None:
    async def run() -> None:
        clerks, gate, begun = Clerks(1, 1), threading.Event(), []
        first = asyncio.create_task(clerks.do(gate.wait, 60))
        await asyncio.sleep(0)
        with pytest.raises(TimeoutError):
            await clerks.do(lambda: begun.append("late"), 0.001)
        gate.set()
        assert await first is True
        assert await clerks.do(lambda: 1, 60) == 1  # behind it in the queue
        assert begun == []

    asyncio.run(run())


def test_a_clerk_outlives_the_loop_that_asked() -> None:
    clerks, gate = Clerks(1, 1), threading.Event()

    async def leave() -> None:
        with pytest.raises(TimeoutError):
            await clerks.do(gate.wait, 0.001)

    async def come() -> int:
        return await clerks.do(lambda: 5, 60)

    asyncio.run(leave())
    gate.set()
    assert asyncio.run(come()) == 5
