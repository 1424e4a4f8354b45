"""A miss: the page is known and not on the shelf, so the press is asked to print it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from enum import Enum
from typing import Final

from harkara.rack.door import Answer

log = logging.getLogger(__name__)

AT_ONCE: Final = 64
"""Asks that one worker has under way; further sheets wait their turn within the reader's patience."""

Ask = Callable[[str, str, float], Awaitable[Answer]]
"""``ask(url, path, timeout)``: the door of the rack (:func:`harkara.rack.door.ask`) or another that does the same."""


class Outcome(Enum):
    """How the asking ended: the page was printed; there is no such page; there was no time; there is no press."""

    PRINTED = "printed"
    ABSENT = "absent"
    LATE = "late"
    DOWN = "down"


OUTCOMES: Final[dict[Answer, Outcome]] = {
    "baked": Outcome.PRINTED,
    "absent": Outcome.ABSENT,
    "unknown": Outcome.ABSENT,
    "busy": Outcome.LATE,
    "down": Outcome.DOWN,
}


class Asking:
    """Asks the press at ``url`` by ``ask``, once for each sheet however many readers wait.

    A reader waits ``patience`` seconds; the asking goes on when the last one has left, so that the next finds the page.
    """

    def __init__(self, url: str, ask: Ask, patience: float) -> None:
        self.url: Final = url
        self.patience: Final = patience
        self._ask: Final = ask
        self.under_way: Final[dict[str, asyncio.Task[Outcome]]] = {}
        self._turns: asyncio.Semaphore | None = None

    async def ask(self, name: str, path: str) -> Outcome:
        """Has the sheet ``name`` printed, whose address is ``path``."""
        task = self.under_way.get(name)
        if task is None:
            task = self.under_way[name] = asyncio.create_task(self._asked(path))
            task.add_done_callback(lambda _: self.under_way.pop(name, None))
        try:
            return await asyncio.wait_for(asyncio.shield(task), self.patience)
        except TimeoutError:
            return Outcome.LATE

    async def _asked(self, path: str) -> Outcome:
        if self._turns is None:
            self._turns = asyncio.Semaphore(AT_ONCE)
        async with self._turns:
            try:
                answer = await self._ask(self.url, path, self.patience)
            except TimeoutError:
                return Outcome.LATE
            except OSError as error:
                log.warning("The press at %s cannot be asked for %s: %s", self.url, path, error)
                return Outcome.DOWN
            return OUTCOMES[answer]
