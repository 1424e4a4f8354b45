"""What is said of a story's pictures is filled in beside its text."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from harkara.desk import actions
from harkara.desk.models import Picture
from tests.desk.factories import NOON, make_paper, make_picture, make_story, make_user, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_user())
    client.post("/desk/language/?language=en")
    return client


@pytest.mark.parametrize("count", [1, 3])
def test_the_cards_of_a_story_cost_the_same_queries(editor: Client, count: int, django_assert_num_queries: Any) -> None:
    pictures = [make_picture() for _ in range(count)]
    make_story(at=NOON, headline="আগের খবর", picture=pictures[0])
    asked = {"id": [picture.pk for picture in pictures], "story": ""}
    editor.get("/desk/pictures/words/", asked)  # the thumbnails are drawn
    with django_assert_num_queries(QUERIES):
        page = editor.get("/desk/pictures/words/", asked).content.decode()
    assert (page.count("<fieldset"), page.count("আগের খবর"), page.count("28 November 2026")) == (count, 1, 1)


QUERIES = 8
"""Session, person, their rights and remit, pictures, thumbnails, uses, their stories."""


def test_a_card_is_kept_and_says_what_is_wrong(editor: Client) -> None:
    picture = make_picture(credit="", terms="")
    address = f"/desk/pictures/words/{picture.pk}/"
    given = {"credit": "রহিম", "terms": "licensed", "until": "", "alt": "নৌকা", "caption": "ঘাট"}
    page = editor.post(address, given).content.decode()
    assert "Licensed until which day?" in page
    assert 'value="রহিম"' in page
    page = editor.post(address, {**given, "until": "২০২৬-১২-৩১"}).content.decode()
    assert "Kept." in page
    picture.refresh_from_db()
    assert (picture.credit, picture.terms, picture.until, picture.alt, picture.caption) == (
        "রহিম",
        "licensed",
        date(2026, 12, 31),
        "নৌকা",
        "ঘাট",
    )
    assert "Enter a valid date." in editor.post(address, {**given, "until": "ঈদ"}).content.decode()


def test_who_may_not_describe_pictures_is_refused(client: Client) -> None:
    picture = make_picture()
    client.force_login(make_user(group="moderator"))
    client.post("/desk/language/?language=en")
    assert client.get("/desk/pictures/words/", {"id": picture.pk}).status_code == 302
    page = client.post(f"/desk/pictures/words/{picture.pk}/", {"credit": "আমি", "terms": "free"}).content.decode()
    assert "has no right to do this" in page
    assert Picture.objects.get().credit == "হরকরা"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_story_is_refused_mended_and_published_on_one_page(
    chromium: Browser, live_server: Any, client: Client
) -> None:
    make_paper()
    picture = make_picture(title="ঘাটের ছবি", credit="", terms="")
    story = make_story(published=False, body=stored(("paragraph", "<p>কথা।</p>"), ("picture", picture.pk)))
    client.force_login(make_user(is_superuser=True))
    context = chromium.new_context(viewport={"width": 360, "height": 800})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/desk/stories/edit/{story.pk}/")
    card = page.locator(f'[data-picture="{picture.pk}"]')
    expect(card).to_contain_text("প্রকাশের আগে লাগবে: ছবির কৃতজ্ঞতা, ছবির স্বত্ব")
    card.locator('[data-name="credit"]').fill("রহিম")
    card.locator('[data-name="terms"]').select_option("own")
    expect(card).not_to_contain_text("প্রকাশের আগে লাগবে")
    context.close()
    picture.refresh_from_db()
    assert (picture.credit, picture.terms) == ("রহিম", "own")
    assert actions.publish(story, None).live
