"""Pictures are found by their words in any ending, by a day, and by who brought them in; at the same cost among many."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from harkara.desk import actions
from harkara.desk.darkroom import finding
from harkara.desk.models import Picture, PictureWord
from tests.desk.factories import NOON, make_picture, make_story, make_user

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    return list(finding.find(text, Picture.objects.order_by("pk")).values_list("title", flat=True))


@pytest.fixture
def three() -> None:
    rina = make_user(first_name="রীনা", last_name="খাতুন")
    make_picture(title="প্রথম", caption="মেঘনার ঘাটে নৌকা", credit="রহিম/বাসস", uploaded_by_user=rina)
    make_picture(title="দ্বিতীয়", caption="পাটের হাট", credit="করিম", taken_at=datetime(2026, 3, 5, 20, 0, tzinfo=UTC))
    make_picture(title="তৃতীয়", caption="মেঘনা সেতু", credit="রহিম", taken_at=datetime(2025, 3, 6, 6, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("মেঘনা ", ["প্রথম", "তৃতীয়"]),
        ("রহিম ঘাট", ["প্রথম"]),
        ("বাসস", ["প্রথম"]),
        ("রীনা", ["প্রথম"]),
        ("সে", ["তৃতীয়"]),  # somebody is still typing
        ("সে ", []),
        ("২০২৬-০৩-০৬", ["দ্বিতীয়"]),  # two in the morning in Dhaka
        ("2026-03", ["দ্বিতীয়"]),
        ("2025-3-6 সেতু", ["তৃতীয়"]),
        ("2025-13-01", []),
        ("ঝঝঝ", []),
        (" ", ["প্রথম", "দ্বিতীয়", "তৃতীয়"]),
    ],
)
@pytest.mark.usefixtures("three")
def test_words_and_days(text: str, titles: list[str]) -> None:
    assert found(text) == titles


def test_what_is_said_anew_is_found_and_what_was_said_before_is_not() -> None:
    picture = make_picture(title="ছবি", caption="পুরোনো ক্যাপশন", credit="হরকরা", alt="")
    actions.describe_picture(picture, caption="নতুন ক্যাপশন")
    assert (found("পুরোনো "), found("নতুন ")) == ([], ["ছবি"])
    picture.delete()
    assert PictureWord.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_pictures_costs_the_same_queries(
    client: Client, count: int, django_assert_num_queries: Any
) -> None:
    client.force_login(make_user(group="photo_editor"))
    for _ in range(count):
        make_picture(caption="মেঘনা সেতু")
    address = "/desk/images/results/?q=মেঘনা সেতু&terms=own&used=no"
    client.get(address)  # the thumbnails are drawn
    with django_assert_num_queries(QUERIES):
        page = client.get(address).content.decode()
    assert page.count('class="image-choice"') == count


QUERIES = 16
"""Two of them look how rare the words are, one takes the newest of the rarest."""


@pytest.mark.parametrize("count", [1, 3])
def test_who_chooses_sees_where_it_was_used_and_nothing_that_may_not_be_used(
    client: Client, count: int, django_assert_num_queries: Any
) -> None:
    client.force_login(make_user(group="photo_editor"))
    for number in range(count):
        make_story(at=NOON, headline=f"আগের খবর {number}", picture=make_picture(caption="মেঘনা"))
    make_picture(caption="মেঘনা", terms="licensed", until=datetime(2020, 1, 1, tzinfo=UTC).date())
    make_picture(caption="মেঘনা", withdrawn=True)
    address = "/desk/images/chooser/results/?q=মেঘনা"
    client.get(address)
    with django_assert_num_queries(CHOOSING):
        page = client.get(address).content.decode()
    assert (page.count("data-chooser-modal-choice"), page.count("আগে ব্যবহার হয়েছে: <bdi>আগের খবর")) == (count, count)
    assert page.count("২৮ নভেম্বর ২০২৬") == count


CHOOSING = 12
