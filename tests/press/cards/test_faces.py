"""Faces: Bangla is shaped, and what stands on a card is in the files that the layout brings along."""

import re

import pytest
from PIL import ImageFont

from harkara.layout import cases
from harkara.press.cards import faces
from tests.shared import vectors

CONJUNCTS = [
    "ক্ষ",
    "জ্ঞ",
    "ঞ্চ",
    "ঞ্জ",
    "ঙ্ক",
    "ঙ্গ",
    "ণ্ড",
    "ন্ত",
    "ন্দ্র",
    "ষ্ট্র",
    "ষ্ণ",
    "স্ত্র",
    "হ্ম",
    "হ্ন",
    "ক্ত",
    "ক্র",
    "ত্র",
    "দ্ধ",
    "দ্ভ",
    "ব্ধ",
    "ম্প্র",
    "ল্প",
    "শ্চ",
    "ত্ত্ব",
    "ক্ষ্ম",
    "ট্ট",
    "ন্ত্র",
]
FILES = sorted(
    {
        one[script]
        for style in ("serif", "sans")
        for one in faces.table()["face"][style].values()
        for script in ("bangla", "latin")
    }
)
BANGLA_FILES = [file for file in FILES if "latin" not in file]


def letters(ranges: str) -> str:
    """All letters of a character class."""
    return "".join(found for code in range(0x20, 0x2300) if re.fullmatch(f"[{ranges}]", found := chr(code)))


@pytest.mark.parametrize("file", BANGLA_FILES)
def test_conjuncts_are_narrower_than_their_letters(file: str) -> None:
    set_in = faces.font(file, 100)
    wide = [
        one
        for one in CONJUNCTS
        if not set_in.getlength(one) < sum(set_in.getlength(part) for part in one.split("\u09cd"))
    ]
    assert wide == []


@pytest.mark.parametrize("file", BANGLA_FILES)
def test_conjuncts_of_a_textbook_are_set_as_one(file: str) -> None:
    """No hasanta is to be seen in them: without one they are narrower than with one written out."""
    known = vectors("bijoy-poriborton/Juktokkhor.txt").read_text("utf-8").split()
    wanted = [one for one in known if "\u09cd" in one and re.fullmatch(f"[{faces.BANGLA}]+", one)]
    set_in = faces.font(file, 100)
    apart = [one for one in wanted if set_in.getlength(one) >= set_in.getlength(one.replace("\u09cd", "\u09cd\u200c"))]
    assert len(wanted) > 200
    assert len(apart) <= len(wanted) // 50, apart


@pytest.mark.parametrize("file", FILES)
def test_each_letter_that_cards_take_is_in_the_file(file: str) -> None:
    set_in = ImageFont.truetype(str(cases.ROOM / "faces" / file), 40, layout_engine=ImageFont.Layout.BASIC)
    absent = bytes(set_in.getmask("\ufffe"))
    wanted = letters(faces.LATIN if "latin" in file else faces.BANGLA)
    lacking = [
        one
        for one in wanted
        if not one.isspace() and one not in "\u200c\u200d\u00ad" and bytes(set_in.getmask(one)) == absent
    ]
    assert lacking == []


def test_a_line_is_set_in_two_faces_on_one_baseline() -> None:
    setting = faces.Setting(faces.face("serif", "headline"), 60)
    found = [(run, set_in.getname()[0]) for run, set_in in setting.parts("এক বছরে GDP ৫.৮% বাড়ল")]
    assert found == [
        ("এক বছরে", "Noto Serif Bengali"),
        (" GDP ", "Noto Serif"),
        ("৫", "Noto Serif Bengali"),
        (".", "Noto Serif"),
        ("৮", "Noto Serif Bengali"),
        ("% ", "Noto Serif"),
        ("বাড়ল", "Noto Serif Bengali"),
    ]


def test_the_runs_of_a_text_are_the_text() -> None:
    text = "‘র‍্যাব’ বলছে, US$ ৫.৮ কোটি (৳৭০০ কোটি)।"
    assert "".join(run for run, _ in faces.runs(faces.tidy(text))) == text


def test_letters_that_no_face_has_are_left_out_and_named() -> None:
    assert faces.tidy("জয় 🎉 হলো\n中文!") == "জয় হলো !"
    assert faces.lacking("জয় 🎉 হলো\n中文!") == "🎉中文"


def test_without_raqm_nothing_is_drawn_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    faces.font.cache_clear()
    monkeypatch.setattr(faces.features, "check", lambda name: False)
    with pytest.raises(LookupError, match="Pillow has no Raqm here: install libraqm and libfribidi"):
        faces.font("headline.woff2", 40)
