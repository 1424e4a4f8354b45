"""The log's screen: filters, turning, and the table that is taken out."""

import csv
import io
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.handlers.asgi import ASGIRequest
from django.db import connection
from django.test import AsyncRequestFactory, Client
from django.test.utils import CaptureQueriesContext
from wagtail.log_actions import log as note
from wagtail.models import ModelLogEntry

from harkara.desk import actions
from harkara.desk.models import Story
from harkara.desk.screens import log
from harkara.people.models import User
from tests.desk.factories import make_story, make_user
from tests.desk.screens.test_screens import page

pytestmark = pytest.mark.django_db

LIST = 7
ZONE = ZoneInfo("Asia/Dhaka")


@pytest.fixture
def chief(client: Client) -> Client:
    client.force_login(make_user("chief", group="admin", first_name="প্রধান"))
    ModelLogEntry.objects.all().delete()
    return client


def wrote(story: Story, user: User | None, action: str = "desk.correct", at: datetime | None = None) -> None:
    entry = note(instance=story, action=action, user=user)
    if at:
        ModelLogEntry.objects.filter(pk=entry.pk).update(timestamp=at)


def table(client: Client, query: str = "") -> list[list[str]]:
    answer = client.get(f"/desk/log/export/{query}")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[arg-type]  # this server streams plainly
    assert text[0] == "\N{BYTE ORDER MARK}"
    return list(csv.reader(io.StringIO(text[1:])))


@pytest.mark.parametrize(
    "group", ["reporter", "sub_editor", "desk_editor", "front_editor", "photo_editor", "moderator"]
)
def test_only_administrators_read_it(client: Client, group: str) -> None:
    client.force_login(make_user(group=group))
    assert [client.get(f"/desk/log/{way}").status_code for way in ("", "export/")] == [302, 302]


def test_it_says_who_did_what_to_what(chief: Client) -> None:
    user = make_user("rina", first_name="রিনা")
    story = make_story(headline="নদীর খবর", user=user)
    actions.correct(story, "সংখ্যাটি ১১।", user)
    text = page(chief, "/desk/log/")
    assert [word in text for word in ("রিনা", "সংশোধনী দিয়েছেন", "নদীর খবর", f"/desk/stories/edit/{story.pk}/")] == [
        True
    ] * 4


def test_the_door_is_watched(client: Client) -> None:
    make_user("chief", group="admin")
    for username, password in (("chief", "wrong"), ("nobody-9", "wrong"), ("chief", "password")):
        client.post("/desk/login/", {"username": username, "password": password})
    client.post("/desk/logout/")
    found = ModelLogEntry.objects.order_by("pk").values_list("action", "user__username")
    assert list(found) == [
        ("desk.sign_in_failed", "chief"),
        ("desk.sign_in_failed", None),
        ("desk.sign_in", "chief"),
        ("desk.sign_out", "chief"),
    ]
    assert [entry for entry in ModelLogEntry.objects.all() if "nobody-9" in f"{entry.label}{entry.data}"] == []


def test_filters_leave_what_was_asked_for(chief: Client) -> None:
    rina, tom = make_user("rina"), make_user("tom")
    one, two = make_story(headline="প্রথম"), make_story(headline="দ্বিতীয়")
    ModelLogEntry.objects.all().delete()
    wrote(one, rina)
    wrote(two, rina, "desk.kill")
    wrote(two, tom)
    for query, subjects in (
        (f"?person={rina.pk}", ["দ্বিতীয়", "প্রথম"]),
        ("?act=desk.kill", ["দ্বিতীয়"]),
        (f"?story={one.pk}", ["প্রথম"]),
        (f"?story={two.pk}&person={tom.pk}", ["দ্বিতীয়"]),
        (f"?act=desk.kill&person={tom.pk}", []),
    ):
        rows = table(chief, query)[1:]
        assert [row[4] for row in rows if row[2] != "কাজের খাতা নামানো"] == subjects
        ModelLogEntry.objects.filter(action="desk.export_log").delete()


