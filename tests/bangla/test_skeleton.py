from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harkara.bangla.clean import normalise
from harkara.bangla.skeleton import distance, key
from tests.shared import vectors


@pytest.mark.parametrize(
    ("bangla", "latin"),
    [
        ("পুতিন", "Putin"),
        ("পুতিন", "Poutine"),
        ("সংসদ", "sangsad"),
        ("ঢাকা", "Dhaka"),
        ("চট্টগ্রাম", "Chattogram"),
        ("লক্ষ্মী", "lakshmi"),
        ("বিজ্ঞান", "bigyan"),
        ("স্বাধীন", "swadhin"),
        ("দোকানগুলোতে", "dokangulote"),
        ("উদ্বোধন", "udbodhon"),
        ("ইনফরমেশন", "information"),
        ("জাতী\u09df", "jatiyo"),
    ],
)
def test_one_key_in_both_scripts(bangla, latin):
    assert key(bangla) == key(latin) != ""


def test_words_without_consonants_have_no_key():
    assert [key(word) for word in ("", "আই", "eye", "৫০০", "!")] == [""] * 5


def test_distance_is_by_ear():
    assert distance("পুতিন", "putin") == 0.0
    assert distance("ক", "") == 1.4
    assert distance("নির্বাচন", "nirbachon") < distance("নির্বাচন", "nirbachan") < distance("নির্বাচন", "nirapod")


@settings(max_examples=100)
@given(st.text(max_size=15), st.text(max_size=15))
def test_distance_is_the_same_both_ways(one, other):
    assert distance(one, other) == distance(other, one) >= 0
    assert distance(one, one) == 0
    assert key(one).isascii()


def test_dakshina():
    """Keys agree for 93 % of the pairs, gather at most two words on average, and the right word is among the first five."""
    rows = vectors("translit-dakshina/bn.translit.sampled.dev.tsv").read_text(encoding="utf-8").splitlines()
    pairs = [(normalise(bangla), latin) for bangla, latin, _ in (row.split("\t") for row in rows)]
    buckets = defaultdict(list)
    for word in sorted({bangla for bangla, _ in pairs}):
        buckets[key(word)].append(word)
    agree = sum(key(bangla) == key(latin) for bangla, latin in pairs) / len(pairs)
    mean = sum(map(len, buckets.values())) / len(buckets)
    found = sum(
        bangla in sorted(buckets.get(key(latin), ()), key=lambda word: distance(word, latin))[:5]
        for bangla, latin in pairs
    )
    assert agree >= 0.93
    assert mean <= 2
    assert found / len(pairs) >= 0.9
