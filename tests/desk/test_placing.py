"""Areas that are offered for a story, and the gazetteer behind them."""

from typing import Any

import pytest

from harkara.desk import actions
from harkara.desk.gazetteer import filling
from harkara.desk.models import Area, Story
from harkara.desk.placing import Choice, beginning, placed
from tests.desk.factories import make_clipping, make_user

pytestmark = pytest.mark.django_db


def slugs(choices: list[Choice]) -> list[str]:
    rows = Area.objects.in_bulk([choice.number for choice in choices])
    return [rows[choice.number].slug for choice in choices]


def test_the_gazetteer_has_every_division_district_and_upazila() -> None:
    kinds = [Area.objects.filter(kind=kind).count() for kind in ("country", "division", "district", "upazila")]
    assert kinds == [1, 8, 64, 494]
    savar = Area.objects.get(slug="dhaka-savar")
    assert (savar.name, savar.latin, savar.lineage) == ("সাভার", "Savar", "bangladesh dhaka-division dhaka dhaka-savar")


def test_filling_again_adds_nothing_and_what_is_lacking_comes_back(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert filling.fill() == 0
    Area.objects.filter(slug="dhaka-savar").delete()
    assert filling.fill() == 1


@pytest.mark.parametrize(
    ("dateline", "headline", "text", "found"),
    [
        ("সিলেট", "টানা বৃষ্টি", "", ["sylhet"]),
        ("", "সাভারে সড়ক বন্ধ", "ঢাকার পথে যানজট।", ["dhaka-savar"]),
        ("", "বরিশালে নদীভাঙন", "ভোলায়ও ভাঙছে, বরিশালের ঘাট ডুবেছে।", ["barisal", "bhola"]),
        ("", "", "Sylhet is calm", ["sylhet"]),
        ("", "ঢাকা বিভাগের সব জেলায়", "", ["dhaka-division"]),
        ("", "নদীতে নতুন সেতু", "", []),
    ],
)
def test_what_is_offered(dateline: str, headline: str, text: str, found: list[str]) -> None:
    assert slugs(placed(dateline, headline, [f"<p>{text}</p>"])) == found


def test_of_two_upazilas_of_one_name_the_one_is_meant_whose_district_is_named() -> None:
    assert slugs(placed("", "কালীগঞ্জে মেলা", ["গাজীপুর থেকে"])) == ["gazipur-kaliganj"]
    many = placed("কালীগঞ্জ", "মেলা", [])
    assert len(many) > 1
    assert not any(choice.sure for choice in many)
    assert len({choice.inside for choice in many}) == len(many)


def test_what_is_chosen_is_not_offered(django_assert_num_queries: Any) -> None:
    sylhet = Area.objects.get(slug="sylhet")
    with django_assert_num_queries(1):
        assert placed("সিলেট", "", [], [sylhet.pk]) == []


@pytest.mark.parametrize(
    ("typed", "first"), [("সিলে", "sylhet"), ("Sav", "dhaka-savar"), ("rajsh", "rajshahi"), ("", None), ("ক্ষঞঙ", None)]
)
def test_a_beginning_finds_areas_in_either_script(typed: str, first: str | None) -> None:
    found = slugs(beginning(typed))
    assert first in found if first else found == []


def test_the_dateline_of_a_clipping_chooses_its_area() -> None:
    story = actions.draft_from(make_clipping(dateline="রাজশাহী"), make_user())
    assert [area.slug for area in Story.objects.get(pk=story.pk).areas.all()] == ["rajshahi"]
    story = actions.draft_from(make_clipping(dateline="ওয়াশিংটন"), make_user())
    assert list(Story.objects.get(pk=story.pk).areas.all()) == []
