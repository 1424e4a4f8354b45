"""The screen of fronts: what it shows, what it keeps, who is let in; then by keys and by dragging, in a browser."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Page, expect

from harkara.desk import actions, copy, fronts
from harkara.desk.fronts import HOME, Arrangement, Pin
from harkara.desk.models import Front, FrontVersion, Remit, Story
from tests.desk.factories import (
    NOON,
    make_paper,
    make_picture,
    make_section,
    make_stories,
    make_story,
    make_topic,
    make_user,
)
from tests.desk.screens.opened import HOUSE, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_user("rina", group="front_editor", first_name="রিনা"))
    return client


def led_by(story: Story, **words: str) -> Arrangement:
    return fronts.usual(HOME).with_pins({"lead": [Pin(story.pk, 1, **words)]})  # type: ignore[arg-type]  # words only


def ask(client: Client, act: str, front: str = "home", **said: Any) -> HttpResponse:
    answer: HttpResponse = client.post(f"/desk/front/{front}/{act}/", json.dumps(said), content_type="application/json")
    return answer


def lead() -> int | None:
    front = copy.front()
    return front.lead.id if front.lead else None


def test_a_front_is_arranged_and_published_from_one_screen(editor: Client) -> None:
    old, new = make_stories(2)
    assert new.headline in editor.get("/desk/front/").content.decode()
    answer = ask(editor, "save", seen=0, arrangement=led_by(old).data())
    assert (answer.status_code, answer.json()["step"], lead()) == (200, 1, new.pk)
    assert (old.headline in answer.json()["html"], "পাঠকের জন্য যা বদলাবে" in answer.json()["html"]) == (True, True)
    answer = ask(editor, "publish", seen=1)
    assert (answer.status_code, lead(), Front.objects.get().changed_by.username) == (200, old.pk, "rina")  # type: ignore[union-attr]  # somebody did


def test_who_comes_second_is_told_who_came_first_and_sees_it(editor: Client) -> None:
    mine, theirs = make_stories(2)
    actions.draft_front(
        HOME, led_by(theirs, headline="তাঁর কথা"), make_user("karim", group="front_editor", first_name="করিম")
    )
    for act, said in (("save", {"arrangement": led_by(mine).data()}), ("publish", {}), ("undo", {})):
        answer = ask(editor, act, seen=0, **said)
        told = answer.json()
        assert (answer.status_code, told["overtaken"], "করিম" in told["said"], "তাঁর কথা" in told["html"]) == (
            409,
            True,
            True,
            True,
        )
    assert Front.objects.get().worked_on == led_by(theirs, headline="তাঁর কথা")


def test_what_cannot_stand_is_refused_in_words(editor: Client) -> None:
    story, draft = make_story(at=NOON), make_story(published=False)
    lines = [
        (ask(editor, "save", seen=0, arrangement={"slots": "x"}), "বিন্যাস নয়"),
        (ask(editor, "save", seen=0, arrangement=led_by(draft).data()), "প্রকাশিত নয়"),
        (ask(editor, "publish", seen=0), "কোনো খসড়া নেই"),
        (ask(editor, "undo", seen=0), "কোনো ধাপ নেই"),
        (ask(editor, "schedule", seen=0, at="কাল"), "সময় বোঝা গেল না"),
        (ask(editor, "back", seen=0, version=9), "আর রাখা নেই"),
    ]
    assert [(answer.status_code, words in answer.json()["said"]) for answer, words in lines] == [(400, True)] * 6
    typed = led_by(story).data()
    typed["slots"][0]["pins"][0]["until"] = "আগামীকাল"
    assert "“আগামীকাল”" in ask(editor, "save", seen=0, arrangement=typed).json()["said"]
    assert Front.objects.count() == 0


def test_times_are_those_of_the_paper_in_any_digits(editor: Client) -> None:
    story = make_story(at=NOON)
    said = led_by(story).data()
    said["slots"][0]["pins"][0]["until"] = "২০৩০-০১-০২ ০৬:০০"
    html = ask(editor, "save", seen=0, arrangement=said).json()["html"]
    (pin,) = Front.objects.get().worked_on.pins()
    assert (pin.until.isoformat() if pin.until else "", "২ জানুয়ারি" in html) == ("2030-01-02T06:00:00+06:00", True)
    assert ask(editor, "schedule", seen=1, at="২০৩০-০১-০১ ০০:০০").status_code == 200
    row = Front.objects.get()
    assert row.due_at is not None
    assert (row.due_at.isoformat(), ask(editor, "schedule", seen=2, at="").status_code) == (
        "2029-12-31T18:00:00+00:00",
        200,
    )


def test_a_story_is_found_by_its_words_its_number_and_as_the_newest(editor: Client) -> None:
    river, school = make_story(at=NOON, headline="নদীর পানি বাড়ছে"), make_story(at=NOON, headline="চরের স্কুল")
    hidden = make_story(published=False, headline="নদীর খসড়া")

    def found(asked: str) -> list[int]:
        html = editor.get("/desk/front/home/find/", {"q": asked}).json()["html"]
        return [story.pk for story in (river, school, hidden) if f'data-story="{story.pk}"' in html]

    assert (found("নদীর"), found(str(school.pk)), found(""), found("পাহাড়")) == (
        [river.pk],
        [school.pk],
        [river.pk, school.pk],
        [],
    )


def test_a_look_costs_nothing_while_all_stands(editor: Client) -> None:
    make_stories(2)
    answer = editor.get("/desk/front/home/state/")
    same = editor.get("/desk/front/home/state/", HTTP_IF_NONE_MATCH=answer["ETag"])
    make_story()
    other = editor.get("/desk/front/home/state/", HTTP_IF_NONE_MATCH=answer["ETag"])
    assert (answer.status_code, same.status_code, other.status_code) == (200, 304, 200)


def test_the_preview_shows_the_draft_and_the_paper_does_not(editor: Client) -> None:
    make_paper()
    make_section("sports")
    old, _new = make_stories(2, section="sports")
    actions.draft_front(HOME, led_by(old, headline="শুধু খসড়ায়"), None)
    at_top = fronts.usual("sports").with_pins({"lead": [Pin(old.pk, 1, headline="খেলার খসড়া")]})
    actions.draft_front("sports", at_top, None)
    home, sports = editor.get("/desk/front/home/preview/"), editor.get("/desk/front/of/sports/preview/")
    assert ("শুধু খসড়ায়" in home.content.decode(), "খেলার খসড়া" in sports.content.decode()) == (True, True)
    assert (home["X-Frame-Options"], copy.front().lead.headline) == ("SAMEORIGIN", _new.headline)  # type: ignore[union-attr]  # there is a lead


def test_only_whose_remit_it_is_is_let_in(client: Client) -> None:
    sports, _world = make_section("sports"), make_section("world")
    user = make_user("rina", group="front_editor")
    Remit.objects.create(user=user, section=sports)
    client.force_login(user)
    answers = [
        client.get(path).status_code for path in ("/desk/front/of/sports/", "/desk/front/of/world/", "/desk/front/")
    ]
    assert answers == [200, 302, 302]
    assert client.get("/desk/front/of/nowhere/").status_code == 404
    client.force_login(make_user("karim", group="reporter"))
    assert client.get("/desk/front/of/sports/").status_code == 302


def test_any_published_version_is_offered_and_brought_back(editor: Client) -> None:
    stories = make_stories(2)
    for turn in range(15):
        actions.publish_front(HOME, None, wanted=led_by(stories[turn % 2], kicker=f"পালা {turn}"))
    first = FrontVersion.objects.order_by("step")[0]
    shown = [
        f'data-version="{first.pk}"' in editor.get(path).content.decode()
        for path in ("/desk/front/", "/desk/front/?older")
    ]
    answer = ask(editor, "back", seen=15, version=first.pk)
    assert (shown, answer.status_code) == ([False, True], 200)
    assert Front.objects.get().worked_on == led_by(stories[0], kicker="পালা 0")


@pytest.mark.parametrize("count", [1, 3])
def test_the_screen_costs_the_same_for_more_stories(editor: Client, count: int) -> None:
    stories = make_stories(4 * count)
    actions.publish_front(HOME, None, wanted=led_by(stories[0]))
    actions.draft_front(HOME, led_by(stories[1]), None)
    editor.get("/desk/front/home/state/")
    with CaptureQueriesContext(connection) as captured:
        editor.get("/desk/front/home/state/")
    assert len(captured) == QUERIES, [query["sql"][:150] for query in captured]


QUERIES = 21

page = opened("front_editor")


def story_at(page: Page, place: str) -> str:
    return page.locator(f'[data-at="{place}"] .fronts-headline bdi').inner_text()


@pytest.mark.browser
@pytest.mark.long
def test_a_front_is_set_by_keys_alone(page: Page) -> None:
    stories = make_stories(8)
    for number, story in enumerate(stories):
        actions.edit(story, None, headline=f"খবর {'কখগঘঙচছজ'[number]}")
    page.goto(f"{HOUSE}/desk/front/")
    page.keyboard.press("/")
    page.keyboard.type("খবর ক")
    page.keyboard.press("Enter")
    expect(page.locator('[data-at="lead 1"]')).to_be_focused()
    expect(page.locator('[data-at="lead 1"]')).to_have_class("fronts-row is-pinned is-target")
    assert story_at(page, "lead 1") == "খবর ক"
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator('[data-at="second 1"]')).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator('[data-at="second 2"]')).to_be_focused()
    assert (story_at(page, "lead 1"), story_at(page, "second 2")) == ("খবর জ", "খবর ক")
    page.keyboard.press("Enter")
    page.locator("dialog[open] [name=headline]").fill("এখানে অন্য কথা")
    page.keyboard.press("Enter")
    expect(page.locator('[data-at="second 2"] .fronts-headline bdi')).to_have_text("এখানে অন্য কথা")
    page.keyboard.press("Control+z")
    expect(page.locator('[data-at="second 2"] .fronts-headline bdi')).to_have_text("খবর ক")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".fronts-mark--live")).to_be_visible()
    front = copy.front()
    assert [one.id for one in front.secondary][1] == stories[0].pk


@pytest.mark.browser
@pytest.mark.long
def test_a_block_that_is_pinned_into_or_taken_away_leaves_the_others_in_their_order(page: Page) -> None:
    for position, slug in enumerate(("national", "world", "sports")):
        make_section(slug, position=position)
    sports = make_stories(20, section="sports")
    page.goto(f"{HOUSE}/desk/front/")
    page.locator('[data-at="section:sports 2"]').focus()
    page.keyboard.press("p")
    expect(page.locator('[data-at="section:sports 2"]')).to_have_class("fronts-row is-pinned is-target")
    blocks = ["section:national", "section:world", "section:sports"]
    assert [slot.name for slot in Front.objects.get().worked_on.slots][3:] == blocks
    page.locator('[data-at="slot section:world"]').click()
    page.locator("dialog[open] [value=away]").click()
    expect(page.locator('[data-slot="section:world"]')).to_have_count(0)
    row = Front.objects.get().worked_on
    assert ([slot.name for slot in row.slots][3:], row.others) == ([blocks[0], blocks[2]], False)
    assert [pin.story for pin in row.pins()] == [sports[3].pk]


@pytest.mark.browser
@pytest.mark.long
def test_a_front_is_set_by_dragging_and_a_clash_is_decided(page: Page) -> None:
    stories = make_stories(8)
    page.goto(f"{HOUSE}/desk/front/")
    page.locator(f"#front-hit-{stories[0].pk}").drag_to(page.locator('[data-at="second 1"]'))
    expect(page.locator('[data-at="second 1"]')).to_have_class("fronts-row is-pinned is-target")
    page.locator('[data-at="second 1"]').drag_to(page.locator('[data-at="lead 1"]'))
    expect(page.locator('[data-at="lead 1"]')).to_have_attribute("data-story", str(stories[0].pk))
    actions.draft_front(HOME, led_by(stories[1]), make_user("karim", first_name="করিম"))
    page.locator('[data-at="second 3"]').focus()
    page.keyboard.press("p")
    expect(page.locator(".fronts-clash")).to_contain_text("করিম")
    expect(page.locator('[data-at="lead 1"]')).to_have_attribute("data-story", str(stories[1].pk))
    page.locator("[data-front-mine]").click()
    expect(page.locator('[data-at="lead 1"]')).to_have_attribute("data-story", str(stories[0].pk))
    assert next(pin.story for pin in Front.objects.get().worked_on.pins()) == stories[0].pk


@pytest.mark.browser
@pytest.mark.long
def test_a_slot_is_filled_from_a_topic_that_is_typed_by_its_name(page: Page) -> None:
    topic = make_topic("নদীভাঙন")
    make_story(headline="নদী গিলছে গ্রাম", topics=[topic])
    page.goto(f"{HOUSE}/desk/front/")
    page.locator('[data-at="slot second"]').click()
    dialog = page.locator("dialog[open]")
    dialog.locator("[name=of]").select_option("topic")
    field = dialog.locator("[name=topic]")
    field.fill("নেই এমন")
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    assert field.evaluate("field => field.validationMessage") == "এই নামে কোনো বিষয় নেই: তালিকা থেকে বেছে নিন।"
    field.fill("নদীভা")
    expect(page.locator("#front-topics option")).to_have_count(1)
    field.fill("নদীভাঙন")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator('[data-slot="second"] .fronts-head p')).to_contain_text("নদীভাঙন")
    assert Front.objects.get().worked_on.slots[1].of == topic.listing


@pytest.mark.browser
@pytest.mark.parametrize(
    ("look", "of", "pictured"), [("strip", "kind:photo", True), ("opinion", "kind:opinion", False)]
)
@pytest.mark.long
def test_a_new_strip_fills_itself_with_its_own_kind_until_somebody_says_otherwise(
    page: Page, look: str, of: str, pictured: bool
) -> None:
    pictures = [make_picture() for _ in range(3)]
    body = [("paragraph", "<p>কথা</p>"), *(("picture", picture) for picture in pictures)]
    before = NOON - timedelta(days=2)
    own = make_story(at=before, headline="নিজের ধরন", kind=of.partition(":")[2], picture=pictures[0], body=body)
    make_stories(15)  # all that stands above the strip
    page.goto(f"{HOUSE}/desk/front/")
    page.locator(f"[data-look={look}]").click()
    expect(page.locator("dialog[open]")).to_be_visible()
    expect(page.locator(f'[data-slot="{look}-1"] [data-story]')).to_have_count(1)
    expect(page.locator(f'[data-slot="{look}-1"] [data-story]')).to_have_attribute("data-story", str(own.pk))
    [slot] = [one for one in Front.objects.get().worked_on.slots if one.name == f"{look}-1"]
    assert (slot.of, slot.pictured) == (of, pictured)
