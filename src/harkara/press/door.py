"""The door of the press: the rack's porter, with the ovens behind him."""

from collections.abc import Callable

from harkara.press.ovens import Ovens
from harkara.press.storeroom import Storeroom
from harkara.rack.porter import Porter


class Door(Porter):
    """Takes the stand's questions at ``url`` and hands them to the ``ovens``. Raises as :class:`~harkara.rack.porter.Porter`."""

    def __init__(self, store: Storeroom, url: str, ovens: Ovens | None = None) -> None:
        self.ovens = ovens or Ovens(store)
        super().__init__(url, self.ovens.ask)

    def close(self, finish: Callable[[], None] = lambda: None) -> None:
        """Stops listening, answers what was asked, and ends the threads."""
        super().close(self.ovens.close)
