"""The rule by which a headline wins: its arithmetic is exact, and looking all the time makes no error."""

import math
from fractions import Fraction
from random import Random

import pytest

from harkara.readings.weighing import ERROR, LEAST, Verdict, held, verdict


@pytest.mark.parametrize("tosses", [1, 2, 7, 100])
def test_a_gambler_against_a_fair_coin_neither_wins_nor_loses_on_average(tosses: int) -> None:
    """What he holds, over all that a fair coin may do, is what he began with: therefore Ville's bound holds."""
    whole = sum(
        Fraction(math.comb(tosses, heads) * math.factorial(heads) * math.factorial(tosses - heads))
        / math.factorial(tosses + 1)
        for heads in range(tosses + 1)
    )
    assert whole == 1
    by_logarithms = sum(
        math.comb(tosses, heads) / 2**tosses * math.exp(held(heads, tosses - heads)) for heads in range(tosses + 1)
    )
    assert by_logarithms == pytest.approx(1)


def test_what_he_holds_grows_with_the_difference_and_is_the_same_for_both_sides() -> None:
    assert [held(50 + apart, 50 - apart) < held(51 + apart, 49 - apart) for apart in range(50)] == [True] * 50
    assert held(70, 30) == held(30, 70)


def first_win(chance: Random, odds: list[float], looks: int) -> int | None:
    """Looks after every single opening, as nobody can more often; the place that wins first, or None."""
    opened = [0] * len(odds)
    for place in chance.choices(range(len(odds)), odds, k=looks):
        opened[place] += 1
        if (found := verdict(opened).winner) is not None:
            return found
    return None


@pytest.mark.parametrize("headlines", [2, 3])
def test_headlines_that_draw_alike_win_seldom_enough_however_often_one_looks(headlines: int) -> None:
    chance, runs = Random(7), 400
    wrong = sum(first_win(chance, [1.0] * headlines, 1500) is not None for _ in range(runs))
    assert wrong / runs <= ERROR


def test_one_look_at_the_usual_bound_would_be_wrong_far_more_often() -> None:
    """The same looks, by the test that is meant for one look (1.96 standard deviations): what is not done here."""
    chance, runs = Random(7), 400

    def deceived() -> bool:
        ahead = 0
        for tossed in range(1, 1501):
            ahead += chance.choice((-1, 1))
            if tossed >= LEAST and abs(ahead) > 1.96 * math.sqrt(tossed):
                return True
        return False

    assert sum(deceived() for _ in range(runs)) / runs > 4 * ERROR


def test_a_headline_that_draws_more_wins_and_nearly_always_that_one() -> None:
    chance = Random(7)
    assert [first_win(chance, [40, 60], 3000) for _ in range(40)] == [1] * 40
    found = [first_win(chance, [30, 30, 45], 5000) for _ in range(40)]
    assert found.count(2) == 40


def test_nothing_is_said_before_so_many() -> None:
    assert verdict([0, LEAST - 1]) == Verdict(None, 1, 1.0)
    assert verdict([0, LEAST]) == Verdict(1, 0, 1.0)
    assert verdict([0, 0]) == Verdict(None, LEAST, 0.0)
    assert verdict([500, 500]) == Verdict(None, 0, 0.0)


def test_of_three_the_leader_has_to_beat_both() -> None:
    assert verdict([10, 300, 310]).winner is None
    assert verdict([10, 100, 310]).winner == 2
    two, three = verdict([66, 34]), verdict([66, 34, 34])
    assert (two.winner, three.winner, three.part < 1) == (0, None, True)


@pytest.mark.parametrize("opened", [[], [100], [1, 2, 3, 4]])
def test_two_or_three(opened: list[int]) -> None:
    with pytest.raises(ValueError, match="two or three headlines"):
        verdict(opened)
