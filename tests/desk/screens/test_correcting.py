"""The screen of a correction: changes are chosen, not typed."""

import pytest
from django.test import Client

from harkara.desk import actions
from harkara.desk.models import Correction, Story
from tests.desk.factories import make_story, make_user, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def rina(client: Client) -> Client:
    client.force_login(make_user("rina"))
    return client


def with_draft() -> Story:
    story = make_story(headline="সংঘর্ষে আহত তিন", body=stored(("paragraph", "<p>তিন জন আহত।</p>")))
    draft = Story.objects.get(pk=story.pk)
    draft.headline = "সংঘর্ষে আহত চার"
    draft.save_revision()
    return Story.objects.get(pk=story.pk)


def seen(story: Story) -> str:
    return f"{story.live_revision_id}-{story.latest_revision_id}"


def test_a_draft_and_its_correction_go_out_together(rina: Client) -> None:
    story = with_draft()
    at = f"/desk/acts/{story.pk}/correct/"
    page = rina.get(at).content.decode()
    assert [part in page for part in ("সংঘর্ষে আহত তিন", "সংঘর্ষে আহত চার", "সংশোধনীসহ প্রকাশ করুন")] == [True] * 3
    answer = rina.post(at, {"seen": seen(story), "chosen": ["0"], "text": ""})
    assert answer.status_code == 302
    assert Story.objects.get(pk=story.pk).headline == "সংঘর্ষে আহত চার"
    assert Correction.objects.get().passages == [{"stood": "সংঘর্ষে আহত তিন", "stands": "সংঘর্ষে আহত চার"}]


def test_what_was_published_already_is_offered_after_the_fact(rina: Client) -> None:
    story = actions.edit(make_story(headline="আহত তিন"), None, headline="আহত চার")
    page = rina.get(f"/desk/acts/{story.pk}/correct/").content.decode()
    assert [part in page for part in ("আহত তিন", "সংশোধনী যোগ করুন")] == [True, True]


def test_a_story_that_changed_meanwhile_is_looked_at_again(rina: Client) -> None:
    story = with_draft()
    answer = rina.post(f"/desk/acts/{story.pk}/correct/", {"seen": "1-1", "chosen": ["0"]})
    assert ("এর মধ্যে কেউ" in answer.content.decode(), Correction.objects.count()) == (True, 0)


def test_nothing_chosen_and_nothing_said_is_refused(rina: Client) -> None:
    story = with_draft()
    answer = rina.post(f"/desk/acts/{story.pk}/correct/", {"seen": seen(story), "text": " "})
    assert ("সংশোধনী খালি" in answer.content.decode(), Correction.objects.count()) == (True, 0)
