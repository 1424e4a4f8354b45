"""What no reader waits for waits while the processors are wanted by others, and not for ever."""

from collections.abc import Callable

import pytest

from harkara.desk import actions
from harkara.desk.models import Story
from harkara.press import crowding as crowds
from harkara.press.crowding import LONGEST, Crowding, Rests, counted, rest
from harkara.press.stop import Stop
from harkara.press.turns import Turns
from harkara.rack import changes
from tests.desk.factories import make_paper, make_story
from tests.press.test_drying import Steady, has_brotli

MS = 1_000_000


class Counts:
    """What the system has counted: how long a thread ran, and how long it waited."""

    def __init__(self) -> None:
        self.ran = self.waited = 0

    def __call__(self) -> tuple[int, int]:
        return self.ran, self.waited

    def add(self, ran: int, waited: int) -> None:
        self.ran, self.waited = self.ran + ran * MS, self.waited + waited * MS


def test_who_waits_for_a_processor_lets_nothing_pass_until_the_wait_is_over() -> None:
    counts, steady = Counts(), Steady()
    crowding = Crowding(counts, steady)
    lets = []
    for ran, waited in ((10, 0), (10, 3), (10, 4), (1, 0), (10, 0)):  # 3 of 13 is no crowd, 4 of 14 is; 1 says nothing
        counts.add(ran, waited)
        lets.append(crowding.lets())
    assert lets == [True, True, False, False, True]


def test_in_a_crowd_that_does_not_leave_one_passes_at_a_time() -> None:
    counts, steady = Counts(), Steady()
    crowding = Crowding(counts, steady)
    lets = []
    for seconds in (1.0, LONGEST - 1.0, 0.0, LONGEST):
        counts.add(10, 10)
        steady.now += seconds
        lets.append(crowding.lets())
    assert lets == [False, True, False, True]


def test_the_system_counts_this_thread_or_nothing() -> None:
    ran, waited = counted()
    sum(range(1_000_000))
    later, longer = counted()
    assert (later > ran, longer >= waited) == (True, True) or (later, longer) == (0, 0)


def test_a_press_in_a_crowd_prints_and_makes_no_brotli_part_until_it_is_calm(turns: Turns) -> None:
    make_paper()
    turns.settle()
    turns.brotli = True
    turns.is_calm = lambda: False
    story = make_story()
    actions.publish(story, None)
    turns.settle()
    name = f"story:{story.pk}"
    crowded = has_brotli(turns, name)
    turns.is_calm = lambda: True
    turns.settle()
    assert (crowded, has_brotli(turns, name)) == (False, True)


class Idle:
    """Ticks of the processors: those without work, and all."""

    def __init__(self) -> None:
        self.idle = self.whole = 0

    def __call__(self) -> tuple[int, int]:
        return self.idle, self.whole


@pytest.mark.parametrize(
    ("ran", "waited", "took", "idle", "rests"),
    [
        (100, 0, 0.1, 0, 0.0),  # who need not wait takes nothing from readers
        (100, 30, 0.2, 0, 0.0),
        (100, 40, 0.2, 0, 3.0),
        (100, 40, 0.2, 4, 3.0),
        (100, 40, 0.2, 5, 0.0),  # readers are many, and there is room between them
        (100, 900, 1.0, 0, 3.0),
        (0, 1, 0.0, 0, 0.0),  # says nothing
    ],
)
def test_who_queues_for_every_processor_rests_after_a_piece_of_work(
    ran: int, waited: int, took: float, idle: int, rests: float
) -> None:
    counts, steady, ticks = Counts(), Steady(), Idle()
    resting = Rests(3.0, counts, steady, ticks)
    counts.add(1, 1000)  # between two pieces: counts for none
    steady.now += 100.0
    ticks.idle, ticks.whole = idle, 100
    resting.begin()
    counts.add(ran, waited)
    steady.now += took
    assert resting.due() == pytest.approx(rests)


def test_a_moment_says_nothing_of_the_processors() -> None:
    """What was seen over a while holds until there is a while to look at again."""
    counts, steady, ticks = Counts(), Steady(), Idle()
    resting = Rests(3.0, counts, steady, ticks)
    found = []
    for seconds, idle in ((crowds.WINDOW, 0), (crowds.WINDOW / 2, 100), (crowds.WINDOW / 2, 0)):
        resting.begin()
        counts.add(10, 10)
        steady.now += seconds
        ticks.idle, ticks.whole = ticks.idle + idle, ticks.whole + 100
        found.append(resting.due() > 0)
    assert found == [True, True, False]


def test_a_paper_that_wants_no_rest_has_none() -> None:
    counts, steady, ticks = Counts(), Steady(), Idle()
    resting = Rests(0.0, counts, steady, ticks)
    counts.add(10, 1000)
    steady.now += 1.0
    ticks.whole = 100
    assert resting.due() == 0.0


def test_where_nobody_counts_nothing_is_full() -> None:
    counts, steady = Counts(), Steady()
    resting = Rests(3.0, counts, steady, lambda: (0, 0))
    counts.add(10, 1000)
    steady.now += 1.0
    assert resting.due() == 0.0


def test_the_system_counts_its_processors_or_nothing() -> None:
    idle, whole = crowds.idled()
    assert 0 <= idle <= whole


class Times:
    """A clock that moves as its owner waits."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        monkeypatch.setattr("harkara.press.crowding.time.monotonic", lambda: self.now)

    def wait(self, seconds: float, bell: int = -1) -> bool:
        self.now += seconds
        return False


@pytest.mark.django_db(transaction=True)
def test_what_is_published_waits_for_the_end_of_a_rest_and_what_is_withdrawn_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_paper()
    first, second, third = (actions.publish(make_story(), None) for _ in range(3))
    seen = changes.position()
    actions.publish(make_story(), None)
    times = Times(monkeypatch)
    rest(times, 3.0, seen)
    waited = times.now
    woken = []
    acts: tuple[Callable[[], Story], ...] = (
        lambda: actions.kill(first, None, "wrong"),
        lambda: actions.unpublish(second, None, reason="early"),
        lambda: actions.redact(third, "শিশুরা", None, reason="a name"),
    )
    for withdraw in acts:
        seen = changes.position()
        withdraw()
        times.now = 0.0
        rest(times, 3.0, seen)
        woken.append(times.now)
    assert [waited, *woken] == pytest.approx([3.0, crowds.LOOK, crowds.LOOK, crowds.LOOK])


def test_the_word_to_stop_ends_a_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    stop = Stop()
    stop.set()
    monkeypatch.setattr(changes, "hurries", lambda _: pytest.fail("it looked on"))
    rest(stop, 60.0, 0)
