"""The newsroom's templates speak by the one clock and in the digits of the screen."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from harkara.desk.templatetags.newsroom import counted, digits, iso, moment

AT = datetime(2022, 8, 15, 5, 29, tzinfo=UTC)


@pytest.mark.parametrize(("language", "said"), [("bn", "১৫ আগস্ট ২০২২, ১১:২৯"), ("en", "2022-08-15 11:29")])
def test_a_moment_is_told_in_the_papers_zone(language: str, said: str) -> None:
    with translation.override(language):
        assert moment(AT) == said


def test_a_moment_for_machines() -> None:
    assert iso(AT) == "2022-08-15T05:29:00+00:00"


@pytest.mark.parametrize(("language", "said"), [("bn", "১২"), ("en", "12")])
def test_digits_follow_the_screen(language: str, said: str) -> None:
    with translation.override(language):
        assert digits(12) == said


@pytest.mark.parametrize(("language", "said"), [("bn", "১২,৩৪,৫৬৭"), ("en", "1,234,567")])
def test_what_is_counted_is_grouped_as_people_do(language: str, said: str) -> None:
    with translation.override(language):
        assert counted(1_234_567) == said
