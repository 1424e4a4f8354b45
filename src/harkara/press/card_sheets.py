"""Cards as sheets: a card with the photo and the logo that the desk has, as bytes."""

from PIL import Image, __version__, features

from harkara.desk import copy as desk
from harkara.layout.cards import CardCopy, CardShape
from harkara.press.cards import FORMS, draw, save
from harkara.press.cards.faces import table


def tools() -> str:
    """The versions of what draws and packs cards: others may give other bytes."""
    parts = ("freetype2", "raqm", "harfbuzz", "jpg", "webp")
    return " ".join([__version__, *(str(features.version(one)) for one in parts)])


def drawn(card: CardCopy, shape: CardShape) -> Image.Image:
    """The card with its photo and the paper's logo, which are read for it. Raises ``LookupError`` without Raqm."""
    width, height = table()["sizes"][shape]
    photo = desk.opened(card.photo, (width, height)) if card.photo is not None else None
    logo = desk.opened(card.logo, (600, 112)) if card.logo is not None else None
    return draw(card, shape, photo, logo)


def printed(card: CardCopy, shape: CardShape, form: str) -> tuple[bytes, str]:
    """The bytes of the card as ``jpg`` or ``webp``, and their media type."""
    return save(drawn(card, shape), form), FORMS[form][1]
