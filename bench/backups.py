"""What a backup costs, and what a story takes in it: time, room, memory, and how long an editor waited meanwhile.

``python -m bench.backups [--stories 20000] [--pictures 2000] [--write]`` makes a paper with two versions of each story and
pictures of 200 KB in a home of its own, takes a backup into a folder, a second one on the next night, looks through it and brings
it back, while somebody commits twenty times a second. The table goes to ``docs/how-to/back-up.md``.
"""

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import homes
from bench.machine import load, machine

PAGE = homes.ROOT / "docs/how-to/back-up.md"
PICTURE = 200_000
CHARACTERS = 2_500
VERSIONS = 2
NIGHT = 20
"""Pictures that are new on the second night."""


def make(stories: int, pictures: int) -> dict[str, Any]:
    """The paper of this home."""
    homes.set_up()
    from bench import newsrooms, papers

    papers.write(stories, characters=CHARACTERS)
    newsrooms.people(1)
    newsrooms.revisions(VERSIONS)
    home = Path(os.environ["HARKARA_HOME"])
    draw(home, range(pictures))
    with closing(sqlite3.connect(home / "newsroom.sqlite3")) as tables:
        tables.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return {"database": (home / "newsroom.sqlite3").stat().st_size}


def draw(home: Path, numbers: range) -> None:
    """Files among the media that no compression shortens."""
    folder = home / "media/original_images"
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        (folder / f"picture-{number}.jpg").write_bytes(os.urandom(PICTURE))


class Committing(threading.Thread):
    """Somebody who commits twenty times a second until told to stop; ``longest`` is the longest wait, in seconds."""

    def __init__(self, home: Path) -> None:
        super().__init__(daemon=True)
        self.home, self.stopped = home, threading.Event()
        self.longest, self.commits = 0.0, 0

    def run(self) -> None:
        path = self.home / "newsroom.sqlite3"
        with closing(sqlite3.connect(path, timeout=60, isolation_level=None)) as tables:
            tables.execute("PRAGMA synchronous=FULL")
            while not self.stopped.wait(0.05):
                began = time.monotonic()
                tables.execute("BEGIN IMMEDIATE")
                tables.execute("UPDATE desk_story SET summary = summary || ' ' WHERE id = ?", [self.commits % 1000 + 1])
                tables.execute("COMMIT")
                self.longest = max(self.longest, time.monotonic() - began)
                self.commits += 1


def timed(home: Path, *words: str) -> tuple[float, float]:
    """Runs a verb; seconds, and the most memory that it held (MB). Raises where it fails."""
    environment = {**os.environ, "HARKARA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "harkara.settings"}
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "harkara", *words], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    said = process.stderr.read().decode()
    _pid, status, used = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"{words}: {said}")
    return time.monotonic() - began, used.ru_maxrss / 1024


def measure(home: Path, stories: int, pictures: int) -> dict[str, Any]:
    """What it costs."""
    found = homes.in_home(home, "bench.backups", "--make", "--stories", str(stories), "--pictures", str(pictures))
    kept = home / "kept"
    kept.mkdir()
    editor = Committing(home)
    editor.start()
    try:
        found["first"], found["memory"] = timed(home, "backup", str(kept))
        draw(home, range(pictures, pictures + NIGHT))
        found["second"], _ = timed(home, "backup", str(kept))
    finally:
        editor.stopped.set()
        editor.join()
    found["commits"], found["longest"] = editor.commits, editor.longest
    file = sorted(kept.glob("*.backup"))[-1]
    found["file"] = file.stat().st_size
    found["check"], _ = timed(home, "backup", str(file), "--check")
    found["restore"], found["restore_memory"] = timed(home / "back", "restore", str(file))
    return found


def table(found: dict[str, Any], stories: int, pictures: int) -> str:
    """The figures as a Markdown table."""
    rows = [
        ["database of the newsroom, a story", f"{found['database'] / stories / 1024:.1f} KB"],
        ["the same in a backup", f"{found['file'] / stories / 1024:.1f} KB"],
        [
            f"the first backup: database of {found['database'] / 2**20:.0f} MiB, {pictures:,} pictures",
            f"{found['first']:.1f} s",
        ],
        [f"the next night: the database again, {NIGHT} new pictures", f"{found['second']:.1f} s"],
        ["the longest that a commit took meanwhile", f"{found['longest'] * 1000:.0f} ms ({found['commits']} commits)"],
        ["memory of the backup, at most", f"{found['memory']:.0f} MB"],
        ["looked through, every byte", f"{found['check']:.1f} s"],
        ["brought back", f"{found['restore']:.1f} s, {found['restore_memory']:.0f} MB"],
    ]
    return homes.table(["", ""], rows)


def main(argv: list[str]) -> int:
    """Measures, and prints or writes the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.backups")
    parser.add_argument("--stories", type=int, default=20_000)
    parser.add_argument("--pictures", type=int, default=2_000)
    parser.add_argument("--make", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--write", action="store_true", help="put the table into docs/how-to/back-up.md")
    options = parser.parse_args(argv)
    if options.make:
        print(json.dumps(make(options.stories, options.pictures)))
        return 0
    before = load()
    with homes.home() as home:
        found = measure(home, options.stories, options.pictures)
    command = f"python -m bench.backups --stories {options.stories} --pictures {options.pictures} --write"
    head = f"`{command}` · {machine()}, {before} · {datetime.now(UTC).date()}"
    text = f"{head}\n\n{table(found, options.stories, options.pictures)}"
    print(text)
    if options.write:
        homes.between(PAGE, "backups", text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
