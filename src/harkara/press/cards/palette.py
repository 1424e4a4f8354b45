"""The colours of a card: from the ground that the desk chose and the colour of the paper, each readable on the other."""

from dataclasses import dataclass
from typing import Final

from harkara.layout import look
from harkara.layout.cards import CardGround
from harkara.press.cards.faces import table

ACCENT: Final = "#9c1c1f"
"""The colour of a paper that has none of its own, as in ``tokens.css``."""

WHITE: Final = "#ffffff"


@dataclass(frozen=True, slots=True)
class Palette:
    """``ground`` behind the words, their ``ink``, what is ``quiet`` beside them; the ``accent`` on that ground, and the ``plate``
    behind a label with the ``mark`` on it.
    """

    ground: str
    ink: str
    quiet: str
    accent: str
    plate: str
    mark: str


def palette(ground: CardGround, accent: str) -> Palette:
    """The colours of a card on ``ground`` in a paper of this ``accent`` (empty: the layout's)."""
    own = accent if look.COLOUR.fullmatch(accent) else ACCENT
    said = table()["ground"][ground]
    if said["ground"] == "accent":
        behind = look.readable(own, WHITE)
        return Palette(behind, WHITE, WHITE, WHITE, WHITE, behind)
    behind = said["ground"]
    plate = look.readable(own, WHITE)
    return Palette(behind, said["ink"], said["quiet"], look.readable(own, behind), plate, WHITE)
