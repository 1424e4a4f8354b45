"""A flood of requests for addresses that do not exist costs no bake, no newsroom and few looks at the manifest."""

import asyncio
import random
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from harkara.rack.door import Answer
from harkara.stand.addresses import ABSENT, NOTED, Absent
from harkara.stand.application import Stand
from tests.stand.reader import STORY, Rack, ask, asked

FLOOD = 500


class Counted:
    """A rack whose stand counts the asks of the press, the requests of the newsroom and the manifest's statements."""

    def __init__(self, folder: Path) -> None:
        self.rack = Rack(folder)
        self.rack.story()
        self.asks: list[str] = []
        self.behind: list[str] = []
        self.looks: list[str] = []
        self.stand: Stand = self.rack.stand(self.press, behind=self.newsroom, prefixes=("/desk/",))
        connection: sqlite3.Connection = self.stand.manifest._connection()
        connection.set_trace_callback(self.looks.append)

    async def press(self, url: str, path: str, timeout: float) -> Answer:
        self.asks.append(path)
        return "absent"

    async def newsroom(self, scope: Any, receive: Any, send: Any) -> None:
        self.behind.append(scope["path"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    def flood(self, paths: list[str]) -> set[int]:
        """The statuses that a thousand readers at once are answered with."""

        async def crowd() -> set[int]:
            return {answer.status for answer in await asyncio.gather(*(asked(self.stand, path) for path in paths))}

        return asyncio.run(crowd())


@pytest.fixture
def counted(tmp_path: Path) -> Counted:
    return Counted(tmp_path / "rack")


def strangers(dice: random.Random) -> list[str]:
    """Addresses as strangers' programs make them up."""
    makers = (
        lambda: f"/world/{dice.randrange(1000, 10**9)}/শিরোনাম-{dice.random()}",
        lambda: f"/{dice.randrange(1000, 10**9)}",
        lambda: f"/wp-content/{dice.random()}.php",
        lambda: f"/topic/{dice.random()}/",
        lambda: f"/picture/{dice.randrange(10**6)}/640.jpg",
    )
    return [dice.choice(makers)() for _ in range(FLOOD)]


def test_a_flood_costs_no_bake_and_no_newsroom(counted: Counted) -> None:
    assert counted.flood(strangers(random.Random(1))) == {404}
    assert (counted.asks, counted.behind) == ([], [])
    assert len(counted.looks) <= 2 * FLOOD  # one for the path, one for all its other spellings together
    assert len(counted.stand.memory.answers) == len(counted.stand.slips) == 0
    assert [ask(counted.stand, path).status for path in (STORY, "/desk/")] == [200, 200]
    assert counted.behind == ["/desk/"]  # what is not absent is still asked for


def test_the_same_absent_address_is_looked_for_once(counted: Counted) -> None:
    assert counted.flood(["/wp-login.php"] * FLOOD) == {404}
    assert len(counted.looks) == 2


def test_what_was_absent_is_found_once_it_is_there(counted: Counted) -> None:
    assert [ask(counted.stand, "/new/").status for _ in range(2)] == [404, 404]
    counted.rack.place("/new/", "section:new:1", "নতুন")
    assert ask(counted.stand, "/new/").status == 200
    counted.rack.manifest.remove("/new/")
    assert ask(counted.stand, "/new/").status == 404
    with counted.rack.manifest.generation.changing():
        assert ask(counted.stand, "/new/").status == 404
        counted.rack.manifest.place("/new/", "section:new:1")
        assert ask(counted.stand, "/new/").status == 200


def test_a_notice_is_looked_for_once_and_found_when_it_is_printed(counted: Counted) -> None:
    assert counted.flood(["/a", "/b"]) == {404}
    counted.rack.place("/404", "notice:404", "আমাদের নিজের ৪০৪", status=404)
    assert ask(counted.stand, "/a").text() == "আমাদের নিজের ৪০৪"


def test_absent_paths_are_bounded() -> None:
    absent = Absent()
    for number in range(ABSENT + 1):
        absent.note(f"/{number}", 2)
    absent.note("/" + "x" * NOTED, 2)
    seen = [absent.has(path, 2) for path in ("/0", f"/{ABSENT}", "/" + "x" * NOTED)]
    assert seen == [False, True, False]
    assert not absent.has(f"/{ABSENT}", 4)
