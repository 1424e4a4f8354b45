"""Word files (``.docx``): their paragraphs, with what was typed in Bijoy's faces in Unicode, and their pictures."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from harkara.bangla import bijoy, digits
from harkara.bangla.clean import normalise
from harkara.wire.errors import UnreadableItem

LARGEST = 60 * 1024 * 1024
"""Bytes that a Word file may have when it is unpacked."""

MOST_PARTS = 2_000
LARGEST_TEXT = 16 * 1024 * 1024
MOST_SWOLLEN = 150
"""How many times larger than in the file a part may be: text shrinks to a tenth, a bomb to a thousandth."""

# Sentences for the tray, where letters are read; in Bangla, as all that the tray is told.
_DAMAGED = "Word ফাইলটি নষ্ট, আবার .docx করে পাঠাতে হবে"
_HUGE = f"Word ফাইলটি খুললে {digits.to_bangla(LARGEST // 1024 // 1024)} মেগাবাইটের বেশি হয়, ছবি ছাড়া পাঠাতে হবে"
_LOCKED = "Word ফাইলে পাসওয়ার্ড দেওয়া, পাসওয়ার্ড ছাড়া পাঠাতে হবে"
_SWOLLEN = "Word ফাইলটি খুললে অস্বাভাবিক ফুলে ওঠে, তাই খোলা হয়নি"
_DECLARES = "Word ফাইলে এমন ঘোষণা আছে যা Word লেখে না, তাই খোলা হয়নি"

_FACE = re.compile(r"(?<![OU])MJ\b|^Bijoy|SutonnyCMJ|SutonnyEMJ", re.IGNORECASE)
_BANGLA = re.compile("[\u0980-\u09ff]")


@dataclass(frozen=True, slots=True)
class Manuscript:
    """What a Word file holds: paragraphs (plain, normalised, none empty), and pictures as name and bytes."""

    paragraphs: tuple[str, ...]
    pictures: tuple[tuple[str, bytes], ...]


def read(data: bytes) -> Manuscript:
    """The text and the pictures of the Word file ``data``.

    Raises ``UnreadableItem`` for what is no Word file, is damaged, or would swell beyond all measure when unpacked.
    """
    _refuse_bombs(data)
    try:
        document = docx.Document(io.BytesIO(data))
        paragraphs = tuple(text for text in _texts(document) if text)
        pictures = tuple(_pictures(document))
    except UnreadableItem:
        raise
    except Exception as error:  # the library has no errors of its own: whatever a damaged package makes it stumble over
        raise UnreadableItem(_DAMAGED) from error
    return Manuscript(paragraphs, pictures)


def _refuse_bombs(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST:
                raise UnreadableItem(_HUGE)
            for part in parts:
                is_swollen = part.file_size > MOST_SWOLLEN * max(part.compress_size, 1_024)
                if part.flag_bits & 1:
                    raise UnreadableItem(_LOCKED)
                if is_swollen or (part.filename.endswith((".xml", ".rels")) and part.file_size > LARGEST_TEXT):
                    raise UnreadableItem(_SWOLLEN)
                _refuse_lies(package, part)
    except UnreadableItem:
        raise
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, OSError, EOFError, RuntimeError) as error:
        raise UnreadableItem(_DAMAGED) from error


def _refuse_lies(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """A package tells how large its parts are; one that has more bytes than it tells is refused by its checksum.

    Declared entities are looked for in the same bytes: the parser below does not resolve them, and no Word writes them.
    """
    with package.open(part) as opened:
        content = opened.read(part.file_size + 1)
    if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in content.replace(b"\0", b""):
        raise UnreadableItem(_DECLARES)


def _texts(document: Document) -> Iterator[str]:
    for block in document.iter_inner_content():
        yield from _table(block) if isinstance(block, Table) else _paragraph(block)


def _table(table: Table) -> Iterator[str]:
    """A row becomes a paragraph, its cells divided by bars; a table with one column, as letters are set in, its paragraphs."""
    for row in table.rows:
        cells: dict[int, list[str]] = {}
        for cell in row.cells:  # a cell that spans columns comes once for each
            cells.setdefault(id(cell._tc), [text for one in cell.paragraphs for text in _paragraph(one)])
        told = [texts for texts in cells.values() if texts]
        if len(told) == 1:
            yield from told[0]
        elif told:
            yield " | ".join(" ".join(texts) for texts in told)


def _paragraph(paragraph: Paragraph) -> Iterator[str]:
    """The lines of a paragraph: in Word a new line inside one is mostly a new paragraph."""
    style = _face_of_style(paragraph)
    pieces: list[tuple[bool, str]] = []
    for run in paragraph._p.iter(qn("w:r")):
        if any(True for _ in run.iterancestors(qn("w:txbxContent"), qn("w:del"), qn("w:moveFrom"))):
            continue
        text = "".join(map(_told, run))
        if text:
            pieces.append((bool(_FACE.search(_face_of(run) or style)), text))
    yield from (normalise(" ".join(line.split())) for line in _in_unicode(pieces).split("\n"))


def _told(element: Any) -> str:
    if element.tag == qn("w:t"):
        return element.text or ""
    if element.tag in (qn("w:br"), qn("w:cr")):
        return "\n"
    return {qn("w:tab"): " ", qn("w:noBreakHyphen"): "-"}.get(element.tag, "")


def _in_unicode(pieces: list[tuple[bool, str]]) -> str:
    """``pieces`` joined: neighbours in one face together, as Word cuts a word anywhere."""
    joined: list[tuple[bool, str]] = []
    for is_typed, text in pieces:
        if joined and joined[-1][0] == is_typed:
            joined[-1] = (is_typed, joined[-1][1] + text)
        else:
            joined.append((is_typed, text))
    told = "".join(_converted(text) if is_typed else text for is_typed, text in joined)
    return bijoy.mend(told) if not _BANGLA.search(told) and bijoy.is_bijoy(told) else told


def _converted(text: str) -> str:
    """``text`` of a face of Bijoy: all of it, unless Unicode was typed into it."""
    return bijoy.mend(text) if _BANGLA.search(text) else bijoy.to_unicode(text)


def _face_of(run: Any) -> str:
    properties = run.find(qn("w:rPr"))
    fonts = properties.find(qn("w:rFonts")) if properties is not None else None
    if fonts is None:
        return ""
    return next((face for name in ("ascii", "hAnsi") if (face := fonts.get(qn(f"w:{name}")))), "")


def _face_of_style(paragraph: Paragraph) -> str:
    style: Any = paragraph.style
    for _ in range(12):
        if style is None:
            return ""
        if style.font.name:
            return str(style.font.name)
        style = style.base_style
    return ""


def _pictures(document: Document) -> Iterator[tuple[str, bytes]]:
    """The pictures in the order of the text."""
    told = [one.get(qn("r:embed")) for one in document.element.body.iter(qn("a:blip"))]
    for number in dict.fromkeys(told):
        part = document.part.related_parts.get(number) if number else None
        if part is not None and str(part.content_type).startswith("image/"):
            yield str(part.partname).rpartition("/")[2], part.blob
