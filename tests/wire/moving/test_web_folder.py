"""Saved pages of a paper become parcels; what is no story is told of."""

import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harkara.wire.errors import UnreadableItem
from harkara.wire.moving import web_folder
from harkara.wire.moving.files import opened as files_opened
from harkara.wire.moving.parcel import Found, Paragraph, Parcel, Wanted

BODY = (
    "তিস্তার পানি বিপৎসীমার ওপর দিয়ে বইছে, চরের দুই শ পরিবার বাঁধে আশ্রয় নিয়েছে বলে জানিয়েছে স্থানীয় প্রশাসন।",
    "পানি উন্নয়ন বোর্ড বলেছে, উজানে ভারী বৃষ্টির কারণে আগামী দুই দিন পানি আরও বাড়তে পারে।",
    "জেলা প্রশাসক জানান, শুকনো খাবার ও নৌকা প্রস্তুত রাখা হয়েছে এবং স্কুলগুলো খুলে দেওয়া হয়েছে।",
)


OPEN: list[web_folder.WebFolder] = []


@pytest.fixture(autouse=True)
def closing() -> Iterator[None]:
    """Readers let go of their files when a test is done."""
    yield
    while OPEN:
        OPEN.pop().close()


def kept(path: Path, wanted: Wanted) -> web_folder.WebFolder:
    """The reader of ``path``."""
    OPEN.append(web_folder.open_(path, wanted))
    return OPEN[-1]


def page(headline: str, canonical: str = "") -> str:
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    paragraphs = "".join(f"<p>{text}</p>" for text in BODY)
    return (
        f'<!doctype html><html lang="bn"><head><meta charset="utf-8"><title>{headline}</title>{link}'
        '<meta property="article:published_time" content="2019-07-10T12:00:00+06:00">'
        '<meta property="og:image" content="/img/teesta.jpg"></head>'
        f"<body><nav><a href='/'>প্রথম পাতা</a></nav><article><h1>{headline}</h1>"
        f'<figure><img src="/img/teesta.jpg" width="800" height="500"><figcaption>তিস্তার চর। ছবি: রিনা খাতুন</figcaption></figure>'
        f"{paragraphs}</article><footer>© হাওর বার্তা</footer></body></html>"
    )


@pytest.fixture
def mirror(tmp_path: Path) -> Path:
    """What ``wget --mirror`` leaves of a paper."""
    root = tmp_path / "mirror"
    for name in ("national/2019/teesta/index.html", "national/2019/bridge.html", "index.html"):
        path = root / "old.example" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(f"শিরোনাম {name.split('/')[-2:][0]} তিস্তার পানি বেড়েছে"), encoding="utf-8")
    (root / "old.example/index.html").write_text(
        "<html><body><a href='a'>এক</a> <a href='b'>দুই</a></body></html>", encoding="utf-8"
    )
    (root / "old.example/img").mkdir()
    (root / "old.example/img/teesta.jpg").write_bytes(b"teesta")
    (root / "old.example/paper.pdf").write_bytes(b"%PDF")
    return root


def parcels(found: list[Found]) -> list[Parcel]:
    return [one.parcel for one in found if one.parcel]


def test_a_mirror_tells_its_own_address(mirror: Path) -> None:
    reader = kept(mirror, Wanted())
    found = list(reader.found())
    bridge, teesta = parcels(found)
    assert reader.origin == "https://old.example"
    assert (bridge.key, teesta.key) == (
        "https://old.example/national/2019/bridge.html",
        "https://old.example/national/2019/teesta/",
    )
    assert "https://old.example/national/2019/bridge" in bridge.addresses
    assert teesta.addresses == ("https://old.example/national/2019/teesta/",)
    assert [one for one in teesta.body if isinstance(one, Paragraph)] == [Paragraph(text) for text in BODY]
    assert teesta.published == datetime(2019, 7, 10, 6, tzinfo=UTC)
    assert [label.slug for label in teesta.sections] == ["national"]
    assert teesta.lead is not None
    assert teesta.lead.address == "https://old.example/img/teesta.jpg"
    assert reader.picture(teesta.lead.address) == b"teesta"
    assert reader.picture("https://old.example/../../etc/passwd") is None


def test_what_is_no_story_is_told_of(mirror: Path) -> None:
    dropped = {one.dropped.what: one.dropped.reason for one in kept(mirror, Wanted()).found() if one.dropped}
    assert set(dropped) == {"old.example/index.html", "old.example/paper.pdf"}
    assert dropped["old.example/index.html"].startswith("It is no story: ")


def test_it_goes_on_after_any_position(mirror: Path) -> None:
    whole = list(kept(mirror, Wanted()).found())
    assert [one.position for one in whole] == sorted(one.position for one in whole)
    for at in range(len(whole)):
        rest = list(kept(mirror, Wanted()).found(whole[at].position))
        assert rest == whole[at + 1 :], at


def test_pages_without_an_address_have_their_path(tmp_path: Path) -> None:
    (tmp_path / "খবর").mkdir()
    (tmp_path / "খবর/এক.htm").write_text(page("তিস্তার পানি বেড়েছে, বাঁধে দুই শ পরিবার"), encoding="utf-8")
    reader = kept(tmp_path, Wanted())
    (found,) = parcels(list(reader.found()))
    assert reader.origin == tmp_path.stem
    assert found.addresses[0] == "/%E0%A6%96%E0%A6%AC%E0%A6%B0/%E0%A6%8F%E0%A6%95.htm"
    assert found.lead is not None
    assert found.lead.address == "/img/teesta.jpg"


def test_what_a_page_says_of_its_address_comes_first(tmp_path: Path) -> None:
    (tmp_path / "saved.html").write_text(
        page("তিস্তার পানি বেড়েছে, বাঁধে দুই শ পরিবার", "https://old.example/42/teesta"), encoding="utf-8"
    )
    (found,) = parcels(list(kept(tmp_path, Wanted(origin="https://old.example")).found()))
    assert found.addresses[:2] == ("https://old.example/42/teesta", "https://old.example/saved.html")


def test_a_zip_of_pages(mirror: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "m.zip", "w") as archive:
        for path in mirror.rglob("*.*"):
            if path.is_file():
                archive.write(path, path.relative_to(mirror).as_posix())
        archive.writestr("../evil.html", page("বাইরের পাতা তিস্তার পানি বেড়েছে"))
    reader = kept(tmp_path / "m.zip", Wanted())
    found = parcels(list(reader.found()))
    assert [one.key for one in found] == [one.key for one in parcels(list(kept(mirror, Wanted()).found()))]
    assert reader.picture("https://old.example/img/teesta.jpg") == b"teesta"


def test_a_folder_without_pages_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    with pytest.raises(UnreadableItem, match="there is no page"):
        kept(tmp_path, Wanted())


def test_names_come_in_one_order_and_go_on_after_each(tmp_path: Path) -> None:
    for name in ("a/b/c.html", "a/b.html", "a.html", "a-b/c.html", "b.html", ".hidden/x.html", "a/.x.html"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "out.html").symlink_to("/etc/hostname")
    folder = files_opened(tmp_path)
    names = list(folder.walk())
    assert sorted(names, key=lambda name: name.split("/")) == names
    assert set(names) == {"a/b/c.html", "a/b.html", "a.html", "a-b/c.html", "b.html"}
    for at, name in enumerate(names):
        assert list(folder.walk(name)) == names[at + 1 :], name
    with pytest.raises(UnreadableItem, match="leads out of the folder"):
        folder.read("out.html")
