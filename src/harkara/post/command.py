"""``harkara post``: the postman. Carries what is on its way to readers, until it is told to stop."""

import argparse
import fcntl
import logging
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Final, Protocol

from django.conf import settings
from django.db import DatabaseError, connections
from py_vapid import VapidException

from harkara.figures import Sheet
from harkara.post import clock
from harkara.post.push import carrying, copy, keys
from harkara.post.push.signing import Signer
from harkara.rack.outbox.sides import READERS

log = logging.getLogger(__name__)

LOOK: Final = 1.0
"""Seconds between two looks whether there is anything to carry."""

TROUBLE: Final = 5.0
"""Seconds to wait when the database refuses."""

HOUR: Final = 3600.0


class Carrier(Protocol):
    """Something the postman carries."""

    def step(self) -> bool:
        """Does the next step; returns whether there was one."""

    def idle(self) -> None:
        """There is nothing to be done now."""

    def close(self) -> None:
        """Ends."""


class Postman:
    """Goes round with ``carriers``; ``tidies`` throw away, once an hour, what is too old."""

    def __init__(self, carriers: list[Carrier], tidies: list[Callable[[], object]]) -> None:
        self.carriers: Final = carriers
        self._tidies: Final = tidies
        self._tidied = float("-inf")
        self._sheet: Final = Sheet.of_environment()

    def work(self, over: threading.Event, *, once: bool = False) -> None:
        """Until ``over`` is set; ``once``: until nothing is left to be done now. Where the database refuses nothing is lost."""
        while not over.is_set():
            try:
                done = [one.step() for one in self.carriers]
                if not any(done):
                    for one in self.carriers:
                        one.idle()
                    if once:
                        break
                    self._tidy()
                    over.wait(LOOK)
                if self._sheet.is_due():
                    self._sheet.write(told())
            except DatabaseError as error:
                if once:
                    raise
                log.error("the readers' database refuses; trying again: %s", " ".join(str(error).split()))
                connections[READERS].close()
                over.wait(TROUBLE)
        for one in self.carriers:
            one.close()
        connections[READERS].close()

    def _tidy(self) -> None:
        now = time.monotonic()
        if now - self._tidied >= HOUR:
            self._tidied = now
            for tidy in self._tidies:
                tidy()


def told() -> dict[str, float]:
    """What the postman tells those who watch the paper (:mod:`harkara.figures`)."""
    oldest = copy.oldest_waiting()
    late = max(0.0, (clock.now() - oldest).total_seconds()) if oldest else 0.0
    return {"harkara_notices_waiting": carrying.waiting(), "harkara_notices_late_seconds": round(late, 1)}


def post(argv: list[str]) -> int:
    """``harkara post``: carries until it is told to stop (SIGTERM, SIGINT). ``--once``: what is to be carried now. Returns 0,
    or 1 with a sentence where it cannot.
    """
    parser = argparse.ArgumentParser(prog="harkara post", description="Carries notices to the browsers of readers.")
    parser.add_argument("--once", action="store_true", help="carry what is to be carried now, then end")
    options = parser.parse_args(argv)
    refusal = refused()
    if refusal:
        print(refusal, file=sys.stderr)
        return 1
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    with ExitStack() as stack:
        if not _alone(stack, settings.HARKARA_HOME / "postman.lock"):
            print("Another postman of this paper is at work here: one is enough.", file=sys.stderr)
            return 1
        Postman([carrying.Round()], [carrying.tidy]).work(over, once=options.once)
    return 0


def refused() -> str:
    """Why nothing can be carried, in one sentence; empty where it can."""
    if not settings.HARKARA_PUSH_KEY:
        return "HARKARA_PUSH_KEY is empty, so there is nothing to carry: “harkara push-keys” draws the keys of notices."
    try:
        public = keys.public_of(settings.HARKARA_PUSH_KEY)
    except ValueError:
        return "HARKARA_PUSH_KEY is no key: “harkara push-keys” draws one."
    if public != settings.HARKARA_PUSH_PUBLIC_KEY.rstrip("="):
        return "HARKARA_PUSH_PUBLIC_KEY does not belong to HARKARA_PUSH_KEY: set both as “harkara push-keys” said them."
    try:
        Signer(settings.HARKARA_PUSH_KEY, settings.HARKARA_PUSH_CONTACT).authorization("https://push.example")
    except VapidException:
        return "Push services want to know whom to write to: set HARKARA_PUSH_CONTACT, as mailto:desk@example.org."
    return ""


def _alone(stack: ExitStack, path: Path) -> bool:
    path.parent.mkdir(parents=True, exist_ok=True)
    file: IO[str] = stack.enter_context(path.open("w"))
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
