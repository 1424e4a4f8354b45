"""The screen of two versions of a story."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html as parser

from harkara.desk import actions
from harkara.desk.models import Story
from tests.desk.factories import make_story, make_user, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def rina(client: Client) -> Client:
    client.force_login(make_user("rina", first_name="রিনা"))
    return client


def two_versions(headline: str = "তিন জন আহত") -> tuple[Story, int, int]:
    story = make_story(headline=headline, body=stored(("paragraph", "<p>সকালে বৃষ্টি হয়।</p>")))
    first = story.latest_revision_id
    story = actions.edit(story, None, body=stored(("paragraph", "<p>বিকেলে বৃষ্টি হয়।</p>")))
    return story, first, story.latest_revision_id


def shown(client: Client, address: str) -> "parser.HtmlElement":
    answer = client.get(address)
    assert answer.status_code == 200
    return parser.fromstring(answer.content.decode())


def texts(page: "parser.HtmlElement", path: str) -> list[str]:
    return [one.text_content().strip() for one in page.xpath(path)]


@pytest.mark.parametrize("view", ["inline", "side"])
def test_changed_words_are_marked(rina: Client, view: str) -> None:
    story, first, second = two_versions()
    page = shown(rina, f"/desk/stories/history/{story.pk}/revisions/compare/{first}...{second}/?view={view}")
    assert texts(page, "//del") == ["সকা"]
    assert texts(page, "//ins") == ["বিকে"]
    assert texts(page, "//section[@class='desk-part']/h3") == ["পাঠ"]


def test_what_readers_see_stands_beside_a_draft(rina: Client) -> None:
    story, _, _ = two_versions()
    draft = story.get_latest_revision_as_object()
    draft.headline = "পাঁচ জন আহত"
    draft.save_revision()
    page = shown(rina, f"/desk/stories/history/{story.pk}/revisions/compare/live...latest/")
    assert texts(page, "//ins") == ["পাঁচ"]
    assert texts(page, "//select[@name='from']/option[@selected]") == ["পাঠকেরা এখন যা দেখছেন"]


def test_any_two_are_chosen_by_form(rina: Client) -> None:
    story, first, second = two_versions()
    at = f"/desk/stories/history/{story.pk}/revisions/compare"
    answer = rina.get(f"{at}/earliest...latest/", {"from": str(second), "to": str(first), "view": "side"})
    assert (answer.status_code, answer["location"]) == (302, f"{at}/{second}...{first}/?view=side")


def test_two_that_say_the_same_are_said_to(rina: Client) -> None:
    story, first, _ = two_versions()
    page = shown(rina, f"/desk/stories/history/{story.pk}/revisions/compare/{first}...{first}/")
    assert texts(page, "//p[@role='status']") == ["দুই সংস্করণে একই কথা।"]


def test_words_of_a_story_are_never_markup(rina: Client) -> None:
    story, _, _ = two_versions("<script>এক</script>")
    actions.edit(story, None, headline="<script>দুই</script>")
    answer = rina.get(f"/desk/stories/history/{story.pk}/revisions/compare/earliest...latest/")
    assert b"<script>\xe0" not in answer.content


def test_queries_do_not_grow_with_versions(rina: Client) -> None:
    counts = []
    story, first, _ = two_versions()
    for number in range(3):
        if number != 1:
            with CaptureQueriesContext(connection) as seen:
                shown(rina, f"/desk/stories/history/{story.pk}/revisions/compare/{first}...latest/")
            counts.append(len(seen))
        story = actions.edit(story, None, headline=f"শিরোনাম {number}")
    assert counts[0] == counts[1]
