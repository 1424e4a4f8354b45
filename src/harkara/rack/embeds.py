"""What other sites show of a story in a frame, and what oEmbed says of it: no row of the manifest for any of them.

As with cards, an address leads to something as long as the story's data is there, and where that is gone it is gone. Both
are printed when somebody asks for them, and leave with whatever they show.

Source: oEmbed 1.0 (oembed.com), section 2.3.4.4 (type ``rich``) and 2.2 (``maxwidth``, ``maxheight``).
"""

import re
from html import escape
from typing import Any, Final

NAME: Final = "embed:"
"""How the names of the sheets begin: ``embed:12`` (what a frame shows), ``embed:12:json`` (what oEmbed says)."""

PREFIX: Final = "/embed/"
"""How their addresses begin."""

JSON: Final = "json"

ADDRESS: Final = re.compile(rf"{PREFIX}([1-9][0-9]{{0,17}})(\.json)?")

ANSWERS: Final = "/oembed"
"""Where other sites ask what stands at an address of the paper."""

WIDE: Final = 600
"""CSS pixels across, where nobody says how many there are."""

LEAST: Final = 200
"""No narrower than this, unless somebody says so."""

BESIDE: Final = 480
"""From this width on the picture stands beside the words."""

WORDS, LINES = 220, 250
"""How high the words are where they stand beside a picture or alone, and below one."""

MAY: Final = "allow-popups allow-popups-to-escape-sandbox"
"""What the frame may: open the story when its headline is pressed. It runs nothing."""


def sheet(path: str) -> str | None:
    """The name of the sheet at ``path``; ``None`` for no address of one.

    >>> sheet("/embed/12"), sheet("/embed/12.json"), sheet("/embed/0"), sheet("/embed/12/")
    ('embed:12', 'embed:12:json', None, None)
    """
    found = ADDRESS.fullmatch(path)
    return found and f"{NAME}{found[1]}{':' + JSON if found[2] else ''}"


def address(name: str) -> str:
    """Where the sheet ``name`` is to be had."""
    return PREFIX + name.removeprefix(NAME).replace(":", ".")


def names(story: int) -> list[str]:
    """The names of all such sheets that a story may have."""
    return [f"{NAME}{story}", f"{NAME}{story}:{JSON}"]


def follows(path: str) -> str | None:
    """The path of the story's data, on which depends whether there is anything at ``path``; ``None`` for any other address.

    >>> follows("/embed/12")
    '/12.json'
    """
    found = ADDRESS.fullmatch(path)
    return found and f"/{found[1]}.json"


def size(pictured: bool, widest: int | None = None, highest: int | None = None) -> tuple[int, int]:
    """Width and height of the frame in CSS pixels, never more than ``widest`` and ``highest``.

    >>> size(True), size(True, 320), size(False, 320), size(True, 320, 150), size(True, 5000)
    ((600, 220), (320, 430), (320, 250), (320, 150), (600, 220))
    """
    width = min(WIDE, widest or WIDE)
    height = WORDS if width >= BESIDE else LINES + (width * 9 // 16 if pictured else 0)
    return width, min(height, highest or height)


def framed(said: dict[str, Any], widest: int | None = None, highest: int | None = None) -> dict[str, Any]:
    """What oEmbed says of a story with the frame in its size. ``said`` has ``title`` and ``frame``, the address of what stands
    in the frame, which is left out.
    """
    width, height = size("thumbnail_url" in said, widest, highest)
    html = (
        f'<iframe src="{escape(said["frame"])}" width="{width}" height="{height}" title="{escape(said["title"])}" '
        f'sandbox="{MAY}" loading="lazy" style="border:0;max-width:100%"></iframe>'
    )
    others = {name: value for name, value in said.items() if name != "frame"}
    return {**others, "html": html, "width": width, "height": height}
