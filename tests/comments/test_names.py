"""What readers may be called, and which names look alike."""

import pytest

from harkara.comments import names
from harkara.comments.errors import Refused


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  রুবিনা   ইয়াসমিন ", "রুবিনা ইয়াসমিন"),
        ("উত্সব মিত্র", "উৎসব মিত্র"),
        ("এ.কে.এম. নাসির", "এ.কে.এম. নাসির"),
        ("র‍্যাচেল বৈদ্য", "র‍্যাচেল বৈদ্য"),
        ("D’Souza Nayan", "D’Souza Nayan"),
        ("নয়ন ২", "নয়ন ২"),
    ],
)
def test_a_name_is_kept_in_the_one_spelling(typed: str, kept: str) -> None:
    assert names.clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("ক", "name_length"),
        ("", "name_length"),
        ("১২৩৪", "name_length"),
        ("রুবিনা " * 9, "name_length"),
        ("রুবিna", "name_letters"),
        ("Руслан", "name_letters"),
        ("রুবিনা <b>", "name_letters"),
        ("রুবিনা 😀", "name_letters"),
        ("প্রধান সম্পাদক", "name_office"),
        ("Adm1n নাসির", "name_office"),
        ("সম্পা-দক", "name_office"),
    ],
)
def test_what_is_no_name_is_refused_with_the_reason(typed: str, why: str) -> None:
    with pytest.raises(Refused) as refused:
        names.clean(typed)
    assert refused.value.word == why
    assert "{" not in str(refused.value)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("রুবিনা ইয়াসমিন", "রুবীনা ইয়াসমিন"),
        ("রুবিনা ইয়াসমিন", "রুবিনাইয়াসমিন"),
        ("রুবিনা ইয়াসমিন", "রু\u200cবিনা ইয়াস\u200bমিন"),
        ("রুবিনা ইয়াসমিন", "বুবিনা ইযাসমিন"),
        ("আশরাফ", "আসরাফ"),
        ("Modern Alam", "Modem A1am"),
        ("নয়ন ২", "নয়ন 2"),
    ],
)
def test_names_that_the_eye_confuses_look_alike(one: str, other: str) -> None:
    assert names.looks(one) == names.looks(other)


def test_names_that_differ_do_not_look_alike() -> None:
    others = ["রুবিনা ইয়াসমিন", "রুমানা ইয়াসমিন", "তৌহিদ জামান", "তৌহিদ", "Touhid", "Tanvir"]
    assert len({names.looks(name) for name in others}) == len(others)


def test_a_name_is_known_by_its_sound_in_any_script_where_it_is_long_enough() -> None:
    assert names.sounds("রহিম উদ্দিন মোল্লা") == names.sounds("Rohim Uddin Molla") != ""
    assert names.sounds("রিমি") == ""
