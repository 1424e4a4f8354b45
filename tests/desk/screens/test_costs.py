"""What each daily way of the newsroom asks the database: literals, so that nobody adds a query without saying so.

They are the ways that ``bench.desk`` times in a paper of a million stories (docs/benchmarks-desk.md). Each is asked with one
of everything and with three.
"""

import json
from typing import Any

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from harkara.desk import actions
from harkara.desk.models import Jot, Story
from harkara.desk.screens.badge import Badge
from harkara.people.models import User
from tests.desk.factories import make_clipping, make_section, make_stories, make_story, make_user
from tests.desk.keeping.test_jotting import pairs, put
from tests.desk.keeping.test_running import open_editor, words
from tests.desk.screens.test_screens import story_form

pytestmark = pytest.mark.django_db

KNOWN = 3
"""Queries to know who asks and what they may: the session, the account with its profile, the rights."""

LOOKS = {
    "/desk/": KNOWN + 16,
    "/desk/stories/": KNOWN + 6,
    "/desk/stories/?section={section}&live=true": KNOWN + 7,
    "/desk/stories/?q=%E0%A6%A8%E0%A6%A6%E0%A7%80": KNOWN + 8,
    "/desk/stories/edit/{story}/": KNOWN + 20,
    "/desk/acts/{story}/publish/": KNOWN + 43,
}
SAVED, PUBLISHED, JOT, REVISION = KNOWN + 36, KNOWN + 74, KNOWN + 2, KNOWN + 37


@pytest.fixture
def chief(client: Client) -> Client:
    client.force_login(make_user("rina", group="desk_editor"))
    return client


def newsroom(count: int) -> Story:
    """A newsroom with so many of everything; one of its stories."""
    make_stories(count)
    writer = make_user("mina", group="desk_editor")
    for number in range(count):
        make_clipping(headline=f"তার {number}")
        actions.assign(f"কাজ {number}", writer)
        actions.file_story(make_story(published=False, user=writer), writer)
    return make_story(headline="নদীর পানি বাড়ছে", section="world")


def asked(client: Client, address: str, form: Any = None, *, lands: int = 200, **more: Any) -> list[str]:
    """The queries of the second time that ``address`` is asked, or of the one time that a form is sent."""
    if form is None:
        assert client.get(address).status_code == lands
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address) if form is None else client.post(address, form, **more)
    assert answer.status_code == lands
    return [query["sql"] for query in captured]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("address", LOOKS)
def test_a_look_costs_the_same(chief: Client, address: str, count: int) -> None:
    story = newsroom(count)
    sent = asked(chief, address.format(section=story.section_id, story=story.pk))
    assert len(sent) == LOOKS[address], "\n".join(sent)


def test_a_list_is_counted_without_being_put_in_order(chief: Client) -> None:
    story = newsroom(1)
    counts = [
        query
        for address in ("/desk/stories/", f"/desk/stories/?section={story.section_id}&live=true", "/desk/tray/")
        for query in asked(chief, address)
        if "COUNT(*)" in query and "LIMIT" in query
    ]
    assert (len(counts), [query for query in counts if "ORDER BY" in query]) == (6, [])  # each with the notices


@pytest.mark.parametrize(("button", "cost"), [({}, SAVED), ({"action-publish": "1"}, PUBLISHED)])
@pytest.mark.parametrize("count", [1, 3])
def test_a_save_and_a_publication_cost_the_same(chief: Client, button: dict[str, str], cost: int, count: int) -> None:
    story = newsroom(count)
    form = story_form(story.section_id, headline="নদীর পানি কমছে", **button)
    sent = asked(chief, f"/desk/stories/edit/{story.pk}/", form, lands=302)
    assert len(sent) == cost, "\n".join(sent)
    story.refresh_from_db()
    assert (story.headline == "নদীর পানি কমছে") is bool(button)


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_typed_costs_the_same(chief: Client, count: int) -> None:
    story = newsroom(count)
    address, form = f"/desk/stories/edit/{story.pk}/", pairs(words("নদী"))
    headline = [name for name, _value in form].index("headline")
    base = open_editor(chief, story)
    put(chief, story, form, 1, base=base)
    with CaptureQueriesContext(connection) as captured:
        assert put(chief, story, [[headline, "নদীতে"]], 2, since=1, base=base)[0] == 200
    said = {"keeping_page": "page-1", "keeping_base": base, "keeping_jot": "2", "keeping_turn": "2"}
    assert len(captured) == JOT
    first = chief.post(address, said, headers={"Accept": "application/json"})
    put(chief, story, [[headline, "নদীতেও"]], 3, since=2, base=base)
    said |= {"keeping_base": str(json.loads(first.content)["revision_id"]), "keeping_jot": "3", "keeping_turn": "3"}
    sent = asked(chief, address, said, headers={"Accept": "application/json"})
    assert len(sent) == REVISION, "\n".join(sent)
    assert Story.objects.get(pk=story.pk).get_latest_revision_as_object().headline == "নদীতেও"


TAKEN = {
    "the group leaves the right": lambda user: Group.objects.get(name="desk_editor").permissions.remove(right()),
    "the person leaves the group": lambda user: user.groups.clear(),
    "the group is gone": lambda user: Group.objects.all().delete(),
    "the right is gone": lambda user: right().delete(),
    "past Django": lambda user: by_hand("DELETE FROM auth_group_permissions"),
    "the account is closed": lambda user: User.objects.filter(pk=user.pk).update(is_active=False),
}


def right() -> Permission:
    return Permission.objects.get(codename="may_write")


def by_hand(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("way", TAKEN)
def test_a_right_that_is_taken_away_is_gone_at_the_next_word(chief: Client, way: str) -> None:
    story = make_story(section=make_section("world"))
    user = User.objects.get(username="rina")
    form = pairs(words("নদী"))
    assert put(chief, story, form, 1)[0] == 200
    TAKEN[way](user)
    answer = chief.post("/desk/keeping/jots/put/?page=page-1&device=x&story=&base=&turn=2", "[]", "text/plain")
    assert (answer.status_code == 200, Jot.objects.get(story=story).turn) == (False, 1)


def test_rights_are_those_that_django_would_find() -> None:
    own = Permission.objects.get(codename="may_log")
    for group in ("reporter", "desk_editor", "moderator"):
        user = make_user(group, group=group)
        user.user_permissions.add(own)
        found = Badge().get_all_permissions(User.objects.get(pk=user.pk))
        assert found == ModelBackend().get_all_permissions(User.objects.get(pk=user.pk))
        assert {"desk.may_log", "wagtailadmin.access_admin"} <= found
    for changes in ({"is_active": False}, {"is_superuser": True}):
        User.objects.filter(pk=user.pk).update(**changes)
        somebody = [User.objects.get(pk=user.pk) for _ in range(2)]
        assert Badge().get_all_permissions(somebody[0]) == ModelBackend().get_all_permissions(somebody[1])


def test_a_session_of_an_earlier_version_goes_on() -> None:
    client, user = Client(), make_user("rina", group="desk_editor")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/desk/stories/").status_code == 200
