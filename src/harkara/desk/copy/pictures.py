"""Pictures: what is said of them, in which files they come, and the bytes of one file."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from PIL import Image, ImageOps

from harkara.desk import keys
from harkara.desk.models import Picture
from harkara.layout.copy import PictureCopy, PictureFile
from harkara.rack.keys import read

WIDTHS = (320, 640, 960, 1280, 1600)
FORMATS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "jpg": ("JPEG", "image/jpeg", {"quality": 82, "optimize": True, "progressive": True}),
    "webp": ("WEBP", "image/webp", {"quality": 78, "method": 4}),
    # The quickest speed costs what WebP costs, and its files are a fifth smaller; the next one costs four times as much.
    "avif": ("AVIF", "image/avif", {"quality": 50, "speed": 10, "max_threads": 1}),
}
"""Pillow's name of a format, its media type and how it is saved."""


@dataclass(frozen=True, slots=True)
class PictureBytes:
    """One file of a picture."""

    body: bytes
    content_type: str


def widths(full: int) -> tuple[int, ...]:
    """The widths, narrow to wide, in which a picture ``full`` pixels wide is to be had: never wider than it is."""
    return tuple(width for width in WIDTHS if width <= full) or (full,)


def height(size: tuple[int, int], width: int) -> int:
    """The height that goes with a width: a picture of this ``size`` keeps its shape."""
    return max(1, round(size[1] * width / size[0]))


@lru_cache(maxsize=4096)
def files(number: int, size: tuple[int, int], *, avif: bool = False) -> tuple[PictureFile, ...]:
    """The files of a picture, in its newest form only where that is drawn (``avif``). Its number and its size say all of
    them, and many pages show the same one.
    """
    return tuple(
        PictureFile(href=f"/picture/{number}/{width}.{suffix}", width=width, height=height(size, width))
        for width in widths(size[0])
        for suffix in FORMATS
        if avif or suffix != "avif"
    )


def picture_copy(picture: Picture | None, *, mute: bool = False) -> PictureCopy | None:
    """A picture as a page shows it; ``None`` where there is none or it was withdrawn. No query.

    ``mute``: without what is said of it, so that who shows it does not depend on that.
    """
    if picture is None:
        return None
    read(keys.shown(picture.pk) if mute else keys.picture(picture.pk), keys.shape(picture.pk))
    if picture.withdrawn:
        return None
    found = files(picture.pk, (int(picture.width), int(picture.height)), avif=picture.avif)
    said = {"alt": "", "caption": "", "credit": ""}
    if not mute:
        said = {"alt": picture.alt, "caption": picture.caption, "credit": picture.credit}
    return PictureCopy(id=picture.pk, files=found, focus=focus(picture), **said)


def worded(picture: PictureCopy, captions: Mapping[str, Mapping[str, str]]) -> PictureCopy:
    """A picture with what a story says of it (``Story.captions``); where that says nothing, with what the picture says."""
    said = captions.get(str(picture.id))
    if not said:
        return picture
    return replace(picture, alt=said.get("alt") or picture.alt, caption=said.get("caption") or picture.caption)


def focus(picture: Picture) -> tuple[int, int]:
    """Where the subject of a picture is, in hundredths from the left and from above, to the next quarter."""
    if picture.focal_point_x is None or picture.focal_point_y is None:
        return 50, 50
    parts = (picture.focal_point_x / max(1, picture.width), picture.focal_point_y / max(1, picture.height))
    across, down = (25 * min(4, max(0, round(4 * part))) for part in parts)
    return across, down


def picture_copies(numbers: Iterable[int]) -> dict[int, PictureCopy]:
    """The pictures with these ids that may be shown, by id, in one query (none for none)."""
    wanted = set(numbers)
    if not wanted:
        return {}
    read(*(key(number) for number in wanted for key in (keys.picture, keys.shape)))
    found = ((row.pk, picture_copy(row)) for row in Picture.objects.filter(pk__in=wanted))
    return {number: copy for number, copy in found if copy is not None}


def picture(id: int, width: int, format: str) -> PictureBytes | None:  # noqa: A002 (the door's words)
    """The bytes of picture ``id`` in one of its widths, as ``jpg``, ``webp`` or ``avif``; ``None`` where there is no such file.

    Drawn anew on each call, the same bytes each time; the rack keeps what was drawn. Nothing that a camera wrote into the
    original goes along.
    """
    read(keys.drawn(id))
    row = Picture.objects.filter(pk=id, withdrawn=False).first()
    if row is None or format not in FORMATS or width not in widths(row.width):
        return None
    with row.file.storage.open(row.file.name, "rb") as file, Image.open(file) as original:
        return draw(original, width, height((row.width, row.height), width), format)


def drawable(id: int) -> tuple[tuple[int, str], ...]:  # noqa: A002 (the door's word)
    """Each width and format in which picture ``id`` is to be had, what everybody can show first; none if it may not be shown."""
    row = Picture.objects.filter(pk=id, withdrawn=False).only("width", "height").first()
    return tuple((width, suffix) for suffix in FORMATS for width in widths(row.width)) if row else ()


def widths_of(id: int) -> tuple[int, ...]:  # noqa: A002 (the door's word)
    """The widths in which picture ``id`` may ever have been drawn, withdrawn or not."""
    full = Picture.objects.filter(pk=id).values_list("width", flat=True).first()
    return widths(full) if full else WIDTHS


def draw(original: Image.Image, width: int, height: int, format: str) -> PictureBytes:  # noqa: A002 (the door's word)
    """``original`` upright, in ``width`` by ``height`` pixels, in one of ``FORMATS``; JPEG gets white for transparent."""
    upright = ImageOps.exif_transpose(original)
    if format == "jpg" and upright.has_transparency_data:
        layer = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
    mode = "RGBA" if format != "jpg" and upright.has_transparency_data else "RGB"
    small = upright.convert(mode).resize((width, height), Image.Resampling.LANCZOS)
    name, content_type, options = FORMATS[format]
    out = io.BytesIO()
    small.save(out, name, **options)
    return PictureBytes(out.getvalue(), content_type)
