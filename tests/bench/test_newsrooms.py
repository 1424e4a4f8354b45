"""A made newsroom stands as one that was worked in."""

import json

import pytest
from django.test import Client
from wagtail.models import Revision

from bench import newsrooms, papers
from harkara.desk import actions
from harkara.desk.models import Progress, Story

pytestmark = pytest.mark.django_db


def test_revisions_open_and_publish_as_those_of_editors_do(client: Client) -> None:
    papers.write(30, characters=200)
    assert newsrooms.revisions(2) == 60
    story = Story.objects.get(pk=7)
    assert (story.latest_revision_id, story.live_revision_id, Revision.objects.count()) == (14, 14, 60)
    version = story.get_latest_revision_as_object()
    assert (version.headline, list(version.body.raw_data)) == (story.headline, list(story.body.raw_data))
    for number in (1, 7, 30):
        stands = newsrooms._content(Story.objects.get(pk=number))
        kept = json.loads(json.dumps(Revision.objects.get(pk=number * 2).content))
        assert {**kept, "latest_revision": None} == {**stands, "latest_revision": None}
    users = newsrooms.people(4)
    drafts = newsrooms.desk(users)
    assert Progress.objects.filter(story__in=drafts).count() == 4
    assert actions.publish(story, None).headline == story.headline
    client.force_login(users[0])
    assert client.get("/desk/").status_code == 200
    assert client.get(f"/desk/stories/edit/{drafts[0]}/").status_code == 200
