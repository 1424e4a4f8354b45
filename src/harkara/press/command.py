"""The press's verbs on the command line: ``harkara press``, ``harkara bake`` and ``harkara check``."""

import argparse
import logging
import signal
import sqlite3
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection

from harkara.desk import rounds
from harkara.press import archivist, heap, keeper, print_run
from harkara.press.alerting import Alerting
from harkara.press.backroom import Backroom
from harkara.press.check import check as check_rack
from harkara.press.crier import Crying
from harkara.press.crowding import Crowding, Rests, rest
from harkara.press.door import Door
from harkara.press.letters import Composing
from harkara.press.stop import Stop
from harkara.press.storeroom import Storeroom
from harkara.press.turns import Turns
from harkara.press.vouchers import Filing
from harkara.press.watching import Watching
from harkara.rack import changes
from harkara.rack.changes import Pulse
from harkara.rack.errors import RackFull
from harkara.readings.command import Counting

log = logging.getLogger(__name__)

LOOK = 0.004
"""Seconds between two looks whether anybody did, while somebody writes. On PostgreSQL a look is a query: five times as long."""

MINUTE = 60.0

TROUBLE = 1.0
"""Seconds to wait when the database or the disk refuses."""


def press(argv: list[str]) -> int:
    """``harkara press``: prints what changed until it is told to stop (SIGTERM, SIGINT). ``--once``: until nothing is
    left to do. Returns 0, or 1 where another press follows this rack, or the disk has no room even for a note.
    """
    parser = argparse.ArgumentParser(prog="harkara press", description="Follows the change log and prints.")
    parser.add_argument("--once", action="store_true", help="print what is to be printed, then end")
    parser.add_argument("--up", metavar="FILE", type=Path, help=argparse.SUPPRESS)  # made when nothing waits any more
    parser.add_argument("--kept", action="store_true", help=argparse.SUPPRESS)  # what `serve` says: see keeper
    options = parser.parse_args(argv)
    if options.kept and not options.once:
        return keeper.keep(lambda: _at_work(once=False, up=options.up))
    return _at_work(once=options.once, up=options.up)


def _at_work(*, once: bool, up: Path | None) -> int:
    """The press until it is told to stop; returns the exit code."""
    stop = Stop()
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
    try:
        run(stop, once=once, up=up)
    except (RuntimeError, RackFull) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def run(stop: Stop, *, once: bool = False, up: Path | None = None) -> None:
    """The press at work until ``stop`` is set; makes the file ``up`` when it has followed the log as far as it went at its start.
    Raises ``RuntimeError`` where another press follows this rack.
    """
    backroom = None if once else Backroom()  # before anything is open
    try:
        _print(stop, once=once, up=up)
    finally:
        if backroom:
            backroom.close()


def _print(stop: Stop, *, once: bool, up: Path | None) -> None:
    store = Storeroom.of_settings()
    turns = Turns(store, draws=True)
    if once:
        turns.settle()
        archivist.settle()
        Filing().on(None)
        turns.close(sync=True)
        return
    door = Door(store, settings.HARKARA_PRESS_URL)
    crying, alerting, counting, watching = Crying(), Alerting(), Counting(), Watching(turns)
    composing = Composing()
    turns.readers_wait = lambda: door.ovens.is_wanted
    turns.is_calm = Crowding().lets
    rounds.keep_sign()  # of a database that was brought here
    log.info("the press follows the log from position %s", turns.followed)
    heap.settle()
    begun = changes.position()
    pulse, stir, rests = Pulse(), Pulse(), Rests(settings.HARKARA_PRESS_REST)
    try:
        while not stop.is_set():
            rests.begin()
            printed = turns.printed
            seconds = _turn(turns, pulse, stir)
            if up and turns.followed >= begun:
                up.touch()
                up = None
            if turns.printed > printed and seconds < TROUBLE and (left := rests.due()):
                with suppress(DatabaseError):  # the next turn meets it too, and says so
                    rest(stop, min(left, turns.until_due()), turns.followed)
            else:
                _rest(stop, pulse, turns, seconds)
    finally:
        watching.close()
        counting.close()
        crying.close()
        composing.close()
        alerting.close()
        door.close()
        turns.close(sync=True)
        connection.close()
    log.info("the press ends at position %s", turns.followed)


