"""What the doctor looks at on the press's side: change log, rack, the press itself. Each examination yields findings."""

import asyncio
import json
import os
import random
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final, Literal

from django.conf import settings
from django.utils import timezone

from harkara.press import editions, room
from harkara.press.recovery import FOLLOWED, LEFT_OPEN
from harkara.press.storeroom import Storeroom
from harkara.rack import changes, door, ledger
from harkara.rack.keys import of_frame
from harkara.rack.nodes.boot import boot

State = Literal["well", "look", "ill"]

SAMPLE: Final = 300
"""Pages of the rack that are read, drawn at random."""

LATE: Final = timedelta(seconds=30)
"""A change that waits longer than this shows that the press does not follow."""

ANSWER_WITHIN: Final = 5.0
"""Seconds that the press has to answer at its door."""

LOOKED: Final = 500
"""Entries of the change log behind which the doctor counts waiting sheets."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's: what was looked at, how it is, in a sentence, and what to do (empty where well)."""

    state: State
    what: str
    sentence: str
    remedy: str = ""


def rack() -> Iterator[Finding]:
    """The rack's folder: whether it can be written, what lies in it, whether the files are whole."""
    root = Path(settings.HARKARA_RACK)
    if not root.exists():
        yield Finding("ill", "rack", f"There is no rack at {root}.", "Start the press: `harkara serve` makes it.")
        return
    probe = root / f"doctor.{os.getpid()}.part"
    try:
        probe.write_bytes(b"written")
        probe.unlink()
    except OSError as error:
        probe.unlink(missing_ok=True) if os.access(root, os.W_OK) else None
        yield Finding(
            "ill",
            "rack",
            f"Nothing can be written in {root}: {error.strerror}.",
            "Give the folder to the user who runs the press, or free some room.",
        )
        return
    store = Storeroom(root)
    yield from _manifest(store)
    drawn = ledger.drawn(SAMPLE, random.Random())  # noqa: S311 - a sample, not a secret
    missing = [name for name in drawn if store.shelf.get(name) is None]
    if missing:
        yield Finding(
            "look",
            "pages",
            f"{len(missing)} of {len(drawn)} pages read are not whole ({store.shelf.torn} torn), such as {missing[0]}.",
            "They are printed again when a reader asks; `harkara check --all` lists them all. "
            "After a power cut, start the press again. Again and again: look after the disk.",
        )
    else:
        yield Finding("well", "pages", f"{len(drawn)} of {ledger.count()} pages read; all are whole.")
    if ledger.bookmark(LEFT_OPEN) == boot() and shutil.which("nginx"):
        yield Finding(
            "look",
            "nginx",
            "When this machine started, nginx could hand out pages before the press had looked at them.",
            "After a power cut they may be old or torn. If nginx stands in front, copy deploy/tmpfiles.d/harkara.conf to "
            "/etc/tmpfiles.d, with the folder of this rack in it.",
        )
    if store.generation.value() % 2 and not _is_followed(store):
        yield Finding(
            "look",
            "rack",
            "A change of the rack was broken off.",
            "Readers get right pages, a little slower; the next start of the press ends it.",
        )


def _manifest(store: Storeroom) -> Iterator[Finding]:
    path = store.manifest.path
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5)) as manifest:
            said = manifest.execute("PRAGMA quick_check(1)").fetchone()[0]
            count = manifest.execute("SELECT COUNT(*) FROM entry").fetchone()[0]
    except sqlite3.Error as error:
        said, count = str(error), 0
    if said != "ok":
        yield Finding(
            "ill",
            "manifest",
            f"The manifest {path} is damaged: {said}.",
            "Stop the press, delete this file and those beside it named alike, start the press: it writes it anew.",
        )
    else:
        yield Finding("well", "manifest", f"{count} addresses; the file is whole.")


def press() -> Iterator[Finding]:
    """Whether a press follows this rack, answers, and how far behind the log it is."""
    root = Path(settings.HARKARA_RACK)
    if not root.exists():
        return
    store = Storeroom(root)
    if not _is_followed(store):
        yield Finding(
            "ill", "press", "No press follows the rack.", "Start it: `harkara serve`, or `harkara press` by itself."
        )
    else:
        url = settings.HARKARA_PRESS_URL
        try:
            asyncio.run(door.ask(url, "/doctor/asks", ANSWER_WITHIN))
            yield Finding("well", "press", "The press follows the rack and answers at its door.")
        except (OSError, ValueError) as error:
            yield Finding(
                "ill",
                "press",
                f"A press follows the rack and does not answer at {url}: {str(error) or type(error).__name__}.",
                "It may have just started; else see its log and start it again.",
            )
    yield from _log(store)


