import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harkara.bangla.analyse import tokens
from harkara.bangla.query import Query, parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("কিম পুতিন কিম", Query(("কিম", "পুতিন"), (), ())),
        ('"উত্তর নেতা" কিম', Query(("কিম",), (("উত্তর", "নেতা"),), ())),
        ("“উত্তর নেতা” «মহা সড়ক»", Query((), (("উত্তর", "নেতা"), tuple(tokens("মহা সড়ক"))), ())),
        ('"উত্তর নেতা', Query((), (("উত্তর", "নেতা"),), ())),
        ('"কিম"', Query(("কিম",), (), ())),
        ("কিম -পুতিন", Query(("কিম",), (), (("পুতিন",),))),
        ('কিম -"উত্তর নেতা"', Query(("কিম",), (), (("উত্তর", "নেতা"),))),
        ("ঢাকা-খুলনা", Query(("ঢাকা", "খুলনা"), (), ())),
        ("ঢাকা - খুলনা", Query(("ঢাকা", "খুলনা"), (), ())),
        ("এবং কী", Query(("এবং", "কী"), (), ())),
        ("কিম এবং কী", Query(("কিম",), (), ())),
        ("", Query((), (), ())),
        ('" -" - ""', Query((), (), ())),
    ],
)
def test_parse(text, expected):
    assert parse(text) == expected


def test_fts5_of_nothing_is_nothing():
    assert [parse(text).fts5() for text in ("", "-", "-কিম", '""')] == [""] * 4


@settings(max_examples=200)
@given(st.text(max_size=60))
def test_any_text_is_a_query(text):
    query = parse(text)
    assert query.fts5().count('"') % 2 == 0
    assert set(query.words) <= set(tokens(" ".join(query.words)))
