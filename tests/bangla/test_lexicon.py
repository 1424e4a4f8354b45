import lzma
from importlib.resources import files

import pytest

from harkara.bangla.clean import normalise
from harkara.bangla.data import make_words
from harkara.bangla.lexicon import words
from tests.shared import shared


def test_words_are_spelled_as_stored():
    listed = words()
    assert len(listed) > 60_000
    assert {"সরকারের", "নির্বাচন", normalise("কোরিয়া")} <= listed
    assert [word for word in sorted(listed)[::50] if normalise(word) != word] == []


@pytest.mark.proof
def test_the_list_is_what_its_generator_writes():
    packed = lzma.decompress((files("harkara.bangla") / "data" / "words.txt.xz").read_bytes()).decode("utf-8")
    assert [line for line in packed.splitlines() if not line.startswith("#")] == make_words.words(
        shared("data/vectors")
    )