def _log(store: Storeroom) -> Iterator[Finding]:
    followed, last = int(ledger.bookmark(FOLLOWED) or 0), changes.position()
    waiting = changes.since(followed, LOOKED)
    age = max((timezone.now() - change.at for change in waiting), default=timedelta())
    if followed > last:
        yield Finding(
            "ill",
            "log",
            f"The press has followed the log to {followed}, and it ends at {last}: the database is older than the rack.",
            "Start the press again: it sees that a backup was restored, and prints what is different.",
        )
    elif waiting:
        keys = frozenset[str]().union(*(change.keys for change in waiting))
        sheets = len(ledger.readers(keys - of_frame(keys), before=waiting[-1].position))
        yield Finding(
            "look" if age < LATE else "ill",
            "log",
            f"{last - followed} changes are not printed yet, the oldest for {age.total_seconds():.0f} s; "
            f"{sheets} sheets wait.",
            "Look again in a minute; if the number does not fall, see what stands at `press` and `disk`.",
        )
    else:
        yield Finding("well", "log", f"Followed to its end, position {last}.")
    if lag := ledger.backlog(editions.now().are_current):
        yield Finding(
            "look", "layout", f"{lag} pages are of an earlier layout.", "The press renews them when it has time; wait."
        )
    newest = changes.at(last)
    if newest and newest.at > timezone.now() + timedelta(seconds=5):
        yield Finding(
            "ill",
            "clock",
            f"The newest change is of {newest.at:%Y-%m-%d %H:%M} UTC, which is to come: the clock went back.",
            "Set the clock of this machine by NTP.",
        )


def disk() -> Iterator[Finding]:
    """Room on the disks of the rack and of the home."""
    for what, folder in {"rack": settings.HARKARA_RACK, "home": settings.HARKARA_HOME}.items():
        there = next(path for path in (Path(folder), *Path(folder).parents) if path.exists())
        disk_ = os.statvfs(there)
        left = room.free(there)
        share = disk_.f_bavail / max(disk_.f_blocks, 1)
        words = f"{_size(left)} free on the disk of the {what} ({share:.0%})"
        if left < room.RESERVE:
            yield Finding(
                "ill",
                "disk",
                f"{words}: the press refuses to print and the old pages stay.",
                "Free some room or give it a larger disk; the press goes on by itself within seconds.",
            )
        elif disk_.f_files and not disk_.f_favail:
            yield Finding(
                "ill", "disk", f"{words}, but no file more can be made.", "Remove files, or make more inodes."
            )
        elif left < 2**30 or share < 0.05:
            yield Finding("look", "disk", f"{words}.", f"Below {_size(room.RESERVE)} the press stops printing.")
        else:
            yield Finding("well", "disk", f"{words}.")


def files() -> Iterator[Finding]:
    """Who may read and write the files of the home."""
    home = Path(settings.HARKARA_HOME)
    key = home / "secret-key"
    if key.exists() and stat.S_IMODE(key.stat().st_mode) & 0o077:
        yield Finding("ill", "secret key", f"Others may read {key}.", f"Run `chmod 600 {key}`.")
    wrong = [
        path
        for path in (home, home / "newsroom.sqlite3", Path(settings.HARKARA_RACK))
        if path.exists() and not os.access(path, os.R_OK | os.W_OK)
    ]
    for path in wrong:
        yield Finding("ill", "files", f"{path} cannot be written by this user.", "Run the paper as its owner.")
    if not wrong:
        yield Finding("well", "files", f"{home} can be written.")


def _is_followed(store: Storeroom) -> bool:
    """Whether a process holds the right to follow the log."""
    try:
        store.lock().close()
    except RuntimeError:
        return True
    return False


def _size(count: int) -> str:
    return f"{count / 2**30:.1f} GiB" if count >= 2**30 else f"{count / 2**20:.0f} MiB"


def as_json(findings: list[Finding]) -> str:
    """The findings for a machine: one JSON list."""
    return json.dumps(
        [{"state": f.state, "what": f.what, "sentence": f.sentence, "remedy": f.remedy} for f in findings],
        ensure_ascii=False,
    )
