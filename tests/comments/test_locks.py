"""Several who decide, speak, take back and are erased at once never wait for one another in a ring: on PostgreSQL."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT
from tests.postgres import server

AT_ONCE = """
import random, threading, django
from datetime import timedelta
django.setup()
from django.core.management import call_command
from django.db import OperationalError, connections
call_command("migrate", database="readers", verbosity=0)
from harkara.comments import actions, clock
from harkara.comments.errors import CommentsError
from harkara.comments.models import Comment, Reader, Talk, Verdict
from harkara.comments.moderators import Moderator

now = clock.now()
readers = [
    Reader.objects.create(email=f"r{n}@example.com", name=f"r{n}", looks=f"r{n}", joined_at=now, seen_on=now.date())
    for n in range(12)
]
for n in range(80):  # the stories take turns: whoever goes through comments in their order goes through stories in none
    with clock.at(now - timedelta(hours=30) + timedelta(minutes=n)):
        actions.say(readers[n % 8], (1, 2, 3)[(n * n + n // 4) % 3], "open", f"words {n}")
numbers = list(Comment.objects.order_by("pk").values_list("pk", flat=True))
wrong, done = [], []
gate = threading.Barrier(5)

def rounds(work, chance):
    gate.wait()
    try:
        for turn in range(ROUNDS):
            try:
                work(turn, chance)
                done.append(work.__name__)
            except CommentsError:
                pass
            except OperationalError as error:
                wrong.append(f"{work.__name__}: {error}")
    finally:
        connections.close_all()

def judge(turn, chance):
    actions.judge(chance.sample(numbers, 12), ("withdraw", "approve", "hold")[turn % 3], Moderator(7, "R"))

def undo(turn, chance):
    lot = actions.judge(chance.sample(numbers, 12), ("approve", "withdraw")[turn % 2], Moderator(8, "S")).lot
    actions.undo(lot, Moderator(8, "S"))

def speak(turn, chance):
    with clock.at(now + timedelta(hours=turn)):
        made = actions.say(readers[8 + turn % 2], chance.randint(1, 3), "open", f"new {turn}")
    actions.delete(readers[8 + turn % 2], made.pk)

def ban(turn, chance):
    number = chance.choice(numbers)
    actions.ban(number, 3, Moderator(9, "T"))
    actions.lift(number, Moderator(9, "T"))

def erase(turn, chance):
    if turn == ROUNDS // 2:
        for number in (3, 10):
            actions.erase(Reader.objects.get(email=f"r{number}@example.com"))
    elif turn < ROUNDS // 2:
        actions.react(readers[10], chance.choice(numbers), ("agree", "disagree", "")[turn % 3])
    judge(turn, chance)

threads = [
    threading.Thread(target=rounds, args=(work, random.Random(seed)))
    for seed, work in enumerate((judge, undo, speak, ban, erase))
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
for story in (1, 2, 3):
    shown = Comment.objects.filter(story=story, state="shown").count()
    assert Talk.objects.get(pk=story).shown == shown, (story, shown)
print(len(wrong), sorted(set(done)), *wrong[:3], sep="\\n")
"""


@pytest.mark.postgres
@pytest.mark.parametrize("rounds", [15, pytest.param(300, marks=pytest.mark.proof)])
def test_nobody_waits_in_a_ring(tmp_path: Path, rounds: int) -> None:
    with server() as url:
        done = subprocess.run(
            [sys.executable, "-c", AT_ONCE.replace("ROUNDS", str(rounds))],
            env={
                **os.environ,
                "HARKARA_ROLE": "stand",
                "HARKARA_HOME": str(tmp_path),
                "HARKARA_READERS_DATABASE": url,
                "DJANGO_SETTINGS_MODULE": "harkara.settings",
                "PYTHONPATH": str(ROOT / "src"),
            },
            capture_output=True,
            text=True,
            timeout=280,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-4000:]
    assert done.stdout.splitlines() == ["0", "['ban', 'erase', 'judge', 'speak', 'undo']"]
