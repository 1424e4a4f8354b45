"""How long a notice may be, keys and signatures, and the bits of whom it reached."""

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from harkara.post.errors import Refused
from harkara.post.push import keys, reach, words
from harkara.post.push.hands import Envelope, closed_for
from tests.post.factories import said


def test_the_longest_notice_is_what_a_push_service_takes() -> None:
    """4096 bytes, closed (RFC 8030, 7.2), measured with the library that closes it."""
    _, _, told = said("https://fcm.googleapis.com")
    one = Envelope(1, told["endpoint"], told["keys"]["p256dh"], told["keys"]["auth"])
    assert len(closed_for(one, b"x" * words.MOST_BYTES)) == 4096
    with pytest.raises(http_ece.ECEException):
        http_ece.decrypt(
            closed_for(one, b"x" * words.MOST_BYTES),
            private_key=ec.generate_private_key(ec.SECP256R1()),
            auth_secret=b"0" * 16,
        )


def test_a_notice_is_measured_in_bytes_and_not_in_letters() -> None:
    room = words.MOST_BYTES - len(words.payload({"t": "", "b": "", "n": 12, "k": "news"}))
    fits = "ক" * (room // 3) + "x" * (room % 3)
    assert len(words.payload(words.packed(fits, "", 12, "news"))) == words.MOST_BYTES
    with pytest.raises(Refused, match="৩৯৯৪ বাইট"):
        words.packed(fits + "x", "", 12, "news")
    assert words.payload(words.packed("কথা", "", 12, "news")).decode() == '{"t":"কথা","b":"","n":12,"k":"news"}'


def test_the_longest_that_an_editor_may_type_always_fits() -> None:
    words.packed("ক্ষ্ম"[:3] * (words.TITLE // 3), "ক্ষ" * (words.TEXT // 3), 10**18, "restated")


def test_keys_are_drawn_in_pairs_and_told_where_they_belong(capsys: pytest.CaptureFixture[str]) -> None:
    assert keys.push_keys([]) == 0
    said = dict(line.split("=", 1) for line in capsys.readouterr().out.splitlines())
    assert keys.public_of(said["HARKARA_PUSH_KEY"]) == said["HARKARA_PUSH_PUBLIC_KEY"]
    assert keys.is_point(said["HARKARA_PUSH_PUBLIC_KEY"])
    assert not keys.is_point(said["HARKARA_PUSH_KEY"])
    with pytest.raises(ValueError, match="32 bytes"):
        keys.public_of("AAAA")


@given(st.sets(st.integers(1, 40_000), max_size=60))
def test_bits_say_who_was_reached(numbers: set[int]) -> None:
    blocks: dict[int, bytes] = {}
    for number in sorted(numbers):
        block = reach.block_of(number)
        blocks[block] = reach.marked(blocks.get(block, b""), [number])
    found = [number for block in sorted(blocks) for number in reach.numbers(block, blocks[block])]
    assert found == sorted(numbers)
    assert all(reach.holds(blocks[reach.block_of(number)], number) for number in numbers)
    assert all(len(bits) == reach.BYTES for bits in blocks.values())
