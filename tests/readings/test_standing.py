"""A list that forgets, in numbers."""

import doctest
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkara.readings import standing
from harkara.readings.standing import HALF_LIVES, added, least

NOW = 1_800_000_000.0
DAY = HALF_LIVES["day"]


def test_the_examples_hold() -> None:
    assert doctest.testmod(standing).failed == 0


def test_after_a_half_life_twice_as_many_are_as_much() -> None:
    old, fresh = added(0, 2, NOW - DAY, DAY), added(0, 1, NOW, DAY)
    assert math.isclose(old, fresh, abs_tol=1e-6)


@given(st.lists(st.tuples(st.integers(1, 10_000), st.integers(0, 48 * 3600)), min_size=1, max_size=30))
def test_it_is_the_sum_of_weights_in_any_order(readings: list[tuple[int, int]]) -> None:
    found = back = 0.0
    for count, ago in readings:
        found = added(found, count, NOW - ago, DAY)
    for count, ago in reversed(readings):
        back = added(back, count, NOW - ago, DAY)
    weight = sum(count * 2 ** (-ago / DAY) for count, ago in readings)
    assert math.isclose(2 ** (found - NOW / DAY), weight, rel_tol=1e-4)
    assert math.isclose(found, back, abs_tol=1e-6)


@pytest.mark.parametrize("name", HALF_LIVES)
def test_who_weighs_less_than_one_reading_is_out(name: str) -> None:
    half_life = HALF_LIVES[name]
    assert added(0, 1, NOW - 1, half_life) < least(NOW, half_life) < added(0, 2, NOW - 1, half_life)


def test_none_adds_nothing() -> None:
    assert (added(0, 0, NOW, DAY), added(5.0, 0, NOW, DAY)) == (0, 5.0)
