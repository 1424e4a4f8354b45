"""What is said under a story, as pieces of pages: no row of the manifest for any of them.

As with lite pages, what such an address leads to follows from the story: as long as its data is there, so are the pieces;
where it is gone, they are gone. So none can be forgotten when a story leaves, and a paper of a million stories has no
second million of addresses. A piece is printed when somebody asks for it, and never kept aside: what was withdrawn is not
shown again because the press is down (decision 24).
"""

import re
from typing import Final

NAME: Final = "comments:"
"""How the names of the sheets begin: ``comments:12`` (the newest), ``comments:12:best``, ``comments:12:3`` (a numbered page),
``comments:12:t345`` (one comment with its answers), ``comments:12:form`` (:data:`FORM`).
"""

FORM: Final = "form"
"""What the form has to know of the story, and nothing that was said: no comment takes it off the shelf."""

PREFIX: Final = "/fragment/comments/"
"""How their addresses begin."""

ADDRESS: Final = re.compile(rf"{PREFIX}([1-9][0-9]{{0,17}})(?:/(best|form|t?[1-9][0-9]{{0,17}}))?")


def is_talk(path: str) -> bool:
    """Whether ``path`` may be that of such a piece."""
    return path.startswith(PREFIX)


def sheet(path: str) -> str | None:
    """The name of the sheet at ``path``; ``None`` for no address of a piece.

    >>> sheet("/fragment/comments/12"), sheet("/fragment/comments/12/best"), sheet("/fragment/comments/0")
    ('comments:12', 'comments:12:best', None)
    """
    found = ADDRESS.fullmatch(path)
    if found is None:
        return None
    return f"{NAME}{found[1]}:{found[2]}" if found[2] else f"{NAME}{found[1]}"


def address(name: str) -> str:
    """Where the sheet ``name`` is to be had."""
    return PREFIX + name.removeprefix(NAME).replace(":", "/")


def follows(path: str) -> str:
    """The path of the story's data, on which depends whether there is anything at ``path``; any other path stays as it is.

    >>> follows("/fragment/comments/12/best"), follows("/world/")
    ('/12.json', '/world/')
    """
    found = ADDRESS.fullmatch(path) if is_talk(path) else None
    return f"/{found[1]}.json" if found else path
