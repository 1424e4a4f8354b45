"""Cards of a story, pictures for sharing: no row of the manifest for any of them.

As with what is said under a story, an address leads to a card as long as the story's data is there, and where that is gone
the card is gone. A card is drawn when somebody asks for it, or ahead by a press that has nothing else to do.
"""

import re
from typing import Final

NAME: Final = "card:"
"""How the names of the sheets begin: ``card:12:square.jpg``."""

PREFIX: Final = "/card/"
"""How their addresses begin."""

SHAPES: Final = ("square", "portrait", "landscape")
"""How cards are cut: 1:1, 4:5 and 1.91:1, as the trade calls them."""

FORMS: Final = ("jpg", "webp")

ADDRESS: Final = re.compile(rf"{PREFIX}([1-9][0-9]{{0,17}})/((?:{'|'.join(SHAPES)})\.(?:{'|'.join(FORMS)}))")


def sheet(path: str) -> str | None:
    """The name of the card at ``path``; ``None`` for no address of a card.

    >>> sheet("/card/12/square.jpg"), sheet("/card/12/round.jpg"), sheet("/card/0/square.jpg")
    ('card:12:square.jpg', None, None)
    """
    found = ADDRESS.fullmatch(path)
    return found and f"{NAME}{found[1]}:{found[2]}"


def address(name: str) -> str:
    """Where the card ``name`` is to be had."""
    return PREFIX + name.removeprefix(NAME).replace(":", "/")


def is_card(story: str, file: str) -> bool:
    """Whether a story may have a card in this file (``square.jpg``)."""
    return sheet(f"{PREFIX}{story}/{file}") is not None


def href(story: int, shape: str, form: str = "jpg") -> str:
    """Where a card of the story is to be had."""
    return f"{PREFIX}{story}/{shape}.{form}"


def names(story: int) -> list[str]:
    """The names of all cards that a story may have."""
    return [f"{NAME}{story}:{shape}.{form}" for shape in SHAPES for form in FORMS]


def follows(path: str) -> str | None:
    """The path of the story's data, on which depends whether there is a card at ``path``; ``None`` for no address of a card.

    >>> follows("/card/12/square.webp")
    '/12.json'
    """
    found = ADDRESS.fullmatch(path)
    return found and f"/{found[1]}.json"
