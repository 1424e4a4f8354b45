"""What the version before does otherwise: its layout has another version, and it writes page files of format 2."""

import json
import zlib
from typing import Any

LAYOUT = "0123456789ab"


def enter() -> None:
    """This process is of the version before from now on."""
    from harkara import layout
    from harkara.rack import shelf
    from harkara.rack.ready import Ready

    layout.VERSION = LAYOUT
    shelf.pack = packed  # type: ignore[assignment]  # as that version had it
    Ready.fits = lambda *_of, **_told: False  # type: ignore[method-assign]  # nginx could not hand such files out


def packed(copy: Any) -> bytes:
    """The bytes of a page file of format 2 (``rack/format2.py`` reads it)."""
    from harkara.rack.pages import compressed

    parts = [("identity", copy.plain)] if copy.plain is not None else [("gzip", compressed(copy.identity()))]
    label = json.dumps(
        {
            "name": copy.name,
            "status": copy.status,
            "headers": copy.headers,
            "etag": copy.etag,
            "length": copy.length,
            "valid_until": copy.valid_until,
            "extra": dict(copy.extra),
            "parts": [[name, len(data), zlib.crc32(data)] for name, data in parts],
        },
        ensure_ascii=False,
    ).encode()
    strip = f"harkara-page 2 {len(label):08x} {zlib.crc32(label):08x}\n".encode()
    return b"".join((strip, label, *(data for _name, data in parts)))
