"""Feeds of every kind, whole and damaged: what their items become, and what is said of what was odd."""

import json
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkara.wire import complaints, feeds, markup, moments
from harkara.wire.dispatch import Dispatch

FEEDS = Path(__file__).parent / "feeds"
NAMES = sorted(path.stem for path in FEEDS.glob("*.expected"))
NOW = datetime(2026, 11, 30, 6, tzinfo=UTC)
NAMED = {sentence: name for name, sentence in vars(complaints).items() if name.isupper()}


def read(data: bytes, **more: Any) -> feeds.Reading:
    return feeds.read(
        data, **{"address": "https://nilkham.example/rss", "outlet": "নীলখাম", "zone": "Asia/Dhaka", "now": NOW, **more}
    )


def file(name: str) -> bytes:
    (path,) = (path for path in FEEDS.glob(f"{name}.*") if path.suffix != ".expected")
    return path.read_bytes()


def said(dispatch: Dispatch, name: str) -> Any:
    """A field as the ``.expected`` files write it."""
    value = getattr(dispatch, name)
    if name == "pictures":
        return [[one.address, one.caption, one.width, one.height] for one in value]
    if name == "source_chain":
        return [link.name for link in value]
    return value.isoformat() if isinstance(value, datetime) else list(value) if isinstance(value, tuple) else value


def test_there_are_shapes_enough() -> None:
    assert len(NAMES) >= 25


@pytest.mark.parametrize("name", NAMES)
def test_a_feed_is_read_as_its_neighbour_says(name: str) -> None:
    expected = json.loads((FEEDS / f"{name}.expected").read_text())
    if "refused" in expected:
        with pytest.raises(feeds.NoFeed) as refused:
            read(file(name))
        assert NAMED[refused.value.complaint.sentence] == expected["refused"]
        return
    found = read(file(name))
    assert sorted(NAMED[complaint.sentence] for complaint in found.complaints) == sorted(expected["complaints"])
    assert len(found.dispatches) == len(expected["items"])
    for dispatch, item in zip(found.dispatches, expected["items"], strict=True):
        assert {field: said(dispatch, field) for field in item} == item
    assert found.minutes == expected.get("minutes", 0)
    assert all(len(dispatch.headline) <= expected.get("most", 1000) for dispatch in found.dispatches)
    assert read(file(name)) == found


def test_every_complaint_is_a_sentence_with_its_values() -> None:
    for name in NAMES:
        try:
            told = read(file(name)).complaints
        except feeds.NoFeed as refusal:
            told = (refusal.complaint,)
        assert all("%(" not in str(complaint) for complaint in told)


def test_the_zone_of_the_source_is_that_of_times_without_one() -> None:
    published = [item.published for item in read(file("zones"), zone="Asia/Kolkata").dispatches[:2] if item.published]
    assert [moment.isoformat() for moment in published] == ["2026-11-30T10:15:00+05:30"] * 2


@pytest.mark.parametrize("data", [b"", b" \n", b"\xef\xbb\xbf", b"\x00\x00"])
def test_what_is_empty_says_so(data: bytes) -> None:
    with pytest.raises(feeds.NoFeed, match="is empty"):
        read(data)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b'{"version": "https://jsonfeed.org/version/1", "items": 7}', "items is no list"),
        (b'{"items": []}', "names no version"),
        (b'{"items": [', "is no JSON Feed"),
        (b"{" * 100_000, "is no JSON Feed"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "no feed but a page"),
        (b"<html><body>x</body></html>", "no feed but a page"),
    ],
)
def test_what_is_no_feed_is_refused_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(feeds.NoFeed, match=sentence):
        read(data)


def test_two_versions_in_one_feed_are_one_item_and_two_titles_are_two() -> None:
    item = "<entry><id>1</id><title>{}</title><updated>2026-11-30T0{}:00:00Z</updated></entry>"
    atom = f"<feed xmlns='http://www.w3.org/2005/Atom'>{item.format('আগে', 1)}{item.format('পরে', 2)}</feed>"
    assert [(one.guid, one.headline) for one in read(atom.encode()).dispatches] == [("1", "আগে"), ("1", "পরে")]
    rss = (
        "<rss><channel>" + "".join(f"<item><title>{t}</title><guid>1</guid></item>" for t in "কখ") + "</channel></rss>"
    )
    assert len({one.guid for one in read(rss.encode()).dispatches}) == 2


def test_of_a_feed_without_end_the_first_items_are_taken() -> None:
    item = "<item><title>খবর %d</title><guid>%d</guid><pubDate>Mon, 30 Nov 2026 10:00:00 +0600</pubDate></item>"
    many = "<rss><channel>" + "".join(item % (n, n) for n in range(600)) + "</channel></rss>"
    found = read(many.encode())
    assert (len(found.dispatches), found.dispatches[-1].guid) == (feeds.MOST, "499")
    assert [str(complaint) for complaint in found.complaints] == ["The feed has 600 items: the first 500 were taken."]


def test_a_text_without_end_is_cut() -> None:
    long = "<p>" + "শব্দ " * 100_000 + "</p>"
    told = f"<description><![CDATA[<p>প্রথম।</p>{long}]]></description>"
    feed = f"<rss><channel><item><title>ক</title><guid>1</guid>{told}</item></channel></rss>"
    assert read(feed.encode()).dispatches[0].body == ("প্রথম।",)


