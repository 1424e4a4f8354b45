"""The desk board: columns, filters, acts, and that it costs the same however much lies there."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html as parser

from harkara.desk import actions, clock
from harkara.desk.models import Notice, Progress, Stage
from harkara.desk.screens import board_cards
from tests.desk.factories import make_clipping, make_section, make_stories, make_story, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client: Client) -> Client:
    client.force_login(make_user("rina", group="desk_editor"))
    return client


def columns(answer: Any) -> dict[str, list[str]]:
    """The headlines of each column."""
    page = parser.fromstring(answer.content.decode())
    return {
        str(column.get("id")).removeprefix("column-"): [
            " ".join(card.text_content().split()) for card in column.find_class("board-open")
        ]
        for column in page.find_class("board-column")
    }


def test_everything_stands_in_its_column(chief: Client) -> None:
    rina = make_user("mina", group="desk_editor")
    make_clipping(headline="তারের খবর")
    actions.assign("হাওরে যান", rina)
    make_story(headline="খসড়া খবর", published=False, user=rina)
    for headline, acts in (
        ("জমা খবর", [actions.file_story]),
        ("হাতের খবর", [actions.file_story, actions.claim]),
        ("অনুমোদিত খবর", [actions.file_story, actions.approve]),
    ):
        story = make_story(headline=headline, published=False, user=rina)
        for act in acts:
            act(story, rina)
    make_story(headline="প্রকাশিত খবর")
    assert columns(chief.get("/desk/")) == {
        "wire": ["তারের খবর"],
        "assigned": ["হাওরে যান"],
        "draft": ["খসড়া খবর"],
        "filed": ["জমা খবর"],
        "editing": ["হাতের খবর"],
        "approved": ["অনুমোদিত খবর"],
        "live": ["প্রকাশিত খবর"],
    }


def test_filters_are_kept_in_the_address(chief: Client) -> None:
    mina = make_user("mina", group="desk_editor")
    make_story(headline="বিশ্বের", section="world", published=False, user=mina)
    make_story(headline="খেলার", section="sports", published=False)
    actions.draft_from(make_clipping(headline="তারের"), None, make_section("sports"))
    assert columns(chief.get("/desk/?section=sports"))["draft"] == ["তারের", "খেলার"]
    assert columns(chief.get(f"/desk/?person={mina.pk}"))["draft"] == ["বিশ্বের"]
    assert columns(chief.get("/desk/?source=wire"))["draft"] == ["তারের"]
    assert columns(chief.get("/desk/board/now/?section=sports&source=own"))["draft"] == ["খেলার"]
    assert columns(chief.get("/desk/?section=none&person=x&source=y"))["draft"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_costs_the_same(chief: Client, count: int) -> None:
    user = make_user("mina", group="desk_editor")
    make_stories(count)
    for number in range(count):
        make_clipping(headline=f"তার {number}")
        actions.assign(f"কাজ {number}", user)
        for acts in ([], [actions.file_story], [actions.claim], [actions.approve]):
            story = make_story(published=False, user=user)
            for act in acts:
                act(story, user)
    chief.get("/desk/board/now/")
    with CaptureQueriesContext(connection) as captured:
        chief.get("/desk/board/now/")
    assert len(captured) == 13


def test_a_column_holds_thirty_and_says_that_there_are_more(chief: Client) -> None:
    for number in range(31):
        make_story(headline=f"খসড়া {number}", published=False)
    page = parser.fromstring(chief.get("/desk/").content)
    head = page.get_element_by_id("head-draft")
    assert " ".join(head.text_content().split()) == "খসড়া ৩০+"
    assert len(columns(chief.get("/desk/"))["draft"]) == 30


def test_a_board_on_which_nothing_happened_costs_next_to_nothing(chief: Client) -> None:
    moment = clock.now()
    with clock.at(moment):
        first = chief.get("/desk/board/now/")
        with CaptureQueriesContext(connection) as captured:
            again = chief.get("/desk/board/now/", headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert len(captured) == 4
        make_story(published=False)
        assert chief.get("/desk/board/now/", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_acts_are_done_from_the_card_and_lead_back(chief: Client) -> None:
    story = make_story(published=False, user=make_user(group="reporter"))
    assert chief.get(f"/desk/board/{story.pk}/file/").status_code == 405
    for name, stage in (("file", Stage.FILED), ("claim", Stage.EDITING), ("approve", Stage.APPROVED)):
        answer = chief.post(f"/desk/board/{story.pk}/{name}/", {"next": "/desk/?section=world"})
        assert (answer.status_code, answer["location"]) == (302, "/desk/?section=world")
        assert Progress.objects.get(story=story).stage == stage
    answer = chief.post(f"/desk/board/{story.pk}/release/", {"next": "https://elsewhere.example/"})
    assert (answer.status_code, answer["location"]) == (302, "/desk/")


def test_the_buttons_of_the_first_screen_are_heard() -> None:
    client, editor = Client(enforce_csrf_checks=True), make_user(group="desk_editor")
    client.force_login(editor)
    story = make_story(published=False, user=editor)
    page = parser.fromstring(client.get("/desk/").content)
    button = page.xpath(f"//*[@id='card-story-{story.pk}']//button[contains(@formaction, '/file/')]")[0]
    form = page.get_element_by_id(button.get("form"))
    assert client.post(button.get("formaction"), dict(form.fields)).status_code == 302
    assert Progress.objects.get(story=story).stage == Stage.FILED


def test_sending_back_asks_for_a_note(chief: Client) -> None:
    author = make_user(group="reporter")
    story = make_story(published=False, user=author)
    actions.file_story(story, author)
    assert chief.post(f"/desk/board/{story.pk}/send-back/", {"note": ""}).status_code == 200
    chief.post(f"/desk/board/{story.pk}/send-back/", {"note": "সূত্র দিন"})
    assert Progress.objects.get(story=story).note == "সূত্র দিন"
    chief.force_login(author)
    assert r"(\u09e7)" in chief.get("/desk/").content.decode()  # the sidebar's words are JSON
    page = chief.get("/desk/board/notices/").content.decode()
    assert "সূত্র দিন" in page
    assert Notice.objects.filter(user=author, read_at=None).count() == 0


def test_an_assignment_from_the_board(chief: Client) -> None:
    tom = make_user("tom", group="reporter", first_name="টম")
    due = clock.now() + timedelta(hours=1)
    local = f"{due.astimezone(clock.zone()):%Y-%m-%d %H:%M}"
    chief.post("/desk/board/assign/", {"what": "হাওরে যান", "to": tom.pk, "due": local, "brief": ""})
    page = parser.fromstring(chief.get("/desk/").content)
    assert [card.get("class") for card in page.xpath("//*[@id='column-assigned']//li")] == ["board-card is-soon"]
    with clock.at(due + timedelta(minutes=5)):
        page = parser.fromstring(chief.get("/desk/").content)
        assert [card.get("class") for card in page.xpath("//*[@id='column-assigned']//li")] == ["board-card is-overdue"]
    chief.force_login(tom)
    number = page.xpath("//*[@id='column-assigned']//li/@id")[0].rpartition("-")[2]
    answer = chief.post(f"/desk/board/assignment/{number}/begin/")
    assert answer["location"].startswith("/desk/stories/edit/")


@pytest.mark.parametrize(
    ("role", "stage", "first"),
    [
        ("reporter", "draft", "action-file"),
        ("sub_editor", "filed", "action-claim"),
        ("desk_editor", "approved", "action-publish"),
    ],
)
def test_the_footer_offers_the_likeliest_first(client: Client, role: str, stage: str, first: str) -> None:
    author, chief = make_user(group="reporter"), make_user(group="desk_editor")
    story = make_story(published=False, user=author)
    if stage != "draft":
        actions.file_story(story, author)
    if stage == "approved":
        actions.approve(story, chief)
    client.force_login(make_user(group=role))
    page = parser.fromstring(client.get(f"/desk/stories/edit/{story.pk}/").content)
    names = [name for name in page.xpath("//footer//button/@name") if name.startswith("action-")]
    assert names[0] == first
    assert ("action-publish" in names) == (role == "desk_editor")


def test_who_takes_an_assignment_back_is_told_so(chief: Client) -> None:
    row = actions.assign("হাওরে যান", make_user("mina", group="desk_editor"))
    answer = chief.post(f"/desk/board/assignment/{row.pk}/drop/", follow=True)
    said = parser.fromstring(answer.content.decode()).xpath("//div[@role='status']/ul//li[not(ancestor::template)]")
    assert [" ".join(line.text_content().split()) for line in said] == ["ফিরিয়ে নেওয়া হয়েছে: “হাওরে যান”।"]


def test_a_card_is_drawn_again_only_when_it_says_something_else(chief: Client) -> None:
    stories = [make_story(headline=f"খসড়া {number}", published=False) for number in range(3)]
    kept = board_cards.CARDS
    kept.forget()
    chief.get("/desk/")
    assert kept.times == 3
    chief.get("/desk/")
    chief.get("/desk/board/now/")
    assert kept.times == 3
    actions.file_story(stories[0], make_user("mina", group="desk_editor"))
    assert columns(chief.get("/desk/board/now/"))["filed"] == ["খসড়া 0"]
    assert kept.times == 4


def test_a_kept_card_shows_nobody_the_buttons_of_another(chief: Client) -> None:
    story = make_story(published=False)
    assert "/approve/" not in chief.get("/desk/board/now/").content.decode()
    actions.file_story(story, make_user("mina", group="desk_editor"))
    assert f"/desk/board/{story.pk}/approve/" in chief.get("/desk/board/now/").content.decode()
    chief.force_login(make_user(group="reporter"))
    page = chief.get("/desk/board/now/").content.decode()
    assert (f"card-story-{story.pk}" in page, "/approve/" in page) == (True, False)


def test_the_digits_of_kept_cards_are_those_of_the_screen(chief: Client) -> None:
    make_story(headline="বাজেট ২০২৬: 7 প্রস্তাব", published=False)
    for _look in range(2):
        for address in ("/desk/", "/desk/board/now/"):
            page = parser.fromstring(chief.get(address).content.decode())
            card = page.get_element_by_id("column-draft").find_class("board-card")[0]
            assert card.find_class("board-open")[0].text_content() == "বাজেট ২০২৬: 7 প্রস্তাব"
            assert not set("0123456789") & set(card.find_class("board-facts")[0].text_content())