def _rest(stop: Stop, pulse: Pulse, turns: Turns, seconds: float) -> None:
    """Waits for ``seconds`` before the next turn, or until somebody commits a change; trouble is waited for to its end.

    The ovens commit too, many times a second while readers ask for old pages: that is no reason for a turn.
    """
    if seconds >= TROUBLE:
        stop.wait(seconds)
        return
    look = LOOK if connection.vendor == "sqlite" else 5 * LOOK
    end = time.monotonic() + seconds
    with suppress(DatabaseError):  # the next turn meets it too, and says so
        while (left := end - time.monotonic()) > 0 and not pulse.wait(stop, look, left):
            if pulse.beats() and changes.position() > turns.followed:
                return


def _turn(turns: Turns, pulse: Pulse, stir: Pulse) -> float:
    """One turn; returns how long to wait before the next (seconds). ``stir`` feels what happens between turns."""
    try:
        pulse.beats()  # before the turn looks into the log: what is committed meanwhile is felt after it
        is_still = not stir.beats() and connection.vendor == "sqlite"  # PostgreSQL's pulse is that of the log alone
        if turns.turn(is_still=is_still) and not turns.is_full:
            return 0
    except DatabaseError:
        log.exception("the database refuses; trying again")
        close_old_connections()
        return TROUBLE
    except (RackFull, sqlite3.OperationalError) as error:  # the latter is the manifest's
        log.error("%s", error)
        return TROUBLE
    return TROUBLE if turns.is_full else turns.patience()


def check(argv: list[str]) -> int:
    """``harkara check``: compares the rack with fresh renderings. Returns 0 where all is right, 1 at a difference."""
    parser = argparse.ArgumentParser(prog="harkara check", description="Compares the rack with fresh renderings.")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--sample", type=int, metavar="N", help="compare N sheets drawn at random (default 200)")
    size.add_argument("--all", action="store_true", help="compare every sheet, and look for unknown files")
    parser.add_argument("--jobs", type=int, metavar="N", help="processes side by side (default: one a core, at most 4)")
    options = parser.parse_args(argv)
    sample = None if options.all else (options.sample or 200)
    found = check_rack(Storeroom.of_settings(), sample, Progress(sys.stderr), options.jobs)
    for line in found.lines():
        print(line)
    return 1 if found.wrong else 0


def bake(argv: list[str]) -> int:
    """``harkara bake``: bakes every sheet of the paper that is not on the rack, ahead of its readers. Returns 0 where all
    was baked, else 1. SIGTERM and SIGINT break it off after the lots at hand; started again it goes on.
    """
    parser = argparse.ArgumentParser(prog="harkara bake", description="Bakes every sheet ahead of its readers.")
    parser.add_argument("--jobs", type=int, metavar="N", help="processes side by side (default: one a core)")
    parser.add_argument(
        "--kind", action="append", default=[], metavar="KIND", help="only sheets of this kind (story, data, picture …)"
    )
    parser.add_argument("--no-brotli", action="store_true", help="gzip alone: half the time, larger pages")
    options = parser.parse_args(argv)
    stop = Stop()
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
    store = Storeroom.of_settings()
    store.begin_work()
    done = print_run.run(
        store,
        kinds=options.kind,
        jobs=options.jobs,
        brotli=not options.no_brotli,
        progress=Progress(sys.stderr, "looked at"),
        stop=stop,
    )
    Filing().on(None)
    for line in done.lines():
        print(line)
    return 0 if done.is_whole and not done.failed else 1


class Progress:
    """Says on ``out`` how many ``things`` have been ``done``: in place on a screen, else a line a minute."""

    def __init__(self, out: TextIO, done: str = "compared", things: str = "sheets") -> None:
        self.out = out
        self.done = done
        self.things = things
        self.is_screen = out.isatty()
        self.began = self.said = time.monotonic()

    def __call__(self, count: int, total: int) -> None:
        """``count`` of about ``total`` are done."""
        now = time.monotonic()
        is_last = count >= total
        if now - self.said < (0.2 if self.is_screen else MINUTE) and not (is_last and self.is_screen):
            return
        self.said = now
        left = (now - self.began) / max(count, 1) * max(total - count, 0)
        words = f"{count:,} of {total:,} {self.things} {self.done}, about {left / MINUTE:.0f} min left"
        print(f"\r{words}" if self.is_screen else words, end="" if self.is_screen else "\n", file=self.out, flush=True)
        if is_last and self.is_screen:
            print(file=self.out)
