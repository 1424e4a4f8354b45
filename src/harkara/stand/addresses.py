"""Addresses as readers type, paste and mangle them, and where the manifest says they lead."""

import re
from typing import Final

from harkara.bangla.clean import normalise
from harkara.rack import lite, once
from harkara.rack.manifest import WHOLE, Entry, Manifest, lite_entry

LONGEST: Final = 1024
"""Characters of a path. A section, an id and a slug of 80 characters stay far below."""

ABSENT: Final = 4096
NOTED: Final = 200
"""How many absent paths are noted, and up to which length: at most 2 MB."""

BROKEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\ufffd\ud800-\udfff\\\\%]")
"""What no address of the paper contains once percent-decoding is done; ``%`` and U+FFFD are left of a bad encoding."""

STORY: Final = re.compile(r"/[a-z][a-z-]*/([0-9]{1,18})(?:/.*)?")
SHORT: Final = re.compile(r"/([0-9]{1,18})(?:/.*)?")


class Unplanned(LookupError):  # noqa: N818 (it is no error: a new rack)
    """Nobody can say yet whether an address leads anywhere: the manifest is not whole."""


def is_broken(path: str) -> bool:
    """True for a path that cannot be an address: 400 without a look at the manifest."""
    return len(path) > LONGEST or not path.startswith("/") or "/../" in f"{path}/" or BROKEN.search(path) is not None


def lead(path: str, manifest: Manifest) -> Entry | None:
    """What ``path`` leads to: the manifest's entry, or a redirect to the right spelling of the address, or None.

    Right is what the manifest knows. A path is tried as it is, with our spelling of Bangla, with or without the slash
    at its end, as an address of a story with any section and any slug, as one of an AMP page or of a smaller picture of a paper
    that moved in: one redirect leads to the end of the chain, one look at an index finds it.
    Raises :class:`Unplanned` for what is not known while the manifest is not whole.
    """
    if lite.is_lite(path):
        page = lite.full(path)
        return None if lite.is_lite(page) else lite_entry(page, lead(page, manifest))
    found = manifest.find(path)
    if found is not None:
        return found
    if path == lite.PREFIX:
        return Entry("moved", "", lite.twin("/"), 301)
    spelled = path if path.isascii() else normalise(path)
    other = spelled[:-1] if spelled.endswith("/") else spelled + "/"
    story = STORY.fullmatch(spelled) or SHORT.fullmatch(spelled)
    candidates = [spelled] if spelled != path else []
    candidates += [other, *once.stems(spelled), *([f"/{int(story.group(1))}"] if story else [])]
    led = manifest.first([*candidates, WHOLE])
    if led is None:
        raise Unplanned(path)
    candidate, entry = led
    if candidate == WHOLE:
        return None
    return Entry("moved", "", candidate, 301) if entry.kind == "sheet" else entry


class Absent:
    """Paths that led nowhere in this generation: what strangers' programs try again and again costs no second look."""

    def __init__(self) -> None:
        self._paths: Final[set[str]] = set()
        self._stamp = -1

    def has(self, path: str, stamp: int) -> bool:
        """Whether ``path`` led nowhere when it was asked for in the generation ``stamp``."""
        return stamp == self._stamp and path in self._paths

    def note(self, path: str, stamp: int) -> None:
        """Notes that ``path`` leads nowhere; ``stamp`` was seen before the look, and is even."""
        if stamp != self._stamp or len(self._paths) >= ABSENT:
            self._paths.clear()
            self._stamp = stamp
        if len(path) <= NOTED:
            self._paths.add(path)
