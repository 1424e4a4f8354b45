"""What is said of a story's pictures is filled in beside its text."""

import gc
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from harkara.desk.models import Picture
from tests.desk.factories import NOON, make_picture, make_story, make_user

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves files of thumbnails open; Python closes them when it clears up.
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
]


@pytest.fixture(autouse=True)
def cleared_up() -> Iterator[None]:
    """What Wagtail left open is closed in the test that opened it."""
    yield
    gc.collect()


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_user())
    client.post("/desk/language/?language=en")
    return client


def test_the_cards_of_a_story_cost_the_same_queries_however_many(editor: Client) -> None:
    pictures = [make_picture() for _ in range(3)]
    make_story(at=NOON, headline="আগের খবর", picture=pictures[0])

    def cost(count: int) -> int:
        asked: dict[str, Any] = {"id": [picture.pk for picture in pictures[:count]], "story": ""}
        editor.get("/desk/pictures/words/", asked)  # the thumbnails are drawn
        with CaptureQueriesContext(connection) as queries:
            page = editor.get("/desk/pictures/words/", asked).content.decode()
        assert (page.count("data-picture="), page.count("আগের খবর"), page.count("28 November 2026")) == (count, 1, 1)
        return len(queries)

    assert cost(1) == cost(3)


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
    answer = client.post(f"/desk/pictures/words/{picture.pk}/", {"credit": "আমি", "terms": "free"})
    assert (answer.status_code, answer["location"]) == (302, "/desk/")
    assert Picture.objects.get().credit == "হরকরা"
