"""Autosaves go after thirty days; what anything points to stays."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.log_actions import log
from wagtail.models import Revision

from harkara.desk import actions
from harkara.desk.actions.thin import AFTER, LOT, thin
from harkara.desk.models import Autosave, Story
from tests.desk.factories import NOON, make_story

pytestmark = pytest.mark.django_db

OLD = NOON - AFTER - timedelta(minutes=1)


def autosaved(story: Story, page: str = "page", age: timedelta = timedelta()) -> Revision:
    """One more version of ``story`` that the editor kept by itself, so long before it may go."""
    revision = story.save_revision()
    Autosave.objects.create(revision=revision, page=page, saved_at=OLD + age)
    return revision


def left() -> set[int]:
    return set(Revision.objects.values_list("pk", flat=True))


def test_old_autosaves_go_and_the_newest_version_stays() -> None:
    story = make_story(published=False)
    old, young = autosaved(story), autosaved(story, age=timedelta(minutes=2))
    newest = autosaved(story)
    said = left()
    assert (thin(NOON), said - left()) == (1, {old.pk})
    assert set(Autosave.objects.values_list("pk", flat=True)) == {young.pk}
    story.refresh_from_db()
    assert story.latest_revision_id == newest.pk


def test_what_was_published_or_told_of_stays() -> None:
    story = make_story(published=False)
    published = autosaved(story)
    actions.publish(story, None)
    approved, due, plain = autosaved(story), autosaved(story), autosaved(story)
    log(instance=story, action="wagtail.lock", revision=approved)
    Revision.objects.filter(pk=due.pk).update(approved_go_live_at=NOON)
    saved = story.save_revision()
    said = left()
    assert (thin(NOON), said - left()) == (1, {plain.pk})
    assert {published.pk, approved.pk, due.pk, saved.pk} <= left()
    assert (thin(NOON), Autosave.objects.count()) == (0, 0)


def test_many_go_in_lots_and_not_more_than_was_asked() -> None:
    story = make_story(published=False)
    Revision.objects.bulk_create(
        Revision(
            content_type=Story.get_content_type(),
            base_content_type=Story.get_content_type(),
            object_id=str(story.pk),
            content={},
            created_at=OLD,
        )
        for _ in range(LOT + 5)
    )
    rows = Revision.objects.filter(created_at=OLD)
    Autosave.objects.bulk_create(Autosave(revision=row, page="page", saved_at=OLD) for row in rows)
    assert (thin(NOON, most=3), thin(NOON)) == (3, LOT + 2)


def test_the_command_says_how_many_went() -> None:
    story = make_story(published=False)
    autosaved(story)
    story.save_revision()
    Autosave.objects.update(saved_at=OLD - timedelta(days=400))
    said = StringIO()
    call_command("thin", stdout=said)
    assert said.getvalue() == "Thinned: 1 autosaves went.\n"
