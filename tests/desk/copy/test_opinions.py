"""The strip of opinions on a front: it fills itself, and names who wrote."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from harkara.desk import actions, copy
from harkara.desk.fronts import Arrangement, Slot
from harkara.desk.models import Byline
from tests.desk.factories import make_person, make_story, make_user
from tests.desk.touching import noted, touched

pytestmark = pytest.mark.django_db

LEAD, VOICES = Slot("lead", "lead", 1), Slot("voices", "opinion", 4, of="kind:opinion")


def opinion(name: str = "", **fields: Any) -> int:
    signed = [(make_person(name), "")] if name else []
    return make_story(kind="opinion", bylines=signed, **fields).pk


def test_the_newest_opinions_stand_in_it_with_who_wrote_them() -> None:
    first, second = opinion("নাদিরা হাসনাত"), opinion()
    lead = make_story().pk
    actions.publish_front("", None, wanted=Arrangement((LEAD, VOICES)))
    with noted() as keys:
        front = copy.front()
    [block] = front.blocks
    assert front.lead is not None
    assert (front.lead.id, front.lead.by) == (lead, "")
    assert [(one.id, one.by, one.kind) for one in block.stories] == [
        (second, "", "opinion"),
        (first, "নাদিরা হাসনাত", "opinion"),
    ]
    assert (block.look, block.title, block.href) == ("opinion", "", "")
    person = make_person("নাদিরা হাসনাত").pk
    assert {"list:kind:opinion", f"signed:{first}", f"signed:{second}", f"person:{person}"} <= keys
    assert f"signed:{lead}" not in keys


def test_who_signed_touches_the_strip_and_nothing_else_of_a_story_does() -> None:
    user = make_user()
    story = make_story(kind="opinion", user=user)
    with touched() as keys:
        actions.edit(story, user, summary="আরেক কথা")
    assert f"signed:{story.pk}" not in keys
    story.refresh_from_db()
    story.bylines = [Byline(person=make_person("নাদিরা হাসনাত"))]
    story.save_revision(user=user, clean=False)
    with touched() as keys:
        actions.publish(story, user)
    assert f"signed:{story.pk}" in keys


@pytest.mark.parametrize("count", [1, 3])
def test_the_names_cost_one_query(count: int) -> None:
    for number in range(count):
        opinion(f"লেখক {number}")
    make_story()
    actions.publish_front("", None, wanted=Arrangement((LEAD, VOICES)))
    with CaptureQueriesContext(connection) as captured:
        assert len(copy.front().blocks[0].stories) == count
    assert len(captured) == 9
