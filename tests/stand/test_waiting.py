"""Who waits for the next entry of live coverage: held while nothing comes, told at once when something does."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from harkara.rack.pages import Page
from harkara.stand.application import Stand
from harkara.stand.waiting import TOGETHER, Waiting
from tests.stand.reader import Exchange, Fields, Rack, Request, ask

PIECE = "/fragment/live/12"
TYPE = (("content-type", "text/html; charset=utf-8"), ("cache-control", "public, no-cache"))


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Room:
    """A stand with a piece on its rack, and those who wait for another."""

    def __init__(self, folder: Path) -> None:
        self.rack = Rack(folder / "rack")
        self.rack.story()
        self.rack.manifest.place("/12.json", "data:12")
        self.put("প্রথম")
        self.stand: Stand = self.rack.stand()
        self.clock = Clock()
        self.waiting = Waiting(self.stand, seconds=25, most=1000, clock=self.clock)
        self.stand.waiting = self.waiting  # type: ignore[misc]  # with a clock of its own
        self.tag = str(ask(self.stand, PIECE, accept_encoding="gzip").header("etag"))

    def put(self, words: str) -> None:
        self.rack.shelf.put("live:12", Page(200, TYPE, (words * 200).encode()))

    async def comes(self, tag: str = "", method: str = "GET") -> Exchange:
        """Somebody who has what ``tag`` says and waits."""
        headers = [("accept-encoding", "gzip"), *([("if-none-match", tag)] if tag else [])]
        exchange = Exchange()
        exchange.method = method
        rest: Awaitable[None] | None = self.stand(Request(f"{PIECE}/wait", method, Fields(headers)), exchange)
        if rest is not None:
            await rest
        return exchange

    async def looks(self) -> None:
        self.waiting.look()
        await asyncio.sleep(0.02)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def within(test: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(test())  # type: ignore[arg-type]  # a coroutine


def test_who_has_another_piece_or_none_is_answered_at_once(room: Room) -> None:
    async def test() -> None:
        for tag in ("", '"other"'):
            answer = await room.comes(tag)
            assert (answer.status, answer.text(), answer.header("etag")) == (200, "প্রথম" * 200, room.tag)
        assert room.waiting.count == 0

    within(test)


def test_who_has_it_waits_until_another_lies_there(room: Room) -> None:
    async def test() -> None:
        held = [await room.comes(room.tag) for _ in range(3)]
        await room.looks()
        assert ([one.answers for one in held], room.waiting.count) == ([0, 0, 0], 3)
        room.put("দ্বিতীয়")
        await room.looks()
        assert [(one.status, one.text(), one.answers) for one in held] == [(200, "দ্বিতীয়" * 200, 1)] * 3
        assert ({one.header("etag") for one in held} == {room.tag}, room.waiting.count) == (False, 0)

    within(test)


def test_a_look_comes_by_itself(room: Room) -> None:
    async def test() -> None:
        held = await room.comes(room.tag)
        room.put("দ্বিতীয়")
        for _ in range(100):
            if held.answers:
                break
            await asyncio.sleep(0.02)
        assert held.status == 200

    within(test)


def test_what_changes_elsewhere_sends_nobody_away(room: Room) -> None:
    async def test() -> None:
        held = await room.comes(room.tag)
        room.rack.story("অন্য সংস্করণ")
        room.rack.manifest.generation.bump()
        await room.looks()
        room.put("প্রথম")  # the same, printed again
        await room.looks()
        assert (held.answers, room.waiting.count) == (0, 1)
        room.put("দ্বিতীয়")
        await room.looks()
        assert held.status == 200

    within(test)


def test_who_has_waited_long_enough_hears_that_nothing_came(room: Room) -> None:
    async def test() -> None:
        first = await room.comes(room.tag)
        room.clock.now = 10
        second = await room.comes(room.tag)
        room.clock.now = 26
        await room.looks()
        assert (first.status, first.body, first.header("etag"), second.answers) == (304, b"", room.tag, 0)
        assert first.header("retry-after") is None
        assert room.waiting.count == 1

    within(test)


@pytest.mark.parametrize("status", [404, 410])
def test_who_waits_hears_at_once_that_the_story_was_withdrawn(room: Room, status: int) -> None:
    async def test() -> None:
        held = [await room.comes(room.tag) for _ in range(2)]
        if status == 410:
            room.rack.manifest.gone("/12.json")
        else:
            room.rack.manifest.remove("/12.json")
        room.rack.shelf.drop("live:12")
        await room.looks()
        assert [one.status for one in held] == [status, status]
        assert (await room.comes(room.tag)).status == status
        assert room.waiting.count == 0

    within(test)


def test_a_full_room_says_when_to_look_again(room: Room) -> None:
    async def test() -> None:
        small = Waiting(room.stand, most=2)
        room.stand.waiting = small  # type: ignore[misc]
        held = [await room.comes(room.tag) for _ in range(2)]
        late = await room.comes(room.tag)
        assert (late.status, late.header("retry-after"), late.header("etag")) == (304, "10", room.tag)
        assert [one.answers for one in held] == [0, 0]

    within(test)


def test_many_are_told_in_turns_and_others_are_answered_between(room: Room) -> None:
    async def test() -> None:
        held = [await room.comes(room.tag) for _ in range(3 * TOGETHER)]
        room.put("দ্বিতীয়")
        room.waiting.look()
        assert sum(one.answers for one in held) == TOGETHER
        await asyncio.sleep(0)
        assert sum(one.answers for one in held) == 2 * TOGETHER
        await asyncio.sleep(0.02)
        assert [one.answers for one in held] == [1] * 3 * TOGETHER
        assert (room.waiting.told, room.waiting.count) == (3 * TOGETHER, 0)

    within(test)


def test_other_methods_and_addresses_are_no_business_of_it(room: Room) -> None:
    async def test() -> None:
        assert (await room.comes(room.tag, "HEAD")).status in (200, 304)
        assert (await room.comes(room.tag, "POST")).status == 405
        assert room.waiting.count == 0

    within(test)


def test_the_piece_itself_is_served_as_any(room: Room) -> None:
    answer = ask(room.stand, PIECE, accept_encoding="gzip", if_none_match=room.tag)
    assert (answer.status, answer.header("etag")) == (304, room.tag)
