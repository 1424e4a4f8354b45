"""Drawing: a card as an image. Everything on it comes from its copy and from ``layout/cards.toml``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from PIL import Image, ImageDraw, ImageOps

from harkara.layout import look
from harkara.layout.cards import CardCopy, CardShape
from harkara.press.cards import breaking, faces
from harkara.press.cards.palette import Palette, palette

FADE: Final = 180
"""Pixels over which a photo behind words gives way to the ground: below them the ground is whole, so all words are readable."""

STAMP: Final = ("#f4c430", "#1b1a17")
"""The plate and the ink of what says that a story was corrected."""

CORNER: Final = 60
"""How far from the top the credit of a photo behind the words stands."""

CREDIT: Final = "#ffffff"
SHADE: Final = (0, 0, 0, 178)
"""The ink of a credit and what lies behind it, on whatever photo: white on white paper through it has a contrast of 8."""

MOST_FIGURES: Final = 3
SMALL: Final = 72
"""The size from which down figures stand one below the other, if they get larger so."""

ASIDE: Final = 64
"""How high a line below a figure is."""

GAP: Final = 22

Where = Literal["above", "behind", "bare"]


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the card, in pixels."""

    left: int
    top: int
    width: int
    height: int

    def lowered(self, by: int) -> "Box":
        """The box without the first ``by`` pixels of its height."""
        return replace(self, top=self.top + by, height=self.height - by)


@dataclass(frozen=True, slots=True)
class Block:
    """Something in a stack: how high it is, and how it is drawn at a height."""

    height: float
    draw: Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Pen:
    """What draws on a card: its pixels, its colours, and the style of the paper's headlines."""

    card: Image.Image
    draw: Any
    colours: Palette
    style: str

    def setting(self, part: str, size: int) -> faces.Setting:
        """The face of a part of the card (``headline``, ``small``) in a size."""
        return faces.Setting(faces.face(self.style, faces.table()["text"][part]["face"]), size)

    def lines(self, part: str, text: str, room: tuple[int, int]) -> breaking.Lines:
        """``text`` in the largest size that the part allows in the room."""
        said = faces.table()["text"][part]

        def width(words: str, size: int) -> float:
            return self.setting(part, size).width(words)

        return breaking.fit(faces.tidy(text), room, tuple(said["sizes"]), said["lines"], said["line"], width)


def draw(
    copy: CardCopy,
    shape: CardShape,
    photo: Image.Image | None = None,
    logo: Image.Image | None = None,
) -> Image.Image:
    """The card of ``copy`` in a shape, with its ``photo`` and the paper's ``logo`` where it has them. Raises ``LookupError``
    where Bangla cannot be shaped.
    """
    place = faces.table()["place"][shape]
    width, height = faces.table()["sizes"][shape]
    colours = palette(copy.look.ground, copy.accent)
    if _is_grey(copy):
        colours = replace(colours, accent=colours.quiet)
    card = Image.new("RGB", (width, height), colours.ground)
    pen = Pen(card, ImageDraw.Draw(card), colours, copy.face)
    where: Where = "bare" if photo is None or copy.look.photo == "none" else copy.look.photo
    words = Box(*place[where])
    corner = (place["stamp"][0], place["stamp"][1])
    if copy.is_corrected and where == "bare":
        words = words.lowered(64)
    blocks, top = _stack(pen, copy, words, where)
    if photo is not None and where != "bare":
        shown = Box(*place["photo"]) if where == "above" else Box(0, 0, width, top)
        _photo(card, photo, shown, copy)
        if where == "behind":
            _fade(card, top, colours.ground)
        _credit(pen, copy.credit, shown if where == "above" else replace(shown, height=min(top, CORNER)))
        corner = (shown.left + place["stamp"][1], shown.top + place["stamp"][1])
    _draw(blocks, top)
    if copy.is_corrected:
        _stamp(pen, corner)
    end = place.get("beside", width - place["margin"]) if where == "above" else width - place["margin"]
    _foot(pen, copy, logo, (place["margin"], end), place["foot"])
    return card


def _is_grey(copy: CardCopy) -> bool:
    """Whether a card of its kind shows no colour."""
    return bool(faces.table()["kind"][copy.kind].get("grey"))


def _photo(card: Image.Image, photo: Image.Image, box: Box, copy: CardCopy) -> None:
    """Lays ``photo`` into ``box``, cut around what matters in it."""
    centre = (copy.focus[0] / 100, copy.focus[1] / 100)
    cut = ImageOps.fit(photo.convert("RGB"), (box.width, box.height), Image.Resampling.LANCZOS, centering=centre)
    if _is_grey(copy):
        cut = ImageOps.grayscale(cut).convert("RGB")
    card.paste(cut, (box.left, box.top))


