"""Pieces of screens that are kept: never an old one, never another's, never more than so many."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import translation
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from harkara.desk import clock
from harkara.desk.models import Story
from harkara.desk.screens import drawn
from tests.desk.factories import make_story, make_user


def test_a_piece_is_drawn_once_for_each_language() -> None:
    kept = drawn.Drawn(10)

    def draw() -> SafeString:
        return SafeString(f"<b>{translation.get_language()}</b>")

    for _look in range(2):
        for language in ("bn", "en"):
            with translation.override(language):
                assert kept.piece("card", draw) == f"<b>{language}</b>"
    assert kept.times == 2


def test_no_more_is_kept_than_said() -> None:
    kept = drawn.Drawn(3)
    for number in (*range(5), 4, 3, 2):
        assert kept.piece(number, lambda number=number: SafeString(number)) == str(number)
    assert kept.times == 5
    assert kept.piece(0, lambda: SafeString("again")) == "again"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_user("rina", group="desk_editor"))
    return client


def text(client: Client) -> str:
    return client.get("/desk/stories/").content.decode()


@pytest.mark.django_db
def test_a_list_that_says_the_same_is_not_drawn_again(editor: Client) -> None:
    stories = [make_story(headline=f"খবর {number}") for number in range(3)]
    moment = clock.now()
    with clock.at(moment):
        drawn.CELLS.forget()
        first = text(editor)
        drawn_first = drawn.CELLS.times
        assert drawn_first >= len(stories)
        rows = re.compile(r"<tbody>.*</tbody>", re.DOTALL)
        assert rows.findall(text(editor)) == rows.findall(first)
        assert drawn.CELLS.times == drawn_first
        Story.objects.filter(pk=stories[0].pk).update(headline="অন্য শিরোনাম")
        assert "অন্য শিরোনাম" in text(editor)
        assert drawn.CELLS.times == drawn_first + 1


@pytest.mark.django_db
def test_how_long_ago_is_said_anew(editor: Client) -> None:
    story = make_story()
    Story.objects.filter(pk=story.pk).update(modified_at=clock.now() - timedelta(hours=2))
    two = text(editor)
    Story.objects.filter(pk=story.pk).update(modified_at=clock.now() - timedelta(hours=3))
    said = re.compile(r'__date" datetime="[^"]*">\s*([^<]+?)\s*<')
    assert (said.findall(two)[-1], said.findall(text(editor))[-1]) == ("২\xa0ঘণ্টা আগে", "৩\xa0ঘণ্টা আগে")


@pytest.mark.django_db
def test_buttons_are_those_of_whoever_looks(editor: Client) -> None:
    story = make_story()
    delete = f'href="/desk/stories/delete/{story.pk}/'
    seen = {}
    for role in ("desk_editor", "admin", "moderator"):
        editor.force_login(make_user(group=role))
        page = text(editor)
        seen[role] = (delete in page, f'href="/desk/stories/edit/{story.pk}/"' in page)
    editor.force_login(make_user("chief", is_superuser=True))
    assert (delete in text(editor), seen) == (
        True,
        {"desk_editor": (False, True), "admin": (False, True), "moderator": (False, False)},
    )


@pytest.mark.django_db
def test_buttons_that_somebody_added_are_asked_for_each_time(editor: Client) -> None:
    make_story()
    asked = []

    def more(story: Story, user: object, next_url: str) -> list[Button]:
        asked.append(story.pk)
        return [Button(f"ঠেলা {len(asked)}", url="/")]

    with hooks.register_temporarily("register_snippet_listing_buttons", more):
        text(editor)
        assert "ঠেলা 2" in text(editor)
