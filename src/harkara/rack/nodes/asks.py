"""What this machine's stand asks for is asked of the press, and copied."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from harkara.rack.door import ANSWERS, Answer

from .calling import Caller, Refused, Unreached
from .runner import Runner

log = logging.getLogger(__name__)

AT_ONCE: Final = 32
"""Pages that are asked for at once; further ones wait within their readers' patience."""

PATIENCE: Final = 10.0
"""Seconds in which a page that was printed has to be here."""


class Asks:
    """Asks the press's machine by callers that ``call`` makes, one a thread, and has ``runner`` fetch what was printed. One
    question for a page, however many wait for it.
    """

    def __init__(self, call: Callable[[], Caller], runner: Runner) -> None:
        self._call: Final = call
        self._runner: Final = runner
        self._own: Final = threading.local()
        self._callers: Final[list[Caller]] = []
        self._under_way: Final[dict[str, Future[Answer]]] = {}
        self._lock: Final = threading.Lock()
        self._hands: Final = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="asks")

    def ask(self, path: str) -> "Future[Answer]":
        """Has the page at ``path`` printed and brought here."""
        with self._lock:
            future = self._under_way.get(path)
            if future is None:
                future = self._under_way[path] = self._hands.submit(self._asked, path)
                future.add_done_callback(lambda _: self._forget(path))
            return future

    def close(self) -> None:
        """Answers what was asked, and ends the threads."""
        self._hands.shutdown()
        for caller in self._callers:
            caller.close()

    def _forget(self, path: str) -> None:
        self._under_way.pop(path, None)

    def _asked(self, path: str) -> Answer:
        if self._runner.is_cut:
            return "down"
        caller: Caller | None = getattr(self._own, "caller", None)
        if caller is None:
            caller = self._own.caller = self._call()
            self._callers.append(caller)
        try:
            said = caller.ask("bake", path=path)
        except (Unreached, Refused) as error:
            log.warning("%s cannot be asked for: %s", path, error)
            return "down"
        answer: Answer = next((answer for answer in ANSWERS if answer == said["answer"]), "busy")
        if answer != "baked" or not said["name"]:
            return answer
        try:
            return self._runner.want(said["name"]).result(PATIENCE)
        except TimeoutError:
            return "busy"
