"""The page file: what goes in comes out, and anything else is noticed."""

import gzip
import zlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkara.rack.errors import TornPage
from harkara.rack.label import FORMAT, LONGEST, MEMBER
from harkara.rack.pages import Page, Stored, compressed, etag, is_written, pack, stored, time_of, unpack, unpack_label

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


@given(
    pages,
    st.text(min_size=1, max_size=30),
    st.none() | st.floats(0, 4e9),
    st.dictionaries(st.text(), st.text()),
    st.none() | st.text(max_size=99),
)
def test_a_page_file_gives_back_what_was_put(
    page: Page, name: str, until: float | None, extra: dict[str, str], address: str | None
) -> None:
    copy = stored(name, page, valid_until=until, extra=extra, address=address)
    found = unpack(pack(copy), name)
    assert found == copy
    assert found.page() == page
    assert found.address() == (address or None if found.gzip else None)
    assert (found.length, found.valid_until, found.extra) == (len(page.body), until, extra)


@pytest.mark.parametrize(
    "copy", [stored("story:12", STORY, address="/world/12/খবর"), stored("x", Page(200, HTML, b"x"))]
)
@given(st.integers(0, 2**32), st.integers(1, 255))
def test_no_changed_byte_goes_unnoticed(copy: Stored, place: int, change: int) -> None:
    data = bytearray(pack(copy))
    data[place % len(data)] ^= change
    with pytest.raises(TornPage):
        unpack(bytes(data), copy.name)


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
        (b"harkara-page 9 \n" + bytes(100), f"the file has format 9; this version reads {FORMAT} and {FORMAT - 1}"),
        (MEMBER + b"\x64\0H9" + bytes(100), f"the file has format 9; this version reads {FORMAT} and {FORMAT - 1}"),
        (gzip.compress(STORY.body * 9), "the file does not begin as a page file"),
        (pack(stored("story:12", STORY)) + b"x", "there is more in the file than its label says"),
        (pack(stored("story:13", STORY)), "the file of story:12 holds story:13"),
    ],
)
def test_what_is_wrong_is_said(data: bytes, why: str) -> None:
    with pytest.raises(TornPage, match=why):
        unpack(data, "story:12")


def test_the_file_is_the_page_compressed() -> None:
    """Whatever reads gzip reads the page, and the label is in its way as little as may be."""
    data = pack(stored("story:12", STORY, extra={"position": "7"}, address="/world/12/খবর"))
    assert gzip.decompress(data) == STORY.body
    squeeze = zlib.decompressobj(31)
    assert (squeeze.decompress(data), squeeze.eof, squeeze.unused_data) == (STORY.body, True, b"")
    assert stored("story:12", STORY, extra={"position": "7"}).gzip == pack(
        stored("story:12", STORY, extra={"position": "7"})
    )
    assert len(data) - len(compressed(STORY.body)) <= 224


def test_the_label_can_be_read_alone() -> None:
    data = pack(stored("story:12", STORY, extra={"position": "7"}, address="/world/12/খবর"))
    label = unpack_label(data[:400])
    assert (label.name, label.extra, label.length, label.gzip) == ("story:12", {"position": "7"}, len(STORY.body), b"")
    assert label.address() == "/world/12/খবর"
    with pytest.raises(TornPage):
        unpack_label(data[:100])


def test_the_same_page_is_the_same_file() -> None:
    assert pack(stored("story:12", STORY)) == pack(stored("story:12", STORY))
    assert stored("story:12", STORY).gzip[4:8] == bytes(4)  # no time in the gzip header


def test_another_position_is_another_label_and_no_other_size() -> None:
    first, second = (stored("story:12", STORY, extra={"position": position}) for position in ("99", "100"))
    assert first.gzip != second.gzip
    assert first.tag("gzip") == second.tag("gzip")


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
    """As nginx makes them: time and size, hexadecimal, and weak for what it had to decompress."""
    copy = replace(stored("story:12", STORY), brotli=b"twelve bytes")
    time, size = f"{time_of(copy.etag):x}", f"{len(copy.gzip):x}"
    tags = (copy.tag("gzip"), copy.tag("br"), copy.tag())
    assert tags == (f'"{time}-{size}"', f'"{time}-c"', f'W/"{time}-{size}"')
    assert replace(copy, brotli=None).tag("br") == copy.tag("gzip")
    picture = stored("picture:7:640.jpg", Page(200, (("content-type", "image/jpeg"),), b"\xff"))
    assert picture.tag() == f'"{picture.etag}"'


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


@given(st.binary(min_size=12, max_size=12))
def test_the_time_of_a_file_is_older_than_any_page(digest: bytes) -> None:
    assert 0 <= time_of(digest.hex()) < datetime(2004, 1, 11, tzinfo=UTC).timestamp()


def test_a_label_too_long_for_a_gzip_header_lies_before_the_page() -> None:
    page = Page(200, (*HTML, ("link", "".join(map(str, range(60_000))))), STORY.body * 50)
    copy = stored("story:12", page, address="/world/12/x")
    data = pack(copy)
    assert unpack(data) == copy
    assert (data.startswith(MEMBER), copy.where, gzip.decompress(copy.gzip)) == (False, b"", page.body)
    assert len(data) - len(copy.gzip) > LONGEST
    assert copy.tag("gzip") == f'"{time_of(copy.etag):x}-{len(copy.gzip):x}"'