def test_the_number_of_an_item_stays_when_its_feed_moves() -> None:
    one, other = (read(file("rss20_blog"), address=f"https://{host}.example/rss") for host in ("a", "b"))
    assert [item.guid for item in one.dispatches] == [item.guid for item in other.dispatches]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>এক<p>দুই", ("এক", "দুই")),
        ("এক\n\nদুই", ("এক", "দুই")),
        ("এক<br><br/>দুই<br>তিন", ("এক", "দুই তিন")),
        ("<div>বাইরে<div>ভেতরে</div>শেষে</div>", ("বাইরে", "ভেতরে", "শেষে")),
        ("<table><tr><td>ক</td><td>খ</td></tr></table>", ("ক | খ",)),
        ("<style>p{}</style><noscript>x</noscript><iframe src=x></iframe>পাঠ", ("পাঠ",)),
        ("<figure><blockquote>উক্তি</blockquote></figure>", ("উক্তি",)),
        ("<p>Read more about it</p><p>থাকে</p><p>আরও পড়ুন: অন্য খবর</p><p>[…]</p>", ("থাকে",)),
        ("৫ &lt; ৬ হয়", ("৫ < ৬ হয়",)),
        ('<p onclick="x()">নিরীহ</p>', ("নিরীহ",)),
        ("<p> &nbsp; </p>", ()),
    ],
)
def test_html_becomes_paragraphs(text: str, expected: tuple[str, ...]) -> None:
    assert markup.read(text).paragraphs == expected


@pytest.mark.parametrize("markup_", ["<div>" * 300_000, "<b>" * 150_000 + "গভীর", "<table><tr><td>" * 60_000])
def test_no_html_is_too_deep(markup_: str) -> None:
    assert len(markup.read(markup_).paragraphs) <= 1


@given(st.text(alphabet="<>/pbrdivimg &;\"'=অআক্ষ\n", max_size=200))
def test_no_html_is_too_odd(text: str) -> None:
    for paragraph in markup.read(text, "https://nilkham.example/").paragraphs:
        assert paragraph == paragraph.strip() != ""


@given(st.binary(max_size=300))
def test_no_bytes_are_too_odd(data: bytes) -> None:
    for start in (b"", b"<rss><channel><item>", b"{"):
        with suppress(feeds.NoFeed):
            assert len(read(start + data).dispatches) <= 3


@given(st.text(max_size=60))
def test_no_time_is_too_odd(text: str) -> None:
    found = moments.read(text, "Asia/Dhaka")
    assert found is None or found.tzinfo is not None


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("Mon, 30 Nov 2026 10:15:00 BST", "Asia/Dhaka", "2026-11-30T10:15:00+06:00"),
        ("Tue, 30 Jun 2026 10:15:00 BST", "Europe/London", "2026-06-30T10:15:00+01:00"),
        ("Mon, 30 Nov 2026 10:15:00 GMT+6", "Asia/Dhaka", "2026-11-30T10:15:00+06:00"),
        ("20261130T101500+0600", "Asia/Dhaka", "2026-11-30T10:15:00+06:00"),
        ("2026-11-30T10:15:60Z", "Asia/Dhaka", "2026-11-30T10:15:59+00:00"),
        ("Nov 30, 2026 10:15 am", "Asia/Dhaka", "2026-11-30T10:15:00+06:00"),
        ("Mon, 30 Nov 2026 10:15:00 +0600 (BDT)", "Asia/Dhaka", "2026-11-30T10:15:00+06:00"),
        ("30/11/2026 10:15", "Asia/Dhaka", "2026-11-30T10:15:00+06:00"),
        ("2026-13-40", "Asia/Dhaka", None),
        ("1764476100", "Asia/Dhaka", None),
        ("", "Asia/Dhaka", None),
    ],
)
def test_times_are_read(text: str, zone: str, expected: str | None) -> None:
    found = moments.read(text, zone)
    assert (found.isoformat() if found else None) == expected


START = b"<?xml version='1.0'?><rss version='2.0'><channel>"


@pytest.mark.parametrize(
    "unit",
    [b"<item>", b"<!DOCTYPE [", b"<deleted-entry ", b"<link ", b"<!--", b"<![CDATA[", b"<rss "],
    ids=bytes.decode,
)
def test_a_feed_of_nothing_but_beginnings_is_left_in_time_that_grows_with_its_length(unit: bytes) -> None:
    took = []
    for size in (150_000, 1_200_000):
        began = time.process_time()
        with suppress(feeds.NoFeed):
            read(START + unit * (size // len(unit)))
        took.append(time.process_time() - began + 0.01)
    assert took[1] / took[0] < 40


def test_lone_ampersands_without_end_do_not_make_a_feed_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """What reads broken XML takes its time for each of them: it never sees them."""
    monkeypatch.setattr(feedparser.api, "LooseFeedParser", None)
    many = b"&" * (feeds.AMPERSANDS + 1)
    item = (
        b"<item><guid>1</guid><title>R&D &amp; &#2453; &bogus &lt;</title><description>"
        + many
        + b"</description></item>"
    )
    reading = read(START + item + b"</channel></rss>")
    assert [(one.headline, one.guid) for one in reading.dispatches] == [("R&D & ক &bogus <", "1")]
    assert [one.sentence for one in reading.complaints if one.sentence == complaints.BROKEN] == []
