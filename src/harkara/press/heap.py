"""The memory of a process that prints for a long time: when the collector of garbage looks through it."""

import gc
from typing import Final

RARELY: Final = (20_000, 50, 100)
"""When it looks for circles: a page makes thousands of objects and next to no circles."""


def settle(*, collect: bool = True) -> None:
    """What was loaded stays, and is not looked through again and again: that took a quarter of the time of a page.

    ``collect``: throws away first what is not needed any more.
    """
    if collect:
        gc.collect()
    gc.freeze()
    gc.set_threshold(*RARELY)
