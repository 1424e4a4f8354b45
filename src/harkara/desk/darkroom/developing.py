"""A file that somebody brings becomes a picture that the paper keeps, or is refused in words.

What is kept is always drawn anew: upright, in sRGB, with nothing of what the camera or a program wrote into the file (where
it was taken, on which device, a thumbnail of what was cut away). So a file that is two things at once cannot live on as
the other one. What the file says of the picture is read before, and offered to the editor (``sayings``).

The type is what the bytes are; the name of a file says nothing.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from harkara.desk.darkroom.sayings import Said, heard
from harkara.desk.errors import Unfit

MOST_PIXELS: Final = 64_000_000
"""Pixels of the largest picture that is decoded: what today's cameras take. Decoded, that is 200 MB."""

MOST_BYTES: Final = 30 * 1024 * 1024

LONGEST_NAME: Final = 60
"""Letters of a file's name that are kept: a disk takes 255 bytes, and a Bangla letter has three."""

LEAST_LONG: Final = 400
"""Pixels that the longer side has at least: the narrowest place for a picture on a phone is 320 wide."""

KINDS: Final = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
"""Pillow's names of what is opened."""

OTHER_TYPES: Final = (
    (re.compile(rb"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!DOCTYPE svg|<svg)", re.I | re.S), "SVG"),
    (re.compile(rb"\A%PDF-"), "PDF"),
    (re.compile(rb"\A.{4}ftyp(?:heic|heix|hevc|mif1|msf1)", re.S), "HEIC"),
    (re.compile(rb"\A(?:II\*\0|MM\0\*)"), "TIFF"),
    (re.compile(rb"\A8BPS"), "Photoshop"),
    (re.compile(rb"\ABM"), "BMP"),
    (re.compile(rb"\A\s*<(?:!doctype html|html|head|body|script)", re.I), "HTML"),
    (re.compile(rb"\APK\x03\x04"), "ZIP"),
)
"""How files begin that are brought by mistake, and how they are called."""

MARKUP: Final = re.compile(rb"<(?:script|html|iframe|!doctype|\?php|svg)[\s>]", re.I)
"""Markup inside a picture. No camera writes it."""

SCRIPT: Final = re.compile(rb"\A(?:GIF8[79]a(?:/\*|=)|\xff\xd8\xff./\*)", re.S)
"""Pictures that a browser would run as a script: the length that follows their signature is set to begin a comment."""


@dataclass(frozen=True, slots=True)
class Developed:
    """What is kept of a file: its bytes, the end of its name, and what it said of the picture."""

    body: bytes
    suffix: str
    said: Said


def develop(data: bytes) -> Developed:
    """The picture that ``data`` holds, as the paper keeps it: JPEG, or PNG where it is lossless or see-through.

    The same bytes give the same bytes. Raises ``Unfit`` with a sentence for the editor: for what is no picture or more than
    a picture, moves, is broken, too small to print, or would be too large to open.
    """
    _refuse_strangers(data)
    try:
        with Image.open(io.BytesIO(data), formats=KINDS) as image:
            _refuse_sizes(image)
            said = heard(image)
            image.load()
            body, suffix = _drawn(image)
    except Unfit:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as flood:
        raise Unfit(_flood(None)) from flood
    except UnidentifiedImageError as unknown:
        raise Unfit(_("This file is no picture that can be read. Send it as JPEG, PNG, WebP or AVIF.")) from unknown
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as broken:
        raise Unfit(_("The file is broken: it ends too early or holds what is no picture. Fetch it again.")) from broken
    return Developed(body, suffix, said)


class DevelopedFile(ContentFile[bytes]):
    """A file that has been developed, under the name that it came with and the end that it has now."""

    def __init__(self, developed: Developed, name: str | None) -> None:
        super().__init__(developed.body, f"{Path(name or '').stem[:LONGEST_NAME] or 'picture'}.{developed.suffix}")
        self.said = developed.said


def redraw(data: bytes) -> Developed:
    """As ``develop``, of a file that the house itself made or took in before: its size is not asked."""
    with Image.open(io.BytesIO(data), formats=KINDS) as image:
        said = heard(image)
        return Developed(*_drawn(image), said)


def _refuse_strangers(data: bytes) -> None:
    if not data:
        raise Unfit(_("The file is empty. Fetch it again."))
    if len(data) > MOST_BYTES:
        raise Unfit(too_heavy())
    head = data[:4096]
    for pattern, name in OTHER_TYPES:
        if pattern.match(head):
            raise Unfit(
                _("This is a file of type %(type)s, whatever its name says. Send JPEG, PNG, WebP or AVIF.")
                % {"type": name}
            )
    if SCRIPT.match(head) or MARKUP.search(data) or b"%PDF-" in head or zipfile.is_zipfile(io.BytesIO(data)):
        raise Unfit(
            _("The picture hides something else (a page, a program or an archive) and is not taken. Ask for it alone.")
        )


def _refuse_sizes(image: Image.Image) -> None:
    """By what the file declares, before a pixel is decoded."""
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise Unfit(_flood((width, height)))
    if getattr(image, "n_frames", 1) > 1 and image.format != "MPO":  # a phone's JPEG with a second view is one picture
        raise Unfit(_("The picture moves. The paper prints still pictures: save one frame of it as JPEG or PNG."))
    if max(width, height) < LEAST_LONG:
        raise Unfit(
            _("The picture is %(width)s × %(height)s pixels: too small to print. The longer side needs %(least)s.")
            % {"width": width, "height": height, "least": LEAST_LONG}
        )


def too_heavy() -> str:
    """What is said of a file that has too many bytes."""
    return _("The file is larger than %(most)s MB. Save it smaller.") % {"most": MOST_BYTES // 1024 // 1024}


def _flood(size: tuple[int, int] | None) -> str:
    most = MOST_PIXELS // 1_000_000
    if size is None:
        return _("The picture says that it has more than %(most)s million pixels. Save it smaller.") % {"most": most}
    return _(
        "The picture says that it is %(width)s × %(height)s pixels; more than %(most)s million are not opened. Save it smaller."
    ) % {
        "width": size[0],
        "height": size[1],
        "most": most,
    }


def _drawn(image: Image.Image) -> tuple[bytes, str]:
    """``image`` upright and in sRGB, alone."""
    is_exact = image.format in ("PNG", "GIF")
    plain = _in_srgb(ImageOps.exif_transpose(image))
    # Into a fresh image: what Pillow carries along in ``info`` stays behind.
    alone = Image.new(plain.mode, plain.size)
    alone.paste(plain)
    out = io.BytesIO()
    if is_exact or plain.mode == "RGBA":
        alone.save(out, "PNG")
        return out.getvalue(), "png"
    alone.save(out, "JPEG", quality=95, subsampling=0, optimize=True)
    return out.getvalue(), "jpg"


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):  # 16 bits of grey
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
        profile = None
    is_clear = image.has_transparency_data
    mode = "RGBA" if is_clear else "RGB"
    if not profile:
        return image.convert(mode)
    if image.mode not in ("RGB", "RGBA", "CMYK", "L"):
        image = image.convert(mode)
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except ImageCms.PyCMSError:  # a profile that is broken, or of another kind of picture: as if there were none
        return image.convert(mode)
    return turned if turned is not None else image.convert(mode)
