"""Killed at any moment, the carrier leaves nobody out, and sends at most one mail twice for each such end."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from tests import mould
from tests.house.tree import ROOT
from tests.post.letters.sink import Sink

pytestmark = pytest.mark.process

NURSERY = """
import os, sys
import django
django.setup()
from harkara.post.letters import command

for line in sys.stdin:
    child = os.fork()  # nothing is open yet: the child has connections of its own
    if not child:
        print("began", os.getpid(), flush=True)
        os._exit(command.letters(["--once"]))
    _, status = os.waitpid(child, 0)
    print("ended", status, flush=True)
"""
"""Begins a carrier for each line, by a fork once all is imported."""

LAY_DOWN = """
import sys
from datetime import UTC, datetime
import django
django.setup()
from tests.post.letters import factories
factories.kinds()
factories.readers(int(sys.argv[1]))
factories.mailing(at=datetime.now(UTC))
"""


def environment(home: Path, port: int) -> dict[str, str]:
    return {
        **os.environ,
        "HARKARA_ROLE": "stand",
        "HARKARA_HOME": str(home),
        "HARKARA_LETTERS_FROM": "letters@paper.example",
        "HARKARA_LETTERS_RETURN": "returns@paper.example",
        "HARKARA_LETTERS_BATCH": "50",
        "HARKARA_MAIL_URL": f"smtp://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "harkara.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }


def carried(home: Path, count: int, kills: int, chance: random.Random) -> tuple[Counter[str], int]:
    """Lays a letter for ``count`` readers down and kills its carrier ``kills`` times; returns how many mails each reader got, and
    how often one was killed while there was something to send.
    """
    mould.cast_readers(home / "readers.sqlite3")
    killed = 0
    with Sink(keeps=False) as sink:
        told = environment(home, sink.port)
        subprocess.run([sys.executable, "-c", LAY_DOWN, str(count)], env=told, check=True)
        nursery = subprocess.Popen(
            [sys.executable, "-c", NURSERY], env=told, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert nursery.stdin
        assert nursery.stdout
        try:
            for turn in range(kills + 1):
                nursery.stdin.write("go\n")
                nursery.stdin.flush()
                began, pid = nursery.stdout.readline().split()
                assert began == "began"
                if turn < kills:
                    share = (count - len(sink.taken)) // (kills - turn + 1)
                    sink.until(len(sink.taken) + chance.randint(1, max(1, share)))
                    os.kill(
                        int(pid), signal.SIGKILL
                    )  # its parent has not asked for it yet: the number is nobody else's
                ended, status = nursery.stdout.readline().split()
                killed += int(status) == signal.SIGKILL
                assert (ended, int(status)) in (("ended", signal.SIGKILL), ("ended", 0))
        finally:
            nursery.stdin.close()
            nursery.wait(20)
            nursery.stdout.close()
        return Counter(sink.taken), killed


def proven(home: Path, count: int, kills: int) -> tuple[int, int]:
    """How many mails went twice, and after how many kills; fails where anybody was left out, or the promise was broken."""
    got, killed = carried(home, count, kills, random.Random(kills))
    assert set(got) == {f"reader{number}@example.com" for number in range(1, count + 1)}
    doubles = sum(times - 1 for times in got.values())
    assert doubles <= killed
    with closing(sqlite3.connect(home / "readers.sqlite3")) as base:
        state, sent = base.execute("SELECT state, sent FROM post_mailing").fetchone()
    assert (state, sent) == ("done", count)
    return doubles, killed


def test_nobody_is_left_out_and_few_are_written_to_twice(tmp_path: Path) -> None:
    _, killed = proven(tmp_path, 600, 6)
    assert killed == 6


@pytest.mark.proof
def test_a_hundred_kills(tmp_path: Path) -> None:
    doubles, killed = proven(tmp_path, 12_000, 100)
    assert killed == 100
    print(f"FIGURE: kills of the carrier of letters; readers left out; mails sent twice | {killed}; 0; {doubles}")
