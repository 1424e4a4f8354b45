"""What a sheet depends on is what was read while it was rendered.

Whoever reads copy notes the keys of what was read with ``read``; whoever renders a sheet wraps it in ``recording``.
Without a recording, notes go nowhere, so that readers never ask whether anybody listens. Pure Python: no Django.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

FRAME = "frame"
"""The key of the frame (names of site and sections, navigation). With ``:`` and a word behind it, that of a part of it.

An epoch, never a ledger row for each sheet. Touched alone it says that any part may have changed.
"""


class Recording:
    """The keys read so far and the moment until which the copy holds (``None``: until something is touched)."""

    __slots__ = ("keys", "valid_until")

    def __init__(self) -> None:
        self.keys: set[str] = set()
        self.valid_until: datetime | None = None


_recording: ContextVar[Recording | None] = ContextVar("harkara_rack_recording", default=None)


def read(*keys: str) -> None:
    """Notes that the sheet being rendered depends on ``keys``, short words such as ``story:12``."""
    recording = _recording.get()
    if recording is not None:
        recording.keys.update(keys)


def of_frame(keys: Iterable[str]) -> frozenset[str]:
    """Those of ``keys`` that are the frame's, or those of its parts."""
    return frozenset(key for key in keys if key == FRAME or key.startswith(f"{FRAME}:"))


def expires(at: datetime) -> None:
    """Notes that the copy just read holds only until ``at`` (aware). The earliest moment noted counts.

    Raises ``ValueError`` for a naive moment.
    """
    if at.tzinfo is None:
        raise ValueError(f"{at!r} has no time zone: a page expires at an instant.")
    recording = _recording.get()
    if recording is not None and (recording.valid_until is None or at < recording.valid_until):
        recording.valid_until = at


@contextmanager
def recording() -> Iterator[Recording]:
    """Collects what is read inside the block. An inner recording hides its reads from the outer one."""
    fresh = Recording()
    token = _recording.set(fresh)
    try:
        yield fresh
    finally:
        _recording.reset(token)
