"""The screen where one sees where one is signed in, and signs out from afar."""

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from harkara.people.models import Sitting
from tests.desk.factories import make_user
from tests.desk.screens.test_screens import page
from tests.people.test_sittings import is_in, sign_in

pytestmark = pytest.mark.django_db

ADDRESS = "/desk/sittings/"


@pytest.fixture
def clients() -> list[Client]:
    """Three browsers of one person."""
    user = make_user("rina")
    sign_in(make_user("kamal"))
    return [sign_in(user), sign_in(user, agent="curl/8.5"), sign_in(user)]


def test_it_lists_ones_own_and_says_which_is_here(clients: list[Client]) -> None:
    text = page(clients[0], ADDRESS)
    assert text.count('name="end"') == 3
    assert text.count("এই যেটিতে আছেন") == 1
    assert "নাম না-জানানো ব্রাউজার" in text
    for key in Sitting.objects.values_list("session_key", flat=True):
        assert key not in text


def test_with_the_password_those_that_are_ticked_end(clients: list[Client]) -> None:
    marks = [Sitting.objects.get(pk=client.session.session_key).mark for client in clients]
    answer = clients[0].post(ADDRESS, {"end": marks[1:], "password": "password"})
    assert (answer.status_code, answer["location"]) == (302, ADDRESS)
    assert "২টি থেকে বের করা হলো" in page(clients[0], ADDRESS)
    assert [is_in(client) for client in clients] == [True, False, False]
    assert ModelLogEntry.objects.get(action="desk.end_own_sessions").data == {"count": 2}


@pytest.mark.parametrize(
    ("password", "ticks", "said"),
    [("wrong", True, "এটি আপনার পাসওয়ার্ড নয়"), ("password", False, "অন্তত একটিতে টিক দিন")],
)
def test_else_nothing_ends(clients: list[Client], password: str, ticks: bool, said: str) -> None:
    marks = [Sitting.objects.get(pk=client.session.session_key).mark for client in clients] if ticks else []
    answer = clients[0].post(ADDRESS, {"end": marks, "password": password})
    assert said in answer.content.decode()
    assert [is_in(client) for client in clients] == [True] * 3
