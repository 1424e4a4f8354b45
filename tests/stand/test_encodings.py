"""Accept-Encoding, If-None-Match, dates and ranges, by themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkara.stand.conditions import matched, moment, span
from harkara.stand.encodings import KNOWN, order


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("gzip, deflate, br, zstd", ("br", "gzip", "identity")),
        ("gzip", ("gzip", "identity")),
        ("x-gzip", ("gzip", "identity")),
        ("GZIP", ("gzip", "identity")),
        ("", ("identity",)),
        ("*", ("br", "gzip", "identity")),
        ("*;q=0", ("identity",)),  # nothing is allowed: the plain body is what a reader can always read
        ("br;q=0.5, gzip;q=0.8", ("gzip", "br", "identity")),
        ("br;q=0, gzip", ("gzip", "identity")),
        ("gzip;q=0", ("identity",)),
        ("identity, gzip;q=0.5", ("identity", "gzip")),
        ("gzip, identity;q=0", ("gzip",)),
        ("gzip;q=high, br ; q=1.000", ("br", "identity")),
        ("gzip;q=7, br;q=nan", ("identity",)),
        ("gzip;level=9", ("gzip", "identity")),
        (",,;q=1,", ("identity",)),
    ],
)
def test_the_order_of_encodings(header: str, expected: tuple[str, ...]) -> None:
    assert order(header) == expected


@given(st.text(max_size=60))
def test_any_header_has_an_order(header: str) -> None:
    found = order(header)
    assert found
    assert set(found) <= set(KNOWN)


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ('"a"', '"a"'),
        ('W/"a"', '"a"'),
        ('"x", "b" , "a"', '"b"'),
        ("*", '"chosen"'),
        ('"x"', None),
        ("a", None),
        ('"a,b"', None),
        ("", None),
    ],
)
def test_tags(header: str, tag: str | None) -> None:
    assert matched(header, ['"a"', '"b"'], '"chosen"') == tag


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("Mon, 15 Aug 2022 05:29:00 GMT", 1660541340.0),
        ("Monday, 15-Aug-22 05:29:00 GMT", 1660541340.0),
        ("Mon Aug 15 05:29:00 2022", 1660541340.0),
        ("yesterday", None),
        ("", None),
        ("Mon, 99 Aug 2022 05:29:00 GMT", None),
    ],
)
def test_dates(header: str, seconds: float | None) -> None:
    assert moment(header) == seconds


@given(st.text(max_size=30) | st.from_regex(r"bytes=[0-9]{0,20}-[0-9]{0,20}", fullmatch=True), st.integers(0, 10**6))
def test_a_span_lies_within_the_body(header: str, length: int) -> None:
    found = span(header, length)
    assert found is None or 0 <= found[0] <= found[1] <= length
