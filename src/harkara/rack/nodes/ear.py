"""The ear: hears PostgreSQL's ``NOTIFY`` and wakes the runner. What is missed while it is deaf the journal tells."""

import logging
import threading
from collections.abc import Callable
from typing import Any, Final

log = logging.getLogger(__name__)

CHANNEL: Final = "harkara_rack"

SILENCE: Final = 20.0
"""Seconds without a word after which the line is felt for."""

ALIVE: Final[dict[str, Any]] = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
"""When a line that says nothing is felt for, as libpq says it."""

AGAIN: Final = 2.0
"""Seconds until a line that broke is made again."""


class Ear:
    """Listens at the database ``url`` in a thread of its own until closed; ``hear`` is called at each word."""

    def __init__(self, url: str, hear: Callable[[], None]) -> None:
        self._url: Final = url
        self._hear: Final = hear
        self._over: Final = threading.Event()
        self.listens: Final = threading.Event()
        """Set while it listens."""
        self._thread = threading.Thread(target=self._work, name="ear", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Listens no more; the thread ends with the process."""
        self._over.set()

    def _work(self) -> None:
        import psycopg

        said = ""
        while not self._over.is_set():
            try:
                self._listen()
            except psycopg.Error as error:
                if str(error) != said:
                    log.warning(
                        "nobody can be heard at HARKARA_WAKE; looking twice a second. %s", " ".join(str(error).split())
                    )
                said = str(error)
            self.listens.clear()
            self._over.wait(AGAIN)

    def _listen(self) -> None:
        import psycopg

        with psycopg.connect(
            self._url, autocommit=True, application_name="harkara follow", connect_timeout=5, **ALIVE
        ) as line:
            line.execute(f"LISTEN {CHANNEL}")
            self.listens.set()
            self._hear()  # for what was said before anybody listened
            while not self._over.is_set():
                for _word in line.notifies(timeout=SILENCE, stop_after=1):
                    self._hear()
                if not self._over.is_set():
                    line.execute("SELECT 1")
