"""The screen of a story's tests of headlines: begun, watched, ended and taken back, also by keys alone."""

import os
from pathlib import Path

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Page, expect

from harkara.desk import actions, clock
from harkara.desk.models import HeadlineTest, Story
from harkara.rack.outbox.sides import READERS
from harkara.readings import counting
from harkara.readings.spool import Sum
from tests.desk.factories import NOON, make_paper, make_stories, make_story, make_user
from tests.desk.screens.opened import HOUSE, opened
from tests.desk.screens.test_axe import look, violations

pytestmark = pytest.mark.django_db
page = opened()
LOOKS = os.environ.get("HARKARA_LOOKS", "")

OWN, OTHER, THIRD = "সেতুর টোল বাড়ল", "সেতু পার হতে এখন বেশি টাকা", "টোল বাড়ায় ক্ষুব্ধ চালকেরা"


def opened_by(test: HeadlineTest, *counts: int) -> None:
    whats = [(f"h{test.turn}{place}", count) for place, count in enumerate(counts)]
    counting.add(Sum(int(NOON.timestamp()), test.story_id, what, count) for what, count in whats)


def address(story: Story) -> str:
    return f"/desk/acts/{story.pk}/headlines/"


@pytest.fixture
def desk() -> Client:
    """Somebody who may do all of it has signed in."""
    make_paper()
    client = Client()
    client.force_login(make_user("shirin"))
    return client


def test_it_is_begun_and_ended_there(desk: Client) -> None:
    story = make_story(headline=OWN)
    assert "শিরোনাম যাচাই" in desk.get(f"/desk/stories/edit/{story.pk}/").content.decode()
    assert "১০০ বার খোলার আগে" in desk.get(address(story)).content.decode()
    said = {"do": "begin", "first": OTHER, "second": "", "hours": "6"}
    assert desk.post(address(story), said).status_code == 302
    test = HeadlineTest.objects.get()
    assert (test.others, test.takes) == ([OTHER], False)
    shown = desk.get(address(story)).content.decode()
    assert ("আরও ১০০ বার খোলা দরকার" in shown, "যাচাই শুরু করুন" in shown) == (True, False)
    assert desk.post(address(story), {"do": "end", "test": test.pk, "place": "0"}).status_code == 302
    shown = desk.get(address(story)).content.decode()
    assert ("হাতে শেষ করা হয়েছে" in shown, "যাচাই চলতে দিন" in shown, "যাচাই শুরু করুন" in shown) == (True,) * 3
    desk.post(address(story), {"do": "back", "test": test.pk})
    assert HeadlineTest.objects.get().ended_at is None
    desk.post(address(story), {"do": "end", "test": test.pk, "place": "1"})
    assert Story.objects.get().headline == OTHER
    assert "আগের শিরোনাম ফিরিয়ে দিন" in desk.get(address(story)).content.decode()
    desk.post(address(story), {"do": "back", "test": test.pk})
    assert Story.objects.get().headline == OWN


def test_it_says_what_the_rule_says_and_updates_by_a_piece(desk: Client) -> None:
    story = make_story(headline=OWN)
    test = actions.begin_headlines(story, None, [OTHER], 6)
    opened_by(test, 60, 70)
    piece = desk.get(f"{address(story)}?now").content.decode()
    assert ("<html" in piece, "কাকতালেও" in piece, "৬০" in piece, "৭০" in piece) == (False, True, True, True)
    opened_by(test, 0, 60)
    with clock.at(NOON):
        actions.weigh_headlines()
    piece = desk.get(f"{address(story)}?now").content.decode()
    assert ("জিতেছে" in piece, "১০০%" in piece) == (True, True)
    whole = desk.get("/desk/readings/?now").content.decode()
    assert (OTHER in whole, f"{address(story)}" in whole, "১৩০" in whole) == (True, True, True)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"first": ""}, "পূরণ|আবশ্যক|দিন"),
        ({"first": OWN}, "আলাদা হতে হবে"),
        ({"first": OTHER, "hours": "99"}, "99"),
    ],
)
def test_a_refusal_is_said_above_the_form(desk: Client, said: dict[str, str], why: str) -> None:
    story = make_story(headline=OWN)
    answer = desk.post(address(story), {"do": "begin", "hours": "6", **said})
    assert (answer.status_code, HeadlineTest.objects.exists()) == (200, False)
    assert any(word in answer.content.decode() for word in why.split("|"))


def test_nonsense_ends_in_no_error(desk: Client) -> None:
    story = make_story(headline=OWN)
    for said in ({}, {"do": "end"}, {"do": "back", "test": "x"}, {"do": "end", "test": "²"}):
        assert desk.post(address(story), said).status_code == 404
    test = actions.begin_headlines(story, None, [OTHER], 6)
    assert desk.post(address(story), {"do": "end", "test": test.pk, "place": "9"}).status_code == 302
    assert HeadlineTest.objects.get().ended_at is None