def test_days_are_days_of_the_paper(chief: Client) -> None:
    user, story = make_user("rina"), make_story()
    ModelLogEntry.objects.all().delete()
    midnight = datetime(2026, 11, 28, tzinfo=ZONE)
    for minutes, action in (
        (-1, "desk.kill"),
        (0, "desk.correct"),
        (24 * 60 - 1, "desk.redact"),
        (24 * 60, "desk.discard"),
    ):
        wrote(story, user, action, midnight + timedelta(minutes=minutes))
    asked = {"since": datetime(2026, 11, 28).date(), "until": datetime(2026, 11, 28).date()}
    assert [entry.action for entry in log.entries(asked)] == ["desk.redact", "desk.correct"]
    assert [entry.action for entry in log.entries({"until": asked["until"]})] == [
        "desk.redact",
        "desk.correct",
        "desk.kill",
    ]
    assert [entry.action for entry in log.entries({"since": asked["since"]})][-1] == "desk.correct"
    assert list(log.entries({"since": datetime(2030, 1, 1).date()})) == []


def test_pages_are_turned_by_number(chief: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "PER_PAGE", 2)
    user, story = make_user("rina"), make_story()
    ModelLogEntry.objects.all().delete()
    for action in ("desk.kill", "desk.correct", "desk.redact"):
        wrote(story, user, action)
    second = ModelLogEntry.objects.order_by("-pk")[1].pk
    text = page(chief, "/desk/log/")
    assert (f"before={second}" in text, text.count("/desk/stories/edit/")) == (True, 2)
    text = page(chief, f"/desk/log/?before={second}")
    assert ("before=" in text, text.count("/desk/stories/edit/")) == (False, 1)


@pytest.mark.parametrize("query", ["?story=নদী", "?since=কাল", "?person=999", "?act=dance"])
def test_a_filter_that_means_nothing_is_told(chief: Client, query: str) -> None:
    assert "error-message" in page(chief, f"/desk/log/{query}")
    assert "error-message" in page(chief, f"/desk/log/export/{query}")


def test_bangla_digits_name_a_story(chief: Client) -> None:
    form = log.FilterForm({"story": "#১২"})
    assert (form.is_valid(), form.cleaned_data["story"]) == (True, 12)


def test_the_table_runs_nothing_and_taking_it_out_is_written_down(chief: Client) -> None:
    user = make_user("rina", first_name="=cmd|' /C calc'!A0")
    wrote(make_story(headline="@SUM(A1:A9)"), user)
    head, export, row, *_ = table(chief)
    assert head == ["সময়", "কর্মী", "কাজ", "ধরন", "বিষয়", "নম্বর", "কী করা হয়েছে", "খুঁটিনাটি"]
    assert (row[1], row[4]) == ("'=cmd|' /C calc'!A0", "'@SUM(A1:A9)")
    assert (export[1], export[2]) == ("প্রধান", "কাজের খাতা নামানো")


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\tx", "\rx", "\nx", " =1", "\uff1d1", "\u00a0=1"])
def test_a_cell_that_begins_a_formula_is_text(cell: str) -> None:
    assert (log.harmless(cell), log.harmless(f"ক{cell}")) == (f"'{cell}", f"ক{cell}")


def test_a_long_log_is_taken_out_a_few_hundred_rows_at_a_time(
    chief: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(log, "AT_ONCE", 2)
    user, story = make_user("rina"), make_story()
    ModelLogEntry.objects.all().delete()
    for _ in range(5):
        wrote(story, user)
    assert [len(batch) for batch in log._batches(log.entries({}))] == [1, 2, 2, 1]


@pytest.mark.parametrize("entries", [1, 3])
def test_a_page_costs_the_same_with_more_entries(chief: Client, entries: int) -> None:
    story = make_story()
    ModelLogEntry.objects.all().delete()
    for number in range(entries):
        wrote(story, make_user(f"person-x{number}"))
    page(chief, "/desk/log/")
    with CaptureQueriesContext(connection) as queries:
        text = page(chief, "/desk/log/")
    assert (text.count("/desk/stories/edit/"), len(queries)) == (entries, LIST)


@pytest.mark.parametrize(
    ("asked", "index"),
    [({"person": 1}, "desk_log_person"), ({"act": "desk.kill"}, "desk_log_act")],
)
def test_each_filter_has_its_index(asked: dict[str, Any], index: str) -> None:
    plan = log.entries(asked)[:50].explain()
    if connection.vendor == "sqlite":
        assert (index in plan, "TEMP B-TREE" in plan) == (True, False)


def test_under_asgi_the_table_is_streamed_as_asgi_wants_it(chief: Client) -> None:
    request = AsyncRequestFactory().get("/desk/log/export/")
    request.user = User.objects.get(username="chief")
    assert isinstance(request, ASGIRequest)
    answer = log.export(request)
    assert answer.is_async  # type: ignore[union-attr]  # a stream
