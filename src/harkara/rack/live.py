"""Live coverage of a story, as pieces of pages: no row of the manifest for any of them.

As with what readers say, an address leads to a piece as long as the story's data is there, and where that is gone, they are
gone. The newest piece is what readers' browsers ask for again and again, or wait for (``/wait``, decision 42).
"""

import re
from typing import Final

NAME: Final = "live:"
"""How the names of the sheets begin: ``live:12`` (the newest), ``live:12:3`` (a numbered page of older entries)."""

PREFIX: Final = "/fragment/live/"
"""How their addresses begin."""

WAIT: Final = "/wait"
"""What is behind the address of the newest piece for who wants to be answered when it is another than they have."""

ADDRESS: Final = re.compile(rf"{PREFIX}([1-9][0-9]{{0,17}})(?:/([1-9][0-9]{{0,8}}))?")
WAITING: Final = re.compile(rf"({PREFIX}[1-9][0-9]{{0,17}}){WAIT}")


def sheet(path: str) -> str | None:
    """The name of the sheet at ``path``; ``None`` for no address of a piece.

    >>> sheet("/fragment/live/12"), sheet("/fragment/live/12/3"), sheet("/fragment/live/12/wait")
    ('live:12', 'live:12:3', None)
    """
    found = ADDRESS.fullmatch(path)
    if found is None:
        return None
    return f"{NAME}{found[1]}:{found[2]}" if found[2] else f"{NAME}{found[1]}"


def address(name: str) -> str:
    """Where the sheet ``name`` is to be had."""
    return PREFIX + name.removeprefix(NAME).replace(":", "/")


def follows(path: str) -> str | None:
    """The path of the story's data, on which depends whether there is anything at ``path``; ``None`` for no such address.

    >>> follows("/fragment/live/12/3")
    '/12.json'
    """
    found = ADDRESS.fullmatch(path)
    return found and f"/{found[1]}.json"


def waits_for(path: str) -> str | None:
    """The address of the piece for whose next version ``path`` waits; ``None`` for any other address.

    >>> waits_for("/fragment/live/12/wait"), waits_for("/fragment/live/12")
    ('/fragment/live/12', None)
    """
    found = WAITING.fullmatch(path)
    return found and found[1]
