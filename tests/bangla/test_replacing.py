"""Find and replace as it is written: joiners, nukta forms, whole words, and HTML that stays whole."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkara.bangla.replacing import places, replace, replace_in_html, seek

ZWNJ, ZWJ = "\u200c", "\u200d"


@pytest.mark.parametrize(
    ("term", "text", "whole", "times"),
    [
        ("নদী", "নদী, নদীর, নদীতে", False, 3),
        ("নদী", "নদী, নদীর, নদীতে", True, 1),
        ("কি", "কী কি কিসের", True, 1),
        ("বাংলা", "বাংলাদেশ", True, 0),
        ("দেশ", "বাংলাদেশ", False, 1),
        ("দেশ", "বাংলাদেশ", True, 0),
        ("য়", "হ\u09df, হয\u09bc", False, 2),
        ("বাড়ি", "বা\u09dcি বাড\u09bcি", True, 2),
        ("উদ্যাপন", f"উদ্{ZWNJ}যাপন", True, 1),
        (f"উদ্{ZWNJ}যাপন", "উদ্যাপন", True, 1),
        ("র্যাব", f"র{ZWJ}্যাব", True, 1),
        ("ক", "ক্ষমতা", False, 0),
        ("ষ", "ক্ষমতা", False, 0),
        ("ড", "বাড়ি", False, 0),
        ("ঢাকা শহর", "ঢাকা  শহর, ঢাকা\nশহরে", False, 2),
        ("a.c", "abc a.c", False, 1),
        ("USA", "USA's USAID", True, 1),
    ],
)
def test_words_are_found_as_they_are_written(term: str, text: str, whole: bool, times: int) -> None:
    assert len(places(text, seek(term, whole=whole))) == times


def test_nothing_is_not_looked_for() -> None:
    for term in ("", "  ", "\u200d"):
        with pytest.raises(ValueError, match="nothing to find"):
            seek(term)


def test_html_keeps_its_tags_and_addresses() -> None:
    html = '<p>ক &lt;খ&gt; <a href="/নদী/1?x=নদী">নদীর</a> &amp; <b>নদী</b></p>'
    assert replace_in_html(html, seek("নদী"), lambda *_: "<খাল>") == (
        '<p>ক &lt;খ&gt; <a href="/নদী/1?x=নদী">&lt;খাল&gt;র</a> &amp; <b>&lt;খাল&gt;</b></p>'
    )
    assert replace_in_html(html, seek("নদী"), lambda *_: None) == html


@pytest.mark.parametrize(
    ("html", "after"),
    [
        ("<p>পদ্মা <b>নদী</b>র</p>", "<p>মেঘনার</p>"),
        ('<p>প<a href="/পদ্মা নদী/">দ্মা</a> নদী</p>', "<p>মেঘনা</p>"),
        ('<p><a href="/1">পদ্মা নদী ও</a> চর</p>', '<p><a href="/1">মেঘনা ও</a> চর</p>'),
        ("<p><i>পদ্মা</i> নদী</p><p>পদ্মা</p><p>নদী</p>", "<p><i>মেঘনা</i></p><p>পদ্মা</p><p>নদী</p>"),
        ("<p>পদ্মা<br/>নদী &lt;</p>", "<p>পদ্মা<br/>নদী &lt;</p>"),
    ],
)
def test_words_that_a_tag_divides_are_one(html: str, after: str) -> None:
    assert replace_in_html(html, seek("পদ্মা নদী"), lambda *_: "মেঘনা") == after


def test_a_word_that_goes_on_behind_a_tag_is_not_whole() -> None:
    assert replace_in_html("<p><b>নদী</b>র</p>", seek("নদী", whole=True), lambda *_: "খাল") == "<p><b>নদী</b>র</p>"


@given(st.lists(st.sampled_from(["<b>", "</b>", "<p>", "ক", "খ", "&amp;", " ", "<a href='ক'>", "</a>"]), max_size=12))
def test_html_that_is_replaced_by_itself_keeps_its_words(parts: list[str]) -> None:
    html = "".join(parts)
    after = replace_in_html(html, seek("ক খ"), lambda text, begin, end: text[begin:end])
    assert re.sub("<[^<>]*>", "", after) == re.sub("<[^<>]*>", "", html)


@given(st.text("কখন্িরযড়য়\u200c ক্ষ", max_size=30), st.text("কখন্িরয়", min_size=1, max_size=3), st.booleans())
def test_what_is_replaced_by_itself_stays(text: str, term: str, whole: bool) -> None:
    sought = seek(term, whole=whole)
    assert replace(text, sought, lambda words, begin, end: words[begin:end]) == text
    for begin, end in places(text, sought):
        assert (text[begin - 1 : begin] == "্" and not whole, text[end : end + 1] == "্") == (False, False)
