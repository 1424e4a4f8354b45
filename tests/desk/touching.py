"""Reads the change log around an act."""

from collections.abc import Iterator
from contextlib import contextmanager

from harkara.rack import changes, keys


@contextmanager
def touched() -> Iterator[set[str]]:
    """The keys that the block touched, in a set that is filled when the block ends."""
    before = changes.position()
    found: set[str] = set()
    yield found
    for change in changes.since(before):
        found |= change.keys


@contextmanager
def noted() -> Iterator[set[str]]:
    """The keys that readers in the block noted."""
    found: set[str] = set()
    with keys.recording() as recording:
        yield found
    found |= recording.keys
