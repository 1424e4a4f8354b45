"""The question before publishing: what goes where."""

import pytest
from django.test import Client
from lxml.html import document_fromstring
from wagtail.test.utils.form_data import rich_text, streamfield

from harkara.desk import actions
from harkara.desk.models import Story
from tests.desk.factories import make_section, make_story, make_topic, make_user
from tests.desk.screens.test_screens import story_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client: Client) -> Client:
    client.force_login(make_user(group="desk_editor"))
    return client


def test_it_names_the_pages_and_publishes(chief: Client) -> None:
    make_section("world", "বিশ্ব")
    story = make_story(published=False, topics=[make_topic("নদী")], headline="সেতু খুলছে")
    address = f"/desk/acts/{story.pk}/publish/"
    page = document_fromstring(chief.get(address).content)
    assert page.xpath("//*[@data-publishing]//li/a/text()") == ["প্রথম পাতায়, সর্বশেষের মধ্যে", "বিশ্ব", "নদী"]
    assert not Story.objects.get(pk=story.pk).live
    seen = page.xpath("//form[@method='post']//input[@name='seen']/@value")[0]
    answer = chief.post(address, {"seen": seen})
    assert (answer.status_code, answer["location"]) == (302, "/desk/")
    assert Story.objects.get(pk=story.pk).live


def test_what_was_changed_meanwhile_is_looked_at_again(chief: Client) -> None:
    story = make_story(published=False)
    address = f"/desk/acts/{story.pk}/publish/"
    seen = document_fromstring(chief.get(address).content).xpath("//input[@name='seen']/@value")[0]
    story.headline = "আরেকটি শিরোনাম"
    story.save_revision(user=None)
    answer = chief.post(address, {"seen": seen})
    assert "এর মধ্যে কেউ খবরটি বদলেছেন: আবার দেখে নিন।" in answer.content.decode()
    assert "আরেকটি শিরোনাম" in answer.content.decode()
    assert not Story.objects.get(pk=story.pk).live


def test_a_refusal_stands_in_the_place_of_the_button(chief: Client) -> None:
    story = make_story(published=False, section=None)
    page = document_fromstring(chief.get(f"/desk/acts/{story.pk}/publish/?piece").content)
    assert page.xpath("//*[@data-publishing]/@data-refused") == [""]
    whole = document_fromstring(chief.get(f"/desk/acts/{story.pk}/publish/").content)
    assert whole.xpath("//form[@class='desk-act']//button") == []


def test_who_may_not_publish_is_not_asked(client: Client) -> None:
    client.force_login(make_user(group="reporter"))
    answer = client.get(f"/desk/acts/{make_story(published=False).pk}/publish/")
    assert (answer.status_code, answer["location"]) == (302, "/desk/")


def test_the_board_asks_too(chief: Client) -> None:
    author, editor = make_user(group="reporter"), make_user()
    story = make_story(published=False, user=author)
    actions.file_story(story, author)
    actions.approve(story, editor)
    page = document_fromstring(chief.get("/desk/").content)
    keys = page.xpath(f"//*[@id='card-story-{story.pk}']//a[@data-key='KeyP']/@href")
    assert keys == [f"/desk/acts/{story.pk}/publish/"]


def test_a_paragraph_left_empty_is_left_out_of_what_is_published(chief: Client) -> None:
    section = make_section()
    body = streamfield([("paragraph", rich_text("<p>সকালে সেতু খুলেছে।</p>")), ("paragraph", rich_text(""))])
    chief.post("/desk/stories/add/", {**story_form(section.pk, body=body), "action-publish": "1"})
    story = Story.objects.get()
    assert story.live
    assert [block["type"] for block in story.body.raw_data] == ["paragraph"]
