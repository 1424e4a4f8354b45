"""A move that is killed at any moment goes on: nothing twice, nothing lost."""

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
from tests.wire.moving.papers import comment, export, item

ITEMS = 5000
KILLS = 12
SEED = 31

pytestmark = [pytest.mark.proof, pytest.mark.process]


def asked(home: Path, database: str, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(f"file:{home / database}?mode=ro", uri=True) as connection:
        return connection.execute(query).fetchall()


def test_killed_and_begun_again_it_is_whole(tmp_path: Path) -> None:
    dice = random.Random(SEED)
    home = tmp_path / "home"
    home.mkdir()
    environment = {**os.environ, "HARKARA_HOME": str(home)}
    environment.pop("HARKARA_DATABASE", None)
    command = [sys.executable, "-m", "harkara"]
    mould.cast(home / "newsroom.sqlite3")
    path = export(
        tmp_path / "paper.xml",
        *(
            item(n, f"খবর {n}", f"<p>খবর {n}।</p><script>x()</script>", comments=comment(n, f"কথা {n}"))
            for n in range(1, ITEMS + 1)
        ),
    )
    report = tmp_path / "report.csv"
    run = [*command, "import", "wxr", str(path), "--report", str(report)]
    newsroom, readers = "newsroom.sqlite3", "readers.sqlite3"
    seen = killed = 0
    while killed < KILLS and (seen == 0 or asked(home, newsroom, "SELECT stage FROM desk_move") != [("done",)]):
        process = subprocess.Popen(run, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 120
        goal = seen + dice.choice((0, 1, 1, 501))
        while process.poll() is None and time.monotonic() < until:
            if asked(home, newsroom, "SELECT COUNT(*) FROM desk_story")[0][0] >= goal:  # type: ignore[operator]
                break
            time.sleep(0.02)
        time.sleep(dice.random() * 0.5)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            killed += 1
        process.wait()
        seen = asked(home, newsroom, "SELECT COUNT(*) FROM desk_story")[0][0]  # type: ignore[assignment]
    assert killed >= 5
    if asked(home, newsroom, "SELECT stage FROM desk_move") != [("done",)]:
        subprocess.run(run, env=environment, check=True, stdout=subprocess.DEVNULL)
    assert asked(home, newsroom, "SELECT COUNT(*), COUNT(DISTINCT headline), MIN(live) FROM desk_story") == [
        (ITEMS, ITEMS, 1)
    ]
    assert asked(home, newsroom, "SELECT COUNT(*) FROM desk_storyaddress") == [(2 * ITEMS,)]
    assert asked(home, newsroom, "SELECT SUM(stories) FROM desk_newsday") == [(ITEMS,)]
    assert asked(home, newsroom, "SELECT COUNT(*) FROM desk_tally") == [(ITEMS,)]
    assert asked(
        home,
        newsroom,
        "SELECT COUNT(*), COUNT(DISTINCT number), MAX(number) FROM desk_place p JOIN desk_listing l ON l.id = p.listing_id"
        " WHERE l.name = 'section:khela'",
    ) == [(ITEMS, ITEMS, ITEMS - 1)]
    assert asked(
        home, readers, "SELECT COUNT(*), COUNT(DISTINCT text), COUNT(DISTINCT story) FROM comments_comment"
    ) == [(ITEMS, ITEMS, ITEMS)]
    assert asked(home, newsroom, "SELECT stage FROM desk_move") == [("done",)]
    lines = report.read_text(encoding="utf-8").splitlines()
    assert sum(",story," in line for line in lines[1:]) == ITEMS
    assert sum(",lacks," in line and "&lt;" not in line and "<script>" in line for line in lines) == ITEMS
    wrong = [
        (story, words)
        for story, words in asked(home, readers, "SELECT story, text FROM comments_comment ORDER BY id")
        if asked(home, newsroom, f"SELECT headline FROM desk_story WHERE id = {story}")[0][0]
        != str(words).replace("কথা", "খবর")
    ][:3]
    assert wrong == []
