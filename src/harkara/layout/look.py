"""The look that a paper gives itself: one small stylesheet after the layout's own, at an address that never changes.

Every page asks for it, so that a new colour or logo is there at once, on a million pages that were printed before.
"""

import re
from collections.abc import Iterator

from harkara.layout import spaces
from harkara.layout.copy import LookCopy, PictureFile

COLOUR = re.compile(r"#[0-9a-f]{6}")
"""How a colour is written."""

LIGHT, DARK = "#f3efe6", "#23211d"
"""The grounds on which the accent is hardest to read, by day and by night: the tints of ``tokens.css``."""

PLATE = "#fdfcf8"
"""What lies behind a logo by night; most are drawn for white paper."""

READABLE = 4.5
"""The contrast of text with its ground, at least (WCAG 2.2, success criterion 1.4.3)."""

STEPS = 40
"""How finely a colour is mixed on its way to black or white."""

LOGO, LOGO_ON_FRONT = "2.75rem", "clamp(3.5rem, 2.6rem + 3.4vw, 5.5rem)"
"""How high the logo stands."""

SHARP = 2 * 88
"""Pixels of height that a logo needs where it stands largest, on a screen with two pixels to each of CSS."""


def css(look: LookCopy) -> str:
    """The stylesheet; empty where the paper wears the layout's own look."""
    return "".join(f"{rule}\n" for rule in _rules(look))


def _rules(look: LookCopy) -> Iterator[str]:
    if COLOUR.fullmatch(look.accent):
        yield f":root{{--accent:{look.accent}}}"
        yield f"@media (prefers-color-scheme:dark){{:root{{--accent:{readable(look.accent, DARK)}}}}}"
    if look.headline_face == "sans":
        yield ":root{--headline-face:var(--body-face)}"
    if look.logo and look.logo.files:
        yield from _logo(_file(look.logo.files))
    yield from spaces.rules(look.spaces)


def _logo(file: PictureFile) -> Iterator[str]:
    """The name of the paper stays a text for whoever prints it, hears it or has colours of their own."""
    ratio = f"{file.width / file.height:.4f}"
    seen = "@media screen and (forced-colors:none)"
    box = "inline-size:min(100%,calc({height} * " + ratio + "));block-size:{height}"
    image = f"background:url({file.href}) center/contain no-repeat content-box"
    hidden = "display:inline-block;overflow:hidden;vertical-align:middle;white-space:nowrap"
    name = ".masthead-name a"
    yield f"{seen}{{{name},{name}:hover{{color:transparent}}"
    yield f"{name}{{{image};{hidden};{box.format(height=LOGO)}}}"
    yield f".masthead-front {name}{{{box.format(height=LOGO_ON_FRONT)}}}}}"
    plate = f"background-color:{PLATE};background-clip:border-box;border-radius:.25rem;padding:.25rem .5rem"
    yield f"{seen} and (prefers-color-scheme:dark){{{name}{{{plate};box-sizing:content-box;max-inline-size:calc(100% - 1rem)}}}}"


def _file(files: tuple[PictureFile, ...]) -> PictureFile:
    """The smallest that is sharp, in a form that every browser shows and that may be transparent."""
    fit = sorted((file for file in files if file.href.endswith(".webp")), key=lambda file: file.height)
    return next((file for file in fit if file.height >= SHARP), fit[-1])


def contrast(colour: str, ground: str) -> float:
    """The contrast ratio of two colours (``#rrggbb``), from 1 to 21. Source: WCAG 2.2, "contrast ratio"."""
    lights = sorted((_luminance(colour), _luminance(ground)), reverse=True)
    return (lights[0] + 0.05) / (lights[1] + 0.05)


def readable(colour: str, ground: str) -> str:
    """``colour``, or the nearest one on its way to black or white that is ``READABLE`` on ``ground``."""
    end = "#000000" if _luminance(ground) > 0.5 else "#ffffff"
    mixed = (_mix(colour, end, step / STEPS) for step in range(STEPS + 1))
    return next(one for one in mixed if contrast(one, ground) >= READABLE)


def _mix(colour: str, other: str, share: float) -> str:
    parts = (round(a + (b - a) * share) for a, b in zip(_parts(colour), _parts(other), strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    """Relative luminance, 0 to 1. Source: WCAG 2.2, "relative luminance"."""
    red, green, blue = (part / 255 for part in _parts(colour))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
