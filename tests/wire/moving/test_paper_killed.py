"""A packed paper that moves in and is killed at any moment goes on: the same paper, nothing twice, nothing lost."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import mould
from tests.whole.moving import differences, files
from tests.wire.moving.papers import ORIGIN, attachment, comment, export, item, photo

STORIES = 3000
PICTURES = 60
KILLS = 14
SEED = 32

pytestmark = [pytest.mark.proof, pytest.mark.process]


def harkara(home: Path, *told: str) -> list[str]:
    return [sys.executable, "-m", "harkara", *told]


def made(home: Path) -> dict[str, str]:
    """An empty house; returns what a process in it needs to know."""
    home.mkdir()
    mould.cast(home / "newsroom.sqlite3")
    environment = {**os.environ, "HARKARA_HOME": str(home)}
    environment.pop("HARKARA_DATABASE", None)
    return environment


def count(home: Path, table: str) -> int:
    with sqlite3.connect(f"file:{home / 'newsroom.sqlite3'}?mode=ro", uri=True) as connection:
        return int(connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0])


def packed(home: Path, environment: dict[str, str], folder: Path) -> dict[str, bytes]:
    done = subprocess.run(
        harkara(home, "export", "--no-site", str(folder)), env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return files(folder)


def test_killed_and_begun_again_it_is_the_same_paper(tmp_path: Path) -> None:
    dice = random.Random(SEED)
    first, uploads = tmp_path / "first", tmp_path / "uploads"
    environment = made(first)
    for number in range(PICTURES):
        photo(uploads, f"p{number}", 40 + number)
    old = export(
        tmp_path / "old.xml",
        *(
            item(
                n,
                f"খবর {n}",
                f'<p>খবর {n}।</p><img src="{ORIGIN}/wp-content/uploads/2019/08/p{n % PICTURES}.jpg">',
                comments=comment(n, f"কথা {n}") if n % 3 == 0 else "",
            )
            for n in range(1, STORIES + 1)
        ),
        *(attachment(10**6 + n, f"p{n}") for n in range(PICTURES)),
    )
    taken = harkara(first, "import", "wxr", str(old), "--uploads", str(uploads), "--report", str(tmp_path / "r.csv"))
    subprocess.run(taken, env=environment, check=True, stdout=subprocess.DEVNULL)
    told = packed(first, environment, tmp_path / "packed")

    second = tmp_path / "second"
    environment = made(second)
    run = harkara(second, "import", "paper", str(tmp_path / "packed"))
    killed, places = 0, set()
    while killed < KILLS:
        process = subprocess.Popen(run, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        table = dice.choice(("desk_picture", "desk_story", "desk_story"))
        goal = count(second, table) + dice.choice((0, 1, 1, 1, 401))
        until = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < until and count(second, table) < goal:
            time.sleep(0.01)
        time.sleep(dice.random() * dice.choice((0.05, 1.5)))
        if process.poll() is not None:
            assert process.returncode == 0
            break
        process.send_signal(signal.SIGKILL)
        process.wait()
        killed += 1
        places.add((count(second, "desk_picture"), count(second, "desk_story")))
    assert killed >= 5
    assert len(places) >= 3
    if (second / "moving-in.json").exists():
        subprocess.run(run, env=environment, check=True, stdout=subprocess.DEVNULL)
    again = packed(second, environment, tmp_path / "again")
    assert differences(told, again) == {"manifest.json": "differs"}
    refused = subprocess.run(run, env=environment, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert "This house is not empty" in refused.stderr
    print(f"FIGURE: sudden ends of `import paper` after which the paper was the same | {killed}")
