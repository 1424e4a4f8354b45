"""What a file says of its picture: caption, credit and the time it was taken, from IPTC, XMP and Exif.

Agencies write IPTC (IIM 4.2: 2:120 caption, 2:80 by-line, 2:110 credit), newer programs XMP (``dc:description``,
``dc:creator``, ``photoshop:Credit``), cameras Exif. Nothing else is read, above all not the place.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from PIL import ExifTags, ImageFile, IptcImagePlugin

from harkara.bangla.clean import normalise

CAPTION: Final = 400
CREDIT: Final = 120
"""Letters that are kept of each."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a file said; empty where it said nothing."""

    caption: str = ""
    credit: str = ""
    taken_at: datetime | None = None


def heard(image: ImageFile.ImageFile) -> Said:
    """What ``image``, just opened, says of itself. A part that is broken is passed over."""
    iptc: dict[tuple[int, int], Any] = {}
    xmp: dict[str, Any] = {}
    exif: dict[int, Any] = {}
    with suppress(Exception):  # strangers wrote these; whatever is wrong with them, the picture stands
        iptc = IptcImagePlugin.getiptcinfo(image) or {}
    with suppress(Exception):
        xmp = _flat(image.getxmp())
    with suppress(Exception):
        found = image.getexif()
        exif = {**dict(found), **dict(found.get_ifd(ExifTags.IFD.Exif))}
    caption = (
        _text(iptc.get((2, 120))) or _text(xmp.get("description")) or _text(exif.get(ExifTags.Base.ImageDescription))
    )
    maker = _text(iptc.get((2, 80))) or _text(xmp.get("creator")) or _text(exif.get(ExifTags.Base.Artist))
    agency = _text(iptc.get((2, 110))) or _text(xmp.get("Credit"))
    credit = "/".join(dict.fromkeys(filter(None, (maker, agency))))
    return Said(_cut(caption, CAPTION), _cut(credit, CREDIT), _time(exif))


def _flat(node: Any) -> dict[str, Any]:
    """The properties of an XMP packet by their bare names, the first of each."""
    found: dict[str, Any] = {}
    if isinstance(node, dict):
        for name, value in node.items():
            found.setdefault(name, value)
            for inner, deeper in _flat(value).items():
                found.setdefault(inner, deeper)
    elif isinstance(node, list):
        for part in node:
            for inner, deeper in _flat(part).items():
                found.setdefault(inner, deeper)
    return found


def _text(value: Any) -> str:
    """The words of a value: of bytes, of a list its first, of a structure of XMP its innermost text."""
    if isinstance(value, bytes):
        try:
            value = value.decode("utf-8")
        except UnicodeDecodeError:
            value = value.decode("latin-1")
    if isinstance(value, list):
        return next(filter(None, map(_text, value)), "")
    if isinstance(value, dict):
        if "text" in value:
            return _text(value["text"])
        return next(filter(None, (_text(part) for name, part in value.items() if name != "lang")), "")
    return normalise(" ".join(value.replace("\0", " ").split())) if isinstance(value, str) else ""


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0]


def _time(exif: dict[int, Any]) -> datetime | None:
    """When the shutter opened; a camera that names no zone is taken to show the paper's time."""
    said = _text(exif.get(ExifTags.Base.DateTimeOriginal))
    zone = _text(exif.get(ExifTags.Base.OffsetTimeOriginal))
    for text, form in ((said + zone, "%Y:%m:%d %H:%M:%S%z"), (said, "%Y:%m:%d %H:%M:%S")):
        with suppress(ValueError):
            time = datetime.strptime(text, form)
            return time if time.tzinfo else timezone.make_aware(time, timezone.get_default_timezone())
    return None
