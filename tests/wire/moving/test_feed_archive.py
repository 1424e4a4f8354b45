"""Feeds that were kept become parcels: each item once, as the newest says it, and what is missing is told of."""

import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harkara.wire.errors import UnreadableItem
from harkara.wire.moving import feed_archive
from harkara.wire.moving.parcel import Found, Gallery, Heading, Paragraph, Parcel, Picture, Wanted

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>নদী বার্তা</title><link>https://old.example/</link>
<item><title>চরে নতুন স্কুল</title><link>https://old.example/২০১৯/চর-স্কুল/</link><guid isPermaLink="false">https://old.example/?p=7</guid>
<pubDate>Tue, 05 Mar 2019 10:00:00 +0600</pubDate><dc:creator>রিনা খাতুন</dc:creator>
<category>জাতীয়</category><category>শিক্ষা</category>
<description>চরে স্কুল</description>
<content:encoded><![CDATA[<p>চরে <b>স্কুল</b> হয়েছে।</p><h2>আজ</h2><img src="/up/a.jpg" alt="স্কুল">]]></content:encoded></item>
<item><title>আরও খবর</title><link>https://old.example/2019/more/</link><guid>https://old.example/2019/more/</guid>
<pubDate>Mon, 04 Mar 2019 10:00:00 +0600</pubDate><description>&lt;p&gt;শুরুটা শুধু [&amp;#8230;]&lt;/p&gt;</description></item>
</channel></rss>"""


OPEN: list[feed_archive.FeedArchive] = []


@pytest.fixture(autouse=True)
def closing() -> Iterator[None]:
    """Readers let go of their files when a test is done."""
    yield
    while OPEN:
        OPEN.pop().close()


def kept(path: Path, wanted: Wanted) -> feed_archive.FeedArchive:
    """The reader of ``path``."""
    OPEN.append(feed_archive.open_(path, wanted))
    return OPEN[-1]


def atom(itself: str, entries: str, earlier: str = "", more: str = "") -> str:
    link = f'<link rel="prev-archive" href="{earlier}"/>' if earlier else ""
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">'
        f'<title>নদী</title><id>urn:f</id><link rel="self" href="{itself}"/>'
        f'<link rel="alternate" href="https://old.example/"/>{link}{entries}{more}</feed>'
    )


def entry(number: int, title: str, updated: str = "2020-01-01T00:00:00Z") -> str:
    return (
        f"<entry><id>urn:e:{number}</id><title>{title}</title><updated>{updated}</updated>"
        f'<published>2020-01-0{number}T00:00:00Z</published><link href="https://old.example/e/{number}"/>'
        f'<content type="html">&lt;p&gt;{title}।&lt;/p&gt;</content></entry>'
    )


def opened(folder: Path, origin: str = "") -> feed_archive.FeedArchive:
    return kept(folder, Wanted(origin=origin))


def parcels(found: list[Found]) -> list[Parcel]:
    return [one.parcel for one in found if one.parcel]


def test_an_item_of_rss_with_all_it_says(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(RSS, encoding="utf-8")
    reader = opened(tmp_path)
    more, school = parcels(list(reader.found()))
    assert reader.origin == "https://old.example"
    assert (school.key, school.headline, school.published) == (
        "https://old.example/?p=7",
        "চরে নতুন স্কুল",
        datetime(2019, 3, 5, 4, tzinfo=UTC),
    )
    assert school.body == (
        Paragraph("চরে <b>স্কুল</b> হয়েছে।"),
        Heading("আজ"),
        Picture("https://old.example/up/a.jpg", "স্কুল"),
    )
    assert school.addresses == ("https://old.example/২০১৯/চর-স্কুল/", "https://old.example/?p=7")
    assert [label.name for label in (*school.sections, *school.topics, *school.authors)] == ["জাতীয়", "শিক্ষা", "রিনা খাতুন"]
    assert [one.reason for one in more.dropped] == ["The feed has only the beginning of it."]


def test_archives_that_name_one_another_give_each_item_once_as_the_newest_says_it(tmp_path: Path) -> None:
    old = entry(1, "পুরোনো") + entry(2, "দুই") + entry(3, "তিন", "2020-05-01T00:00:00Z")
    new = entry(1, "নতুন", "2020-02-01T00:00:00Z") + entry(2, "দুই আবার") + entry(3, "তিন আগে")
    gone = '<at:deleted-entry ref="urn:e:4" when="2020-03-01T00:00:00Z"/>'
    (tmp_path / "current.atom").write_text(
        atom("https://old.example/feed", new, "https://old.example/feeds/2019-12.xml", gone), encoding="utf-8"
    )
    (tmp_path / "2019-12.xml").write_text(
        atom("https://old.example/feeds/2019-12.xml", old + entry(4, "চার"), "2019-11.xml"), encoding="utf-8"
    )
    (tmp_path / "notes.pdf").write_bytes(b"%PDF")
    found = list(opened(tmp_path).found())
    assert [one.headline for one in parcels(found)] == ["নতুন", "দুই আবার", "তিন"]
    dropped = {one.dropped.what: one.dropped.reason for one in found if one.dropped}
    assert set(dropped) == {"চার", "notes.pdf", "https://old.example/feeds/2019-11.xml"}
    assert "its items are missing" in dropped["https://old.example/feeds/2019-11.xml"]
    assert "deleted" in dropped["চার"]


def test_archives_that_name_one_another_in_a_ring_end(tmp_path: Path) -> None:
    for one, other in (("a", "b"), ("b", "a")):
        text = atom(f"https://old.example/{one}.xml", entry(1, one), f"{other}.xml")
        (tmp_path / f"{one}.xml").write_text(text, encoding="utf-8")
    assert len(parcels(list(opened(tmp_path).found()))) == 1


def test_json_feed_and_the_pictures_beside_it(tmp_path: Path) -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "নদী",
        "home_page_url": "https://old.example/",
        "items": [
            {
                "id": "1",
                "url": "https://old.example/1",
                "content_html": "<p>পানি বাড়ছে। মানুষ সরছে।</p>",
                "image": "https://old.example/img/a.jpg",
                "attachments": [
                    {"url": f"https://old.example/img/{name}.jpg", "mime_type": "image/jpeg"} for name in "bc"
                ],
                "date_published": "2021-05-06T07:08:09+06:00",
            },
            {"id": "2"},
        ],
    }
    (tmp_path / "feed.json").write_text(json.dumps(feed), encoding="utf-8")
    (tmp_path / "img").mkdir()
    (tmp_path / "img/a.jpg").write_bytes(b"a")
    reader = opened(tmp_path)
    found = list(reader.found())
    (item,) = parcels(found)
    assert (reader.origin, item.headline) == ("https://old.example", "পানি বাড়ছে")
    assert item.lead == Picture("https://old.example/img/a.jpg")
    pictures = tuple(Picture(f"https://old.example/img/{name}.jpg") for name in "bc")
    assert item.body == (Paragraph("পানি বাড়ছে। মানুষ সরছে।"), Gallery(pictures))
    assert (reader.picture("https://old.example/img/a.jpg"), reader.picture("https://old.example/img/z.jpg")) == (
        b"a",
        None,
    )
    assert [one.dropped.what for one in found if one.dropped] == ["2", "img/a.jpg"]


def test_it_goes_on_after_any_position(tmp_path: Path) -> None:
    for month in (1, 2, 3):
        text = atom(f"https://old.example/{month}.xml", "".join(entry(day, f"খবর {day}") for day in range(1, 10)))
        (tmp_path / f"{month}.xml").write_text(text.replace("urn:e:", f"urn:{month}:"), encoding="utf-8")
    (tmp_path / "x.doc").write_bytes(b"")
    whole = list(opened(tmp_path).found())
    assert (len(whole), len({one.key for one in whole})) == (28, 28)
    for at in (0, 5, 26, 27):
        assert list(opened(tmp_path).found(whole[at].position)) == whole[at + 1 :], at


def test_one_file_and_a_zip(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(RSS, encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "feeds.zip", "w") as archive:
        archive.writestr("a/feed.xml", RSS)
        archive.writestr("../out.xml", RSS)
    for path in (tmp_path / "feed.xml", tmp_path / "feeds.zip"):
        assert len(parcels(list(opened(path).found()))) == 2, path


def test_where_no_feed_lies_a_sentence_says_so(tmp_path: Path) -> None:
    (tmp_path / "page.xml").write_text("<html><body>no</body></html>", encoding="utf-8")
    (tmp_path / "empty.xml").write_bytes(b"")
    with pytest.raises(UnreadableItem, match="no feed with items"):
        opened(tmp_path)
    with pytest.raises(OSError, match="No such file"):
        opened(tmp_path / "nowhere")


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.xml").write_text(RSS, encoding="utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in/feed.xml").write_text(atom("https://old.example/f", entry(1, "এক")), encoding="utf-8")
    (tmp_path / "in/out.xml").symlink_to(tmp_path / "secret.xml")
    assert [one.headline for one in parcels(list(opened(tmp_path / "in").found()))] == ["এক"]
