"""Addresses as readers type, paste and mangle them, and where the manifest says they lead."""

import re
from typing import Final

from harkara.bangla.clean import normalise
from harkara.rack.manifest import Entry, Manifest

LONGEST: Final = 1024
"""Characters of a path. A section, an id and a slug of 80 characters stay far below."""

BROKEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\ufffd\ud800-\udfff\\\\%]")
"""What no address of the paper contains once percent-decoding is done; ``%`` and U+FFFD are left of a bad encoding."""

STORY: Final = re.compile(r"/[a-z0-9-]+/([0-9]{1,18})(?:/.*)?")
SHORT: Final = re.compile(r"/([0-9]{1,18})(?:/.*)?")


def is_broken(path: str) -> bool:
    """True for a path that cannot be an address: 400 without a look at the manifest."""
    return len(path) > LONGEST or not path.startswith("/") or "/../" in f"{path}/" or BROKEN.search(path) is not None


def lead(path: str, manifest: Manifest) -> Entry | None:
    """What ``path`` leads to: the manifest's entry, or a redirect to the right spelling of the address, or None.

    Right is what the manifest knows. A path is tried as it is, with our spelling of Bangla, with or without the slash
    at its end, and as an address of a story with any section and any slug: one redirect leads to the end of the chain.
    """
    found = manifest.find(path)
    if found is not None:
        return found
    spelled = path if path.isascii() else normalise(path)
    other = spelled[:-1] if spelled.endswith("/") else spelled + "/"
    story = STORY.fullmatch(spelled) or SHORT.fullmatch(spelled)
    for candidate in (spelled, other, f"/{int(story.group(1))}" if story else ""):
        if candidate and candidate != path and (entry := manifest.find(candidate)) is not None:
            return Entry("moved", "", candidate, 301) if entry.kind == "sheet" else entry
    return None