def test_who_sets_fronts_and_publishes_nothing_sees_only_what_he_may(desk: Client) -> None:
    story = make_story(headline=OWN)
    desk.force_login(make_user("fatema", group="front_editor"))
    assert 'name="takes"' not in desk.get(address(story)).content.decode()
    desk.post(address(story), {"do": "begin", "first": OTHER, "second": THIRD, "hours": "6"})
    shown = desk.get(address(story)).content.decode()
    assert ('value="0"' in shown, 'name="place" value="1"' in shown) == (True, False)
    test = HeadlineTest.objects.get()
    assert (
        "অধিকার নেই"
        in desk.post(address(story), {"do": "end", "test": test.pk, "place": "1"}, follow=True).content.decode()
    )
    assert Story.objects.get().headline == OWN
    desk.force_login(make_user("rima", group="reporter"))
    assert desk.get(address(story)).status_code == 302


def test_a_story_that_is_not_out_says_so(desk: Client) -> None:
    assert "প্রকাশের পর" in desk.get(address(make_story(published=False))).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_screen_of_readings_costs_the_same_however_many_tests_run(desk: Client, count: int) -> None:
    for story in make_stories(count):
        actions.begin_headlines(story, None, [OTHER, THIRD], 6)
    desk.get("/desk/readings/?now")
    with CaptureQueriesContext(connections[READERS]) as there, CaptureQueriesContext(connection) as here:
        desk.get("/desk/readings/?now")
    asked = [sent["sql"] for sent in here.captured_queries if "desk_headlinetest" in sent["sql"]]
    assert (len(there), len(asked)) == (5, 1)


@pytest.mark.browser
@pytest.mark.long
def test_by_keys_alone_and_the_numbers_update_by_themselves(page: Page) -> None:
    make_paper()
    story = make_story(headline=OWN)
    page.goto(f"{HOUSE}{address(story)}")
    expect(page.get_by_label("আরেকটি শিরোনাম")).to_be_focused()
    page.keyboard.type(OTHER)
    page.keyboard.press("Enter")
    expect(page.get_by_text("কিছু বলার আগে আরও ১০০ বার")).to_be_visible()
    test = HeadlineTest.objects.get()
    page.clock.install()
    page.reload()
    opened_by(test, 58, 61)
    page.clock.run_for(11_000)
    expect(page.locator("[data-readers-now]")).to_contain_text("৬১")
    own = page.get_by_role("radio", name=OWN)
    own.focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name=OTHER)).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"খবরের শিরোনাম এখন “{OTHER}”")).to_be_visible()
    assert Story.objects.get().headline == OTHER


@pytest.mark.browser
@pytest.mark.long
def test_it_is_legible_at_every_width_and_for_those_who_cannot_see(page: Page) -> None:
    make_paper()
    story = make_story(headline=OWN)
    for step in ("empty", "runs", "ended"):
        if step == "runs":
            test = actions.begin_headlines(story, None, [OTHER, THIRD], 6)
            opened_by(test, 61, 108, 72)
            with clock.at(NOON):
                actions.weigh_headlines()
        elif step == "ended":
            actions.take_headline(test, None, 1)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(f"{HOUSE}{address(story)}")
            if LOOKS:
                look(page, Path(LOOKS), f"headlines-{step}-{width}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert violations(page) == []


@pytest.mark.browser
def test_the_screen_of_readings_updates_itself(page: Page) -> None:
    """In a browser, by its own clock: who comes meanwhile is there without a click, and a lost line is said."""
    make_paper()
    story = make_story(headline=OWN)
    page.clock.install()
    page.goto(f"{HOUSE}/desk/readings/")
    expect(page.get_by_text("গত ৩০ মিনিটে কেউ কোনো খবর খোলেননি।")).to_be_visible()
    counting.add([Sum(int(clock.now().timestamp()), story.pk, "rd", 47)])
    page.clock.run_for(11_000)
    line = page.get_by_role("row").filter(has_text=OWN)
    expect(line).to_contain_text("৪৭")
    link = line.get_by_role("link")
    link.focus()
    counting.add([Sum(int(clock.now().timestamp()), story.pk, "rs", 5)])
    page.clock.run_for(11_000)
    expect(line).to_contain_text("৫২")
    expect(link).to_be_focused()
    page.route("**/desk/readings/?now", lambda route: route.abort())
    page.clock.run_for(11_000)
    expect(page.get_by_role("status").filter(has_text="সংযোগ নেই")).to_be_visible()
    page.unroute("**/desk/readings/?now")
    page.clock.run_for(11_000)
    expect(page.get_by_role("status").filter(has_text="সংযোগ নেই")).to_have_count(0)
