"""``harkara take``: what it prints, what it stores and moves, and what it says when it cannot."""

import json
import os
from pathlib import Path

import pytest

from harkara.desk.models import IncomingClipping, Picture
from harkara.wire.take_command import take
from tests.wire.formats.wires import sample, telex
from tests.wire.mail.letters import STORY, WORD, letter, manuscript, photo

HEADLINE = "পাহাড়ে ২০০ মিলিমিটার বৃষ্টি"


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    os.utime(path, (1_000_000_000, 1_000_000_000))
    return path


def lies(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_json_prints_and_stores_and_moves_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(tmp_path, "a.xml", sample("nitf.xml"))
    assert take([str(tmp_path), "--json"]) == 0  # no database is marked: a query would fail this test
    told = json.loads(capsys.readouterr().out)
    assert (told["headline"], told["published"]) == (HEADLINE, "2026-11-30T08:00:00+06:00")
    assert lies(tmp_path) == ["a.xml"]


@pytest.mark.django_db
def test_a_file_is_taken_once_and_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = put(tmp_path, "a.xml", sample("nitf.xml"))
    put(tmp_path, "rain-1600.jpg", photo())
    assert take([str(path)]) == 0
    row = IncomingClipping.objects.get()
    assert capsys.readouterr().out == f"New in the tray: “{HEADLINE}”, /desk/tray/{row.pk}/\n"
    assert (row.dateline, row.urgency, row.version, row.outlet) == ("বান্দরবান", 2, 2_000_003, "নদীবার্তা")
    shown = Picture.objects.get()
    assert (shown.caption, shown.credit, shown.terms) == ("সাঙ্গু নদীর পাড়ে পানি।", "সুমন চাকমা", "")
    assert row.pictures[0]["address"].endswith(f"/{shown.pk}/")
    assert take([str(path)]) == 0
    assert capsys.readouterr().out == f"Already in the tray: “{HEADLINE}”, /desk/tray/{row.pk}/\n"
    assert (IncomingClipping.objects.count(), Picture.objects.count()) == (1, 1)
    assert lies(tmp_path) == ["a.xml", "rain-1600.jpg"]


@pytest.mark.django_db
def test_newer_versions_holds_and_kills(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = sample("nitf.xml").decode()
    said = []
    for old, new in [
        ("", ""),
        ('version="3"', 'version="4"'),
        ('management-status="usable"', 'management-status="withheld"'),
        ('management-status="usable"', 'management-status="canceled"'),
    ]:
        number = len(said) + 3
        changed = text.replace(old, new, 1) if old else text
        put(
            tmp_path,
            "a.xml",
            changed.replace('version="3"/>', f'version="{number}"/>').replace("তিনটি", f"{number}টি").encode(),
        )
        assert take([str(tmp_path / "a.xml")]) == 0
        said.append(capsys.readouterr().out.split(":")[0])
    assert said == ["New in the tray", "Newer version", "Held back by its sender", "Killed by its sender"]
    assert IncomingClipping.objects.get().state == "cancelled"


@pytest.mark.django_db
def test_a_folder_is_emptied(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(tmp_path, "a.xml", sample("nitf.xml"))
    put(tmp_path, "b.txt", telex("Rain =\n\nDHAKA (unb) - It rained."))
    put(tmp_path, "c.pdf", b"%PDF-1.7")
    put(tmp_path, "d.xml", sample("g2-message.xml")[:900])
    put(tmp_path, "e.xml.part", sample("g2-message.xml"))
    assert take([str(tmp_path)]) == 1
    told = capsys.readouterr()
    assert [line.split(":")[0] for line in told.out.splitlines()] == ["New in the tray"] * 2
    assert told.err.splitlines()[0] == "Refused: c.pdf: the file is a PDF; send NewsML-G2, NITF, ninjs, IPTC 7901."
    assert told.err.splitlines()[1].startswith("Refused: d.xml: the XML breaks off or is broken in line")
    assert [name.replace(name.split("/")[1], "DAY") for name in lies(tmp_path) if "/" in name] == [
        "done/DAY/a.xml",
        "done/DAY/b.txt",
        "refused/DAY/c.pdf",
        "refused/DAY/c.pdf.reason.txt",
        "refused/DAY/d.xml",
        "refused/DAY/d.xml.reason.txt",
    ]
    assert IncomingClipping.objects.count() == 2


@pytest.mark.django_db
def test_a_letter_with_its_word_file_and_pictures(tmp_path: Path) -> None:
    message = letter("খবর ও ছবি পাঠালাম।")
    message.add_attachment(manuscript("চরে স্কুল", *STORY), maintype="application", subtype=WORD, filename="চর.docx")
    message.add_attachment(photo(), maintype="image", subtype="jpeg", filename="ঘাট.jpg")
    message.add_attachment(photo(100, 100), maintype="image", subtype="jpeg", filename="ছোট.jpg")
    assert take([str(put(tmp_path, "letter.eml", message.as_bytes()))]) == 0
    row = IncomingClipping.objects.get()
    assert (row.headline, row.dateline, row.outlet, row.paragraphs) == (
        "চরে স্কুল",
        "কুড়িগ্রাম",
        "রহিমা খাতুন",
        list(STORY[1:]),
    )
    shown = Picture.objects.get()
    assert (shown.title, shown.credit) == ("ঘাট.jpg", "রহিমা খাতুন")
    assert [picture["address"].split("/")[-2] for picture in row.pictures] == [str(shown.pk)]
    assert row.told["note"].splitlines()[:2] == ["প্রেরক: rahima@example.org", "খবর ও ছবি পাঠালাম।"]
    assert row.told["note"].splitlines()[2].startswith("“ছোট.jpg”: ")


@pytest.mark.django_db
def test_killed_between_filing_and_moving_nothing_is_there_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "a.xml", sample("nitf.xml"))

    class Killed(BaseException):
        pass

    def replaced(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as broken:
        broken.setattr(os, "replace", replaced)
        with pytest.raises(Killed):
            take([str(tmp_path)])
    assert (lies(tmp_path), IncomingClipping.objects.count()) == (["a.xml"], 1)
    assert take([str(tmp_path)]) == 0
    assert (len(lies(tmp_path)), IncomingClipping.objects.count()) == (1, 1)
    assert lies(tmp_path)[0].startswith("done/")


def test_what_cannot_be_done_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert take([str(tmp_path / "nothing"), "--json"]) == 2
    assert "No such file or directory; give a file or a folder." in capsys.readouterr().err
    with pytest.raises(SystemExit):
        take(["x", "--zone", "Dhaka"])
    assert "there is no zone “Dhaka”: write it like Asia/Dhaka" in capsys.readouterr().err
    assert take([str(put(tmp_path, "a.jpg", photo())), "--json"]) == 1
    assert take([str(put(tmp_path, "half.json", b'{"uri"')), "--json"]) == 1
    assert "breaks off" in capsys.readouterr().err