def _fade(card: Image.Image, whole: int, ground: str) -> None:
    """Lets what lies on the card give way to the ground, which is ``whole`` from that height down."""
    column = Image.new("L", (1, card.height))
    for down in range(card.height):
        column.putpixel((0, down), max(0, min(255, round(255 * (down - whole + FADE) / FADE))))
    card.paste(Image.new("RGB", card.size, ground), (0, 0), column.resize(card.size))


def _credit(pen: Pen, credit: str, box: Box) -> None:
    """Whose photo it is, in a corner of it."""
    if not faces.tidy(credit):
        return
    said = faces.table()["say"]["photo"] + credit
    set_ = pen.lines("credit", said, (box.width - 48, 40))
    setting, words = pen.setting("credit", set_.size), set_.lines[0]
    wide = round(setting.width(words))
    right, low = box.left + box.width, box.top + box.height
    plate = Image.new("RGBA", (wide + 24, round(set_.size * 1.7)), SHADE)
    at = (right - plate.width, low - plate.height)
    pen.card.paste(plate.convert("RGB"), at, plate.getchannel("A"))
    setting.write(pen.draw, (at[0] + 12, at[1] + plate.height * 0.68), words, CREDIT)


def _stack(pen: Pen, copy: CardCopy, box: Box, where: Where) -> tuple[list[Block], int]:
    """The words of the card, one below the other, and where the first of them begins: in the middle of their box, on a photo
    as low as they go.
    """
    blocks = [block for block in (_label(pen, copy, box), _quote_mark(pen, copy, box)) if block]
    below = [
        _text(pen, "aside" if copy.kind != "quote" else "speaker", one, box, box.height * 0.24, pen.colours.quiet)
        for one in copy.aside
        if faces.tidy(one)
    ]
    if figures := [pair for pair in copy.figures if faces.tidy(pair[0])][:MOST_FIGURES]:
        below.insert(0, _figures(pen, figures, box))
    taken = sum(block.height + GAP for block in (*blocks, *below))
    if faces.tidy(copy.words):
        part = "quote" if copy.kind == "quote" else "bare" if where == "bare" else "headline"
        blocks.append(_text(pen, part, copy.words, box, max(60.0, box.height - taken), pen.colours.ink))
    blocks += below
    left = box.height - sum(block.height for block in blocks) - GAP * (len(blocks) - 1)
    return blocks, round(box.top + max(0.0, left) / (1 if where == "behind" else 2))


def _draw(blocks: Sequence[Block], top: int) -> None:
    down = float(top)
    for block in blocks:
        block.draw(down)
        down += block.height + GAP


def _text(pen: Pen, part: str, text: str, box: Box, height: float, colour: str) -> Block:
    """``text`` as lines of the box's width."""
    found = pen.lines(part, text, (box.width, max(1, int(height))))
    high = found.size * faces.table()["text"][part]["line"]
    setting = pen.setting(part, found.size)

    def write(down: float) -> None:
        for number, words in enumerate(found.lines):
            setting.write(pen.draw, (box.left, down + number * high + _baseline(high, found.size)), words, colour)

    return Block(high * len(found.lines), write)


def _baseline(high: float, size: int) -> float:
    """How far below the top of a line its baseline is: signs above Bangla letters reach higher than those below reach down."""
    return (high - size) / 2 + size * 0.8


def _label(pen: Pen, copy: CardCopy, box: Box) -> Block | None:
    """What stands over the words: on a plate where news breaks, else in the accent."""
    if not faces.tidy(copy.label):
        return None
    found = pen.lines("label", copy.label, (box.width - 40, 60))
    setting, words = pen.setting("label", found.size), found.lines[0]
    high = found.size * 1.55

    def write(down: float) -> None:
        base = down + _baseline(high, found.size)
        if copy.kind != "breaking":
            setting.write(pen.draw, (box.left, base), words, pen.colours.accent)
            return
        corner = (box.left + setting.width(words) + 36, down + high)
        pen.draw.rounded_rectangle(((box.left, down), corner), 8, fill=pen.colours.plate)
        setting.write(pen.draw, (box.left + 18, base), words, pen.colours.mark)

    return Block(high, write)


def _quote_mark(pen: Pen, copy: CardCopy, box: Box) -> Block | None:
    if copy.kind != "quote":
        return None
    setting = pen.setting("headline", 150)

    def write(down: float) -> None:
        setting.write(pen.draw, (box.left, down + 108), "“", pen.colours.accent)

    return Block(64, write)


