"""What is no export of WordPress is refused with a sentence that says where and what to do; nothing is fetched or swells."""

import gzip
import tracemalloc
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from harkara.wire.errors import UnreadableItem
from harkara.wire.moving import streams
from harkara.wire.moving.parcel import Found, Wanted
from harkara.wire.moving.uploads import Uploads
from harkara.wire.moving.wxr import open_
from tests.wire.moving.papers import HEAD, TAIL, export, item

BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


def read(path: Path) -> list[Found]:
    with closing(open_(path, Wanted())) as reader:
        return list(reader.found())


def refused(path: Path) -> str:
    with pytest.raises(UnreadableItem) as why:
        read(path)
    return str(why.value)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param(
            f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "x">{BOMB}]><rss><channel><title>&a9;</title></channel></rss>',
            "declares entities",
            id="bomb",
        ),
        pytest.param(
            '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>',
            "declares entities",
            id="a file",
        ),
        pytest.param(
            '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd"><rss><channel/></rss>',
            "declares entities",
            id="a DTD elsewhere",
        ),
        pytest.param("<html><body>প্রবেশ</body></html>", "it begins with <html>", id="a page"),
        pytest.param(
            "<!DOCTYPE html><html><body><p>x</p></body></html>", "it begins with <html>", id="a page with its type"
        ),
        pytest.param('<feed xmlns="http://www.w3.org/2005/Atom"><entry/></feed>', "it begins with <feed>", id="Atom"),
        pytest.param(
            "<rss><channel><title>x</title><item><title>y</title></item></channel></rss>",
            "it is RSS, and no export",
            id="RSS",
        ),
        pytest.param('{"db": []}', "the file is no XML", id="JSON"),
        pytest.param("", "the file is empty", id="nothing"),
        pytest.param(HEAD.replace("https://old.example", "") + TAIL, "does not say whose it is", id="nobody's"),
        pytest.param(HEAD + item(1) + item(2)[:400], "breaks off or is broken in line", id="cut off"),
        pytest.param(
            HEAD + item(1).replace("</guid>", "</giud>") + TAIL, "breaks off or is broken in line", id="broken"
        ),
    ],
)
def test_refusals(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "x.xml"
    path.write_text(text, encoding="utf-8")
    assert why in refused(path)


def test_entities_within_the_text_are_text(tmp_path: Path) -> None:
    path = export(tmp_path / "x.xml", item(1, "<!ENTITY", "<p>&lt;!DOCTYPE html&gt; &amp; &nbsp;</p>"))
    (found,) = read(path)
    assert found.parcel is not None


def test_control_characters_do_not_break_it(tmp_path: Path) -> None:
    path = export(tmp_path / "x.xml", item(1, "নদী\x0bর"))
    (found,) = read(path)
    assert found.parcel is not None
    assert found.parcel.headline == "নদী র"


@pytest.mark.parametrize("form", ["gz", "zip"])
def test_packed_exports_are_read(tmp_path: Path, form: str) -> None:
    plain = export(tmp_path / "x.xml", item(1), item(2))
    packed = tmp_path / f"x.{form}"
    if form == "gz":
        packed.write_bytes(gzip.compress(plain.read_bytes()))
    else:
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(plain, "paper.xml")
    found = read(packed)
    assert [one.key for one in found] == ["post:1", "post:2"]
    assert 0 < found[-1].share <= 1


@pytest.mark.parametrize("form", ["gz", "zip"])
def test_what_swells_is_refused(tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "FREE", 1_000_000)
    packed = tmp_path / f"x.{form}"
    body = HEAD.encode() + b" " * 50_000_000
    if form == "gz":
        packed.write_bytes(gzip.compress(body))
    else:
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("paper.xml", body)
    assert "grows to more than 200 times its size" in refused(packed)


def test_a_broken_archive_and_one_of_many(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(b"PK\x03\x04 broken")
    assert "the archive is broken" in refused(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.xml", "<a/>")
        archive.writestr("b.xml", "<b/>")
    assert "holds 2 files to read" in refused(path)
    path.write_bytes(gzip.compress(HEAD.encode() * 50)[:60])
    assert "breaks off or is broken" in refused(path)


def test_a_position_goes_on_behind_it(tmp_path: Path) -> None:
    reader = open_(export(tmp_path / "x.xml", *(item(n) for n in range(1, 8))), Wanted())
    every = list(reader.found())
    for one in every:
        assert [rest.key for rest in reader.found(one.position)] == [
            rest.key for rest in every if int(rest.position) > int(one.position)
        ]
    reader.close()


def test_memory_is_that_of_an_item(tmp_path: Path) -> None:
    def most(items: int) -> int:
        reader = open_(
            export(tmp_path / f"{items}.xml", *(item(n, body="<p>ক</p>" * 50) for n in range(items))), Wanted()
        )
        tracemalloc.start()
        for _ in reader.found():
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        reader.close()
        return peak

    few = most(100)
    assert most(400) < few * 1.5 + 1_000_000


def test_nothing_outside_of_the_uploads_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "uploads"
    (folder / "2019").mkdir(parents=True)
    (folder / "2019/a.jpg").write_bytes(b"inside")
    (tmp_path / "secret.jpg").write_bytes(b"outside")
    (folder / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    uploads = Uploads(str(folder))
    assert uploads.read("https://old.example/wp-content/uploads/2019/a-300x200.jpg") == b"inside"
    for address in (
        "/../secret.jpg",
        "/%2e%2e/secret.jpg",
        "/link.jpg",
        "/secret.jpg",
        "",
        "/",
        "http://[x/a.jpg",
        "/a\0.jpg",
    ):
        assert uploads.read(address) is None
    assert Uploads("").read("/2019/a.jpg") is None
