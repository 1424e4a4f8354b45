"""Lays down on the readers' side what the desk ordered to be sent to them, in a thread of the press, behind it.

What it lays down has a name, and the readers' side takes it once; how far it has read the change log is a bookmark, written
afterwards. So a sudden end loses no order and doubles none. Where the readers' database is away, orders wait in the log.
"""

import logging
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connections, transaction

from harkara.desk import clock, copy
from harkara.desk.keys import ALERT
from harkara.layout.alerting import AlertCopy
from harkara.post.errors import PostError
from harkara.post.push import copy as post
from harkara.post.push.orders import Order, take
from harkara.press.complaints import Finding
from harkara.rack import changes, ledger

log = logging.getLogger(__name__)

ORDERED: Final = "ordered"
"""The bookmark that holds how far the log was read for orders."""

BATCH: Final = 500
"""Changes that are looked through together."""

LOOK: Final = 0.5
"""Seconds between two looks."""

LATE: Final = timedelta(minutes=30)
"""For longer no message should wait to be carried."""


def lay_down() -> bool:
    """Lays down what was ordered in the next changes of the log. Returns whether there may be more."""
    at = ledger.bookmark(ORDERED)
    newest = changes.position()
    if at is None or int(at) > newest:  # just turned on, or a backup was restored: the past is no news
        _note(newest)
        return False
    batch = changes.since(int(at), BATCH)
    if not batch:
        return False
    events = [key.removeprefix(ALERT) for one in batch for key in sorted(one.keys) if key.startswith(ALERT)]
    for one in copy.alerts(events) if events else ():
        try:
            take(_order(one))
        except PostError as refusal:
            log.error("the notice %s cannot be sent: %s", one.event, refusal)
    _note(batch[-1].position)
    return True


def _order(one: AlertCopy) -> Order:
    return Order(one.event, one.story, one.kind, one.title, one.text, one.subjects, one.at, one.headline)


def _note(position: int) -> None:
    with transaction.atomic(durable=True):
        ledger.note(ORDERED, str(position))


class Alerting:
    """The thread in which orders are laid down, until :meth:`close`; none where the paper sends no notices."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work, name="alerting", daemon=True)
        self._is_on = bool(settings.HARKARA_PUSH_PUBLIC_KEY)
        if self._is_on:
            self._thread.start()

    def close(self) -> None:
        """Ends it after what it is laying down."""
        self._over.set()
        if self._is_on:
            self._thread.join()

    def _work(self) -> None:
        is_down = False
        while not self._over.is_set():
            try:
                more = lay_down()
                is_down = False
            except DatabaseError as error:
                if not is_down:
                    log.error("orders of notices cannot be laid down; trying again: %s", " ".join(str(error).split()))
                is_down, more = True, False
                connections.close_all()
            if not more:
                self._over.wait(LOOK)
        connections.close_all()


def examination() -> Iterator[Finding]:
    """For the doctor: whether notices can be sent, and whether they are."""
    public = settings.HARKARA_PUSH_PUBLIC_KEY
    if not public:
        if settings.HARKARA_PUSH_KEY:
            yield Finding(
                "look",
                "notices",
                "HARKARA_PUSH_KEY is set and HARKARA_PUSH_PUBLIC_KEY is not: no reader can ask for notices.",
                "Set both as “harkara push-keys” said them.",
            )
        return
    if settings.HARKARA_ORIGIN.startswith("http://") and "localhost" not in settings.HARKARA_ORIGIN:
        yield Finding(
            "ill",
            "notices",
            "Browsers give notices to papers with TLS alone, and HARKARA_ORIGIN begins with http://.",
            "Put TLS in front of the paper, or take HARKARA_PUSH_PUBLIC_KEY away.",
        )
    if not settings.HARKARA_PUSH_CONTACT.startswith(("mailto:", "https://")):
        yield Finding(
            "look",
            "notices",
            "Push services want to know whom to write to, and the origin is no https address.",
            "Set HARKARA_PUSH_CONTACT, as mailto:desk@example.org.",
        )
    try:
        troubles, oldest = post.troubles(), post.oldest_waiting()
    except DatabaseError:
        return  # what is wrong with the readers' database is said elsewhere
    for one in troubles:
        yield Finding(
            "look",
            "notices",
            f"{one.service} does not take notices now; it is asked again at {one.again_at:%H:%M} UTC.",
            "It goes on by itself. If it lasts, see whether this machine reaches that host, and whether the keys are right.",
        )
    if oldest is not None and oldest < clock.now() - LATE and not troubles:
        yield Finding(
            "ill",
            "notices",
            "A notice waits for more than half an hour, and nobody carries it.",
            "Is the postman running? It needs HARKARA_PUSH_KEY: “harkara serve” starts it, or “harkara post”.",
        )
    elif not troubles:
        yield Finding("well", "notices", "Notices are carried to readers.", "")