def _figures(pen: Pen, figures: Sequence[tuple[str, str]], box: Box) -> Block:
    """Figures, each with what it counts below it: side by side, or where they get too small so and there is room for it, one
    below the other.
    """
    beside, size = _row(pen, figures, box, int(box.height * 0.24))
    below = [_row(pen, [one], box, int(box.height * 0.6 / len(figures)) - ASIDE) for one in figures]
    rows = [row for row, _ in below]
    if size >= SMALL or min(high for _, high in below) <= size:
        return beside

    def write(down: float) -> None:
        for row in rows:
            row.draw(down)
            down += row.height

    return Block(sum(row.height for row in rows), write)


def _row(pen: Pen, figures: Sequence[tuple[str, str]], box: Box, room: int) -> tuple[Block, int]:
    """Figures side by side, at most ``room`` high, and their size."""
    gap = 36
    column = (box.width - gap * (len(figures) - 1)) // len(figures)
    large = [pen.lines("figure", figure, (column, max(1, room))) for figure, _ in figures]
    size = min(found.size for found in large)
    small = [pen.lines("aside", words, (column, int(box.height * 0.22))) for _, words in figures]
    beside = min((found.size for found in small if found.lines), default=28)
    high, low = size * 1.3, beside * 1.4
    most = max(len(found.lines) for found in small)

    def write(down: float) -> None:
        for number, (figure, words) in enumerate(zip(large, small, strict=True)):
            left = box.left + number * (column + gap)
            if number:
                pen.draw.line(
                    ((left - gap // 2, down + 14), (left - gap // 2, down + high + low * most)), pen.colours.quiet, 2
                )
            pen.setting("figure", size).write(
                pen.draw, (left, down + _baseline(high, size)), figure.lines[0], pen.colours.accent
            )
            for row, line in enumerate(words.lines):
                base = down + high + row * low + _baseline(low, beside)
                pen.setting("aside", beside).write(pen.draw, (left, base), line, pen.colours.ink)

    return Block(high + low * most, write), size


def _stamp(pen: Pen, at: tuple[int, int]) -> None:
    """Says that the story was corrected."""
    words, setting = faces.table()["say"]["corrected"], pen.setting("label", 32)
    plate, ink = STAMP
    corner = (at[0] + setting.width(words) + 36, at[1] + 52)
    pen.draw.rounded_rectangle((at, corner), 8, fill=plate)
    setting.write(pen.draw, (at[0] + 18, at[1] + 37), words, ink)


def _foot(pen: Pen, copy: CardCopy, logo: Image.Image | None, across: tuple[int, int], middle: int) -> None:
    """Whose card it is at the left, the day at the right, and between them what the paper says of itself."""
    margin, right = across[0], float(across[1])
    width = across[1] - margin
    if copy.look.dated and copy.day:
        day = pen.lines("small", copy.day, (width // 2, 60))
        setting = pen.setting("small", day.size)
        right -= setting.width(day.lines[0])
        setting.write(pen.draw, (right, middle + day.size * 0.34), day.lines[0], pen.colours.quiet)
    left = _logo(pen, logo, margin, middle) if logo is not None else _name(pen, copy.paper, margin, middle, width // 2)
    room = int(right - left - 64)
    if faces.tidy(copy.look.foot) and room > 120:
        foot = pen.lines("small", copy.look.foot, (room, 60))
        pen.setting("small", foot.size).write(
            pen.draw, (left + 32, middle + foot.size * 0.34), foot.lines[0], pen.colours.quiet
        )


def _name(pen: Pen, name: str, left: int, middle: int, room: int) -> float:
    if not faces.tidy(name):
        return left
    found = pen.lines("name", name, (room, 70))
    setting = pen.setting("name", found.size)
    return setting.write(pen.draw, (left, middle + found.size * 0.32), found.lines[0], pen.colours.accent)


def _logo(pen: Pen, logo: Image.Image, left: int, middle: int) -> float:
    """The paper's logo, on the ground that it has behind it at night wherever the card is not as pale."""
    most_wide, most_high = 300, 56
    scale = min(most_wide / logo.width, most_high / logo.height)
    size = (max(1, round(logo.width * scale)), max(1, round(logo.height * scale)))
    small = logo.convert("RGBA").resize(size, Image.Resampling.LANCZOS)
    top = middle - size[1] // 2
    if pen.colours.ground != look.PLATE:
        pen.draw.rounded_rectangle(((left - 10, top - 8), (left + size[0] + 10, top + size[1] + 8)), 6, fill=look.PLATE)
    pen.card.paste(small.convert("RGB"), (left, top), small.getchannel("A"))
    return float(left + size[0] + 10)
