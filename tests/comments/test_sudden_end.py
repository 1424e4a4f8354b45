"""What was acknowledged is there, whenever the process that takes comments in, or that judges them, is killed."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests import mould
from tests.house.tree import ROOT

NURSERY = """
import itertools, os, sys
from datetime import timedelta
import django
django.setup()
from harkara.comments import actions, clock
from harkara.comments.models import Comment, Reader
from harkara.comments.moderators import Moderator

def speak(turn):
    now = clock.now() + timedelta(days=turn)
    known = dict(email=f"r{turn}@example.com", name=f"r{turn}", looks=f"r{turn}", joined_at=now, seen_on=now.date())
    reader = Reader.objects.create(**known)
    print("ready", os.getpid(), flush=True)
    for number in itertools.count(1):
        with clock.at(now + timedelta(minutes=2 * number)):
            made = actions.say(reader, 12, "open", f"কথা {number}")
        print(made.pk, flush=True)

def judge(turn):
    print("ready", os.getpid(), flush=True)
    for number in list(Comment.objects.order_by("pk").values_list("pk", flat=True)):
        actions.judge([number], ("withdraw", "approve")[turn % 2], Moderator(7, "R"))
        print(number, flush=True)

for line in sys.stdin:
    work, turn = line.split()
    child = os.fork()  # nothing is open yet: the child has a connection of its own
    if not child:
        {"speak": speak, "judge": judge}[work](int(turn))
        os._exit(0)
    os.waitpid(child, 0)
    print("over", flush=True)
"""
"""Begins a process for each turn, by a fork once all is imported: to begin a hundred from nothing takes minutes of importing."""


class Nursery:
    """Where the processes come from that take comments in, or judge them, and are killed."""

    def __init__(self, home: Path, chance: random.Random) -> None:
        environment = {
            **os.environ,
            "HARKARA_ROLE": "stand",
            "HARKARA_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "harkara.settings",
            "PYTHONPATH": str(ROOT / "src"),
        }
        self.chance = chance
        self._process = subprocess.Popen(
            [sys.executable, "-c", NURSERY], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def killed(self, turn: int, work: str = "speak") -> set[int]:
        """The numbers that a process acknowledged before it was killed at a moment that nobody chose."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{work} {turn}\n")
        self._process.stdin.flush()
        ready, pid = self._process.stdout.readline().split()
        assert ready == "ready"
        told = [self._process.stdout.readline() for _ in range(self.chance.randint(1, 40))]
        if "over\n" not in told:
            os.kill(int(pid), signal.SIGKILL)  # its parent has not asked for it yet: the number is nobody else's
            while told[-1] != "over\n":  # what was on its way was acknowledged, too
                told.append(self._process.stdout.readline())
                assert told[-1], "the nursery itself has ended"
        return {int(line) for line in told[: told.index("over\n")]}

    def __enter__(self) -> "Nursery":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()


@pytest.mark.process
@pytest.mark.parametrize("kills", [3, pytest.param(100, marks=pytest.mark.proof)])
def test_no_acknowledged_comment_is_lost(tmp_path: Path, kills: int) -> None:
    mould.cast_readers(tmp_path / "readers.sqlite3")
    told = set[int]()
    with Nursery(tmp_path, random.Random(24)) as nursery:
        for turn in range(kills):
            told |= nursery.killed(turn)
    with closing(sqlite3.connect(tmp_path / "readers.sqlite3")) as database:
        kept = {number for (number,) in database.execute("SELECT id FROM comments_comment WHERE state = 'shown'")}
        [(places, shown)] = database.execute("SELECT places, shown FROM comments_talk").fetchall()
        [(heard,)] = database.execute("SELECT count(*) FROM outbox_change WHERE keys LIKE '%talk:12%'").fetchall()
        [(whole,)] = database.execute("PRAGMA integrity_check").fetchall()
    print(f"FIGURE: acknowledged comments lost in {kills} kills | {len(told - kept)} of {len(told)}")
    assert told - kept == set()
    assert (places, shown, heard, whole) == (len(kept), len(kept), len(kept), "ok")


@pytest.mark.process
@pytest.mark.parametrize("kills", [2, pytest.param(60, marks=pytest.mark.proof)])
def test_no_acknowledged_verdict_is_lost_and_none_is_without_its_line_in_the_log(tmp_path: Path, kills: int) -> None:
    mould.cast_readers(tmp_path / "readers.sqlite3")
    lost = 0
    with Nursery(tmp_path, random.Random(26)) as nursery:
        for turn in range(3):
            nursery.killed(turn)
        for turn in range(kills):
            told = nursery.killed(turn, "judge")
            with closing(sqlite3.connect(tmp_path / "readers.sqlite3")) as database:
                wanted = ("withdrawn", "shown")[turn % 2]
                rows = dict(database.execute("SELECT id, state FROM comments_comment"))
                last = dict(
                    database.execute(
                        "SELECT comment_id, json_extract(after, '$.state') FROM comments_verdict ORDER BY id"
                    )
                )
                [(shown,)] = database.execute("SELECT shown FROM comments_talk").fetchall()
                [(whole,)] = database.execute("PRAGMA integrity_check").fetchall()
            assert told
            lost += sum(rows[number] != wanted for number in told)
            assert {number: rows[number] for number in last} == last
            assert (shown, whole) == (sum(state == "shown" for state in rows.values()), "ok")
    print(f"FIGURE: acknowledged verdicts lost in {kills} kills | {lost}")
    assert lost == 0
