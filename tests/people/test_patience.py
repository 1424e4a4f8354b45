"""Who fails to sign in waits: longer each time, never for good, across all workers."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from harkara.people import patience
from harkara.people.models import Knock
from tests.desk.factories import NOON

pytestmark = pytest.mark.django_db

HOME = "203.0.113.7"
FREE = patience.ACCOUNT.free


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    return clock


def waits(times: int, account: str = "rina", address: str = HOME) -> list[int]:
    return [patience.knock(account, address) for _ in range(times)]


def test_a_few_failures_are_free_and_then_nothing_is_heard() -> None:
    assert waits(FREE + 3) == [0] * FREE + [60] * 3


def test_the_wait_doubles_up_to_a_quarter_of_an_hour_and_never_longer(clock: Clock) -> None:
    waits(FREE)
    waited = []
    for _ in range(7):
        seconds = patience.knock("rina", "")
        waited.append(seconds)
        clock.now += timedelta(seconds=seconds)
        assert patience.knock("rina", "") == 0  # after the wait one try is heard, whatever came before
    assert waited == [60, 120, 240, 480, 900, 900, 900]


def test_tries_during_a_wait_do_not_lengthen_it(clock: Clock) -> None:
    waits(FREE + 50)
    clock.now += timedelta(seconds=60)
    assert patience.knock("rina", HOME) == 0


def test_a_success_is_forgiven() -> None:
    waits(FREE - 1)
    patience.forgive("rina", HOME)
    assert waits(FREE + 1) == [0] * FREE + [60]


def test_failures_of_long_ago_are_forgotten(clock: Clock) -> None:
    waits(FREE - 1)
    clock.now += patience.ACCOUNT.forgets * FREE
    assert waits(FREE + 1) == [0] * FREE + [60]


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [("rina", "Rina ", True), ("rina", "tom", False), ("nobody", "nobody", True)],
)
def test_accounts_are_counted_apart_and_by_what_they_mean(one: str, other: str, is_same: bool) -> None:
    for number in range(FREE):
        patience.knock(one, f"203.0.113.{number}")
    assert (patience.knock(other, "198.51.100.1") > 0) is is_same


def test_an_address_that_tries_many_accounts_waits_too() -> None:
    heard = [patience.knock(f"account-{number}", HOME) for number in range(patience.ADDRESS.free + 1)]
    assert heard == [0] * patience.ADDRESS.free + [60]
    assert patience.knock("rina", "198.51.100.1") == 0


def test_neither_names_nor_addresses_are_kept_and_old_rows_go(clock: Clock) -> None:
    waits(1, "my secret password")
    assert [len(row.mark) for row in Knock.objects.all()] == [64, 64]
    clock.now += timedelta(hours=25)
    patience.forgive("tom", "")
    assert Knock.objects.count() == 0


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_hundred_at_once_get_no_further_than_one_after_another() -> None:
    heard: list[int] = []

    def one() -> None:
        heard.append(patience.knock("rina", ""))
        connection.close()

    threads = [threading.Thread(target=one) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (heard.count(0), len(heard)) == (FREE, 20)


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.7", "", "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),  # no proxy of ours: it may say what it likes
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "192.0.2.9, 198.51.100.1, 127.0.0.1", "198.51.100.1"),
        ("127.0.0.1", "nonsense", "127.0.0.1"),
        ("2001:db8::7", "", "2001:db8::/64"),
        ("", "198.51.100.1", ""),
    ],
)
def test_whose_try_it_is(rf: RequestFactory, peer: str, forwarded: str, address: str) -> None:
    headers: dict[str, Any] = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert patience.address_of(rf.get("/desk/login/", REMOTE_ADDR=peer, headers=headers)) == address
