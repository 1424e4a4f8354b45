"""Sessions of staff: whose they are, how long they last, what ends them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from harkara.desk import actions
from harkara.people import sittings
from harkara.people.models import Sitting, User
from tests.desk.factories import make_user

pytestmark = pytest.mark.django_db

ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36"
AGENTS = {
    ANDROID: "Chrome, Android",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0": "Firefox, Windows",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15": "Safari, macOS",
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0": "Edge, Windows",
    "curl/8.5": "",
}


def sign_in(user: User, remember: bool = False, agent: str = ANDROID) -> Client:
    client = Client(headers={"user-agent": agent})
    said = {"username": user.username, "password": "password", "next": "/desk/"} | (
        {"remember": "on"} if remember else {}
    )
    assert client.post("/desk/login/", said).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/desk/account/").status_code == 200


def hours(row: Sitting) -> float:
    return (row.expire_date - timezone.now()) / timedelta(hours=1)


def pass_time(monkeypatch: pytest.MonkeyPatch, **passed: int) -> None:
    later = timezone.now() + timedelta(**passed)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)


@pytest.mark.parametrize("agent", AGENTS)
def test_it_says_whose_it_is_and_in_which_browser(agent: str) -> None:
    user = make_user("rina")
    sign_in(user, agent=agent)
    row = Sitting.objects.get()
    assert (row.person, row.browser) == (user.pk, AGENTS[agent])
    assert row.mark not in (row.session_key, "")


def test_one_that_nobody_uses_ends(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.HARKARA_SESSION_IDLE_HOURS = 3
    client = sign_in(make_user("rina"))
    pass_time(monkeypatch, hours=2)
    assert is_in(client)
    pass_time(monkeypatch, hours=2)
    assert is_in(client)
    pass_time(monkeypatch, hours=3, minutes=1)
    assert not is_in(client)


def test_one_that_is_used_all_the_time_ends_too(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.HARKARA_SESSION_IDLE_HOURS, settings.HARKARA_SESSION_DAYS = 24, 2
    client = sign_in(make_user("rina"))
    for _ in range(4):
        assert is_in(client)
        pass_time(monkeypatch, hours=11)
    assert is_in(client)
    pass_time(monkeypatch, hours=5)
    assert not is_in(client)


def test_one_on_a_browser_that_is_told_to_remember_lasts_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    client = sign_in(make_user("rina"), remember=True)
    pass_time(monkeypatch, days=13)
    assert is_in(client)
    pass_time(monkeypatch, days=1, minutes=1)
    assert not is_in(client)


def test_a_screen_that_asks_by_itself_is_nobody_who_works(monkeypatch: pytest.MonkeyPatch) -> None:
    client = sign_in(make_user("rina"))
    before = Sitting.objects.get().used
    pass_time(monkeypatch, minutes=10)
    client.get("/desk/board/now/")
    assert Sitting.objects.get().used == before
    client.get("/desk/board/")
    client.get("/desk/stories/")
    assert Sitting.objects.get().used > before


def test_a_click_soon_after_another_writes_nothing(django_assert_num_queries: Any) -> None:
    client = sign_in(make_user("rina"))
    client.get("/desk/account/")
    before = Sitting.objects.values().get()
    client.get("/desk/account/")
    assert Sitting.objects.values().get() == before


@pytest.mark.parametrize("act", [actions.dismiss, actions.end_sessions])
def test_who_is_dismissed_or_signed_out_has_none_left(act: Any) -> None:
    user, boss = make_user("rina"), make_user("boss", group="admin")
    clients = [sign_in(user), sign_in(user)]
    act(user, boss)
    assert [is_in(client) for client in clients] == [False, False]
    assert Sitting.objects.filter(person=user.pk).count() == 0


def test_a_new_password_leaves_none_that_opens_something() -> None:
    user = make_user("rina")
    sign_in(user)
    assert len(sittings.of(user)) == 1
    user.set_password("another long password")
    user.save()
    assert sittings.of(user) == []


def test_nobody_ends_those_of_somebody_else() -> None:
    one, other = make_user("rina"), make_user("kamal")
    client = sign_in(other)
    assert sittings.end(one, {Sitting.objects.get().mark}) == 0
    assert is_in(client)


def test_signing_in_takes_away_what_is_over() -> None:
    user = make_user("rina")
    sign_in(user)
    Sitting.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    sign_in(user)
    assert Sitting.objects.count() == 1


def test_who_has_only_given_a_password_is_nobody_yet() -> None:
    client = Client()
    client.get("/desk/login/")
    session = client.session
    session["anything"] = 1
    session.save()
    assert Sitting.objects.get().person is None


def test_a_phone_that_files_stays_as_long_as_it_asks(settings: Any) -> None:
    settings.HARKARA_SESSION_DAYS = 2
    store = sittings.SessionStore()
    store.set_expiry(60 * 86_400)
    store.save()
    assert 59 * 24 < hours(Sitting.objects.get()) <= 60 * 24
