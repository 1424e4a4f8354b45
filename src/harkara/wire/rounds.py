"""The round: looks at every source when it is due, a few at a time, nobody's server twice at a time.

Sources are asked in threads; the desk is told here, one after the other.
"""

import logging
import time
from collections import deque
from collections.abc import Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from threading import Event
from typing import Any, Final

from harkara.desk import clock, rounds
from harkara.desk.rounds import Due
from harkara.wire import complaints, filing, polling
from harkara.wire.complaints import Complaint
from harkara.wire.looks import Look, Looker

log = logging.getLogger(__name__)

AT_ONCE: Final = 4
"""Sources that are asked at the same time."""

REST: Final = 5.0
"""Seconds between two looks at what is due, at most: a source that was just written down waits no longer."""

HELD: Final = 20
"""Sources that are taken in hand at once: no more than are looked at before their lease ends."""


class Round:
    """The round of the sources of ``kinds``."""

    def __init__(self, kinds: Mapping[str, Looker] = polling.KINDS) -> None:
        self._kinds = kinds
        self._waiting: deque[Due] = deque()
        self._asked: dict[Future[Look], Due] = {}

    def run(self, stop: Event, *, once: bool = False, while_wanted: bool = False) -> None:
        """Goes round until ``stop`` is set; ``once``: until nothing is due; ``while_wanted``: until no source is left."""
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="wire") as pool:
            while not stop.is_set():
                self._ask(pool)
                if self._asked:
                    self._hear(stop)
                    continue
                at = rounds.next_at()
                if while_wanted and at is None:
                    rounds.keep_sign()  # it may stand there from another day
                    return
                if once:
                    return
                rest = REST if at is None else (at - clock.now()).total_seconds()
                stop.wait(min(REST, max(0.1, rest)))
            for future in self._asked:
                future.cancel()

    def _ask(self, pool: ThreadPoolExecutor) -> None:
        if len(self._waiting) < HELD:
            self._waiting.extend(rounds.due(self._kinds, HELD - len(self._waiting)))
        busy = {polling.host_of(due) for due in self._asked.values()}
        for due in list(self._waiting):
            if len(self._asked) >= AT_ONCE:
                return
            host = polling.host_of(due)
            if host not in busy:
                busy.add(host)
                self._waiting.remove(due)
                self._asked[pool.submit(self._look, due)] = due

    def _look(self, due: Due) -> Look:
        looker = self._kinds.get(due.kind)
        if looker is None:
            return Look(error=Complaint(complaints.NO_KIND, {"kind": due.kind}))
        try:
            return looker(due, clock.now())
        except Exception as error:  # whatever a stranger's file does to a parser, the other sources are looked at
            log.exception("the look at source %s failed", due.number)
            return Look(error=Complaint(complaints.FAILED, {"why": type(error).__name__}))

    def _hear(self, stop: Event) -> None:
        done, _ = wait(self._asked, timeout=1.0, return_when=FIRST_COMPLETED)
        for future in done:
            due = self._asked.pop(future)
            if stop.is_set():
                return
            tell(due, future.result())


def tell(due: Due, look: Look) -> rounds.Taken:
    """Hands what a look brought over to the desk, item by item, then what was remembered: in this order, so that a sudden end
    loses nothing. Returns what became of the items.
    """
    began = time.monotonic()
    dispatches = filing.with_pictures(look.dispatches, look.attached)
    taken = rounds.take(due.number, [filing.handed(dispatch) for dispatch in dispatches])
    if look.done is not None:
        look.done()
    report = [*look.report]
    if look.moved and rounds.has_another(due.number, due.kind, look.moved):
        report = [one for one in report if one.sentence != complaints.MOVED]
        report.append(Complaint(complaints.MOVED_TWICE, {"address": look.moved}))
    rounds.looked(
        due.number,
        rounds.Looked(
            memo=look.memo,
            error=_told(look.error) if look.error else None,
            report=[*map(_told, report), *taken.refused],
            moved=look.moved,
            is_gone=look.is_gone,
            minutes=look.minutes,
            seconds=look.seconds,
            again=look.again,
        ),
        taken,
    )
    if taken.count or look.error:
        said = str(look.error) if look.error else f"{dict(taken.outcomes)}"
        log.info("source %s: %s (%.1f s)", due.number, said, time.monotonic() - began)
    return taken


def _told(complaint: Complaint) -> dict[str, Any]:
    return {"sentence": complaint.sentence, "values": complaint.values}
