"""The shelf in a folder of its own."""

import errno
import os
import resource
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest

from harkara.rack.pages import Page, Stored, time_of
from harkara.rack.shelf import Shelf, has_brotli, place_of

HTML = (("content-type", "text/html; charset=utf-8"),)


def page(text: str = "প্রথম") -> Page:
    return Page(200, HTML, (text * 300).encode())


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "rack" / "shelf")


def files(shelf: Shelf) -> list[str]:
    return sorted(path.name for path in shelf.root.rglob("*") if path.is_file())


def test_what_is_put_is_there(shelf: Shelf) -> None:
    until = datetime(2026, 1, 1, tzinfo=UTC)
    put = shelf.put("story:12", page(), valid_until=until, extra={"position": "7"})
    got = shelf.get("story:12")
    assert got == put
    assert got.identity() == page().body
    assert (got.valid_until, got.extra) == (until.timestamp(), {"position": "7"})
    assert shelf.get("story:13") is None
    assert Shelf(shelf.root).get("story:12") == put


def test_names_of_any_length_and_script_have_a_place(shelf: Shelf) -> None:
    names = ["story:1", "topic:" + "বাংলা" * 200, "a/../../etc", "x\0y", "."]
    for name in names:
        shelf.put(name, page(name))
    assert sorted(shelf.names()) == sorted(names)
    assert all(len(place_of(name)) == 33 for name in names)
    assert {path.parent.parent for path in shelf.root.rglob("*.page")} == {shelf.root}


def test_putting_tells_the_generation(shelf: Shelf) -> None:
    seen = [shelf.generation.value()]
    for change in (
        lambda: shelf.put("story:12", page()),
        lambda: shelf.add_brotli("story:12"),
        lambda: shelf.set_aside("story:12"),
        lambda: shelf.drop("story:12"),
    ):
        change()
        seen.append(shelf.generation.value())
    assert seen == sorted(set(seen))
    assert all(value % 2 == 0 for value in seen)


def test_drop(shelf: Shelf) -> None:
    shelf.put("story:12", page())
    assert [shelf.drop("story:12"), shelf.drop("story:12")] == [True, False]
    assert (shelf.get("story:12"), files(shelf)) == (None, [])


def test_a_touched_page_is_set_aside(shelf: Shelf) -> None:
    put = shelf.put("story:12", page())
    assert shelf.set_aside("story:12")
    assert (shelf.get("story:12"), shelf.mark("story:12"), list(shelf.names())) == (None, None, [])
    assert shelf.aside("story:12") == put
    assert not shelf.set_aside("story:12")
    shelf.put("story:12", page("দ্বিতীয়"))
    assert shelf.aside("story:12") is None


def test_a_killed_page_is_nowhere(shelf: Shelf) -> None:
    shelf.put("story:12", page())
    shelf.set_aside("story:12")
    assert shelf.drop("story:12")
    assert (shelf.aside("story:12"), files(shelf)) == (None, [])


def test_brotli_is_added_later_under_the_same_tag(shelf: Shelf) -> None:
    put = shelf.put("story:12", page())
    assert [shelf.add_brotli("story:12"), shelf.add_brotli("story:12"), shelf.add_brotli("story:13")] == [
        True,
        False,
        False,
    ]
    got = shelf.get("story:12")
    assert got
    assert got.brotli
    assert brotli.decompress(got.brotli) == page().body
    assert (got.etag, got.headers, got.gzip) == (put.etag, put.headers, put.gzip)


def test_brotli_is_another_mark_of_the_same_file(shelf: Shelf) -> None:
    shelf.put("story:12", page())
    before = shelf.fetch("story:12")
    assert before
    data = Path(shelf.file("story:12")).read_bytes()
    shelf.add_brotli("story:12")
    after = shelf.fetch("story:12")
    assert after
    assert (has_brotli(before[1]), has_brotli(after[1]), after[1] == shelf.mark("story:12")) == (False, True, True)
    assert Path(shelf.file("story:12")).read_bytes() == data
    assert after[0].brotli == Path(shelf.file("story:12")).with_suffix(".br").read_bytes()
    bare = shelf.fetch("story:12", brotli=False)
    assert bare
    assert bare[0].brotli is None
    assert shelf.brotli(bare[0]) == shelf.brotli(before[0]) == after[0].brotli


