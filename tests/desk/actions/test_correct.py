"""Corrections with the words that stood there, and updates with a reason."""

from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry

from harkara.desk import actions, clock, copy, errors
from harkara.desk.models import Correction, Story
from harkara.desk.versions import Passage, passages
from harkara.layout.copy import UpdateCopy
from tests.desk.factories import NOON, make_story, make_user, stored
from tests.desk.touching import touched

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=1)


def wrong() -> Story:
    text = "<p>গতকালের সংঘর্ষে তিন জন আহত হয়েছেন বলে জানায় পুলিশ।</p>"
    return make_story(at=NOON, headline="সংঘর্ষে আহত তিন", body=stored(("paragraph", text)))


def right(story: Story) -> Story:
    """A draft with the right words."""
    draft = Story.objects.get(pk=story.pk)
    draft.headline = "সংঘর্ষে আহত চার"
    draft.body = stored(("paragraph", "<p>গতকালের সংঘর্ষে চার জন আহত হয়েছেন বলে জানায় পুলিশ।</p>"))
    draft.save_revision()
    return draft


def test_passages_are_the_changes_with_words_around() -> None:
    story = wrong()
    assert passages(story, right(story)) == [
        Passage("শিরোনাম", "সংঘর্ষে আহত তিন", "সংঘর্ষে আহত চার"),
        Passage("পাঠ", "গতকালের সংঘর্ষে তিন জন আহত হয়েছেন বলে", "গতকালের সংঘর্ষে চার জন আহত হয়েছেন বলে"),
    ]


def test_the_draft_is_published_with_its_correction() -> None:
    story = wrong()
    found = passages(story, right(story))
    with touched() as keys, clock.at(LATER):
        actions.correct(story, "", make_user(), passages=found[1:], publish_draft=True)
    shown = copy.story(story.pk)
    assert shown is not None
    assert (shown.headline, shown.updated_at, shown.corrections[0].made_at) == ("সংঘর্ষে আহত চার", None, LATER)
    assert shown.corrections[0].told == "«গতকালের সংঘর্ষে তিন জন আহত হয়েছেন বলে» → «গতকালের সংঘর্ষে চার জন আহত হয়েছেন বলে»"
    assert f"story:{story.pk}" in keys


def test_a_correction_that_fails_publishes_nothing() -> None:
    story = wrong()
    right(story)
    with pytest.raises(errors.NothingToDo):
        actions.correct(story, " ", make_user(), publish_draft=True)
    assert (Story.objects.get(pk=story.pk).headline, Correction.objects.count()) == ("সংঘর্ষে আহত তিন", 0)


def test_redaction_takes_a_name_out_of_what_stood_there() -> None:
    story = wrong()
    actions.correct(story, "", None, passages=[Passage("", "অনিমা সেনের ভাই", "এক ছাত্রীর ভাই")])
    actions.redact(story, "অনিমা সেন", None, reason="নাবালিকা", instead="এক ছাত্রী")
    assert Correction.objects.get().passages == [{"stood": "এক ছাত্রীর ভাই", "stands": "এক ছাত্রীর ভাই"}]


def test_updated_needs_a_reason_that_readers_see() -> None:
    story, rina = wrong(), make_user("rina")
    with pytest.raises(errors.NotReady, match="নতুন কী"):
        actions.edit(story, rina, tell_reader=True)
    with clock.at(LATER):
        actions.edit(story, rina, tell_reader="নিহতের সংখ্যা যোগ হয়েছে")
    shown = copy.story(story.pk)
    assert shown is not None
    assert (shown.updated_at, shown.updated_because) == (LATER, "নিহতের সংখ্যা যোগ হয়েছে")
    with clock.at(LATER + timedelta(hours=1)):
        actions.edit(Story.objects.get(pk=story.pk), rina, dateline="ঢাকা")
    shown = copy.story(story.pk)
    assert shown is not None
    assert (shown.updated_at, shown.updated_because) == (LATER, "নিহতের সংখ্যা যোগ হয়েছে")
    with clock.at(LATER + timedelta(hours=2)):
        actions.edit(Story.objects.get(pk=story.pk), rina, tell_reader="হাসপাতালের নাম যোগ হয়েছে")
    shown = copy.story(story.pk)
    assert shown is not None
    assert shown.updates == (
        UpdateCopy(LATER, "নিহতের সংখ্যা যোগ হয়েছে"),
        UpdateCopy(LATER + timedelta(hours=2), "হাসপাতালের নাম যোগ হয়েছে"),
    )
    actions.redact(Story.objects.get(pk=story.pk), "হাসপাতাল", rina, reason="পরিচয় জানা যায়")
    shown = copy.story(story.pk)
    assert shown is not None
    assert (shown.updates[1].because, "হাসপাতাল" in repr(shown)) == ("… নাম যোগ হয়েছে", False)
    entries = ModelLogEntry.objects.filter(object_id=str(story.pk), action="desk.update")
    assert [entry.message for entry in entries.order_by("pk")] == [
        "পাঠককে জানানো হয়েছে, নতুন কী: নিহতের সংখ্যা যোগ হয়েছে",
        "পাঠককে জানানো হয়েছে, নতুন কী: … নাম যোগ হয়েছে",
    ]


def test_the_first_publication_is_no_update() -> None:
    story = make_story(published=False)
    story.tell_reader = True
    story.save_revision()
    done = actions.publish(story, make_user())
    assert (done.updated_at, done.updated_because) == (None, "")
