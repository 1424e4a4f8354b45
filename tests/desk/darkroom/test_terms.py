"""A picture goes into a new story only when it is known whose it is and why it may be printed."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from harkara.desk import actions, clock, errors
from harkara.desk.darkroom import uses
from harkara.desk.models import Picture, PictureUse
from tests.desk.factories import NOON, make_picture, make_story, stored
from tests.desk.touching import touched

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"credit": " "}, "credit"),
        ({"terms": ""}, "rights"),
        ({"terms": "licensed"}, "rights"),
        ({"credit": "", "terms": ""}, "credit and rights"),
    ],
)
def test_credit_and_rights_are_asked_before_publishing(fields: dict[str, Any], missing: str) -> None:
    picture = make_picture(title="ঘাট", **fields)
    said = f"Of the picture “ঘাট” this is not said yet: {missing}. Fill it in below the text, then publish."
    for where in ({"picture": picture}, {"body": stored(("picture", picture.pk))}):
        story = make_story(published=False, **where)
        with pytest.raises(errors.NotReady) as refusal:
            actions.publish(story, None)
        assert (str(refusal.value), PictureUse.objects.count()) == (said, 0)


def test_a_licence_lets_new_stories_show_the_picture_until_its_last_day() -> None:
    picture = make_picture(title="ঘাট", terms="licensed", until=TODAY)
    assert make_story(at=NOON, picture=picture).live
    with pytest.raises(errors.NotReady, match="could be used until 28 November 2026 only: choose another"):
        make_story(at=NOON + timedelta(days=1), picture=picture)
    late = make_story(published=False, picture=picture, go_live_at=NOON + timedelta(days=2))
    with pytest.raises(errors.NotReady, match="could be used until"), clock.at(NOON):
        actions.publish(late, None)


def test_what_readers_see_already_stays_whatever_its_rights_are_now() -> None:
    picture = make_picture()
    story = make_story(at=NOON, picture=picture)
    Picture.objects.filter(pk=picture.pk).update(terms="", credit="")
    assert actions.edit(story, None, headline="আরেক শিরোনাম").picture_id == picture.pk
    actions.unpublish(story, None, "ভুল")
    story.refresh_from_db()
    with pytest.raises(errors.NotReady):
        actions.publish(story, None)


def test_a_picture_for_one_story_is_for_one_story() -> None:
    picture = make_picture(title="ঘাট", terms="once")
    story = make_story(at=NOON, picture=picture)
    assert actions.edit(story, None, headline="আরেক শিরোনাম").live
    with pytest.raises(errors.NotReady, match=f"was for one story only, and story {story.pk} has it"):
        make_story(picture=picture)


def test_rights_are_said_without_printing_anything_anew() -> None:
    picture = make_picture(terms="")
    with touched() as keys:
        actions.describe_picture(picture, terms="licensed", until=TODAY)
    picture.refresh_from_db()
    assert (keys, picture.terms, picture.until) == (set(), "licensed", TODAY)
    with touched() as keys:
        actions.describe_picture(picture, terms="free", until=None, credit="কেউ")
    picture.refresh_from_db()
    assert (keys, picture.until) == ({f"picture:{picture.pk}"}, None)
    with pytest.raises(errors.Refused, match="Licensed until which day"):
        actions.describe_picture(picture, terms="licensed")


@pytest.mark.parametrize("count", [1, 3])
def test_the_latest_uses_cost_two_queries(count: int, django_assert_num_queries: Any) -> None:
    pictures = [make_picture() for _ in range(count)]
    stories = [
        make_story(at=NOON + timedelta(minutes=number), picture=pictures[0], headline=f"খবর {number}")
        for number in range(5)
    ]
    with django_assert_num_queries(2):
        found = uses.latest([picture.pk for picture in pictures], besides=stories[4].pk)
    assert {number: [use.story for use in told] for number, told in found.items()} == {
        pictures[0].pk: [story.pk for story in reversed(stories[1:4])]
    }
    assert (found[pictures[0].pk][0].headline, found[pictures[0].pk][0].at) == ("খবর 3", NOON + timedelta(minutes=3))
