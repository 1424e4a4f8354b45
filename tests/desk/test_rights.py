"""Who may do what: by role, and by what somebody works on."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import GroupCollectionPermission

from harkara.desk import actions, rights
from harkara.desk.errors import Refused
from harkara.desk.models import Remit, Sealed, Story
from harkara.desk.models import remit as remits
from harkara.people.models import User
from tests.desk.factories import make_clipping, make_desk, make_section, make_story, make_user

pytestmark = pytest.mark.django_db

TABLE = {
    #              correspondent reporter sub desk front photo moderator admin
    "write": (False, True, True, True, True, True, False, True),
    "file": (False, True, True, True, True, True, False, True),
    "edit": (False, False, True, True, True, False, False, True),
    "approve": (False, False, False, True, False, False, False, True),
    "publish": (False, False, True, True, False, False, False, True),
    "urgent": (False, False, False, True, False, False, False, True),
    "correct": (False, False, True, True, False, False, False, True),
    "unpublish": (False, False, False, True, False, False, False, True),
    "kill": (False, False, False, True, False, False, False, True),
    "redact": (False, False, False, True, False, False, False, True),
    "unseal": (False, False, False, True, False, False, False, True),
    "front": (False, False, False, True, True, False, False, True),
    "pictures": (False, True, True, True, True, True, False, True),
    "moderate": (False, False, False, True, False, False, True, True),
    "people": (False, False, False, True, False, False, False, True),
    "log": (False, False, False, False, False, False, False, True),
    "wire": (False, True, True, True, True, False, False, True),
    "tools": (False, False, False, True, False, False, False, True),
    "packages": (False, False, True, True, True, False, False, True),
    "correspond": (True, True, True, True, True, True, False, True),
}
"""Written out by hand, so that a right that slips from one role to another is seen here."""


def limited(group: str, *places: Any) -> User:
    """Somebody who works on these sections and desks only."""
    user = make_user(group=group)
    for place in places:
        Remit.objects.create(user=user, **{type(place).__name__.lower(): place})
    return user


@pytest.mark.parametrize("act", rights.ACTS)
def test_what_a_role_may(act: str) -> None:
    assert tuple(rights.may(make_user(group=role), act) for role in rights.ROLES) == TABLE[act]


def test_each_act_has_a_permission() -> None:
    assert set(remits.ACTS) == set(rights.ACTS) == set(TABLE)


@pytest.mark.parametrize("act", ["write", "kill", "people"])
def test_superusers_may_everything_and_the_inactive_nothing(act: str) -> None:
    chief, gone = make_user(group="x", is_superuser=True), make_user(group="admin", is_active=False)
    assert [rights.may(user, act) for user in (chief, gone, AnonymousUser())] == [True, False, False]


def test_an_unknown_act_is_a_mistake_of_the_programmer() -> None:
    with pytest.raises(LookupError, match="There is no act “dance”"):
        rights.may(make_user(), "dance")


@pytest.mark.parametrize(
    ("right", "roles"),
    [
        ("wagtailadmin.access_admin", list(rights.ROLES)[1:]),
        ("desk.view_story", list(rights.ROLES)[1:]),
        ("desk.may_correspond", [role for role in rights.ROLES if role != "moderator"]),
        ("desk.publish_story", ["sub_editor", "desk_editor", "admin"]),
        ("desk.delete_story", []),
        ("desk.change_section", ["desk_editor", "admin"]),
        ("desk.change_front", ["desk_editor", "front_editor", "admin"]),
        ("people.change_user", []),
        ("auth.change_group", []),
    ],
)
def test_what_wagtail_asks_for_follows_from_the_role(right: str, roles: list[str]) -> None:
    assert [role for role in rights.ROLES if make_user(group=role).has_perm(right)] == roles


def test_granting_twice_changes_nothing() -> None:
    def given() -> tuple[list[tuple[str, int]], int]:
        pictures = GroupCollectionPermission.objects.filter(group__name__in=rights.ROLES)
        return sorted(Group.objects.values_list("name", "permissions")), pictures.count()

    before = given()
    rights.grant()
    assert given() == before
    assert before[1] == 18  # six roles: add, change and choose pictures


def test_former_editors_keep_what_they_could() -> None:
    user = make_user(group="reporter")
    user.groups.add(Group.objects.create(name="editor"))
    move = import_module("harkara.desk.migrations.0005_roles").editors_take_their_roles
    move(apps, connection.schema_editor())
    assert rights.roles(user) == ["reporter", "desk_editor", "front_editor", "photo_editor"]
    assert Group.objects.filter(name="editor").count() == 0


def test_a_remit_takes_in_its_sections_its_desks_and_what_stands_nowhere_yet() -> None:
    sports, world, desk = make_section("sports"), make_section("world"), make_desk()
    user = limited("sub_editor", sports, desk)
    stories = {
        "of the section": make_story(published=False, section=sports),
        "of the desk": make_story(published=False, section=world, desk=desk),
        "of nobody": make_story(published=False, section=None),
        "of others": make_story(published=False, section=world),
    }
    taken = {"of the section", "of the desk", "of nobody"}
    assert {name for name, story in stories.items() if rights.may(user, "publish", story)} == taken
    assert set(rights.within(user, Story.objects.all())) == {stories[name] for name in taken}
    assert rights.remit_names(user) == [sports.name, desk.name]


def test_without_a_remit_everything_is_taken_in() -> None:
    user, stories = make_user(group="sub_editor"), [make_story(section="world"), make_story(section="sports")]
    assert [rights.may(user, "publish", story) for story in stories] == [True, True]
    assert (set(rights.within(user, Story.objects.all())), rights.is_limited(user)) == (set(stories), False)


def test_the_remit_is_read_once(django_assert_num_queries: Any) -> None:
    user, stories = limited("sub_editor", make_section("sports")), [make_story(section="world") for _ in range(3)]
    with django_assert_num_queries(2):  # what the person may, the remit
        assert [rights.may(user, "publish", story) for story in stories] == [False] * 3


ACTS = {
    "publish": lambda story, user: actions.publish(story, user),
    "edit": lambda story, user: actions.edit(story, user, headline="অন্য শিরোনাম"),
    "correct": lambda story, user: actions.correct(story, "সংখ্যাটি ১১।", user),
    "unpublish": lambda story, user: actions.unpublish(story, user),
    "kill": lambda story, user: actions.ask_kill(story, user, "ভুল খবর"),
    "redact": lambda story, user: actions.redact(story, story.headline, user, reason="নাবালক"),
}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_refused_outside_the_remit_and_done_inside(act: str) -> None:
    """The same desk editor: nothing of it happens to the story of another section."""
    user, own, other = limited("desk_editor", make_section("sports")), make_story(section="sports"), make_story()
    with pytest.raises(Refused, match=r"এলাকার বাইরে.*খেলাধুলা"):
        ACTS[act](other, user)
    kept = Story.objects.get(pk=other.pk)
    assert (kept.headline, kept.live, kept.corrections.count()) == (other.headline, True, 0)
    ACTS[act](own, user)


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_refused_without_the_right(act: str) -> None:
    story, user = make_story(), make_user("tom", group="reporter")
    with pytest.raises(Refused, match="“tom”-এর এ কাজের অধিকার নেই"):
        ACTS[act](story, user)


def test_nobody_publishes_into_a_section_of_others() -> None:
    """A version that says another section is refused, and so is one that would fetch a story from there."""
    sports, world = make_section("sports"), make_section("world")
    user = limited("sub_editor", sports)
    away, here = make_story(section=sports, headline="যায়"), make_story(section=world, headline="আসে")
    for story, place in ((away, world), (here, sports)):
        with pytest.raises(Refused):
            actions.move(story, place, user)
    assert [Story.objects.get(pk=story.pk).section for story in (away, here)] == [sports, world]


@pytest.mark.parametrize(
    "act",
    [
        lambda user: actions.draft_from(make_clipping(), user),
        lambda user: actions.discard(make_clipping(), user),
        lambda user: actions.set_front({}, user=user),
        lambda user: actions.set_lead(None, user=user),
        lambda user: actions.throw_away(make_story(published=False), user),
    ],
)
def test_what_a_moderator_is_refused(act: Any) -> None:
    with pytest.raises(Refused):
        act(make_user(group="moderator"))
    act(make_user())


@pytest.mark.parametrize("count", [1, 3])
def test_a_remit_is_looked_up_for_the_rows_that_are_there_and_never_by_the_index_of_sections(count: int) -> None:
    """At a million stories the index of sections gives half of them, to be sorted for one screen."""
    world = make_section("world")
    user, stories = (
        limited("sub_editor", world, make_section("sports")),
        [make_story(section=world) for _ in range(count)],
    )
    wanted = Story.objects.filter(pk__in=[story.pk for story in stories]).order_by("-pk")
    with CaptureQueriesContext(connection) as queries:
        assert list(rights.within(user, wanted)) == stories[::-1]
    assert len(queries) == 2  # the remit, the stories
    for rows in (wanted, Story.objects.order_by("-pk")):
        assert "section_id" not in _indexes(rights.within(user, rows)[:50])
    assert list(rights.within(user, Sealed.objects.order_by("pk"), "story")) == []


def _indexes(rows: Any) -> str:
    """The lines of the plan that say by which index rows are found, where reading whole tables counts as dear."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    return "\n".join(line for line in rows.explain().splitlines() if "INDEX" in line.upper())
