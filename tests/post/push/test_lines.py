"""Where notices may go: to the services of the list, at public addresses, and nowhere else."""

import socket
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from pytest_django.fixtures import Settings

from harkara.post.errors import Refused
from harkara.post.push import services
from harkara.post.push.lines import LONGEST_WAIT, Answer, Lines, NotOutside, _seconds
from tests.post.service import PushService


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1", "::ffff:10.0.0.1", "0.0.0.0"]
)
def test_a_service_whose_name_leads_inside_is_not_spoken_with(address: str) -> None:
    place = services.read("https://fcm.googleapis.com/send/1")
    with pytest.raises(NotOutside):
        Lines(lambda host, port: ["142.250.0.1", address]).post(place, {}, b"x")


def test_the_list_may_name_domains_and_an_origin_of_ones_own(settings: Settings) -> None:
    settings.HARKARA_PUSH_SERVICES = ("*.notify.windows.com", "http://127.0.0.1:8099")
    assert services.names() == ("notify.windows.com", "127.0.0.1:8099")
    found = services.read("https://wns2-by3p.notify.windows.com/w/?token=a%2fb")
    assert (found.service, found.port, found.target, found.is_own) == (
        "notify.windows.com",
        443,
        "/w/?token=a%2fb",
        False,
    )
    own = services.read("http://127.0.0.1:8099/x")
    assert (own.service, own.port, own.is_own) == ("127.0.0.1:8099", 8099, True)
    for other in (
        "http://127.0.0.1:8098/x",
        "https://127.0.0.1:8099/x",
        "http://127.0.0.1/x",
        "https://notify.windows.com/",
    ):
        with pytest.raises(Refused):
            services.read(other)


def test_a_line_stays_and_one_that_was_closed_meanwhile_is_opened_again(service: PushService) -> None:
    place, lines = services.read(f"{service.origin}/send/1"), Lines()
    service.answers = lambda path, before: (201, {"connection": "close"} if before == 1 else {})
    assert [lines.post(place, {}, b"x").status for _ in range(4)] == [201] * 4
    service.answers = lambda path, before: (0, {}) if before == 4 else (201, {})
    assert lines.post(place, {}, b"x") == Answer(201)  # the kept line broke: once more by a new one
    assert len(service.taken) == 6
    lines.close()


def test_nobody_waits_for_a_service_that_says_nothing(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        origin = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        settings.HARKARA_PUSH_SERVICES = (origin,)
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            Lines(patience=0.2).post(services.read(f"{origin}/x"), {}, b"x")
        assert time.monotonic() - began < 5


def test_how_long_a_service_asks_to_be_left_alone() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=50), usegmt=True)
    assert 45 <= _seconds(soon) <= 50
    assert [_seconds(said) for said in ("7", " 7 ", "999999999999", "", "soon", "-5", "৭")] == [
        7,
        7,
        LONGEST_WAIT,
        0,
        0,
        0,
        0,
    ]
