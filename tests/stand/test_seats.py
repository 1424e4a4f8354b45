"""Each worker has a core of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from harkara.stand.command import seated
from harkara.stand.seats import cores
from tests.stand.processes import PATHS

SIT = """
import os, sys, threading
from harkara.stand.seats import sit
print(sit(sys.argv[1]), *os.sched_getaffinity(0), flush=True)
thread = threading.Thread(target=lambda: print(*os.sched_getaffinity(0), flush=True))
thread.start()
thread.join()
sys.stdin.read()
"""

pytestmark = [pytest.mark.process, pytest.mark.skipif(not cores(), reason="this system does not let a process choose")]


def worker(folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", SIT, str(folder)],
        env={**os.environ, "PYTHONPATH": PATHS},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def said(process: "subprocess.Popen[str]") -> list[list[str]]:
    """Where it sits, and where its thread does."""
    assert process.stdout
    return [process.stdout.readline().split() for _ in range(2)]


def ended(process: "subprocess.Popen[str]") -> None:
    process.communicate()
    assert process.returncode == 0


def test_workers_sit_on_cores_of_their_own_and_leave_them_when_they_die(tmp_path: Path) -> None:
    there = cores()
    workers = [worker(tmp_path) for _ in there]
    seats = [said(process) for process in workers]
    assert sorted(int(own[0]) for own, _ in seats) == there
    assert [(own[1:], thread) for own, thread in seats] == [([own[0]], [own[0]]) for own, _ in seats]
    late = worker(tmp_path)
    free = [str(core) for core in there]
    assert said(late) == [["None", *free], free]
    workers[-1].kill()
    workers[-1].communicate()
    again = worker(tmp_path)
    assert said(again) == seats[-1]
    for process in (*workers[:-1], late, again):
        ended(process)


@pytest.mark.parametrize(("workers", "many"), [(1, 1), (2, 2), (1, 2), (3, 2), (2, 0)])
def test_only_as_many_workers_as_cores_are_seated(workers: int, many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harkara.stand.command.cores", lambda: [*range(many)])
    assert seated(workers, Path("/seats")) == ({"HARKARA_SEATS": "/seats"} if (workers, many) == (2, 2) else {})
