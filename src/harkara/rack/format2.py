"""The page file as it was before: still read, no longer written.

A file of format 2 is a *strip*, a *label* and the page's *parts*, one after the other::

    strip   33 bytes ASCII: "harkara-page 2 LENGTH CRC\\n", both eight hexadecimal digits, of the label
    label   UTF-8 JSON: name, status, headers, etag, length, valid_until, extra, parts [[encoding, length, crc32], …]
    parts   the body as gzip (and as brotli), or as identity where compression gains nothing
"""

import json
import zlib
from typing import Any, Final

from .errors import TornPage

BEGIN: Final = b"harkara-page 2 "
STRIP: Final = 33


def read_label(data: bytes) -> tuple[dict[str, Any], list[tuple[str, int, int]], int]:
    """What the label says, the list of the parts, and where they begin. Raises :class:`TornPage`."""
    try:
        length, crc = int(data[15:24], 16), int(data[24:STRIP], 16)
    except ValueError as error:
        raise TornPage("the file's strip cannot be read") from error
    end = STRIP + length
    text = data[STRIP:end]
    if len(text) != length or zlib.crc32(text) != crc:
        raise TornPage("the label is short or was changed")
    found: dict[str, Any] = json.loads(text)
    parts: list[tuple[str, int, int]] = found.pop("parts")
    found["headers"] = tuple(map(tuple, found["headers"]))
    return found, parts, end


def read(data: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What the label says, and the bytes of the parts by encoding. Raises :class:`TornPage`."""
    found, listed, start = read_label(data)
    parts: dict[str, bytes] = {}
    for encoding, length, crc in listed:
        part = data[start : start + length]
        if len(part) != length or zlib.crc32(part) != crc:
            raise TornPage(f"the {encoding} part is short or was changed")
        parts[encoding] = part
        start += length
    if start != len(data):
        raise TornPage("there is more in the file than its label says")
    return found, parts
