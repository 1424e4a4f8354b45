"""Files that cannot be read are said to be so, in a sentence, and never searched as if nothing had happened."""

import json
from pathlib import Path

import pytest

from harkara.archive.index import IndexDamaged, Place, Search
from harkara.archive.record import Record

from .conftest import Opener
from .records import numbers, story


def made(opened: Opener, tmp_path: Path) -> Path:
    index = opened(writing=True)
    index.write([story(number, "ঢাকায় বৃষ্টি", "আজ সকালে " * 50) for number in range(200)], [], Place(1))
    index.close()
    return tmp_path / "index"


def largest(folder: Path) -> Path:
    return max((file for file in folder.iterdir() if file.is_file()), key=lambda file: file.stat().st_size)


@pytest.mark.parametrize("kept", [0, 1000])
def test_a_file_that_was_cut_off(opened: Opener, tmp_path: Path, kept: int) -> None:
    whole = largest(made(opened, tmp_path))
    whole.write_bytes(whole.read_bytes()[:kept])
    with pytest.raises(IndexDamaged, match=r"cannot be used: .+\. It has to be made anew\.$"):
        assert numbers(opened().search(Search("বৃষ্টি"))) == []  # an empty file of SQLite's is a base without tables


def test_a_file_of_noise(opened: Opener, tmp_path: Path) -> None:
    folder = made(opened, tmp_path)
    for file in folder.iterdir():
        if file.name != "archive.json" and not file.name.startswith("."):
            file.write_bytes(b"\x07noise" * 400)
    for look in (lambda: opened().search(Search("ঢাকা")), lambda: opened().place(), lambda: opened().count()):
        with pytest.raises(IndexDamaged, match="made anew"):
            look()
    with pytest.raises(IndexDamaged, match="made anew"):
        opened(writing=True).write([story(1)], [])


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("{", "archive.json cannot be read"),
        ("[]", "archive.json cannot be read"),
        (json.dumps({"engine": "card index", "format": 1}), "it is one of card index in format 1"),
        (json.dumps({"engine": "tantivy", "format": 99}), "in format 99"),
        (None, "it has no archive.json"),
    ],
)
def test_a_note_of_something_else(opened: Opener, tmp_path: Path, note: str | None, said: str) -> None:
    file = made(opened, tmp_path) / "archive.json"
    if note is None:
        file.unlink()
    else:
        file.write_text(note)
    with pytest.raises(IndexDamaged, match=said):
        opened().search(Search("ঢাকা"))
    with pytest.raises(IndexDamaged, match=said):
        opened(writing=True).write([story(1)], [])


def test_words_analysed_by_other_rules_are_read_and_not_added_to(opened: Opener, tmp_path: Path) -> None:
    file = made(opened, tmp_path) / "archive.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "analyser": "of last year"}))
    assert opened().search(Search("বৃষ্টি")).total == 200
    with pytest.raises(IndexDamaged, match="analysed by other rules"):
        opened(writing=True).write([story(1)], [])


def test_a_folder_that_took_the_place_of_another(opened: Opener, tmp_path: Path) -> None:
    """A rebuilt index is put in the place of the old one while readers go on."""
    folder = made(opened, tmp_path)
    reader = opened()
    assert reader.count() == 200
    folder.rename(tmp_path / "old")
    assert (reader.count(), reader.place()) == (0, None)
    index = opened(writing=True)
    index.write([story(1, "খুলনায় রোদ", "রোদ " * 100)], [], Place(9))
    assert (reader.count(), reader.place(), numbers(reader.search(Search("খুলনা")))) == (1, Place(9), [1])


def test_a_bulk_is_packed_with_its_own_words(opened: Opener, tmp_path: Path) -> None:
    """A reader that was there before the words were learned reads what is packed with them."""
    reader, writer = opened(), opened(writing=True)
    body = "পদ্মা সেতুর নির্মাণকাজ শেষ হয়েছে বলে জানালেন মন্ত্রী। " * 4
    bulk: list[Record] = [story(number, f"খবর {number}", f"{body}\n{number}") for number in range(600)]
    assert reader.count() == 0
    writer.write(bulk, [])
    assert (tmp_path / "index" / "words.bin").stat().st_size > 0
    shown = reader.search(Search("সেতু", page=2)).hits[0].excerpt
    assert "".join(text for text, _ in shown).startswith("পদ্মা সেতুর")
