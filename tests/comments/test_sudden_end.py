"""What was acknowledged is there, whenever the process that takes comments in, or that judges them, is killed."""

import os
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests import mould
from tests.house.tree import ROOT

SPEAKER = """
import sys, itertools
from datetime import timedelta
import django
django.setup()
from harkara.comments import actions, clock
from harkara.comments.models import Reader
turn = int(sys.argv[1])
now = clock.now() + timedelta(days=turn)
reader = Reader.objects.create(email=f"r{turn}@example.com", name=f"r{turn}", looks=f"r{turn}", joined_at=now, seen_on=now.date())
print("ready", flush=True)
for number in itertools.count(1):
    with clock.at(now + timedelta(minutes=2 * number)):
        made = actions.say(reader, 12, "open", f"কথা {number}")
    print(made.pk, flush=True)
"""


JUDGE = """
import sys
import django
django.setup()
from harkara.comments import actions
from harkara.comments.models import Comment
from harkara.comments.moderators import Moderator
print("ready", flush=True)
for number in list(Comment.objects.order_by("pk").values_list("pk", flat=True)):
    actions.judge([number], ("withdraw", "approve")[int(sys.argv[1]) % 2], Moderator(7, "R"))
    print(number, flush=True)
"""


def killed(home: Path, turn: int, chance: random.Random, program: str = SPEAKER) -> set[int]:
    """The numbers that a process acknowledged before it was killed at a moment that nobody chose."""
    environment = {
        **os.environ,
        "HARKARA_ROLE": "stand",
        "HARKARA_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "harkara.settings",
        "PYTHONPATH": str(ROOT / "src"),
    }
    speaker = [sys.executable, "-c", program, str(turn)]
    with subprocess.Popen(speaker, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        told = [process.stdout.readline() for _ in range(chance.randint(1, 40))]
        process.kill()
        told += process.stdout.readlines()  # what was on its way was acknowledged, too
    return {int(line) for line in told if line.endswith("\n")}


@pytest.mark.process
@pytest.mark.parametrize("kills", [3, pytest.param(100, marks=pytest.mark.proof)])
def test_no_acknowledged_comment_is_lost(tmp_path: Path, kills: int) -> None:
    mould.cast_readers(tmp_path / "readers.sqlite3")
    chance, told = random.Random(24), set[int]()
    for turn in range(kills):
        told |= killed(tmp_path, turn, chance)
    with closing(sqlite3.connect(tmp_path / "readers.sqlite3")) as database:
        kept = {number for (number,) in database.execute("SELECT id FROM comments_comment WHERE state = 'shown'")}
        [(places, shown)] = database.execute("SELECT places, shown FROM comments_talk").fetchall()
        [(heard,)] = database.execute("SELECT count(*) FROM outbox_change WHERE keys LIKE 'talk:12%'").fetchall()
        [(whole,)] = database.execute("PRAGMA integrity_check").fetchall()
    print(f"FIGURE: acknowledged comments lost in {kills} kills | {len(told - kept)} of {len(told)}")
    assert told - kept == set()
    assert (places, shown, heard, whole) == (len(kept), len(kept), len(kept), "ok")


@pytest.mark.process
@pytest.mark.parametrize("kills", [2, pytest.param(60, marks=pytest.mark.proof)])
def test_no_acknowledged_verdict_is_lost_and_none_is_without_its_line_in_the_log(tmp_path: Path, kills: int) -> None:
    mould.cast_readers(tmp_path / "readers.sqlite3")
    chance = random.Random(26)
    for turn in range(3):
        killed(tmp_path, turn, chance)
    lost = 0
    for turn in range(kills):
        told = killed(tmp_path, turn, chance, JUDGE)
        with closing(sqlite3.connect(tmp_path / "readers.sqlite3")) as database:
            wanted = ("withdrawn", "shown")[turn % 2]
            rows = dict(database.execute("SELECT id, state FROM comments_comment"))
            last = dict(
                database.execute("SELECT comment_id, json_extract(after, '$.state') FROM comments_verdict ORDER BY id")
            )
            [(shown,)] = database.execute("SELECT shown FROM comments_talk").fetchall()
            [(whole,)] = database.execute("PRAGMA integrity_check").fetchall()
        assert told
        lost += sum(rows[number] != wanted for number in told)
        assert {number: rows[number] for number in last} == last
        assert (shown, whole) == (sum(state == "shown" for state in rows.values()), "ok")
    print(f"FIGURE: acknowledged verdicts lost in {kills} kills | {lost}")
    assert lost == 0
