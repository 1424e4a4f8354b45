"""What is read inside a recording is recorded; what is read outside goes nowhere."""

from datetime import UTC, datetime, timedelta

import pytest

from harkara.rack import keys

NOON = datetime(2026, 11, 28, 6, tzinfo=UTC)


def test_reads_are_recorded() -> None:
    keys.read("story:1")
    with keys.recording() as recording:
        keys.read("story:2", "teaser:3")
        keys.read("story:2")
    keys.read("story:4")
    assert recording.keys == {"story:2", "teaser:3"}
    assert recording.valid_until is None


def test_the_earliest_end_counts() -> None:
    with keys.recording() as recording:
        keys.expires(NOON + timedelta(hours=2))
        keys.expires(NOON)
        keys.expires(NOON + timedelta(hours=1))
    assert recording.valid_until == NOON


def test_an_inner_recording_keeps_its_reads() -> None:
    with keys.recording() as outer:
        keys.read("story:1")
        with keys.recording() as inner:
            keys.read("story:2")
        keys.read("story:3")
    assert (outer.keys, inner.keys) == ({"story:1", "story:3"}, {"story:2"})


def test_a_recording_ends_with_an_error() -> None:
    with pytest.raises(ZeroDivisionError), keys.recording() as recording:
        raise ZeroDivisionError
    keys.read("story:1")
    assert recording.keys == set()


def test_an_end_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        keys.expires(datetime(2026, 11, 28, 6))
