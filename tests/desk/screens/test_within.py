"""The screens of stories, for somebody who works on some sections only."""

import pytest
from django.test import Client
from django.urls import reverse

from harkara.desk.models import Remit, Story
from tests.desk.factories import make_section, make_story, make_user
from tests.desk.screens.test_screens import page, story_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def sports(client: Client) -> Client:
    """A desk editor of Sports."""
    user = make_user("rina", group="desk_editor")
    Remit.objects.create(user=user, section=make_section("sports"))
    client.force_login(user)
    return client


@pytest.mark.parametrize("screen", ["edit", "unpublish", "lock"])
def test_a_story_of_others_is_not_opened_and_why_is_said(sports: Client, screen: str) -> None:
    story = make_story(section="world", headline="দূর দেশের খবর")
    answer = sports.get(reverse(f"desk_stories:{screen}", args=[story.pk]))
    assert (answer.status_code, answer["location"]) == (302, "/desk/stories/")
    assert "“দূর দেশের খবর” খবরটি “rina”-এর কাজের এলাকার বাইরে (এলাকা: খেলাধুলা)।" in page(sports, "/desk/stories/")


def test_a_story_of_ones_own_is_opened_and_published(sports: Client) -> None:
    section = make_section("sports")
    story = make_story(published=False, section=section)
    edit = reverse("desk_stories:edit", args=[story.pk])
    page(sports, edit)
    sports.post(edit, {**story_form(section.pk), "action-publish": "1"})
    assert Story.objects.get(pk=story.pk).live


def test_a_story_is_not_saved_to_where_its_writer_cannot_follow(sports: Client) -> None:
    world = make_section("world")
    answer = sports.post("/desk/stories/add/", story_form(world.pk))
    assert "আপনার কাজের এলাকা: খেলাধুলা। এর ভেতর থেকে বেছে নিন।" in answer.content.decode()
    assert Story.objects.count() == 0


@pytest.mark.parametrize("act", ["correct", "kill", "redact"])
def test_the_acts_are_closed_for_stories_of_others(sports: Client, act: str) -> None:
    own, other = make_story(section="sports"), make_story(section="world")
    page(sports, reverse(f"desk_acts:{act}", args=[own.pk]))
    page(sports, reverse(f"desk_acts:{act}", args=[other.pk]), status=302)


@pytest.mark.parametrize("address", ["/desk/tray/", "/desk/tray/1/", "/desk/front/"])
def test_a_moderator_is_led_away(client: Client, address: str) -> None:
    client.force_login(make_user(group="moderator"))
    answer = client.get(address)
    assert (answer.status_code, answer["location"]) == (302, "/desk/")
