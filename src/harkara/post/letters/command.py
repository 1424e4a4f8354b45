"""``harkara letters``: hands finished letters to the mail server, and reads what comes back, until it is told to stop."""

import argparse
import logging
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from . import leaving, mailbox
from .carrier import Carrier, Terms, forget_notes
from .envelope import Sender
from .line import Line

log = logging.getLogger(__name__)

RETURNS: Final = 300.0
"""Seconds between two looks into the mailbox to which letters come back."""

TIDY: Final = 3600.0
TROUBLE: Final = 5.0


def folder() -> Path:
    """Where the carrier keeps its notes."""
    return Path(settings.HARKARA_HOME) / "letters-going"


def letters(argv: list[str]) -> int:
    """``harkara letters``: carries until it is told to stop (SIGTERM, SIGINT); ``--once``: until nothing is due. Returns 0, or 1
    where letters are not set up or another carrier works in this home.
    """
    parser = argparse.ArgumentParser(prog="harkara letters", description="Hands letters to the mail server.")
    parser.add_argument("--once", action="store_true", help="carry what is due, then end")
    options = parser.parse_args(argv)
    if not settings.HARKARA_LETTERS_FROM or not settings.EMAIL_HOST:
        print("Letters are off: set HARKARA_LETTERS_FROM and HARKARA_MAIL_URL.", file=sys.stderr)
        return 1
    stop = threading.Event()
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
    carrier = Carrier(
        Line(settings.HARKARA_LETTERS_LINE),
        Sender(settings.HARKARA_LETTERS_FROM, settings.HARKARA_LETTERS_RETURN),
        folder(),
        Terms(settings.HARKARA_LETTERS_BATCH, settings.HARKARA_LETTERS_PAUSE / 1000, settings.HARKARA_LETTERS_DAY),
        stopped=stop.is_set,
    )
    if not carrier.lock():
        print(f"Another carrier works in {folder()}: end it first.", file=sys.stderr)
        return 1
    try:
        run(carrier, stop, once=options.once)
    finally:
        carrier.close()
    return 0


def run(
    carrier: Carrier, stop: threading.Event, *, once: bool = False, steady: Callable[[], float] = time.monotonic
) -> None:
    """Turns ``carrier`` until ``stop`` is set, or with ``once`` until nothing is due now."""
    looked = tidied = float("-inf")
    while not stop.is_set():
        try:
            if steady() - looked >= RETURNS:
                looked = steady()
                _look()
            if steady() - tidied >= TIDY:
                tidied = steady()
                leaving.tidy()
                forget_notes(folder())
            wait = carrier.turn()
        except DatabaseError:
            log.exception("the readers' database does not answer; letters wait")
            close_old_connections()
            wait = TROUBLE
        if wait and once:
            return
        stop.wait(wait)


def _look() -> None:
    if not settings.HARKARA_LETTERS_MAILBOX:
        return
    try:
        while mailbox.look(mailbox.place(settings.HARKARA_LETTERS_MAILBOX)) >= mailbox.AT_ONCE:
            pass
    except mailbox.NoMailbox as refusal:
        log.warning("what comes back is not read: %s", refusal)
