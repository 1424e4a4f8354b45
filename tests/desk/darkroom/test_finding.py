"""Pictures are found by their words in any ending, by a day, and by who brought them in; at the same cost among many."""

import gc
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from harkara.desk import actions
from harkara.desk.darkroom import finding
from harkara.desk.models import Picture, PictureWord
from harkara.desk.screens import plain
from tests.desk.factories import NOON, make_picture, make_story, make_user

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves files of thumbnails open; Python closes them when it clears up.
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
]


@pytest.fixture(autouse=True)
def cleared_up() -> Iterator[None]:
    """What Wagtail left open is closed in the test that opened it."""
    yield
    gc.collect()


def found(text: str) -> list[str]:
    return list(finding.find(text, Picture.objects.order_by("pk")).values_list("title", flat=True))


@pytest.fixture
def three() -> None:
    rina = make_user(first_name="রীনা", last_name="খাতুন")
    make_picture(title="প্রথম", caption="মেঘনার ঘাটে নৌকা", credit="রহিম/বাসস", uploaded_by_user=rina)
    make_picture(
        title="দ্বিতীয়", alt="", caption="পাটের হাট", credit="করিম", taken_at=datetime(2026, 3, 5, 20, 0, tzinfo=UTC)
    )
    make_picture(
        title="তৃতীয়", alt="", caption="মেঘনা সেতু", credit="রহিম", taken_at=datetime(2025, 3, 6, 6, 0, tzinfo=UTC)
    )


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


def cost(client: Client, address: str, row: str) -> tuple[int, int]:
    """How many queries a screen takes, and how many rows it shows."""
    client.get(address)  # the thumbnails are drawn
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address).content.decode()
    return len(queries), page.count(row)


def test_the_list_of_pictures_costs_the_same_queries_however_many(client: Client) -> None:
    client.force_login(make_user(group="photo_editor"))
    address = "/desk/images/results/?q=মেঘনা সেতু&terms=own&used=no"
    make_picture(caption="মেঘনা সেতু")
    first, shown = cost(client, address, 'class="image-choice"')
    make_picture(caption="মেঘনার সেতু")
    make_picture(caption="মেঘনায় সেতুর কাজ")
    make_picture(caption="মেঘনা সেতু", terms="free")
    make_story(picture=make_picture(caption="মেঘনা সেতু"))
    assert (shown, cost(client, address, 'class="image-choice"')) == (1, (first, 3))


def test_who_chooses_sees_where_it_was_used_and_nothing_that_may_not_be_used(client: Client) -> None:
    client.force_login(make_user(group="photo_editor"))
    address = "/desk/images/chooser/results/?q=মেঘনা"
    make_picture(caption="মেঘনা", terms="licensed", until=date(2020, 1, 1))
    make_picture(caption="মেঘনা", withdrawn=True)
    costs: list[tuple[int, int]] = []
    for number in range(3):
        make_story(at=NOON, headline=f"আগের খবর {number}", picture=make_picture(caption="মেঘনা"))
        costs.append(cost(client, address, "data-chooser-modal-choice"))
    assert [shown for _queries, shown in costs] == [1, 2, 3]
    assert {queries for queries, _shown in costs} == {costs[0][0]}
    page = client.get(address).content.decode()
    assert page.count("আগে ব্যবহার হয়েছে: <bdi>আগের খবর") == page.count("২৮ নভেম্বর ২০২৬") == 3


def test_pictures_are_counted_no_further_than_they_are_turned(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "COUNTED", 2)
    client.force_login(make_user(group="photo_editor"))
    for _one in range(3):
        make_picture()
    for address in ("/desk/images/", "/desk/images/?terms=own&used=no", "/desk/images/chooser/"):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        counted = [one["sql"] for one in captured if "COUNT(" in one["sql"] and "desk_picture" in one["sql"]]
        assert [("LIMIT 2" in sql) for sql in counted] == [True]
    paginator = client.get("/desk/images/").context["paginator"]
    with translation.override("bn"):
        assert (paginator.count, paginator.items_count_label) == (2, "অন্তত 2টি ছবি")


@pytest.mark.parametrize(
    ("asked", "index"), [({"terms": ""}, "desk_picture_terms"), ({"used": False}, "desk_picture_unused")]
)
def test_the_few_of_many_are_read_from_an_index(asked: dict[str, Any], index: str) -> None:
    plan = Picture.objects.filter(**asked).order_by("-created_at")[:30].explain()
    if connection.vendor == "sqlite":
        assert index in plan


def unused(client: Client) -> list[str]:
    page = client.get("/desk/images/?used=no").context["object_list"]
    return sorted(picture.title for picture in page)


def test_a_picture_is_used_as_long_as_a_published_story_shows_it(client: Client) -> None:
    client.force_login(make_user(group="photo_editor"))
    ferry, bridge = make_picture(title="নৌকা"), make_picture(title="সেতু")
    story, other = make_story(picture=ferry), make_story(published=False, picture=bridge)
    assert unused(client) == ["সেতু"]
    actions.publish(other, None)
    assert unused(client) == []
    actions.edit(other, None, picture=ferry)
    assert unused(client) == ["সেতু"]
    actions.edit(story, None, picture=None)
    assert unused(client) == ["সেতু"]  # the other one shows the boat still
    actions.edit(other, None, picture=None)
    assert unused(client) == ["নৌকা", "সেতু"]
