"""The result of a story's poll, as a piece: no row of the manifest, there as long as the story's data is (see :mod:`.live`)."""

import re
from typing import Final

NAME: Final = "poll:"
"""How the names of the sheets begin: ``poll:12``."""

PREFIX: Final = "/fragment/poll/"
"""How their addresses begin."""

ADDRESS: Final = re.compile(rf"{PREFIX}([1-9][0-9]{{0,17}})")


def sheet(path: str) -> str | None:
    """The name of the sheet at ``path``; ``None`` for no address of a result.

    >>> sheet("/fragment/poll/12"), sheet("/fragment/poll/12/1")
    ('poll:12', None)
    """
    found = ADDRESS.fullmatch(path)
    return found and f"{NAME}{found[1]}"


def address(name: str) -> str:
    """Where the sheet ``name`` is to be had."""
    return PREFIX + name.removeprefix(NAME)


def follows(path: str) -> str | None:
    """The path of the story's data, on which depends whether there is a result at ``path``; ``None`` for no such address.

    >>> follows("/fragment/poll/12")
    '/12.json'
    """
    found = ADDRESS.fullmatch(path)
    return found and f"/{found[1]}.json"
