"""Readers who speak: so many who have signed in say something over HTTP, one after another, at a fixed rate.

Each sending begins when it is due, whether the ones before it were answered or not, as long as a line is free. What was
answered with the comment's own page was acknowledged; of everything else nothing is known.
"""

import http.client
import itertools
import queue
import re
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlencode

LINES = 32
"""Connections at most."""

PATIENCE = 10.0
TOKEN = "b" * 32
"""What browser and form both hold: Django asks only that they are the same."""

PLACE = re.compile(r"/comment/([0-9]+)/on/([0-9]+)/")


@dataclass(frozen=True, slots=True)
class Said:
    """A comment that was acknowledged: its story and number, when it was due and when the answer had come."""

    story: int
    number: int
    due: float
    ended: float


def address(number: int) -> str:
    """The address from which reader ``number`` comes: no two of the first million share one."""
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


class Speakers:
    """Readers with what their browsers hold (``tokens``) who speak under ``stories`` on ``port``, ``rate`` a second."""

    def __init__(self, port: int, tokens: list[str], stories: list[int], rate: float) -> None:
        self.port, self.rate = port, rate
        self.said: list[Said] = []
        self.refused: dict[str, int] = {}
        """Answers that acknowledge nothing, by status, and lines that broke."""
        self._turns = zip(itertools.count(1), itertools.cycle(enumerate(tokens)), itertools.cycle(stories))
        self._due: queue.Queue[tuple[float, int, int, str, int] | None] = queue.Queue()
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._line, daemon=True) for _ in range(LINES)]
        self._threads.append(threading.Thread(target=self._pace, daemon=True))

    def __enter__(self) -> "Speakers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Ends when what was begun is answered. What was due and found no free line is not sent any more."""
        self._over.set()
        for thread in self._threads:
            thread.join(2 * PATIENCE)

    def _pace(self) -> None:
        due = time.monotonic()
        for number, (reader, token), story in self._turns:
            due += 1 / self.rate
            if self._over.wait(max(0.0, due - time.monotonic())):
                break
            self._due.put((due, number, reader, token, story))
        for _ in range(LINES):
            self._due.put(None)

    def _line(self) -> None:
        line: http.client.HTTPConnection | None = None
        while (turn := self._due.get()) is not None and not self._over.is_set():
            due, number, reader, token, story = turn
            line = line or http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
            headers = {
                "Content-Type": "application/x-www-form-urlencoded",
                "Cookie": f"reader={token}; reader_form={TOKEN}",
                "X-Forwarded-For": address(reader),
            }
            words = urlencode({"csrfmiddlewaretoken": TOKEN, "words": f"কথা {number}, নদীর ঘাটে বসে লেখা।"})
            try:
                line.request("POST", f"/comment/{story}/say", words, headers)
                answer = line.getresponse()
                answer.read()
                found = PLACE.match(answer.headers.get("location", ""))
                if answer.status == 303 and found:
                    self.said.append(Said(int(found[1]), int(found[2]), due, time.monotonic()))
                else:
                    self._refuse(str(answer.status))
                if answer.will_close:
                    line.close()
                    line = None
            except (OSError, http.client.HTTPException):
                self._refuse("line broken")
                line.close()
                line = None
        if line is not None:
            line.close()

    def _refuse(self, why: str) -> None:
        self.refused[why] = self.refused.get(why, 0) + 1
