"""Word files: paragraphs, tables, Bijoy's faces, pictures; bombs and damage are refused."""

import io
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harkara.bangla import bijoy
from harkara.wire.errors import UnreadableItem
from harkara.wire.mail import word
from tests.wire.mail.letters import manuscript, photo

BANGLA = "কুড়িগ্রামের চরে একটি ভাসমান স্কুল খুলেছে।"


def packed(**parts: bytes) -> bytes:
    """The smallest Word file, with ``parts`` in place of its own."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(manuscript(BANGLA))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name.rpartition("/")[2].replace(".", "_"), old.read(name)))
        for name in parts.keys() - {one.rpartition("/")[2].replace(".", "_") for one in old.namelist()}:
            new.writestr(name, parts[name])
    return out.getvalue()


def test_paragraphs() -> None:
    assert word.read(manuscript(BANGLA, "", "  দুই   শিক্ষক। ")).paragraphs == (BANGLA, "দুই শিক্ষক।")


def test_bijoy_by_its_face_and_without_it() -> None:
    typed = bijoy.to_bijoy(BANGLA)
    assert word.read(manuscript(typed, face="SutonnyMJ")).paragraphs == (BANGLA,)
    assert word.read(manuscript(typed)).paragraphs == (BANGLA,)
    assert word.read(manuscript(BANGLA, face="SutonnyMJ")).paragraphs == (BANGLA,)
    assert word.read(manuscript("Reuters said", face="SutonnyOMJ")).paragraphs == ("Reuters said",)


def test_bijoy_run_by_run_beside_english() -> None:
    runs = [
        ("gyL¨gš¿x ", "SutonnyMJ"),
        ("Reuters", "Times New Roman"),
        ("‡K e‡j", "SutonnyMJ"),
        ("‡Qb|", "SutonnyMJ"),
    ]
    assert word.read(manuscript(runs)).paragraphs == ("মুখ্যমন্ত্রী Reutersকে বলেছেন।",)


def test_the_face_of_a_style() -> None:
    document = docx.Document()
    document.styles["Normal"].font.name = "SutonnyMJ"
    document.add_paragraph(bijoy.to_bijoy("স্কুল"))
    out = io.BytesIO()
    document.save(out)
    assert word.read(out.getvalue()).paragraphs == ("স্কুল",)


def test_tables_and_line_ends() -> None:
    document = docx.Document()
    document.add_paragraph("প্রথম\nদ্বিতীয়")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["শ্রেণি", "শিশু", "প্রথম", "২৩"], strict=True):
        cell.text = text
    frame = document.add_table(rows=1, cols=1)
    frame.cell(0, 0).text = "এক"
    frame.cell(0, 0).add_paragraph("দুই")
    out = io.BytesIO()
    document.save(out)
    assert word.read(out.getvalue()).paragraphs == ("প্রথম", "দ্বিতীয়", "শ্রেণি | শিশু", "প্রথম | ২৩", "এক", "দুই")


def test_what_was_inserted_counts_and_what_was_deleted_does_not() -> None:
    body = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p>'
        "<w:r><w:t xml:space='preserve'>স্কুল </w:t></w:r><w:ins><w:r><w:t>খুলেছে</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>বন্ধ</w:delText></w:r></w:del></w:p></w:body></w:document>"
    )
    assert word.read(packed(document_xml=body.encode())).paragraphs == ("স্কুল খুলেছে",)


def test_pictures() -> None:
    shown = photo()
    assert word.read(manuscript(BANGLA, picture=shown)).pictures == (("image1.jpg", shown),)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "নষ্ট"),
        (b"PK\x03\x04rubbish", "নষ্ট"),
        (manuscript(BANGLA)[:3_000], "নষ্ট"),
        (photo(), "নষ্ট"),
        (packed(document_xml=b"<w:document"), "নষ্ট"),
        (packed(document_xml=b" " * 20_000_000), "অস্বাভাবিক ফুলে ওঠে"),
        (packed(bomb_bin=bytes(70_000_000)), "খুললে ৬০ মেগাবাইটের বেশি"),
        (
            packed(document_xml=b'<!DOCTYPE w [<!ENTITY a "b">]><w>&a;</w>'),
            "এমন ঘোষণা আছে",
        ),
        (packed(document_xml='<!DOCTYPE w [<!ENTITY a "b">]><w>&a;</w>'.encode("utf-16")), "এমন ঘোষণা আছে"),
    ],
)  # fmt: skip
def test_what_is_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableItem, match=sentence):
        word.read(data)


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    whole = packed(document_xml=b"<w/>" + b" " * 50_000)
    place = whole.index(b"PK\x01\x02", whole.index(b"word/document.xml") + 20)
    records = [at for at in range(place, len(whole)) if whole[at : at + 4] == b"PK\x01\x02"]
    at = next(at for at in records if whole[at + 46 :].startswith(b"word/document.xml"))
    lied = whole[: at + 24] + (10).to_bytes(4, "little") + whole[at + 28 :]
    with pytest.raises(UnreadableItem, match="নষ্ট"):
        word.read(lied)


@settings(max_examples=60)
@given(st.data())
def test_no_damage_makes_the_reader_fail(data: st.DataObject) -> None:
    whole = bytearray(manuscript(BANGLA))
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place : place + 8] = data.draw(st.binary(max_size=12))
    try:
        word.read(bytes(whole))
    except UnreadableItem as error:
        sentence = str(error)
        assert sentence
