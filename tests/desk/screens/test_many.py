"""Many stories at once: chosen on the list, foretold, carried out."""

import json

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from harkara.desk import many
from harkara.desk.models import Story
from tests.desk.factories import make_paper, make_section, make_story, make_topic, make_user
from tests.desk.screens.opened import HOUSE, opened

pytestmark = pytest.mark.django_db
page = opened("desk_editor")


def at_desk(name: str = "rina", group: str = "desk_editor") -> Client:
    client = Client()
    client.force_login(make_user(name, group=group))
    return client


def test_only_who_has_the_tools_sees_the_boxes() -> None:
    make_story()
    shown = {
        group: at_desk(group, group).get("/desk/stories/").content.decode() for group in ("desk_editor", "sub_editor")
    }
    assert {group: 'name="id"' in text for group, text in shown.items()} == {"desk_editor": True, "sub_editor": False}
    assert at_desk("tom", "sub_editor").post("/desk/many/", {"act": "unpublish", "id": "1"}).status_code == 302


def test_the_steps_of_an_act() -> None:
    make_paper()
    rina, sports = at_desk(), make_section("sports")
    stories = [make_story(section="world", headline=f"খবর {word}") for word in ("এক", "দুই")]
    there = make_story(section=sports, headline="খবর তিন")
    sent = {"act": "move", "id": [story.pk for story in (*stories, there)]}
    first = rina.post("/desk/many/", sent).content.decode()
    assert ("কী হবে দেখুন" in first, "খবর এক" in first) == (True, True)
    shown = rina.post("/desk/many/", {**sent, "section": sports.pk, "show": "1"}).content.decode()
    assert "৩টি খবরের মধ্যে ২টিতে কাজ হবে" in shown
    assert "খেলাধুলা বিভাগেই আছে" in shown
    assert list(Story.objects.filter(section=sports)) == [there]
    done = rina.post("/desk/many/", {**sent, "section": sports.pk, "carry": "1"}).content.decode()
    assert "৩টি খবরের মধ্যে ২টিতে কাজ হয়েছে" in done
    assert Story.objects.filter(section=sports).count() == 3


def test_a_lot_is_answered_as_data() -> None:
    make_paper()
    rina, story, killed = at_desk(), make_story(), make_story(published=False)
    sent = {"act": "unpublish", "id": [story.pk, killed.pk], "reason": "যাচাই", "carry": "1", "told": "data"}
    answer = json.loads(rina.post("/desk/many/", sent).content)
    assert [(one["id"], one["ok"]) for one in answer["outcomes"]] == [(story.pk, True), (killed.pk, False)]


def test_nothing_is_carried_out_without_what_it_needs() -> None:
    make_paper()
    rina, story = at_desk(), make_story()
    for act, sent in (("unpublish", {"reason": " "}), ("retag", {}), ("move", {"section": "999"})):
        rina.post("/desk/many/", {"act": act, "id": story.pk, "carry": "1", **sent})
    assert Story.objects.get(pk=story.pk).live is True
    assert rina.post("/desk/many/", {"act": "kill", "id": story.pk}).status_code == 302
    assert rina.post("/desk/many/", {"act": "move"}).status_code == 302


def test_all_that_match_are_those_of_the_filter_and_not_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    make_paper()
    rina = at_desk()
    rivers, others = [make_story(headline="নদীর খবর") for _ in range(3)], [make_story(headline="মেলার খবর")]
    sent = {"act": "retag", "all": "1", "filter": "q=নদীর&live=true"}
    assert rina.post("/desk/many/", sent).content.decode().count('name="id"') == 3
    monkeypatch.setattr(many, "MOST", 2)
    cut = rina.post("/desk/many/", sent).content.decode()
    assert (cut.count('name="id"'), "একবারে এত খবর নেওয়া যায় না" in cut) == (2, True)
    topic = make_topic()
    rina.post("/desk/many/", {**sent, "add": topic.pk, "carry": "1"})
    assert set(Story.objects.filter(topics=topic)) == set(rivers[1:])
    assert [story.topics.count() for story in others] == [0]


@pytest.mark.browser
@pytest.mark.long
def test_boxes_are_ticked_and_an_act_is_carried_out_by_keyboard(page: Page) -> None:
    make_paper()
    for number in range(12):
        make_story(headline=f"খবর {number}")
    page.goto(f"{HOUSE}/desk/stories/")
    boxes = page.locator("input[name=id]")
    boxes.first.focus()
    page.keyboard.press("Space")
    expect(page.locator(".desk-many output")).to_have_text("১টি বাছা হয়েছে")
    boxes.nth(2).click(modifiers=["Shift"])
    expect(page.locator(".desk-many output")).to_have_text("৩টি বাছা হয়েছে")
    page.locator("[data-all]").click()
    page.locator("button[value=unpublish]").focus()
    page.keyboard.press("Enter")
    page.locator("textarea[name=reason]").fill("যাচাই চলছে")
    page.locator("button[name=show]").click()
    page.locator("button[name=carry]").click()
    expect(page.locator(".desk-carried")).to_have_text("হয়েছে। ১২ / ১২")
    assert Story.objects.filter(live=True).count() == 0
