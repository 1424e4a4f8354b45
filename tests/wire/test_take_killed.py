"""``harkara take`` on a folder, killed again and again while it works: every item once, every file aside in the end."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests import mould
from tests.wire.formats.wires import sample

FILES = 150


@pytest.mark.proof
@pytest.mark.process
@pytest.mark.timeout(900)
def test_killed_at_any_moment_it_takes_nothing_twice_and_loses_nothing(tmp_path: Path) -> None:
    home, drop = tmp_path / "paper", tmp_path / "drop"
    drop.mkdir()
    for number in range(FILES):
        text = sample("nitf.xml").decode().replace("pahar-brishti", f"story-{number}")
        (drop / f"{number}.xml").write_text(text.replace("২০০ মিলিমিটার", f"{number} মিলিমিটার"))
        os.utime(drop / f"{number}.xml", (1_000_000_000 + number,) * 2)
    environment = {
        **os.environ,
        "HARKARA_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "harkara.settings",
        "HARKARA_DATABASE": "",
        "PYTHONUNBUFFERED": "1",  # what was taken is said at once
    }
    command = [sys.executable, "-m", "harkara"]
    home.mkdir()
    mould.cast(home / "newsroom.sqlite3")

    def count() -> tuple[int, int]:
        with closing(sqlite3.connect(home / "newsroom.sqlite3")) as newsroom:
            return newsroom.execute("SELECT COUNT(*), COUNT(DISTINCT guid) FROM desk_incomingclipping").fetchone()

    chance, kills = random.Random(4), 0
    while list(drop.glob("*.xml")):
        process = subprocess.Popen([*command, "take", str(drop)], env=environment, stdout=subprocess.PIPE)
        assert process.stdout is not None
        for _ in range(chance.randrange(5, 60)):  # it has begun to take, and is killed somewhere in the next items
            if not process.stdout.readline():
                break
        time.sleep(chance.random() * 0.05)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            kills += 1
        process.communicate()
        rows, guids = count()
        assert rows == guids
        aside = len(list(drop.glob("done/*/*.xml")))
        assert aside <= rows  # nothing is put aside that the desk does not have
    assert kills >= 2
    assert count() == (FILES, FILES)
    assert len(list(drop.glob("done/*/*.xml"))) == FILES
    assert not list(drop.glob("refused/*/*"))
