"""Pieces put together are the file, and a gzip member of it."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkara.press.pieces import joined, piece

WORDS = "নদীর ঘাটে নতুন খবর এল। " * 400


@given(st.lists(st.binary(max_size=200), max_size=6))
def test_the_member_holds_the_pieces(bodies: list[bytes]) -> None:
    body, packed = joined(piece(one) for one in bodies)
    assert body == b"".join(bodies)
    assert gzip.decompress(packed) == body


@pytest.mark.parametrize("size", [0, 1, 40_000, 70_000, 1 << 20])
def test_pieces_may_have_any_size(size: int) -> None:
    whole = (WORDS.encode() * (size // len(WORDS.encode()) + 1))[:size]
    body, packed = joined([piece(whole), piece(b"<end/>"), piece(whole)])
    assert gzip.decompress(packed) == body == whole + b"<end/>" + whole


def test_a_piece_that_was_kept_makes_the_same_file() -> None:
    kept = [piece(WORDS.encode()), piece(b"<item/>")]
    assert joined(kept) == joined([piece(WORDS.encode()), piece(b"<item/>")])
    assert joined(kept) == joined(kept)


def test_nothing_refers_back_into_another_piece() -> None:
    twice = joined([piece(WORDS.encode())] * 2)[1]
    assert len(twice) - len(joined([piece(WORDS.encode())])[1]) == len(piece(WORDS.encode()).packed)
