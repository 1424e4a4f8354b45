"""Waiting for what other processes do, without taking the core on which they do it."""

import time

PAUSE = 0.02
"""Seconds between two looks at what is to come."""


def a_moment() -> None:
    """Comes back after a moment: who looked all the time would keep what is to come from coming."""
    time.sleep(PAUSE)
