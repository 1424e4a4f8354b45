"""The page file: what goes in comes out, and anything else is noticed."""

import gzip
import zlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkara.rack.errors import TornPage
from harkara.rack.pages import FORMAT, STRIP, Page, Stored, etag, is_written, pack, stored, unpack, unpack_label

HTML = (("content-type", "text/html; charset=utf-8"), ("cache-control", "public, max-age=60"))
STORY = Page(200, HTML, ("<p>খবর</p>" * 200).encode())

pages = st.builds(
    Page,
    status=st.sampled_from([200, 404, 410]),
    headers=st.tuples(
        st.tuples(st.just("content-type"), st.sampled_from(["text/html", "image/webp", "application/feed+json"])),
        st.tuples(st.just("link"), st.text(max_size=20)),
    ),
    body=st.binary(max_size=400),
)


@given(pages, st.text(min_size=1, max_size=30), st.none() | st.floats(0, 4e9), st.dictionaries(st.text(), st.text()))
def test_a_page_file_gives_back_what_was_put(page: Page, name: str, until: float | None, extra: dict[str, str]) -> None:
    copy = stored(name, page, valid_until=until, extra=extra)
    found = unpack(pack(copy), name)
    assert found == copy
    assert found.page() == page
    assert (found.length, found.valid_until, found.extra) == (len(page.body), until, extra)


@given(st.integers(0, 2**32), st.integers(1, 255))
def test_no_changed_byte_goes_unnoticed(place: int, change: int) -> None:
    copy = stored("story:12", STORY)
    data = bytearray(pack(copy))
    data[place % len(data)] ^= change
    try:
        found = unpack(bytes(data), "story:12")
    except TornPage:
        return
    assert (found, place % len(data) < STRIP) == (copy, True)  # another spelling of the same number in the strip


@given(st.integers(0, 10_000))
def test_no_missing_end_goes_unnoticed(kept: int) -> None:
    data = pack(stored("story:12", STORY))
    with pytest.raises(TornPage):
        unpack(data[: kept % len(data)], "story:12")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "the file does not begin as a page file"),
        (b"<html>" + b" " * 100, "the file does not begin as a page file"),
        (b"harkara-page 2 xxxxxxxx 00000000\n", "the file's strip cannot be read"),
        (b"harkara-page 9 00000002 00000000\n{}", f"the file has format 9; this version reads {FORMAT}"),
        (pack(stored("story:12", STORY)) + b"x", "there is more in the file than its label says"),
        (pack(stored("story:13", STORY)), "the file of story:12 holds story:13"),
    ],
)
def test_what_is_wrong_is_said(data: bytes, why: str) -> None:
    with pytest.raises(TornPage, match=why):
        unpack(data, "story:12")


def test_the_label_can_be_read_alone() -> None:
    data = pack(stored("story:12", STORY, extra={"position": "7"}))
    label, start = unpack_label(data[:1024])
    assert (label["name"], label["extra"], label["length"]) == ("story:12", {"position": "7"}, len(STORY.body))
    assert gzip.decompress(data[start:]) == STORY.body


def test_the_same_page_is_the_same_file() -> None:
    assert pack(stored("story:12", STORY)) == pack(stored("story:12", STORY))
    assert stored("story:12", STORY).gzip[4:8] == bytes(4)  # no time in the gzip header


def test_pictures_are_kept_as_they_are() -> None:
    picture = stored("picture:7:640.jpg", Page(200, (("content-type", "image/jpeg"),), b"\xff\xd8" * 500))
    assert (picture.gzip, picture.plain, picture.identity()) == (b"", b"\xff\xd8" * 500, b"\xff\xd8" * 500)


def test_text_too_short_to_gain_is_kept_as_it_is() -> None:
    assert stored("robots", Page(200, (("content-type", "text/plain"),), b"User-agent: *")).plain == b"User-agent: *"


@pytest.mark.parametrize(
    ("content_type", "written"),
    [
        ("text/html; charset=utf-8", True),
        ("application/rss+xml", True),
        ("application/ld+json;x=1", True),
        ("image/svg+xml", True),
        ("image/webp", False),
        ("font/woff2", False),
        ("", False),
    ],
)
def test_what_compression_shortens(content_type: str, written: bool) -> None:
    assert is_written(content_type) is written


def test_no_cookie_is_ever_kept() -> None:
    assert stored("story:12", replace(STORY, headers=(*HTML, ("set-cookie", "a=1")))).headers == HTML


def test_tags() -> None:
    copy = stored("story:12", STORY)
    assert (copy.tag(), copy.tag("gzip"), copy.tag("br")) == (
        f'"{copy.etag}"',
        f'"{copy.etag}-gz"',
        f'"{copy.etag}-br"',
    )


@pytest.mark.parametrize(
    ("page", "same"),
    [
        (replace(STORY, headers=(*HTML, ("last-modified", "Sat, 01 Jan 2022 00:00:00 GMT"))), True),
        (replace(STORY, status=404), False),
        (replace(STORY, body=STORY.body + b"."), False),
        (replace(STORY, headers=(*HTML, ("link", "</x>"))), False),
    ],
)
def test_a_tag_follows_status_headers_and_body(page: Page, same: bool) -> None:
    assert (etag(page) == etag(STORY)) is same


def test_a_page_with_brotli() -> None:
    copy = replace(stored("story:12", STORY), brotli=b"not really")
    assert unpack(pack(copy)) == copy


def test_a_label_longer_than_a_block() -> None:
    copy = Stored("story:12", 200, (("link", "x" * 100_000),), "ab", 1, plain=b"x")
    assert unpack(pack(copy)) == copy
    assert zlib.crc32(copy.identity()) == zlib.crc32(b"x")
