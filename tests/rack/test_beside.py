"""The brotli part: a plain brotli stream that says which page it is of."""

from contextlib import suppress

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkara.rack.beside import is_of, packed
from harkara.rack.errors import TornPage

DIGEST = "0123456789abcdef01234567"


@given(st.binary(max_size=5000), st.binary(min_size=12, max_size=12))
def test_whatever_reads_brotli_reads_it(body: bytes, digest: bytes) -> None:
    data = packed(body, digest.hex(), 5)
    assert brotli.decompress(data) == body
    assert is_of(data, digest.hex())
    assert is_of(data, "ff" * 12) is (digest == b"\xff" * 12)


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_no_changed_byte_goes_unnoticed(place: int, change: int) -> None:
    data = bytearray(packed("খবর ".encode() * 20, DIGEST, 9))
    data[place % len(data)] ^= change
    with suppress(TornPage):
        assert not is_of(bytes(data), DIGEST)


@pytest.mark.parametrize("kept", [0, 1, 18, 19, -1])
def test_no_missing_end_goes_unnoticed(kept: int) -> None:
    data = packed("খবর ".encode() * 20, DIGEST, 9)
    with pytest.raises(TornPage):
        is_of(data[:kept], DIGEST)
