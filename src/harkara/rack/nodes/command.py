"""``harkara dispatch`` on the press's machine, ``harkara follow`` on each node."""

import argparse
import logging.config
import signal
import sys
import threading
import time
from typing import Final

from django.conf import settings

from harkara.rack.generation import Generation
from harkara.rack.manifest import Manifest
from harkara.rack.porter import Porter
from harkara.rack.shelf import Shelf

from . import state
from .asks import Asks
from .boot import boot
from .calling import REACHED_WITHIN, Caller, Unreached
from .checking import compare
from .depot import Depot
from .dispatch import Counter, Dispatch
from .ear import Ear
from .journal import Journal
from .runner import Runner
from .seal import Seal

log = logging.getLogger(__name__)

FOLLOWED_WITHIN: Final = 4.0
"""Seconds in which the dispatch answers a runner: where a line is cut, what hangs in it is given up after so many."""

NO_KEY: Final = (
    "HARKARA_DISPATCH_KEY is not set: write the same 32 or more random characters on the press's machine and all nodes."
)


def dispatch(argv: list[str]) -> int:
    """``harkara dispatch``: hands the rack out to other machines at ``HARKARA_DISPATCH`` until SIGTERM or SIGINT. Returns 0, or 1
    with a sentence where it cannot.
    """
    parser = argparse.ArgumentParser(
        prog="harkara dispatch", description="Hands the rack out to stands on other machines."
    )
    parser.parse_args(argv)
    _log()
    host, port = settings.HARKARA_DISPATCH or ("", 0)
    if not host:
        return _refused(
            "HARKARA_DISPATCH is not set: write the address of this machine that nodes can reach, as 10.0.0.1:8710."
        )
    if not settings.HARKARA_DISPATCH_KEY:
        return _refused(NO_KEY)
    counter = Counter(settings.HARKARA_RACK, settings.HARKARA_PRESS_URL)
    try:
        server = Dispatch(host, port, counter, _seal())
    except OSError as error:
        return _refused(f"Nothing can be handed out at {host}:{port} ({error.strerror}): correct HARKARA_DISPATCH.")
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
    with server:
        server.serve_forever(poll_interval=0.1)
    return 0


def follow(argv: list[str]) -> int:
    """``harkara follow``: keeps this machine's rack as the press's until SIGTERM or SIGINT. ``--once``: until nothing is left to
    do; ``--status``: says how it stands; ``--check``: compares every sheet. Returns 0, or 1 with a sentence where something is
    wrong.
    """
    parser = argparse.ArgumentParser(
        prog="harkara follow", description="Keeps this machine's rack as the press keeps its own."
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--once", action="store_true", help="follow until nothing is left to do, then end")
    what.add_argument("--status", action="store_true", help="say how this node stands, then end")
    what.add_argument("--check", action="store_true", help="compare every sheet with the press's rack, then end")
    options = parser.parse_args(argv)
    _log()
    if options.status:
        return status()
    if not settings.HARKARA_FOLLOWS:
        return _refused(
            "HARKARA_FOLLOWS is not set: write the address of the press's dispatch, as http://10.0.0.1:8710."
        )
    if not settings.HARKARA_DISPATCH_KEY:
        return _refused(NO_KEY)
    try:
        return check() if options.check else _run(is_once=options.once)
    except (RuntimeError, Unreached) as error:
        return _refused(str(error))


def status() -> int:
    """Says how this node stands. Returns 0 where all is well, else 1."""
    found, now = state.read(settings.HARKARA_RACK), time.time()
    if found is None:
        return _refused(f"No runner has ever filled {settings.HARKARA_RACK}: start “harkara follow”.")
    said = found.lines(now)
    print(
        f"Followed up to {found.serial} of {found.head}; the press's machine answered {max(0.0, now - found.heard):.1f} s ago."
    )
    for line in said:
        print(line)
    return 1 if said else 0


def check() -> int:
    """Compares this node's rack with the press's. Returns 0 where they are the same, else 1."""
    rack = settings.HARKARA_RACK
    generation = Generation(rack / "generation")
    found = compare(Shelf(rack / "shelf", generation), Manifest(rack / "manifest.sqlite3", generation), _call())
    for line in found.lines():
        print(line)
    return 1 if found.wrong else 0


def _run(*, is_once: bool) -> int:
    runner = Runner(
        Depot(settings.HARKARA_RACK, ()), Caller(settings.HARKARA_FOLLOWS, _seal(), answered=FOLLOWED_WITHIN)
    )
    _keep_journal(runner)
    if is_once:
        try:
            runner.settle()
        finally:
            runner.close()
        return 0
    over = threading.Event()

    def end(*_: object) -> None:
        over.set()
        runner.wake.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    asks = Asks(_call, runner)
    porter = Porter(settings.HARKARA_PRESS_URL, asks.ask)
    ear = Ear(settings.HARKARA_WAKE, runner.wake.set) if settings.HARKARA_WAKE else None
    try:
        runner.run(over)
    finally:
        runner.close()
        porter.close(asks.close)
        if ear:
            ear.close()
    return 0


def _keep_journal(runner: Runner) -> None:
    """Keeps a journal of this node's rack too, where somebody keeps copies of what it hands out (``HARKARA_EDGE``)."""
    journal = Journal(runner.depot.manifest)
    if not settings.HARKARA_EDGE:
        journal.end()
        return
    journal.open(boot(), runner.state.headers, anew=bool(runner.state.comparing))
    journal.prune()
    runner.depot.shelf.diary = journal


def _call() -> Caller:
    return Caller(settings.HARKARA_FOLLOWS, _seal(), reached=REACHED_WITHIN)


def _seal() -> Seal:
    return Seal(settings.HARKARA_DISPATCH_KEY.encode())


def _log() -> None:
    logging.config.dictConfig(settings.LOGGING)


def _refused(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
