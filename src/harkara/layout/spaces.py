"""Places for advertising: where they are, and which room they keep.

A page carries its places hidden, without room, the same for a paper that sells them and one that does not. Which are open
says the paper's own look (``look.css``): switching one on or off prints one small stylesheet, not a million pages. It
keeps the room of each before anything is there, so that nothing moves (decision 23).
"""

from collections.abc import Iterator
from typing import Final

SIZES: Final[dict[str, tuple[tuple[int, int], tuple[int, int]]]] = {
    "head": ((320, 100), (728, 90)),
    "front": ((300, 250), (970, 250)),
    "text": ((300, 250), (300, 250)),
    "foot": ((300, 250), (728, 90)),
}
"""By place: width and height in CSS pixels on a phone, and on a sheet as wide as ``WIDE``. Sizes that advertisers have."""

WIDE: Final = "64em"

LABEL: Final = "1.5rem"
"""The room of the label above what is advertised."""

MAY: Final = "allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
"""What the frame may: lead away when it is pressed. It is never of the paper's origin: no cookie, no page, no newsroom."""


def rules(places: tuple[str, ...]) -> Iterator[str]:
    """What opens ``places`` in the look: on screens, where scripts run. Paper and readers without scripts see none."""
    known = [place for place in SIZES if place in places]
    if not known:
        return
    every = ",".join(f"#space-{place}" for place in known)
    yield "@media screen{"
    box = "inline-size:var(--across);block-size:calc(var(--down) + " + LABEL + ");max-inline-size:100%"
    label = f"display:block;color:var(--ink-soft);font:400 .75rem/{LABEL} var(--body-face)"
    said = 'content:attr(aria-label);content:attr(aria-label) / ""'  # heard once: the place is called so already
    yield f"[data-scripts] :is({every}){{display:block;{box};margin:var(--space-4) auto;overflow:hidden;text-align:center}}"
    yield f":is({every})::before{{{said};{label}}}"
    yield f":is({every}) iframe{{display:block;border:0;inline-size:100%;block-size:var(--down);background:var(--tint)}}"
    for place in known:
        yield f"#space-{place}{{{_room(SIZES[place][0])}}}"
    yield "}"
    wide = "".join(f"#space-{place}{{{_room(SIZES[place][1])}}}" for place in known)
    yield f"@media screen and (min-width:{WIDE}){{{wide}}}"


def _room(size: tuple[int, int]) -> str:
    return f"--across:{size[0]}px;--down:{size[1]}px"
