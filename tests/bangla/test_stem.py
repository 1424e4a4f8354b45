from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from harkara.bangla.clean import normalise
from harkara.bangla.stem import fold, stem

CASES = [
    line.split("\t") for line in Path(__file__).with_name("stems.tsv").read_text("utf-8").splitlines() if line[0] != "#"
]


@pytest.mark.parametrize(("word", "expected", "why"), CASES, ids=[case[0] for case in CASES])
def test_stem(word, expected, why):
    assert stem(normalise(word)) == normalise(expected), why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("শ্রেণী", "শ্রেণি"),
        ("ধরণ", "ধরন"),
        ("পুলিস", "পুলিশ"),
        ("হঠাৎ", "হঠাত"),
        ("হঠাত্", "হঠাৎ"),
        ("চাঁদ", "চাদ"),
        ("৫০০", "500"),
        ("ঊষা", "উষা"),
        ("বাংলা", "বাঙলা"),
        ("র‍্যাব", "র্যাব"),
    ],
)
def test_spellings_that_fold(one, other):
    assert fold(normalise(one)) == fold(normalise(other))


@pytest.mark.parametrize(("one", "other"), [("কাল", "কালো"), ("বাধা", "বাধ"), ("ঢাকা", "ডাকা"), ("মা", "মামা")])
def test_spellings_that_do_not(one, other):
    assert fold(one) != fold(other)


@settings(max_examples=200)
@given(st.text(st.characters(min_codepoint=0x0980, max_codepoint=0x09FF), min_size=1, max_size=15))
@example("ক্্")
def test_a_stem_begins_as_the_word_or_is_a_verb(word):
    found = stem(word)
    assert found
    assert fold(fold(word)) == fold(word)
