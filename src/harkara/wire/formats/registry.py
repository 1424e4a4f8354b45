"""Which format a file is of, told from its bytes; and what is said of those that are none."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from harkara.wire import trees
from harkara.wire.dispatch import Dispatch
from harkara.wire.errors import UnreadableItem
from harkara.wire.formats import iptc7901, newsml_g2, ninjs, nitf
from harkara.wire.formats.sample import Sample, open_


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, whether a file is of it, and its stories (with the zone of times that tell none)."""

    name: str
    knows: Callable[[Sample], bool]
    read: Callable[[Sample, str], tuple[Dispatch, ...]]


FORMATS: Final = tuple(Format(module.NAME, module.knows, module.read) for module in (newsml_g2, nitf, ninjs, iptc7901))
"""All that are known, tried in this order."""

_NAMES = ", ".join(one.name for one in FORMATS)
_WAY_OUT = f"send {_NAMES}"

_OTHER_ROOTS = {
    "NewsML": "NewsML 1, which agencies gave up for NewsML-G2; ask for NewsML-G2, NITF or ninjs",
    "conceptItem": "a NewsML-G2 conceptItem, which holds a vocabulary and no story; leave it out of the delivery",
    "knowledgeItem": "a NewsML-G2 knowledgeItem, which holds a vocabulary and no story; leave it out of the delivery",
    "planningItem": "a NewsML-G2 planningItem, which holds plans and no story; leave it out of the delivery",
    "catalogItem": "a NewsML-G2 catalogItem, which holds a catalogue and no story; leave it out of the delivery",
    "rss": "an RSS feed, not an item; add it as a source of the wire",
    "RDF": "an RSS feed, not an item; add it as a source of the wire",
    "feed": "an Atom feed, not an item; add it as a source of the wire",
    "html": "a web page; take it in with `harkara clip`",
    "HTML": "a web page; take it in with `harkara clip`",
}
_OTHER_BYTES = (
    (re.compile(rb"\A(?:\xff\xd8\xff|\x89PNG|GIF8|RIFF....WEBP|II\*\0|MM\0\*)", re.S), "a picture without a story"),
    (re.compile(rb"\A%PDF-"), "a PDF"),
    (re.compile(rb"\APK\x03\x04"), "a ZIP or Word file"),
    (re.compile(rb"\A\x1f\x8b"), "packed with gzip"),
    (re.compile(rb"\A\xd0\xcf\x11\xe0"), "an old Word file (.doc)"),
    (re.compile(rb"\A\{\\rtf"), "RTF"),
)
_ANPA = re.compile(rb"\x01[^\x02]{0,80}?(?:\x1f|\x5e\x5f)[^\x02]{0,120}?\x02", re.S)


def read(data: bytes, name: str = "", zone: str = "UTC") -> tuple[Dispatch, ...]:
    """The stories of an agency's file, whatever its format.

    ``name`` is the file's name; it says nothing about the format. ``zone`` is the IANA zone of times that tell none: the
    sender's. Raises ``UnreadableItem``, with a sentence that says what was seen and what to do: for what is of no known
    format, broken, too large or dangerous. Where some items of a file are whole all the same, the error's ``read`` holds them.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadableItem("the file is empty; have it sent again", breaks_off=True)
    if len(data) > trees.LARGEST:
        raise UnreadableItem(f"the file is larger than {trees.LARGEST // 1024 // 1024} MB; have it sent in parts")
    for pattern, what in _OTHER_BYTES:
        if pattern.match(data):
            raise UnreadableItem(f"the file is {what}; {_WAY_OUT}")
    sample = open_(data)
    for one in FORMATS:
        if one.knows(sample):
            return one.read(sample, zone)
    raise UnreadableItem(_unknown(sample))


def _unknown(sample: Sample) -> str:
    if sample.root is not None:
        root = str(sample.root.tag)
        return f"the file is {_OTHER_ROOTS.get(root, f'XML of an unknown kind (<{root[:40]}>); {_WAY_OUT}')}"
    if sample.value is not None:
        is_feed = isinstance(sample.value, dict) and "jsonfeed.org" in str(sample.value.get("version", ""))
        return (
            "the file is a JSON Feed, not an item; add it as a source of the wire"
            if is_feed
            else f"the file is JSON, but no ninjs: an item has uri and headline or headlines; {_WAY_OUT}"
        )
    if _ANPA.search(sample.data[:400]):
        return (
            "the file is of ANPA 1312, the American teleprinter format; ask the agency for IPTC 7901, NITF or NewsML-G2"
        )
    begin = sample.data[:40].decode("utf-8", "replace").strip()
    return f"the file is of no known format, it begins with “{re.sub(r'[^ -~ঀ-৾]', '·', begin)}”; {_WAY_OUT}"
