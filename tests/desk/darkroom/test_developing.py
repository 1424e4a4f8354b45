"""A file becomes a picture that says nothing of its camera, or is refused in a sentence."""

import io
import struct
import zipfile
import zlib
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import translation
from PIL import ExifTags, Image, ImageCms

from harkara.desk.darkroom.developing import DevelopedFile, develop
from harkara.desk.errors import Unfit

DHAKA = (23.0, 48.0, 36.0)


def drawn(kind: str = "JPEG", size: tuple[int, int] = (600, 400), mode: str = "RGB", **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "white" if mode != "CMYK" else 0).save(out, kind, **options)
    return out.getvalue()


def from_a_camera() -> bytes:
    """A JPEG that lies on its side, with place, device, time and words."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Lensmaker"
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.ImageDescription] = "Boats at the ghat"
    exif[ExifTags.Base.Artist] = "Rahela Banu"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:11:28 12:00:00"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = DHAKA
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    return drawn(exif=exif, icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())


def flood(side: int) -> bytes:
    """A PNG of a few bytes that says it is ``side`` pixels wide and high."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("page.html", "hidden")
    return out.getvalue()


def moving(kind: str) -> bytes:
    frames = [Image.new("RGB", (600, 400), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    return out.getvalue()


def test_place_and_device_are_gone_and_what_is_said_is_offered() -> None:
    source = from_a_camera()
    with Image.open(io.BytesIO(source)) as before:
        assert dict(before.getexif().get_ifd(ExifTags.IFD.GPSInfo)) != {}  # there is something that could leak
    found = develop(source)
    with Image.open(io.BytesIO(found.body)) as kept:
        assert (kept.format, kept.size, kept.mode) == ("JPEG", (400, 600), "RGB")
        assert dict(kept.getexif()) == {}
        assert sorted(set(kept.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}) == []
    assert b"Lensmaker" not in found.body
    assert (found.said.caption, found.said.credit) == ("Boats at the ghat", "Rahela Banu")
    assert found.said.taken_at == datetime(2026, 11, 28, 6, tzinfo=UTC)  # noon on a clock in Dhaka


def test_agencies_words_come_before_the_cameras() -> None:
    def entry(number: int, text: str) -> bytes:
        return b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(text.encode())) + text.encode()

    iptc = entry(120, "ঘাটে বাঁধা নৌকা") + entry(80, "রাহেলা বানু") + entry(110, "রয়টার্স")
    block = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(iptc)) + iptc + b"\0" * (len(iptc) % 2)
    segment = b"Photoshop 3.0\0" + block
    plain = from_a_camera()
    said = develop(plain[:2] + b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment + plain[2:]).said
    assert (said.caption, said.credit) == ("ঘাটে বাঁধা নৌকা", "রাহেলা বানু/রয়টার্স")


def test_xmp_is_read() -> None:
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
        ' photoshop:Credit="AFP"><dc:description><rdf:Alt><rdf:li xml:lang="x-default">A river</rdf:li></rdf:Alt>'
        "</dc:description></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    said = develop(drawn(xmp=packet.encode())).said
    assert (said.caption, said.credit) == ("A river", "AFP")


@pytest.mark.parametrize(
    ("kind", "mode", "suffix", "kept"),
    [
        ("JPEG", "CMYK", "jpg", "RGB"),
        ("PNG", "RGBA", "png", "RGB"),
        ("PNG", "I;16", "png", "RGB"),
        ("WEBP", "RGB", "jpg", "RGB"),
        ("AVIF", "RGB", "jpg", "RGB"),
        ("GIF", "P", "png", "RGB"),
    ],
)
def test_each_kind_is_kept_as_one_that_loses_nothing_visible(kind: str, mode: str, suffix: str, kept: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (600, 400)).save(out, kind)
    found = develop(out.getvalue())
    with Image.open(io.BytesIO(found.body)) as image:
        assert (found.suffix, image.size) == (suffix, (600, 400))
        assert image.convert("RGB").mode == kept


def test_the_same_file_gives_the_same_file() -> None:
    assert develop(from_a_camera()).body == develop(from_a_camera()).body
    assert DevelopedFile(develop(from_a_camera()), "DSC_0001.HEIC.webp").name == "DSC_0001.HEIC.jpg"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "type SVG"),
        (b"%PDF-1.7 ...", "type PDF"),
        (b"<!doctype html><title>x</title>", "type HTML"),
        (archive(), "type ZIP"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "type HEIC"),
        (drawn("TIFF"), "type TIFF"),
        (drawn() + archive(), "hides something else"),
        (drawn() + b"<script>alert(1)</script>", "hides something else"),
        (drawn(comment=b"<?php system('x') ?>"), "hides something else"),
        (drawn(comment=b"%PDF-1.4"), "hides something else"),
        (b"GIF89a/*" + drawn("GIF")[8:], "hides something else"),
        (b"\xff\xd8\xff\xe0/*" + drawn()[6:], "hides something else"),
        (flood(60_000), "more than 64 million"),
        (flood(9_000), "9000 × 9000 pixels"),
        (moving("GIF"), "moves"),
        (moving("WEBP"), "moves"),
        (drawn()[:700], "broken"),
        (drawn("PNG")[:60], "broken"),
        (drawn(size=(399, 399)), "399 × 399 pixels: too small"),
        (b"not a picture", "no picture that can be read"),
        (b"", "empty"),
    ],
)
def test_what_is_no_picture_for_the_paper_is_refused_in_words(data: bytes, reason: str) -> None:
    with translation.override("en"), pytest.raises(Unfit, match=reason):
        develop(data)


def test_a_file_beyond_thirty_megabytes_is_refused() -> None:
    with translation.override("en"), pytest.raises(Unfit, match="larger than 30 MB"):
        develop(drawn() + b"\0" * (30 * 1024 * 1024))
