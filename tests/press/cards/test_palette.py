"""Colours: all words can be read, whatever colour a paper has."""

import pytest

from harkara.layout import look
from harkara.layout.cards import CardGround
from harkara.press.cards.drawing import CREDIT, STAMP
from harkara.press.cards.palette import palette

ACCENTS = ("", "#9c1c1f", "#000000", "#ffffff", "#ffd400", "#0057b8", "#00a651", "#808080", "no colour")
GROUNDS: tuple[CardGround, ...] = ("paper", "dark", "accent")


@pytest.mark.parametrize("accent", ACCENTS)
@pytest.mark.parametrize("ground", GROUNDS)
def test_words_are_readable_on_their_ground(ground: CardGround, accent: str) -> None:
    found = palette(ground, accent)
    pairs = [
        (found.ink, found.ground),
        (found.quiet, found.ground),
        (found.accent, found.ground),
        (found.mark, found.plate),
    ]
    assert [pair for pair in pairs if look.contrast(*pair) < look.READABLE] == []


def test_the_stamp_and_the_credit_are_readable() -> None:
    assert look.contrast(*STAMP) >= 7
    shade = round(255 * (1 - 178 / 255))
    assert look.contrast(CREDIT, f"#{shade:02x}{shade:02x}{shade:02x}") >= 7
