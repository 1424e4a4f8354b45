"""Every long test has its turn, and only one part has it."""

import pytest

from tests import slices

NODES = [f"tests/press/test_{room}.py::test_{number}" for room in ("ovens", "turns") for number in range(60)]


@pytest.mark.parametrize("nodeid", NODES)
def test_one_part_takes_it_with_all_its_cases(nodeid: str) -> None:
    parts = [part for part in map(str, range(slices.PARTS)) if slices.takes(part, nodeid)]
    assert len(parts) == 1
    assert slices.takes(parts[0], f"{nodeid}[360-dark]")
    assert slices.takes(slices.ALL, nodeid)


def test_no_part_is_empty() -> None:
    assert all(any(slices.takes(part, nodeid) for nodeid in NODES) for part in map(str, range(slices.PARTS)))


def test_the_commit_tells_the_part() -> None:
    assert slices.checked(slices.of_commit()) in set(map(str, range(slices.PARTS)))


def test_a_part_that_is_none_is_named() -> None:
    with pytest.raises(ValueError, match=r"HARKARA_SLICE is “7”; it is all or a part of the long tests, 0 to 2\."):
        slices.checked("7")
