"""``graphemes``: cuts that never go through a conjunct."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harkara.bangla.clean import normalise
from harkara.bangla.graphemes import cut, initials, length, split, truncate
from tests.shared import vectors

TEXT = st.text(
    st.sampled_from("কতরযষঅএিাে্ঁংৎ\u09bc\u200c\u200d aé\u0301।…\n") | st.characters(exclude_categories=["Cs"]),
    max_size=30,
)

CASES = [
    ("কেন্দ্রিক", ["কে", "ন্দ্রি", "ক"]),
    ("উত্তর", ["উ", "ত্ত", "র"]),
    ("কোরিয়া", ["কো", "রি", "য়া"]),
    ("র\u200d্যাব", ["র\u200d্যা", "ব"]),
    ("অ্যাপ", ["অ্যা", "প"]),
    ("উদ্\u200cযাপন", ["উ", "দ্\u200c", "যা", "প", "ন"]),
    ("ভর্ৎসনা", ["ভ", "র্ৎ", "স", "না"]),
    ("লক্ষ্মী", ["ল", "ক্ষ্মী"]),
    ("হ্যাঁ!", ["হ্যাঁ", "!"]),
    ("e\u0301a", ["e\u0301", "a"]),
    ("\U0001f468\u200d\U0001f469\u200d\U0001f467ক", ["\U0001f468\u200d\U0001f469\u200d\U0001f467", "ক"]),
    ("৳৫০", ["৳", "৫", "০"]),
]


@pytest.mark.parametrize(("text", "graphemes"), CASES)
def test_split(text, graphemes):
    assert split(text) == graphemes


@settings(max_examples=200)
@given(TEXT, st.integers(0, 12))
def test_cuts_lose_nothing_but_the_rest(text, n):
    assert "".join(split(text)) == text
    assert cut(text, n) == "".join(split(text)[:n])
    assert length(truncate(text, n)) <= max(n, 0)


def test_no_word_is_cut_through_a_conjunct():
    hasanta = "\u09cd"
    rows = vectors("lexicon-google/lexicon.tsv").read_text("utf-8").splitlines()[20::7]
    for word in (normalise(row.split("\t")[0]) for row in rows):
        for count in range(1, length(word)):
            kept = cut(word, count)
            assert not kept.endswith((hasanta, hasanta + "\u200d")), word
            assert (
                word[len(kept)]
                not in "\u0981\u0982\u0983\u09bc\u09be\u09bf\u09c0\u09c1\u09c2\u09c3\u09c7\u09c8\u09cb\u09cc\u09cd"
            ), word


@pytest.mark.parametrize(
    ("text", "n", "expected"),
    [
        ("ঢাকা", 2, "ঢাকা"),
        ("ঢাকা শহর", 5, "ঢাকা…"),
        ("ঢাকা, শহর", 4, "ঢাকা…"),
        ("স্বাধীনতাসংগ্রাম", 4, "স্বাধীন…"),
        ("ঢাকা শহরতলীর", 6, "ঢাকা…"),
        ("ঢাকা", 0, ""),
        ("", 3, ""),
    ],
)
def test_truncate(text, n, expected):
    assert truncate(text, n) == expected


def test_truncate_with_an_end_of_ones_own():
    assert truncate("উত্তর কোরিয়ার নেতা", 10, " [আরও]") == "উত্তর [আরও]"
    assert truncate("উত্তর কোরিয়ার নেতা", 2, "...") == ".."


@pytest.mark.parametrize(
    ("name", "n", "expected"),
    [
        ("শেখ মুজিবুর রহমান", 2, "শের"),
        ("শেখ মুজিবুর রহমান", 3, "শেমুর"),
        ("ড. মো. শ্যামল", 2, "শ্যা"),
        ("মো.", 2, "মো"),
        ("“ক্ষমা” দাস", 2, "ক্ষদা"),
        ("Kim Jong Un", 3, "KJU"),
        ("  – ", 2, ""),
        ("রহিম", 0, ""),
    ],
)
def test_initials(name, n, expected):
    assert initials(name, n) == expected


def test_nothing_is_cut_to_less_than_nothing():
    with pytest.raises(ValueError, match="give 0 or more"):
        cut("ঢাকা", -1)
