"""Marks stand on whole graphemes, and the window shows most of what was looked for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harkara.archive.index import Search
from harkara.archive.marking import WINDOW, Marker, marker
from harkara.archive.wanted import understand
from harkara.bangla import graphemes
from harkara.bangla.analyse import folded
from harkara.bangla.lexicon import words

from .records import marked


def looks_for(text: str, also: tuple[str, ...] = ()) -> Marker:
    return marker(understand(Search(text)), also)


@pytest.mark.parametrize(
    ("text", "shown", "found"),
    [
        ("কোরিয়া", "উত্তর কোরিয়ার নেতা, কোরিয়ায়।", ["কোরিয়ার", "কোরিয়ায়"]),
        ("কোরিয়া", "কোরি\u09dfার নেতা", ["কোরি\u09dfার"]),
        ("putin", "পুতিনের সঙ্গে Putin aide", ["পুতিনের", "Putin"]),
        ("পুতিন", "Putin এলেন", []),
        ("লেখা", "তিনি লিখেছিলেন", ["লিখেছিলেন"]),
        ("যাওয়া", "তারা গেছে", ["গেছে"]),
        ("৫০০", "500 মানুষ, ৫০০ টাকা, ৫০০০", ["500", "৫০০"]),
        ("5.5", "৫.৫ শতাংশ", ["৫.৫"]),
        ("পাসপোর্ট", "ই-পাসপোর্ট পেতে", ["পাসপোর্ট"]),
        ("এ.কে.এম", "এ.কে.এম. রহমান", ["এ.কে.এম"]),
        ("র‍্যাব", "র‍্যাবের অভিযান", ["র‍্যাবের"]),
        ('"উত্তর কোরিয়া"', "কোরিয়ার উত্তরে", ["কোরিয়ার", "উত্তরে"]),
        ("কোরিয়া -নেতা", "কোরিয়ার নেতা", ["কোরিয়ার"]),
        ("শ্রেণী", "শ্রেণির ছাত্র", ["শ্রেণির"]),
        ("cafe", "Café বন্ধ", ["Café"]),
        ("", "ঢাকা", []),
    ],
)
def test_marks(text: str, shown: str, found: list[str]) -> None:
    assert marked(looks_for(text).headline(shown)) == found


def test_a_sound_counts_only_where_it_was_asked_for() -> None:
    assert marked(looks_for("নিরবাচন").headline("নির্বাচন এল")) == []
    assert marked(looks_for("নিরবাচন", also=("নিরবাচন",)).headline("নির্বাচন এল")) == ["নির্বাচন"]


def test_the_window_is_where_most_words_stand() -> None:
    text = "নেতা এলেন। " + "আর কেউ নেই। " * 60 + "উত্তর কোরিয়ার নেতা কিম বললেন। " + "আর কেউ নেই। " * 60
    pieces = looks_for("নেতা কিম কোরিয়া").excerpt(text)
    assert marked(pieces) == ["কোরিয়ার", "নেতা", "কিম"]
    assert (pieces[0], pieces[-1]) == (("… ", False), (" …", False))
    shown = "".join(piece for piece, _ in pieces[1:-1])
    assert shown in text
    assert len(shown) <= WINDOW


def test_without_a_hit_the_text_begins() -> None:
    text = "প্রথম কথা। " * 60
    pieces = looks_for("ঢাকা").excerpt(text)
    assert text.startswith(pieces[0][0])
    assert pieces[-1] == (" …", False)
    assert looks_for("ঢাকা").excerpt("") == ()
    assert looks_for("ঢাকা").excerpt("ছোট কথা") == (("ছোট কথা", False),)


TEXT = st.text(st.sampled_from([*"কিমার্যঢ়া্‍‌। \n,'5é", "\u0301", "\u0600", "👩", "🏽", "\u200d", "🇧", "\r"]), max_size=400)


@settings(max_examples=150, deadline=None)
@given(text=TEXT | st.lists(TEXT, min_size=3).map("কিম ".join), looked=st.sampled_from(["কিম", "মা কি", "5", "é r"]))
def test_pieces_are_whole_graphemes_of_the_text(text: str, looked: str) -> None:
    look = looks_for(looked, also=("মা",))
    whole = look.headline(text)
    assert "".join(piece for piece, _ in whole) == text
    pieces = [piece for piece, _ in look.excerpt(text) if piece not in ("… ", " …")]
    assert "".join(pieces) in text
    edges = set()
    at = 0
    for grapheme in graphemes.split(text):
        edges.add(at)
        at += len(grapheme)
    edges.add(at)
    at = 0
    for piece, _ in whole:
        assert at in edges
        at += len(piece)


def test_nearly_every_word_begins_as_its_stem() -> None:
    """Marks are looked for by first letters: what begins otherwise than its stem is found and not marked."""
    known = sorted(word for word in words() if len(word) > 1 and folded(word))[::15]
    unmarked = [word for word in known if not marked(looks_for(f'"{word} {word}"').headline(word))]
    assert {word[:2] for word in unmarked} <= {"আছ", "ছি", "নে"}  # of থাকা and নয়
    assert len(unmarked) < 5
