"""Who decides: somebody of the newsroom, known here by a number and the name that the log keeps."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Moderator:
    """A moderator. ``number`` is the newsroom's; the house itself (a command) has none."""

    number: int | None
    name: str


HOUSE: Final = Moderator(None, "")