def test_brotli_of_another_version_is_none(shelf: Shelf) -> None:
    """Somebody holds the old page while a new one comes, with its part."""
    old = shelf.put("story:12", page())
    shelf.add_brotli("story:12")
    new = shelf.put("story:12", page("দ্বিতীয়"))
    assert shelf.brotli(old) is None
    shelf.add_brotli("story:12")
    assert (shelf.brotli(old), shelf.brotli(new) is None, shelf.torn) == (None, False, 0)


def test_a_torn_brotli_part_is_none_and_the_page_stays(shelf: Shelf) -> None:
    put = shelf.put("story:12", page())
    shelf.add_brotli("story:12")
    file = Path(shelf.file("story:12")).with_suffix(".br")
    file.write_bytes(file.read_bytes()[:-1])
    assert (shelf.get("story:12"), shelf.torn) == (put, 1)
    assert shelf.add_brotli("story:12")
    assert shelf.brotli(put)


@pytest.mark.parametrize(("act", "left"), [("drop", []), ("set_aside", [".aside"]), ("put", [".page"])])
def test_brotli_goes_with_its_page(shelf: Shelf, act: str, left: list[str]) -> None:
    shelf.put("story:12", page())
    shelf.add_brotli("story:12")
    if act == "put":
        shelf.put("story:12", page("দ্বিতীয়"))
    else:
        getattr(shelf, act)("story:12")
    assert [Path(name).suffix for name in files(shelf)] == left


def test_the_time_of_a_file_says_which_page_it_is(shelf: Shelf) -> None:
    def seconds(ending: str = ".page") -> int:
        return int(Path(shelf.file("story:12")).with_suffix(ending).stat().st_mtime)

    first = shelf.put("story:12", page())
    assert seconds() == time_of(first.etag)
    shelf.add_brotli("story:12")
    assert (seconds(), seconds(".br")) == (time_of(first.etag), time_of(first.etag))
    second = shelf.put("story:12", page("দ্বিতীয়"))
    assert seconds() == time_of(second.etag) != time_of(first.etag)


FORMAT_2 = Path(__file__).with_name("format2.page")
"""A page file as it was written before, with its brotli part inside."""


def test_a_page_of_the_format_before_is_read_and_replaced(shelf: Shelf) -> None:
    file = Path(shelf.file("story:12"))
    file.parent.mkdir()
    file.write_bytes(FORMAT_2.read_bytes())
    old = shelf.get("story:12")
    assert old
    assert old.identity() == page().body
    assert old.brotli
    assert brotli.decompress(old.brotli) == page().body
    assert old.headers == (*HTML, ("last-modified", "Sat, 28 Nov 2026 07:00:00 GMT"))
    assert (old.extra, old.valid_until, old.address()) == ({"position": "7"}, 1893456000.0, None)
    assert (list(shelf.names()), shelf.add_brotli("story:12")) == (["story:12"], False)
    new = shelf.put("story:12", page(), extra={"position": "8"})
    assert shelf.get("story:12") == new
    assert (new.etag, new.headers) == (old.etag, old.headers)  # the same page keeps its date
    assert shelf.set_aside("story:12")


@pytest.mark.parametrize("kept", [14, 20, 33, 60, 400, -1])
def test_a_torn_page_of_the_format_before_is_missing(shelf: Shelf, kept: int) -> None:
    file = Path(shelf.file("story:12"))
    file.parent.mkdir()
    file.write_bytes(FORMAT_2.read_bytes()[:kept])
    assert (shelf.get("story:12"), shelf.torn) == (None, 1)


class Interrupted(Shelf):
    """A shelf that is read, and then somebody else does something."""

    def __init__(self, root: Path, act: Callable[[], object]) -> None:
        super().__init__(root)
        self.acts = [act]

    def get(self, name: str) -> Stored | None:
        found = super().get(name)
        if self.acts:
            self.acts.pop()()
        return found


def test_brotli_never_brings_an_older_page_back(shelf: Shelf) -> None:
    shelf.put("story:12", page())
    assert not Interrupted(shelf.root, lambda: shelf.put("story:12", page("দ্বিতীয়"))).add_brotli("story:12")
    newer = shelf.get("story:12")
    assert newer
    assert newer.identity() == page("দ্বিতীয়").body
    assert not Interrupted(shelf.root, lambda: shelf.drop("story:12")).add_brotli("story:12")
    assert (shelf.get("story:12"), files(shelf)) == (None, [])


def test_pictures_get_no_brotli(shelf: Shelf) -> None:
    shelf.put("picture:7:640.jpg", Page(200, (("content-type", "image/jpeg"),), bytes(5000)))
    assert not shelf.add_brotli("picture:7:640.jpg")


