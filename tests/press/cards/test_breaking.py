"""Lines: every word once, in order, between written syllables only, and as even as they can be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkara.bangla import graphemes
from harkara.press.cards import breaking, faces
from harkara.press.cards.breaking import LONE, fit, words

HEADLINES = (
    "উত্তর কোরিয়ার নেতা কিমকে চিঠি দিলেন রুশ প্রেসিডেন্ট পুতিন",
    "ঢাকা – চট্টগ্রাম মহাসড়কে ৫ ঘণ্টা যানজট",
    "‘নদী আমাদের ঘর নিয়েছে’ , বললেন মায়েরা",
    "GDP প্রবৃদ্ধি ৫.৮% , মূল্যস্ফীতি ( ৳ ১২ লাখ )",
    "স্বাধীনতা",
)


def width(text: str, size: int) -> float:
    """Every written syllable as wide as the size: lines can be reckoned by hand."""
    return float(graphemes.length(text) * size)


def lines_of(text: str, room: int, most: int = 9, sizes: tuple[int, int] = (40, 10)) -> breaking.Lines:
    return fit(text, (room, 10_000), sizes, most, 1.4, width)


@given(st.sampled_from(HEADLINES), st.integers(min_value=60, max_value=2000))
def test_no_word_is_lost_and_no_line_is_too_wide(text: str, room: int) -> None:
    found = lines_of(text, room)
    assert all(width(line, found.size) <= room for line in found.lines)
    whole = "".join(found.lines).replace(" ", "")
    assert whole == "".join(text.split()) or found.size == 10


SYLLABLES = ("ক", "ক্ষ", "কি", "ন্দ্রি", "র\u200d্যা", "চাঁ", "উদ্\u200cযা", "G", "৫", "।", "-", "–", "(", "৳", " ", " ")


@given(st.lists(st.sampled_from(SYLLABLES), max_size=40).map("".join), st.integers(20, 400))
def test_a_line_never_ends_inside_a_syllable_and_none_begins_with_a_lone_sign(text: str, room: int) -> None:
    lines = lines_of(text, room, sizes=(20, 10)).lines
    for line in lines[1:]:
        assert line[0] not in "\u09cd\u09be\u09bf\u09c7\u0981\u200d\u200c"
    whole = graphemes.split("".join(lines).replace(" ", ""))
    parts = [part for line in lines for part in graphemes.split(line.replace(" ", ""))]
    assert parts == whole or LONE.search("".join(lines))


def test_lone_signs_stay_with_the_words_that_they_belong_to() -> None:
    assert words("ঢাকা – চট্টগ্রাম ( ৳ ৫০ )") == ["ঢাকা –", "চট্টগ্রাম", "( ৳ ৫০ )"]
    assert words("৳ ৫০ কোটি |") == ["৳ ৫০", "কোটি |"]
    assert words("– ক") == ["–", "ক"]
    assert words("ক (") == ["ক ("]
    assert words("") == []


def test_lines_are_even() -> None:
    found = lines_of("এক দুই তিন চার", 360, sizes=(40, 10))
    assert found.lines == ("এক দুই", "তিন চার")


def test_the_largest_size_wins_in_which_there_are_few_enough_lines() -> None:
    one = fit("এক দুই", (150, 1000), (40, 10), 1, 1.4, width)
    two = fit("এক দুই", (150, 1000), (40, 10), 2, 1.4, width)
    assert (two.lines, two.size) == (("এক", "দুই"), 40)
    assert one.lines == ("এক দুই",)
    assert width("এক দুই", one.size) <= 150 < width("এক দুই", one.size + 2)


def test_the_box_s_height_limits_the_lines() -> None:
    found = fit("এক দুই তিন চার", (120, 60), (40, 10), 9, 1.0, width)
    assert len(found.lines) * found.size <= 60


def test_a_word_that_is_too_wide_breaks_between_syllables() -> None:
    found = fit("স্বাধীনতাসংগ্রামীদের", (30, 1000), (20, 10), 9, 1.4, width)
    assert "".join(found.lines) == "স্বাধীনতাসংগ্রামীদের"
    assert all(graphemes.length(line) <= 3 for line in found.lines)
    assert found.lines[0] == "স্বাধীন"


def test_what_does_not_fit_at_all_loses_its_end() -> None:
    found = fit("এক দুই তিন চার পাঁচ ছয় সাত", (60, 28), (20, 10), 2, 1.4, width)
    assert len(found.lines) == 2
    assert found.lines[-1].endswith("…")


@pytest.mark.parametrize("text", HEADLINES)
def test_headlines_fit_a_card_in_the_real_face(text: str) -> None:
    setting = faces.face("serif", "headline")

    def real(words: str, size: int) -> float:
        return faces.Setting(setting, size).width(words)

    found = fit(text, (572, 400), (96, 34), 5, 1.36, real)
    assert found.size > 34
    assert all(real(line, found.size) <= 572 for line in found.lines)
