"""The word to stop, which a signal may bring at any instant.

A :class:`threading.Event` will not do: its ``set`` takes a lock, and a signal handler runs in the middle of the main
thread, which may just hold that very lock because it waits for the event. Then neither ever goes on.
"""

import os
import select
from contextlib import suppress


class Stop:
    """Given once, by a signal handler or any thread, and never taken back."""

    def __init__(self) -> None:
        self._is_set = False
        self._heard, self._said = os.pipe()
        os.set_blocking(self._said, False)
        self._poll = select.poll()
        self._poll.register(self._heard, select.POLLIN)

    def __del__(self) -> None:
        for end in (self._heard, self._said):
            with suppress(OSError):
                os.close(end)

    def set(self) -> None:
        """Gives the word; who waits for it goes on at once."""
        self._is_set = True
        with suppress(BlockingIOError):
            os.write(self._said, b"\0")  # nobody reads it: whoever waits later finds it too

    def is_set(self) -> bool:
        """Whether it was given."""
        return self._is_set

    def wait(self, seconds: float, bell: int = -1) -> bool:
        """Waits until it is given, at most ``seconds``; returns whether it was. Something to read at the file descriptor
        ``bell`` ends the waiting too.
        """
        if not self._is_set:
            wait(self._poll, seconds, bell)
        return self._is_set


def wait(poll: "select.poll", seconds: float, bell: int) -> list[int]:
    """Waits until something registered with ``poll``, or ``bell``, can be read, at most ``seconds``; returns which."""
    if bell >= 0:
        poll.register(bell, select.POLLIN)
    try:
        return [fd for fd, _ in poll.poll(max(0.0, seconds) * 1000)]
    finally:
        if bell >= 0:
            poll.unregister(bell)
