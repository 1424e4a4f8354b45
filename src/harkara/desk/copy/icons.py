"""The paper's icon on a phone: its logo, or else the house mark in the paper's colour."""

import io

from PIL import Image

from harkara.desk import keys
from harkara.desk.models import Paper
from harkara.layout import cases, look
from harkara.rack.keys import read

ACCENT = "#9c1c1f"
"""The colour of the mark where the paper has none of its own, as in ``tokens.css``."""

ROOM = 0.88
"""How much of the icon a logo fills at most."""

SAFE = 0.72
"""The same of an icon whose edge may be cut off: what is inside the circle of four fifths is never cut (W3C, maskable icons)."""


def icon(pixels: int, *, whole: bool = False) -> bytes:
    """A square PNG of so many ``pixels``; ``whole``: its edge may be cut off in any shape. Notes ``look`` and the logo's key."""
    read(keys.LOOK)
    paper = Paper.load()
    if paper.logo is not None:
        read(keys.shown(paper.logo.pk))
    if paper.logo is not None and not paper.logo.withdrawn:
        with paper.logo.file.storage.open(paper.logo.file.name, "rb") as file, Image.open(file) as original:
            drawn = _plate(original.convert("RGBA"), pixels, SAFE if whole else ROOM)
    else:
        drawn = _mark(paper.accent or ACCENT, pixels, SAFE if whole else 1)
    out = io.BytesIO()
    drawn.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _plate(logo: Image.Image, pixels: int, share: float) -> Image.Image:
    """``logo`` in the middle of the ground that it has behind it at night as well."""
    most = pixels * share
    scale = min(most / logo.width, most / logo.height)
    small = logo.resize(
        (max(1, round(logo.width * scale)), max(1, round(logo.height * scale))), Image.Resampling.LANCZOS
    )
    ground = Image.new("RGBA", (pixels, pixels), look.PLATE)
    ground.alpha_composite(small, ((pixels - small.width) // 2, (pixels - small.height) // 2))
    return ground.convert("RGB")


def _mark(colour: str, pixels: int, share: float) -> Image.Image:
    """The house mark in white on ``colour``."""
    with Image.open(cases.COMPONENTS / "document" / "mark.png") as file:
        size = round(pixels * share)
        mark = file.convert("L").resize((size, size), Image.Resampling.LANCZOS)
    ground = Image.new("RGB", (pixels, pixels), colour)
    start = (pixels - size) // 2
    ground.paste("#ffffff", (start, start), mark)
    return ground
