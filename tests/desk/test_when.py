"""Moments in words, in the paper's zone."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from harkara.desk import when

NOW = datetime(2026, 11, 29, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ((2026, 11, 30, 0, 0), "আগামীকাল সোমবার, ৩০ নভেম্বর, সকাল ৬টায়"),
        ((2026, 11, 29, 14, 30), "আজ রবিবার, ২৯ নভেম্বর, রাত ৮টা ৩০ মিনিটে"),
        ((2026, 11, 29, 18, 5), "আগামীকাল সোমবার, ৩০ নভেম্বর, রাত ১২টা ৫ মিনিটে"),
        ((2026, 12, 1, 6, 0), "আগামী পরশু মঙ্গলবার, ১ ডিসেম্বর, দুপুর ১২টায়"),
        ((2026, 12, 16, 3, 0), "বুধবার, ১৬ ডিসেম্বর, সকাল ৯টায়"),
        ((2027, 1, 1, 3, 0), "শুক্রবার, ১ জানুয়ারি ২০২৭, সকাল ৯টায়"),
        ((2026, 11, 28, 3, 0), "গতকাল শনিবার, ২৮ নভেম্বর, সকাল ৯টায়"),
    ],
)
def test_a_moment_is_said_as_the_newsroom_says_it(moment: tuple[int, ...], words: str) -> None:
    assert when.in_words(datetime(*moment, tzinfo=UTC), NOW) == words  # type: ignore[misc,arg-type]  # five numbers


def test_english_screens_say_it_in_english() -> None:
    with translation.override("en"):
        assert when.in_words(datetime(2026, 11, 30, 0, 0, tzinfo=UTC), NOW) == "tomorrow Monday, 30 November, 06:00"
