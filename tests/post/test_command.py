"""The postman: when he does not begin, that there is one of him, and what he tells those who watch."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError
from pytest_django.fixtures import Settings

from harkara.figures import METRICS
from harkara.post import clock, command
from harkara.post.command import Postman, post, refused, told
from harkara.post.push.carrying import Round
from harkara.post.push.keys import drawn
from harkara.stand import command as household
from harkara.stand import roles
from tests.post.factories import NOON, a_browser, ordered
from tests.post.service import PushService


def test_without_keys_or_with_those_of_two_pairs_he_does_not_begin(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.HARKARA_PUSH_KEY = settings.HARKARA_PUSH_PUBLIC_KEY = ""
    assert post(["--once"]) == 1
    assert "push-keys" in capsys.readouterr().err
    settings.HARKARA_PUSH_KEY, _ = drawn()
    settings.HARKARA_PUSH_PUBLIC_KEY = drawn()[1]
    assert "does not belong" in refused()
    settings.HARKARA_PUSH_KEY = "x" * 40
    assert "is no key" in refused()
    settings.HARKARA_PUSH_KEY, settings.HARKARA_PUSH_PUBLIC_KEY = drawn()
    settings.HARKARA_PUSH_CONTACT = "http://localhost:8000"
    assert "HARKARA_PUSH_CONTACT" in refused()
    settings.HARKARA_PUSH_CONTACT = "https://news.example"
    assert refused() == ""


def test_the_household_starts_him_with_the_key_and_nothing_of_the_newsroom(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HARKARA_PUSH_KEY", raising=False)
    assert household._post(household.POST) == []
    monkeypatch.setenv("HARKARA_PUSH_KEY", drawn()[0])
    [program] = household._post(household.POST)
    assert roles.refusal("post", program.environment) == ""
    assert {"HARKARA_DATABASE", "HARKARA_SECRET_KEY", "HARKARA_MAIL_URL"} <= set(program.withheld)
    assert "HARKARA_PUSH_KEY" not in program.withheld
    for role in (roles.DESK, roles.STAND, roles.WIRE):
        assert "HARKARA_PUSH_KEY" in roles.refusal("serve", {"HARKARA_ROLE": role, "HARKARA_PUSH_KEY": "x"})


@pytest.mark.django_db
def test_one_of_him_is_enough(
    service: PushService, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.HARKARA_HOME = tmp_path
    with (tmp_path / "postman.lock").open("w") as file:
        command.fcntl.flock(file, command.fcntl.LOCK_EX)
        assert post(["--once"]) == 1
    assert "Another postman" in capsys.readouterr().err


@pytest.mark.django_db(transaction=True)
def test_he_carries_what_is_due_and_goes_on_when_the_database_comes_back(service: PushService) -> None:
    browser = a_browser(service.origin)
    over, tries = threading.Event(), []

    class Shaky(Round):
        def step(self) -> bool:
            tries.append(1)
            if len(tries) == 1:
                raise OperationalError("gone")
            return super().step()

        def idle(self) -> None:
            super().idle()
            over.set()

    ordered()
    waited: list[float] = []

    def waits(seconds: float) -> bool:
        waited.append(seconds)
        assert len(waited) < 10, "he goes round and round"
        return False

    over.wait = waits  # type: ignore[method-assign, assignment]  # of this one event
    with clock.at(NOON):
        Postman([Shaky()], []).work(over)
    assert service.paths() == [browser.path]
    assert waited == [command.TROUBLE, command.LOOK]


@pytest.mark.django_db
def test_he_tells_how_much_waits_and_for_how_long(service: PushService) -> None:
    with clock.at(NOON):
        assert told() == {"harkara_notices_waiting": 0, "harkara_notices_late_seconds": 0}
    ordered()
    with clock.at(NOON + timedelta(minutes=2)):
        assert told() == {"harkara_notices_waiting": 1, "harkara_notices_late_seconds": 120}
    assert set(told()) <= set(METRICS)
