"""Drawing: cards look as they were approved, in their three shapes, and badly shaped Bangla would be noticed."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFont, ImageStat

from harkara.layout import cases
from harkara.press.cards import draw, faces, save
from tests.press.cards.samples import CARDS, SHAPES, photo

GOLDEN = Path(__file__).parent / "golden"
WIDE = 240
"""Pixels of width at which cards are compared: letters are told apart, and how a version of FreeType smooths them is not."""

MEAN, WORST = 2.0, 48.0
"""How far, of 255, a card may be from its golden picture: all over, and in any part of 12 by 12 pixels."""


def small(card: Image.Image) -> Image.Image:
    """A card as it is compared."""
    return card.convert("L").resize((WIDE, round(card.height * WIDE / card.width)), Image.Resampling.BOX)


def sheet(kind: str) -> Image.Image:
    """The three cards of a kind side by side, as they are compared."""
    found = [small(draw(CARDS[kind], shape, photo())) for shape in SHAPES]
    whole = Image.new("L", (WIDE * len(found), max(one.height for one in found)))
    for place, one in enumerate(found):
        whole.paste(one, (place * WIDE, 0))
    return whole


def distance(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """How far two pictures are from each other: the mean, and the worst part."""
    apart = ImageChops.difference(one, other)
    parts = apart.resize((apart.width // 12, apart.height // 12), Image.Resampling.BOX)
    return ImageStat.Stat(apart).mean[0], float(ImageStat.Stat(parts).extrema[0][1])


def is_golden(kind: str, drawn: Image.Image) -> bool:
    with Image.open(GOLDEN / f"{kind}.webp") as golden:
        mean, worst = distance(drawn, golden.convert("L"))
    return mean <= MEAN and worst <= WORST


@pytest.mark.parametrize("kind", CARDS)
def test_a_card_looks_as_it_was_approved(kind: str) -> None:
    assert is_golden(kind, sheet(kind))


def test_wrong_shaping_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def basic(file: str, size: int) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(str(cases.ROOM / "faces" / file), size, layout_engine=ImageFont.Layout.BASIC)

    monkeypatch.setattr(faces, "font", basic)
    monkeypatch.setattr(ImageFont.FreeTypeFont, "getlength", _unlanguaged(ImageFont.FreeTypeFont.getlength))
    monkeypatch.setattr(
        "PIL.ImageDraw.ImageDraw.text", _unlanguaged(__import__("PIL.ImageDraw").ImageDraw.ImageDraw.text)
    )
    assert not is_golden("headline", sheet("headline"))


def _unlanguaged(method: object) -> object:
    """A method without the language, which the basic layout does not take."""

    def called(*args: object, **kwargs: object) -> object:
        kwargs.pop("language", None)
        return method(*args, **kwargs)  # type: ignore[operator]

    return called


@pytest.mark.parametrize("shape", SHAPES)
def test_cards_have_the_sizes_that_sites_ask_for(shape: str) -> None:
    sizes = {"square": (1080, 1080), "portrait": (1080, 1350), "landscape": (1200, 630)}
    assert draw(CARDS["headline"], shape, None).size == sizes[shape]  # type: ignore[arg-type]


def test_the_same_copy_gives_the_same_bytes() -> None:
    once, again = (draw(CARDS["headline"], "landscape", photo()) for _ in range(2))
    assert save(once, "jpg") == save(again, "jpg")
    assert save(once, "webp") == save(again, "webp")


def test_a_photo_is_cut_around_what_matters() -> None:
    """The sun, right of the middle, is on a narrow cut only where the focus is there."""
    sun = (240, 200, 120)
    seen = {}
    for across in (0, 75):
        card = draw(replace(CARDS["headline"], focus=(across, 50)), "landscape", photo())
        seen[across] = card.crop((660, 0, 1200, 560)).getcolors(2**20) or []
    assert any(colour == sun and count > 10_000 for count, colour in seen[75])  # type: ignore[comparison-overlap]
    assert not any(colour == sun and count > 40_000 for count, colour in seen[0])  # type: ignore[comparison-overlap]


def test_a_card_without_a_photo_fills_its_room_with_words() -> None:
    card = draw(replace(CARDS["headline"], photo=None), "square", None)
    ink = [count for count, colour in card.getcolors(2**20) or [] if colour == (27, 26, 23)]
    assert sum(ink) > 20_000


def test_a_corrected_card_says_so() -> None:
    yellow = (244, 196, 48)
    for card in (CARDS["headline"], replace(CARDS["headline"], photo=None)):
        for wrong, drawn in (
            (False, draw(card, "square", photo() if card.photo else None)),
            (True, draw(replace(card, is_corrected=True), "square", photo() if card.photo else None)),
        ):
            found = sum(count for count, colour in drawn.getcolors(2**22) or [] if colour == yellow)
            assert (found > 2000) == wrong


def test_a_logo_stands_in_place_of_the_name() -> None:
    logo = Image.new("RGBA", (600, 120), (0, 90, 200, 255))
    card = draw(CARDS["breaking"], "square", photo(), logo)
    assert sum(count for count, colour in card.getcolors(2**22) or [] if colour == (0, 90, 200)) > 10_000


def test_an_obituary_has_no_colour() -> None:
    card = draw(CARDS["obituary"], "square", photo()).crop((0, 0, 1080, 560))
    assert all(max(c) - min(c) <= 12 for _, c in card.getcolors(2**22) or [])  # type: ignore[type-var, arg-type, operator]


def test_any_words_can_be_drawn() -> None:
    """Nothing at all, letters that no face has, one word of two hundred letters: a card comes out of each."""
    for words in ("", "🎉", "স্বাধীনতা" * 30, "Supercalifragilistic" * 8, "ক " * 120, "৳ ( – )"):
        for kind in CARDS:
            copy = replace(
                CARDS[kind], words=words, aside=("", "🎉"), label="", credit="", figures=(("", ""), ("৫", ""))
            )
            assert draw(copy, "landscape", photo()).size == (1200, 630)


if __name__ == "__main__":  # python -m tests.press.cards.test_drawing: takes the golden pictures anew, to be looked at
    GOLDEN.mkdir(exist_ok=True)
    for name in CARDS:
        sheet(name).save(GOLDEN / f"{name}.webp", lossless=True, quality=100, method=6)
