"""What no reader waits for waits while the processors are wanted by others, and not for ever."""

from harkara.desk import actions
from harkara.press.crowding import LONGEST, Crowding, counted
from harkara.press.turns import Turns
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