def test_the_same_page_keeps_its_date_and_another_gets_a_later_one(shelf: Shelf) -> None:
    first, again, second = (shelf.put("story:12", page(text)) for text in ("ক", "ক", "খ"))
    shelf.set_aside("story:12")
    third = shelf.put("story:12", page("গ"))
    dates = [copy.header("last-modified") for copy in (first, again, second, third)]
    assert dates[0] == dates[1]
    assert len(set(dates)) == 3
    assert (first.etag, first.etag == second.etag) == (again.etag, False)


def test_a_date_of_the_press_is_kept(shelf: Shelf) -> None:
    dated = Page(200, (*HTML, ("last-modified", "Mon, 15 Aug 2022 05:29:00 GMT")), b"x")
    assert shelf.put("story:12", dated).headers == dated.headers


@pytest.mark.parametrize("kept", [0, 10, 16, 60, 100, -1])
def test_a_torn_file_is_counted_and_missing_and_healed(shelf: Shelf, kept: int) -> None:
    shelf.put("story:12", page())
    file = Path(shelf.file("story:12"))
    file.write_bytes(file.read_bytes()[:kept])
    assert (shelf.get("story:12"), shelf.torn) == (None, 1)
    put = shelf.put("story:12", page())
    assert shelf.get("story:12") == put


def test_the_file_of_another_sheet_is_missing(shelf: Shelf) -> None:
    shelf.put("story:12", page())
    shelf.put("story:13", page())
    os.replace(shelf.file("story:13"), shelf.file("story:12"))
    assert (shelf.get("story:12"), shelf.torn) == (None, 1)


def test_equal_marks_mean_equal_files(shelf: Shelf) -> None:
    marks = set()
    for number in range(200):  # inodes come back quickly, and the kernel's clock is coarse
        shelf.put("story:12", page(str(number % 10)))
        found = shelf.fetch("story:12")
        assert found
        assert found[1] == shelf.mark("story:12")
        marks.add(found[1])
    assert len(marks) == 200


FULL = """
import resource, signal, sys
from harkara.rack.errors import RackFull
from harkara.rack.pages import Page, Stored
from harkara.rack.shelf import Shelf
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (600, resource.RLIM_INFINITY))
shelf = Shelf(sys.argv[1])
try:
    shelf.put("story:12", Page(200, (("content-type", "image/jpeg"),), bytes(5000)))
except RackFull as error:
    print(error)
"""


def test_a_full_disk_refuses_and_keeps_the_old_page(shelf: Shelf) -> None:
    old = shelf.put("story:12", page())
    left = files(shelf)
    run = subprocess.run([sys.executable, "-c", FULL, shelf.root], capture_output=True, text=True, check=True)
    assert run.stdout == f"there is no room on the disk of {shelf.root}; free some, nothing was replaced\n"
    assert (shelf.get("story:12"), files(shelf)) == (old, left)
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
    assert shelf.put("story:12", page("দ্বিতীয়")) == shelf.get("story:12")


def test_an_error_of_the_disk_is_not_called_full(shelf: Shelf) -> None:
    shelf.root.rmdir()
    shelf.root.write_text("a file where the folder should be")
    with pytest.raises(OSError) as caught:
        shelf.put("story:12", page())
    assert caught.value.errno in (errno.ENOTDIR, errno.EEXIST)


def test_what_dead_writers_left_is_swept(shelf: Shelf) -> None:
    shelf.put("story:12", page())
    file = Path(shelf.file("story:12"))
    file.with_suffix(".99.0.part").write_bytes(b"half")
    assert list(shelf.names()) == ["story:12"]
    assert (shelf.sweep(), files(shelf)) == (1, [file.name])
    file.with_suffix(".99.0.part").write_bytes(b"half")
    assert shelf.sweep(["front"]) == 0
    assert (shelf.sweep(["front", "story:12"]), files(shelf)) == (1, [file.name])


def test_readers_see_the_old_page_or_the_new_page(shelf: Shelf) -> None:
    shelf.put("story:12", page("0"))
    seen: list[int] = []
    stop = threading.Event()

    def read() -> None:
        reader = Shelf(shelf.root)
        while not stop.is_set():
            found = reader.get("story:12")
            seen.append(int(found.identity()[:3]) if found else -1)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(300):
        shelf.put("story:12", page(f"{number:03}"))
    stop.set()
    for reader in readers:
        reader.join()
    assert -1 not in seen
