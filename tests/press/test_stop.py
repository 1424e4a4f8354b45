"""The word to stop comes through at any instant."""

import os
import signal
import threading
from collections.abc import Iterator
from random import Random

import pytest

from harkara.press.stop import Stop

PAUSE = 0.0002
"""Seconds; about as long as the instants between which a signal may fall."""


@pytest.fixture
def alarm() -> Iterator[None]:
    before = signal.getsignal(signal.SIGALRM)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.usefixtures("alarm")
def test_a_signal_may_bring_it_at_any_instant() -> None:
    chance = Random(5)
    for _ in range(500):
        stop = Stop()
        signal.signal(signal.SIGALRM, lambda *_, stop=stop: stop.set())
        signal.setitimer(signal.ITIMER_REAL, chance.uniform(PAUSE, 5 * PAUSE))
        while not stop.wait(PAUSE / 4):
            pass


def test_who_waits_goes_on_at_once_and_so_does_who_comes_later() -> None:
    stop = Stop()
    assert (stop.is_set(), stop.wait(0.0)) == (False, False)
    waiting = threading.Thread(target=stop.wait, args=(3600.0,), daemon=True)
    waiting.start()
    stop.set()
    stop.set()
    waiting.join()
    assert (stop.is_set(), stop.wait(3600.0), stop.wait(3600.0)) == (True, True, True)


def test_nobody_can_say_it_too_often() -> None:
    stop = Stop()
    for _ in range(70_000):  # more than a pipe holds
        stop.set()
    assert stop.wait(3600.0) is True


def test_a_bell_ends_the_waiting_and_says_nothing() -> None:
    stop = Stop()
    heard, rung = os.pipe()
    assert stop.wait(0.0, heard) is False
    os.write(rung, b"x")
    assert (stop.wait(3600.0, heard), stop.is_set()) == (False, False)
    os.close(heard)
    os.close(rung)
    stop.set()
    assert stop.wait(3600.0) is True
