"""At the door: what somebody is told who fails to sign in, known or not."""

import pytest
from django.test import Client

from harkara.people import patience
from tests.desk.factories import make_user

pytestmark = pytest.mark.django_db

WAIT = "অনেকবার ভুল হয়েছে।"


def tried(client: Client, username: str, password: str) -> str:
    answer = client.post("/desk/login/", {"username": username, "password": password})
    return answer["location"] if answer.status_code == 302 else str(answer.content.decode())


@pytest.mark.parametrize("username", ["rina", "nobody"])
def test_known_and_unknown_names_are_sent_away_alike(client: Client, username: str) -> None:
    make_user("rina")
    told = [WAIT in tried(client, username, "wrong") for _ in range(patience.ACCOUNT.free + 2)]
    assert told == [False] * patience.ACCOUNT.free + [True] * 2


def test_the_right_password_is_not_heard_during_the_wait(client: Client) -> None:
    make_user("rina")
    for _ in range(patience.ACCOUNT.free):
        tried(client, "rina", "wrong")
    assert WAIT in tried(client, "rina", "password")


def test_who_signs_in_in_time_begins_anew(client: Client) -> None:
    make_user("rina")
    for _ in range(3):
        for _ in range(patience.ACCOUNT.free - 1):
            tried(Client(), "rina", "wrong")
        assert tried(Client(), "rina", "password") == "/desk/"


def test_an_empty_form_is_no_try(client: Client) -> None:
    for _ in range(patience.ACCOUNT.free + 2):
        assert WAIT not in tried(client, "rina", "")
