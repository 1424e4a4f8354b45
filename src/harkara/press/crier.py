"""The crier: tells others that something was published, so that they need not come and look.

A WebSub hub is told which feeds have news (W3C WebSub, section 7: how a hub learns of it is the hub's matter; all known ones
take ``hub.mode=publish``), search engines which addresses changed (IndexNow). Both are off unless the settings say where.

It works in a thread of the press, behind it: what is told lies on the rack already, and a publication never waits. How far
each has been told is a bookmark in the books, written when the answer came. So a sudden end loses nothing: at worst
somebody hears it twice. Who refuses is told again, after longer and longer pauses; the doctor says so meanwhile.

Where it speaks to is the engineer's setting alone; no word of a story or of an editor decides it, and no redirect is followed.
"""

import http.client
import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from harkara.desk import copy, hooks
from harkara.layout.addresses import absolute
from harkara.layout.copy import PaperCopy
from harkara.press import names
from harkara.press.complaints import Finding
from harkara.press.hooks import Caller
from harkara.press.recovery import FOLLOWED
from harkara.rack import changes, ledger

log = logging.getLogger(__name__)

BATCH: Final = 500
"""Changes that are told together."""

MOST: Final = 10_000
"""Addresses in one message, by IndexNow."""

PATIENCE: Final = 10.0
"""Seconds that whoever is told has to answer."""

LOOK: Final = 1.0
"""Seconds between two looks whether there is anything to be told."""

PAUSES: Final = (5.0, 30.0, 120.0, 600.0)
"""Seconds before somebody who refused is told again; the last one again and again."""

FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: where to, of which type, and the body."""

    url: str
    content_type: str
    body: bytes


Send = Callable[[Message], int]
Compose = Callable[[frozenset[str]], Message | None]


def send(message: Message) -> int:
    """Sends ``message`` and returns the status of the answer. Follows no redirect, and reads nothing of the answer.

    Raises ``OSError`` or ``http.client.HTTPException`` where nobody answers.
    """
    parts = urlsplit(message.url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    line = kind(parts.hostname or "", parts.port, timeout=PATIENCE)
    try:
        where = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        headers = {"content-type": message.content_type, "user-agent": f"Harkara ({settings.HARKARA_ORIGIN})"}
        line.request("POST", where, message.body, headers)
        return line.getresponse().status
    finally:
        line.close()


def paper() -> PaperCopy:
    """What addresses need of the paper; its words are read by nobody here."""
    return PaperCopy("", "", settings.HARKARA_ORIGIN, "", settings.HARKARA_ZONE, ())


def for_the_hub(keys: frozenset[str]) -> Message | None:
    """That the feeds which ``keys`` change have news; ``None`` where no feed has."""
    lists = [key.split(":")[1:] for key in sorted(keys) if key.startswith("list:") and key.count(":") == 2]
    if not (lists or _numbers(keys)):
        return None
    found = [name for name in names.FIXED if name.startswith("feed:")]
    found += [name for kind, slug in lists if kind == "section" for name in names.feeds(slug)]
    found += [name for kind, slug in lists if kind == "topic" for name in names.topic_feeds(slug)]
    urls = [absolute(names.address(name) or "", paper()) for name in found]
    body = urlencode([("hub.mode", "publish"), *(("hub.url", url) for url in urls)])
    return Message(settings.HARKARA_HUB, FORM, body.encode())


def for_search_engines(keys: frozenset[str]) -> Message | None:
    """Which addresses of stories ``keys`` change: new, changed, moved or gone ones; ``None`` where none is."""
    urls = []
    for standing in copy.standings(_numbers(keys)).values():
        hrefs = [href for href in (standing.href, *standing.old_hrefs) if href]
        urls += hrefs if standing.kind == "gone" else hrefs[:1] if standing.kind == "published" else []
    if not urls:
        return None
    said = {
        "host": urlsplit(settings.HARKARA_ORIGIN).netloc,
        "key": settings.HARKARA_INDEXNOW_KEY,
        "keyLocation": absolute(names.address(names.INDEXNOW) or "", paper()),
        "urlList": [absolute(url, paper()) for url in dict.fromkeys(urls)][:MOST],
    }
    return Message(settings.HARKARA_INDEXNOW_URL, JSON, json.dumps(said).encode())


def _numbers(keys: frozenset[str]) -> list[int]:
    parts = (key.split(":") for key in keys)
    return sorted(int(part[1]) for part in parts if len(part) == 2 and part[0] == "story" and part[1].isdecimal())


def listeners() -> dict[str, Compose]:
    """Who is to be told, by the settings: a word for the bookmark, and what makes the message."""
    found: dict[str, Compose] = {}
    if settings.HARKARA_HUB:
        found["hub"] = for_the_hub
    if settings.HARKARA_INDEXNOW_KEY:
        found["indexnow"] = for_search_engines
    return found


class Crier:
    """Tells one listener, ``name``, what the press has printed. ``steady`` is a clock that is never set."""

    def __init__(
        self, name: str, compose: Compose, send: Send = send, steady: Callable[[], float] = time.monotonic
    ) -> None:
        self.name: Final = name
        self._compose: Final = compose
        self._send: Final = send
        self._steady: Final = steady
        self._again = float("-inf")
        self._refusals = 0

    def tell(self) -> bool:
        """Tells the next batch, if one is due. Returns whether the place moved, so that there may be more."""
        if self._steady() < self._again:
            return False
        followed = int(ledger.bookmark(FOLLOWED) or 0)
        told = ledger.bookmark(f"told:{self.name}")
        if told is None or int(told) > followed:  # just turned on, or a backup was restored: the past is no news
            self._note(followed)
            return False
        batch = [change for change in changes.since(int(told), BATCH) if change.position <= followed]
        if not batch:
            return False
        message = self._compose(frozenset[str]().union(*(change.keys for change in batch)))
        refusal = self._refused(message) if message else ""
        if refusal:
            pause = PAUSES[min(self._refusals, len(PAUSES) - 1)]
            self._refusals += 1
            self._again = self._steady() + pause
            log.warning("%s was not told: %s; again in %.0f s", self.name, refusal, pause)
            self._complain(refusal)
            return False
        self._refusals = 0
        self._note(batch[-1].position)
        return True

    def _refused(self, message: Message) -> str:
        """Why ``message`` was not taken; empty where it was."""
        try:
            status = self._send(message)
        except (OSError, http.client.HTTPException) as error:
            return f"{message.url} does not answer: {str(error) or type(error).__name__}"
        return "" if 200 <= status < 300 else f"{message.url} answers {status}"

    def _note(self, position: int) -> None:
        with transaction.atomic(durable=True):
            ledger.note(f"told:{self.name}", str(position))
            if ledger.bookmark(f"untold:{self.name}"):
                ledger.note(f"untold:{self.name}", "")

    def _complain(self, refusal: str) -> None:
        if ledger.bookmark(f"untold:{self.name}") != refusal:
            with transaction.atomic(durable=True):
                ledger.note(f"untold:{self.name}", refusal)


class Crying:
    """The thread in which all criers of the settings work, and who calls the hooks of the desk, until :meth:`close`."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self._criers = [Crier(name, compose) for name, compose in listeners().items()]
        self._caller = Caller()
        self._thread = threading.Thread(target=self._work, name="crier", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ends it after what it is saying; it goes on from there the next time."""
        self._over.set()
        self._thread.join(PATIENCE)

    def _work(self) -> None:
        while not self._over.is_set():
            try:
                told = [crier.tell() for crier in self._criers]
                told.append(self._caller.tell())
            except DatabaseError:
                log.exception("the crier finds no way to the books; trying again")
                connection.close()
                told = []
            if not any(told):
                self._over.wait(LOOK)
        connection.close()


def examination() -> Iterator[Finding]:
    """For the doctor: who is told, and who refuses."""
    for name in listeners():
        refusal = ledger.bookmark(f"untold:{name}")
        who = {"hub": "The WebSub hub", "indexnow": "IndexNow"}[name]
        if refusal:
            yield Finding(
                "look",
                "news",
                f"{who} is not told what is published: {refusal}.",
                "It is told again by itself; if it goes on, see whether the address in the settings is right.",
            )
        else:
            yield Finding("well", "news", f"{who} is told what is published.")
    for called, why in hooks.troubles():
        yield Finding(
            "look",
            "news",
            f"“{called}” is not told of changes: {why}.",
            "It is called again by itself; its screen (Names, Calls after changes) says how the last call went.",
        )
