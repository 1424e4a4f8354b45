"""Folders into which others put files: what is whole is taken, once, and lies aside afterwards with the reason beside it."""

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harkara.wire import drops
from harkara.wire.drops import File
from tests.wire.formats.wires import sample, telex
from tests.wire.mail.letters import letter, photo

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
CLOCK = NOW.timestamp()
STORY = sample("nitf.xml")


def put(folder: Path, name: str, data: bytes, age: float = 120) -> Path:
    path = folder / name
    path.write_bytes(data)
    os.utime(path, (CLOCK - age, CLOCK - age))
    return path


def whole(folder: Path, pause: Iterable[object] = ()) -> list[str]:
    return list(drops.whole(folder, lambda _: list(pause) and None, lambda: CLOCK))


def taken(folder: Path, **how: float) -> list[File]:
    names = drops.whole(folder, lambda _: None, lambda: CLOCK)
    return drops.read(folder, names, "Asia/Dhaka", now=lambda: CLOCK, **how)


def lies(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_file_is_read_and_put_aside(tmp_path: Path) -> None:
    put(tmp_path, "a.xml", STORY)
    (file,) = taken(tmp_path)
    assert [one.headline for one in file.opened.dispatches] == ["পাহাড়ে ২০০ মিলিমিটার বৃষ্টি"]
    assert lies(tmp_path) == ["a.xml"]  # only whoever has filed it puts it aside
    drops.put_aside(tmp_path, file, NOW)
    assert lies(tmp_path) == ["done/2026-11-30/a.xml"]
    assert taken(tmp_path) == []


def test_files_are_taken_in_the_order_in_which_they_came(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", telex("Rain =\n\nIt rained."), age=100)
    put(tmp_path, "b.eml", letter().as_bytes(), age=300)
    put(tmp_path, "c.json", sample("ninjs-1.json"), age=200)
    assert [file.name for file in taken(tmp_path)] == ["b.eml", "c.json", "a.txt"]


@pytest.mark.parametrize(
    "name", [".a.xml", "a.xml.part", "a.xml.PARTIAL", "a.tmp", "a.xml.filepart", "a.xml~", "a.lock", "a.crdownload"]
)
def test_names_of_unfinished_files(tmp_path: Path, name: str) -> None:
    put(tmp_path, name, STORY)
    put(tmp_path, "whole.xml", STORY)
    assert whole(tmp_path) == ["whole.xml"]


def test_a_file_that_is_still_being_written_waits(tmp_path: Path) -> None:
    growing, still = put(tmp_path, "growing.xml", STORY[:100], age=1), put(tmp_path, "still.xml", STORY, age=1)

    def pause(seconds: float) -> None:
        assert seconds == drops.STILL
        with growing.open("ab") as file:
            file.write(STORY[100:])

    found = drops.whole(tmp_path, pause, lambda: CLOCK)
    assert list(found) == [still.name]


def test_a_file_of_the_same_size_that_was_written_again_waits(tmp_path: Path) -> None:
    path = put(tmp_path, "a.xml", STORY, age=1)
    assert list(drops.whole(tmp_path, lambda _: os.utime(path, (CLOCK, CLOCK)), lambda: CLOCK)) == []


def test_old_files_need_no_second_look(tmp_path: Path) -> None:
    put(tmp_path, "a.xml", STORY, age=drops.SETTLED + 1)

    def pause(_: float) -> None:
        raise AssertionError("nothing is young here")

    assert list(drops.whole(tmp_path, pause, lambda: CLOCK)) == ["a.xml"]


def test_what_breaks_off_waits_and_is_refused_in_the_end(tmp_path: Path) -> None:
    put(tmp_path, "half.xml", STORY[:900], age=drops.PATIENCE - 1)
    put(tmp_path, "empty.xml", b"", age=drops.PATIENCE - 1)
    put(tmp_path, "strange.xml", b"<strange/>", age=drops.PATIENCE - 1)
    assert [file.name for file in taken(tmp_path)] == ["strange.xml"]
    put(tmp_path, "half.xml", STORY[:900], age=drops.PATIENCE + 1)
    put(tmp_path, "empty.xml", b"", age=drops.PATIENCE + 1)
    assert {file.name: file.opened.why.split(" in line")[0] for file in taken(tmp_path)} == {
        "half.xml": "the XML breaks off or is broken",
        "empty.xml": "the file is empty; have it sent again",
        "strange.xml": "the file is XML of an unknown kind (<strange>); send NewsML-G2, NITF, ninjs, IPTC 7901",
    }


def test_the_reason_lies_beside_what_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "বিল.pdf", b"%PDF-1.7")
    drops.put_all_aside(tmp_path, taken(tmp_path), NOW)
    assert lies(tmp_path) == ["refused/2026-11-30/বিল.pdf", "refused/2026-11-30/বিল.pdf.reason.txt"]
    assert (tmp_path / "refused/2026-11-30/বিল.pdf.reason.txt").read_text() == (
        "বিল.pdf: the file is a PDF; send NewsML-G2, NITF, ninjs, IPTC 7901.\n"
    )


def test_a_file_of_which_only_a_part_is_whole_gives_that_part_and_is_refused(tmp_path: Path) -> None:
    put(
        tmp_path,
        "two.txt",
        telex("Rain =\n\nIt rained.") + b"\x01rwa0413 4 s 9   rw 0032\r\n\r\nx/\r\n\x02Sun =\r\n",
        700,
    )
    (file,) = taken(tmp_path)
    assert [one.headline for one in file.opened.dispatches] == ["Rain"]
    drops.put_aside(tmp_path, file, NOW)
    assert lies(tmp_path)[0].startswith("refused/")


def test_pictures_go_with_the_item_that_names_them(tmp_path: Path) -> None:
    put(tmp_path, "rain-1600.jpg", photo())
    put(tmp_path, "other.jpg", photo())
    assert taken(tmp_path) == []
    put(tmp_path, "a.xml", STORY)
    (file,) = taken(tmp_path)
    assert [(one.name, one.data, one.of) for one in file.opened.attached] == [
        ("rain-1600.jpg", photo(), file.opened.dispatches[0].guid)
    ]
    drops.put_aside(tmp_path, file, NOW)
    assert lies(tmp_path) == ["done/2026-11-30/a.xml", "done/2026-11-30/rain-1600.jpg", "other.jpg"]


def test_a_picture_that_nothing_names_waits_a_day(tmp_path: Path) -> None:
    put(tmp_path, "other.jpg", photo(), age=drops.LONGEST_WAIT + 1)
    (file,) = taken(tmp_path)
    assert file.opened.why == "no item named this picture for a day; send them together"


def test_links_and_pipes_and_ways_out_are_not_followed(tmp_path: Path) -> None:
    outside = put(tmp_path, "secret.jpg", photo())
    folder = tmp_path / "drop"
    folder.mkdir()
    (folder / "link.xml").symlink_to(outside)
    (folder / "rain-1600.jpg").symlink_to(outside)
    os.mkfifo(folder / "pipe.xml")
    (folder / "sub.xml").mkdir()
    put(folder, "a.xml", STORY)
    put(folder, "b.xml", STORY.replace(b"rain-1600.jpg", b"../secret.jpg"))
    files = taken(folder)
    assert [(file.name, file.opened.attached) for file in files] == [("a.xml", ()), ("b.xml", ())]


def test_a_file_that_was_replaced_after_it_was_read_stays(tmp_path: Path) -> None:
    put(tmp_path, "a.xml", STORY)
    (file,) = taken(tmp_path)
    put(tmp_path, "a.xml", STORY + b"\n", age=100)
    drops.put_aside(tmp_path, file, NOW)
    assert [name for name in lies(tmp_path) if "reason" not in name] == ["a.xml"]


def test_a_second_file_of_the_same_name_overwrites_nothing(tmp_path: Path) -> None:
    for data in (STORY, STORY + b"\n", STORY + b"\n\n"):
        put(tmp_path, "a.xml", data)
        drops.put_all_aside(tmp_path, taken(tmp_path), NOW)
    assert lies(tmp_path) == [f"done/2026-11-30/a{end}.xml" for end in ("-2", "-3", "")]


def test_two_who_read_the_same_folder_disturb_each_other_in_nothing(tmp_path: Path) -> None:
    put(tmp_path, "a.xml", STORY)
    (one,), (other,) = taken(tmp_path), taken(tmp_path)
    drops.put_aside(tmp_path, one, NOW)
    drops.put_aside(tmp_path, other, NOW)
    assert lies(tmp_path) == ["done/2026-11-30/a.xml"]


def test_a_full_folder_is_taken_in_turns(tmp_path: Path) -> None:
    for number in range(drops.AT_ONCE + 5):
        put(tmp_path, f"{number:04}.json", sample("ninjs-1.json"), age=1_000 - number)
    files = taken(tmp_path)
    assert [files[0].name, files[-1].name, len(files)] == ["0000.json", "0199.json", drops.AT_ONCE]


def test_a_look_holds_no_more_bytes_than_it_may(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drops, "MOST_BYTES", len(photo()) + 10)
    for number in range(4):
        put(tmp_path, f"{number}.xml", STORY.replace(b"rain-1600", b"rain-%d" % number), age=1_000 - number)
        put(tmp_path, f"rain-{number}.jpg", photo())
    files = taken(tmp_path)
    assert [file.name for file in files] == ["0.xml"]
    drops.put_all_aside(tmp_path, files, NOW)
    assert [file.name for file in taken(tmp_path)] == ["1.xml"]
