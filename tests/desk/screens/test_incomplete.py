"""Forms of a story that do not arrive whole, or name rows that somebody took out: a sentence, and nothing typed is lost."""

import json
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from wagtail.test.utils.form_data import inline_formset, rich_text, streamfield

from harkara.desk.models import Picture, Story
from tests.desk.factories import make_person, make_picture, make_section, make_story, make_user
from tests.desk.screens.test_screens import story_form

pytestmark = pytest.mark.django_db

BODY = {"body": streamfield([("paragraph", rich_text("<p>সেতু আজ খুলেছে।</p>"))])}


@pytest.fixture
def story() -> Story:
    made = make_story(published=False, bylines=[(make_person("রিনা"), "ঢাকা"), (make_person("টম"), "খুলনা")])
    made.save_revision()
    return made


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_user("rina"))
    client.post("/desk/language/?language=en")
    return client


def sent(story: Story, **changes: Any) -> dict[str, Any]:
    """What a browser sends of ``story`` with its two bylines."""
    rows = [
        {"id": line.pk, "person": line.person_id, "place": line.place, "ORDER": n}
        for n, line in enumerate(story.bylines.all(), 1)
    ]
    form = story_form(story.section_id, bylines=inline_formset(rows, initial=len(rows)), **BODY, **changes)
    return {name: "" if value is None else value for name, value in form.items()}


def address(story: Story) -> str:
    return f"/desk/stories/edit/{story.pk}/"


def latest(story: Story) -> Story:
    found = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    assert isinstance(found, Story)
    return found


def test_a_whole_form_is_saved(editor: Client, story: Story) -> None:
    assert editor.post(address(story), sent(story)).status_code == 302
    assert [(line.person.name, line.place) for line in latest(story).bylines.all()] == [("রিনা", "ঢাকা"), ("টম", "খুলনা")]
    assert "সেতু আজ খুলেছে।" in str(latest(story).body)


@pytest.mark.parametrize("said", [None, "x", "-1", "9" * 19, "৫"])
def test_a_row_without_its_number_is_named_and_nothing_is_saved(editor: Client, story: Story, said: str | None) -> None:
    form = sent(story)
    del form["bylines-1-id"]
    form |= {} if said is None else {"bylines-1-id": said}
    before = latest(story).latest_revision_id
    answer = editor.post(address(story), form)
    assert (answer.status_code, latest(story).latest_revision_id) == (200, before)
    assert "Row 2 came without its number, so nothing was saved." in answer.content.decode()
    told = editor.post(address(story), form, headers={"accept": "application/json"})
    assert told.status_code == 400
    assert told.json()["error_message"] == (
        "Row 2 came without its number, so nothing was saved. Load the page again and change it once more."
    )


def test_a_row_that_somebody_took_out_meanwhile_stands_as_a_new_one(editor: Client, story: Story) -> None:
    form = sent(story)
    story.bylines.remove(story.bylines.get(place="খুলনা"))
    story.save_revision()
    assert editor.post(address(story), form).status_code == 302
    assert [line.place for line in latest(story).bylines.all()] == ["ঢাকা", "খুলনা"]


def test_a_page_that_is_too_late_is_told_so_though_its_row_is_gone(editor: Client, story: Story) -> None:
    form = {**sent(story, headline="আমার শিরোনাম"), "keeping_base": story.latest_revision_id, "keeping_page": "mine"}
    story.bylines.remove(story.bylines.get(place="খুলনা"))
    story.save_revision()
    answer = editor.post(address(story), form)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Somebody saved a newer version of this story meanwhile." in page
    assert ("আমার শিরোনাম" in page, 'value="খুলনা"' in page) == (True, True)


@pytest.mark.parametrize(
    ("field", "said", "said_of"),
    [
        ("body-count", None, "The text did not arrive whole, so nothing was saved."),
        ("body-count", "many", "The text did not arrive whole, so nothing was saved."),
        ("body-count", "2", "Part 2 of the text did not arrive, so nothing was saved."),
        ("body-0-type", None, "Part 1 of the text did not arrive, so nothing was saved."),
        ("body-0-order", "x", "The text did not arrive whole, so nothing was saved."),
        ("body-0-deleted", None, "Part 1 of the text did not arrive, so nothing was saved."),
    ],
)
def test_a_text_that_is_not_whole_is_refused_and_the_old_one_stays(
    editor: Client, story: Story, field: str, said: str | None, said_of: str
) -> None:
    form = sent(story)
    del form[field]
    form |= {} if said is None else {field: said}
    before = latest(story)
    answer = editor.post(address(story), form)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert said_of in page
    words = json.dumps(before.body[0].value.source.partition("<p>")[2][:20])[1:-1]
    assert words in page
    assert latest(story).latest_revision_id == before.latest_revision_id
    preview = editor.post(f"/desk/stories/preview/{story.pk}/", form)
    assert (preview.status_code, preview.json()["is_valid"]) == (200, False)


@pytest.mark.parametrize("count", [None, "", "x", "-1", "9" * 30])
def test_rows_that_nobody_counted_are_an_error_and_stay(editor: Client, story: Story, count: str | None) -> None:
    form = sent(story)
    del form["bylines-TOTAL_FORMS"]
    form |= {} if count is None else {"bylines-TOTAL_FORMS": count}
    answer = editor.post(address(story), form)
    assert answer.status_code == 200
    assert "The rows did not arrive whole, so nothing was saved." in answer.content.decode()
    assert latest(story).bylines.count() == 2


def test_what_is_still_used_is_not_deleted_and_who_uses_it_is_named(editor: Client) -> None:
    used = make_story(headline="সেতু খুলেছে", picture=make_picture()).picture
    assert used is not None
    for place in (f"/desk/images/{used.pk}/delete/", f"/desk/bulk/desk/picture/delete/?id={used.pk}"):
        page = editor.post(place, follow=True).content.decode()
        assert "This cannot be deleted, as something still uses it: সেতু খুলেছে. Take it out there first." in page
    assert Picture.objects.filter(pk=used.pk).exists()


def test_nothing_at_all_is_no_story(editor: Client, story: Story) -> None:
    make_section("world")
    for place in (address(story), "/desk/stories/add/"):
        before = Story.objects.count()
        with transaction.atomic():
            answer = editor.post(place, {})
        assert (answer.status_code, Story.objects.count()) == (200, before)
