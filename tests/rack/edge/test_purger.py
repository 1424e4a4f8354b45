"""The purger over a rack: exactly what changed, the newest first, nothing lost by a refusal or a sudden end."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from harkara.rack.edge.purger import AGAIN, LINES, PAUSES, Purger, read
from harkara.rack.edge.services import Message, edges
from harkara.rack.nodes.boot import boot
from tests.rack.nodes.paper import HEADERS, Press

(EDGE,) = edges("varnish http://10.0.0.5:6081")
ALL = ["everything"]


@dataclass
class Edge:
    """One that keeps copies, and writes down what it is told."""

    told: list[list[str]] = field(default_factory=list)
    refusal: str = ""

    def __call__(self, message: Message) -> str:
        headers = dict(message.headers)
        if not self.refusal:
            self.told.append(headers["x-harkara-keys"].split("|") if "x-harkara-keys" in headers else ALL)
        return self.refusal


@dataclass
class Paper:
    """A rack, who keeps copies of it, and a clock."""

    press: Press
    edge: Edge = field(default_factory=Edge)
    now: float = 100.0

    def purger(self) -> Purger:
        return Purger(self.press.root, self.press.journal, EDGE, send=self.edge, steady=lambda: self.now)

    def told(self, purger: Purger) -> list[list[str]]:
        """What is told until there is nothing more to tell now."""
        self.edge.told.clear()
        while purger.step() == 0:
            pass
        return self.edge.told


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    return Paper(Press(tmp_path / "rack"))


@pytest.fixture
def purger(paper: Paper) -> Purger:
    """One that has told all so far, and said it once more."""
    for number in (11, 12, 13):
        paper.press.publish(number)
    purger = paper.purger()
    assert paper.told(purger) == [ALL]  # nobody knows what is kept there
    paper.now += AGAIN
    assert paper.told(purger) == [ALL]
    assert paper.told(purger) == []
    return purger


def test_a_change_purges_what_changed_and_nothing_else(paper: Paper, purger: Purger) -> None:
    paper.press.manifest.place("/topic/নদী/", "topic:নদী")
    assert paper.told(purger) == [["/topic/%E0%A6%A8%E0%A6%A6%E0%A7%80/"]]
    paper.press.publish(12, "দ্বিতীয়")
    assert paper.told(purger) == [["story-12"]]
    paper.press.shelf.set_aside("story:13")
    assert paper.told(purger) == [["story-13"]]


def test_a_kill_takes_what_stands_with_the_story(paper: Paper, purger: Purger) -> None:
    paper.press.kill(12, "/world/12/খবর")
    assert paper.told(purger) == [["story-12", "talk-12", "card-12", "embed-12", "live-12", "poll-12"]]


def test_it_is_said_once_more_and_then_noted(paper: Paper, purger: Purger) -> None:
    before = purger.place.serial
    paper.press.publish(12, "দ্বিতীয়")
    paper.press.publish(13, "দ্বিতীয়")
    assert paper.told(purger) == [["story-13", "story-12"]]
    assert purger.place.serial == before
    paper.now += AGAIN - 0.1
    assert paper.told(purger) == []
    paper.now += 0.1
    assert paper.told(purger) == [["story-13", "story-12"]]
    past = paper.press.journal.past()
    assert past is not None
    assert read(paper.press.root, EDGE).serial == past.head


def test_a_sudden_end_loses_nothing(paper: Paper, purger: Purger) -> None:
    paper.press.publish(12, "দ্বিতীয়")
    assert paper.told(purger) == [["story-12"]]
    paper.press.publish(13, "দ্বিতীয়")
    after = paper.purger()
    assert paper.told(after) == [["story-13", "story-12"]]


def test_who_refuses_is_told_again(paper: Paper, purger: Purger) -> None:
    paper.edge.refusal = "10.0.0.5:6081 answers 503"
    paper.press.publish(12, "দ্বিতীয়")
    assert purger.step() == PAUSES[0]
    assert read(paper.press.root, EDGE).refusal == paper.edge.refusal
    paper.now += PAUSES[0] / 2
    assert purger.step() == PAUSES[0] / 2
    paper.now += PAUSES[0] / 2
    assert purger.step() == PAUSES[1]
    paper.edge.refusal = ""
    paper.press.publish(13, "দ্বিতীয়")
    paper.now += PAUSES[1]
    assert paper.told(purger) == [["story-13", "story-12"]]
    paper.now += AGAIN
    paper.told(purger)
    assert read(paper.press.root, EDGE).refusal == ""


def test_the_newest_comes_first_and_the_rest_is_not_forgotten(paper: Paper, purger: Purger) -> None:
    numbers = range(1000, 1000 + 2 * LINES + 50)
    with paper.press.manifest.writing():
        for number in numbers:
            paper.press.manifest.place(f"/world/{number}/খবর", f"story:{number}")
    paper.press.kill(11, "/world/11/খবর")
    purger.step()
    assert "story-11" in paper.edge.told[0]
    paper.edge.told.clear()
    before = purger.place.serial
    paper.press.kill(12, "/world/12/খবর")
    purger.step()
    assert paper.edge.told[0][:1] == ["story-12"]
    assert purger.place.serial == before
    told = {key for keys in [*paper.edge.told, *paper.told(purger)] for key in keys}
    paper.now += AGAIN
    again = {key for keys in paper.told(purger) for key in keys}
    assert {f"story-{number}" for number in numbers} <= again
    assert {f"story-{number}" for number in numbers[:50]} <= told
    assert paper.told(purger) == []


def test_another_past_purges_everything(paper: Paper, purger: Purger) -> None:
    paper.press.journal.close()
    paper.press.publish(12, "দ্বিতীয়")
    assert paper.told(purger) == []  # the press is going through its rack
    paper.press.journal.open(boot(), HEADERS, anew=True)
    assert paper.told(purger) == [ALL]


def test_a_journal_that_does_not_reach_back_purges_everything(paper: Paper, purger: Purger) -> None:
    for number in range(20, 40):
        paper.press.publish(number)
    assert paper.press.journal.prune(kept=10, spare=0) > 0
    assert paper.told(purger) == [ALL]


def test_where_the_place_is_lost_everything_is_purged(paper: Paper, purger: Purger) -> None:
    for file in (paper.press.root / "edge").iterdir():
        file.write_text("{")
    assert paper.told(paper.purger()) == [ALL]


def test_each_of_several_has_a_place_of_its_own(paper: Paper, purger: Purger) -> None:
    (_, other) = edges("varnish http://10.0.0.5:6081 http://10.0.0.6:6081")
    assert read(paper.press.root, other).epoch == ""
    assert read(paper.press.root, EDGE).epoch != ""
    assert len(list((paper.press.root / "edge").iterdir())) == 1
