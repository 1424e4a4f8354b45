"""The number that all processes share."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from harkara.rack.errors import RackUnreadable
from harkara.rack.generation import STRIPES, Generation

BUMPS = """
import sys
from harkara.rack.generation import Generation
generation = Generation(sys.argv[1])
for _ in range(500):
    generation.bump()
"""

DIES = """
import os, signal, sys
from harkara.rack.generation import Generation
with Generation(sys.argv[1]).changing():
    os.kill(os.getpid(), signal.SIGKILL)
"""


def run(script: str, path: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", script, path])


def test_it_is_even_and_rises_by_two(tmp_path: Path) -> None:
    generation = Generation(tmp_path / "new" / "generation")
    values = [generation.value()]
    for _ in range(3):
        generation.bump()
        values.append(generation.value())
    assert values == [0, 2, 4, 6]
    assert generation.number[0] == 6


def test_it_is_odd_while_a_change_is_under_way(tmp_path: Path) -> None:
    generation, other = Generation(tmp_path / "generation"), Generation(str(tmp_path / "generation"))
    with generation.changing():
        assert other.value() == 1
        with other.changing():  # the same thread goes in again
            other.bump()
            assert generation.value() == 1
        assert generation.value() == 1
    assert other.value() == 2


def test_a_change_that_fails_counts_as_one(tmp_path: Path) -> None:
    generation = Generation(tmp_path / "generation")
    with pytest.raises(ZeroDivisionError), generation.changing():
        raise ZeroDivisionError
    assert generation.value() == 2


def test_processes_and_threads_lose_no_change(tmp_path: Path) -> None:
    path = tmp_path / "generation"
    generation = Generation(path)
    others = [run(BUMPS, path) for _ in range(2)]
    threads = [threading.Thread(target=lambda: [generation.bump() for _ in range(500)]) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [other.wait() for other in others] == [0, 0]
    assert generation.value() == 2 * 4 * 500


def test_a_child_by_fork_waits_for_its_parent(tmp_path: Path) -> None:
    generation = Generation(tmp_path / "generation")
    with generation.changing():
        child = os.fork()
        if child == 0:
            generation.bump()  # must wait: not the parent's lock
            os._exit(0 if generation.value() == 4 else 1)
        assert os.waitpid(child, os.WNOHANG) == (0, 0)
    assert os.waitpid(child, 0)[1] == 0


def test_a_writer_that_dies_leaves_it_odd_until_the_next_change(tmp_path: Path) -> None:
    path = tmp_path / "generation"
    generation = Generation(path)
    assert run(DIES, path).wait() == -9
    assert generation.value() == 1
    generation.bump()
    assert generation.value() == 4


def test_a_rack_made_anew_has_a_number_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "generation"
    Generation(path).bump()
    path.unlink()
    assert Generation(path).value() == 0


def test_what_is_no_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "generation").symlink_to("/dev/null")
    with pytest.raises(RackUnreadable, match="cannot be mapped into memory; delete it and start again"):
        Generation(tmp_path / "generation")


def test_a_change_that_is_told_moves_its_stripe_and_no_other(tmp_path: Path) -> None:
    generation, other = Generation(tmp_path / "generation"), Generation(str(tmp_path / "generation"))
    before = [other.sum(stripe, stripe) for stripe in range(STRIPES)]
    with generation.changing(7):
        assert (other.sum(7, 8), other.sum(8, 7), other.sum(8, 9)) == (-1, -1, 0)
        with generation.changing(9, 7):
            assert other.sum(8, 9) == -1
        assert other.sum(8, 9) == -1  # until the outermost is left
    after = [other.sum(stripe, stripe) for stripe in range(STRIPES)]
    assert [stripe for stripe in range(STRIPES) if before[stripe] != after[stripe]] == [7, 9]
    assert other.value() == 2


def test_a_change_that_is_not_told_may_be_of_anything(tmp_path: Path) -> None:
    generation = Generation(tmp_path / "generation")
    before = generation.sum(1, 2)
    with generation.holding():
        assert generation.value() == 1
        assert generation.sum(1, 2) == before
        with generation.changing():
            assert generation.sum(1, 2) == -1
    assert generation.sum(1, 2) > before


@pytest.mark.parametrize("stripe", ["", "7"])
def test_who_dies_in_a_change_leaves_nothing_that_is_trusted(tmp_path: Path, stripe: str) -> None:
    path = tmp_path / "generation"
    generation = Generation(path)
    before = generation.sum(7, 7)
    assert run(DIES.replace(".changing()", f".changing({stripe})"), path).wait() == -signal.SIGKILL
    assert generation.sum(7, 7) == -1
    with generation.changing(8):
        pass
    assert generation.sum(7, 7) == (-1 if stripe else before + 2)  # one stripe in 4,096 costs a look until it changes
    with generation.changing(7):
        pass
    assert generation.sum(7, 7) > before


def test_the_file_of_an_earlier_release_grows(tmp_path: Path) -> None:
    path = tmp_path / "generation"
    path.write_bytes((6).to_bytes(8, sys.byteorder))
    generation = Generation(path)
    assert (generation.value(), generation.sum(0, STRIPES - 1)) == (6, 0)
