"""What a file shows before anybody says what it is: its bytes, and the XML or JSON that they are."""

import json
import re
from dataclasses import dataclass
from typing import Any

from lxml import etree

from harkara.wire import trees
from harkara.wire.errors import UnreadableItem

_BEFORE = b"\xef\xbb\xbf\x16\x7f\x00 \t\r\n"
"""What stands before an item without being of it: byte order marks, and what lines of teleprinters sent to wake."""

_PAGE = re.compile(rb"\A<(?:!doctype\s+html(?!\s+public[^>]*xhtml)|html(?![^>]*xmlns))[\s>]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sample:
    """A file, opened once for all formats. ``root`` is its XML, ``value`` its JSON; at most one of both is there."""

    data: bytes
    root: etree._Element | None = None
    value: Any = None


def open_(data: bytes) -> Sample:
    """Opens ``data``. Raises ``UnreadableItem`` for XML or JSON that is broken, too large or dangerous."""
    head = data[:4096].lstrip(_BEFORE)
    if _PAGE.match(head):
        raise UnreadableItem("the file is a web page; take it in with `harkara clip`")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or head.startswith(b"<"):
        start = 0 if data[:2] in (b"\xff\xfe", b"\xfe\xff") else len(data[:4096]) - len(head)
        return Sample(data, root=trees.parse(data[start:]))
    if head.startswith((b"{", b"[")):
        return Sample(data, value=_json(data))
    return Sample(data)


def _json(data: bytes) -> Any:
    if len(data) > trees.LARGEST:
        raise UnreadableItem(f"the JSON is larger than {trees.LARGEST // 1024 // 1024} MB; have it sent in parts")
    try:
        return json.loads(data.decode("utf-8-sig").lstrip("\x16\x7f\x00"))
    except RecursionError as error:
        raise UnreadableItem("the JSON nests deeper than any story; have it sent plainly") from error
    except UnicodeDecodeError as error:
        raise UnreadableItem("the JSON is not UTF-8, as JSON has to be; have the file sent again") from error
    except ValueError as error:
        sentence = f"the JSON breaks off or is broken ({error}); have the file sent again"
        raise UnreadableItem(sentence, breaks_off=True) from error
