"""How often one address may search."""

import time

import pytest

from harkara.stand.turnstile import Turnstile
from tests.stand.reader import Fields, Request


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def request(client: str = "203.0.113.9:5000", forwarded: str | None = None) -> Request:
    return Request("/search/", client=client, headers=Fields([("x-forwarded-for", forwarded)] if forwarded else []))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def gate(clock: Clock) -> Turnstile:
    """Thirty a minute, three at once."""
    return Turnstile(30, 3, clock=clock, kept=4)


def test_a_few_at_once_then_one_after_the_other(gate: Turnstile, clock: Clock) -> None:
    assert [gate.wait(request()) for _ in range(5)] == [0, 0, 0, 2, 2]
    clock.now += 1
    assert gate.wait(request()) == 1
    clock.now += 1
    assert [gate.wait(request()) for _ in range(2)] == [0, 2]
    assert gate.wait(request("203.0.113.10:1")) == 0  # a neighbour


def test_a_quiet_while_fills_the_bucket_and_no_more(gate: Turnstile, clock: Clock) -> None:
    assert [gate.wait(request()) for _ in range(3)] == [0, 0, 0]
    clock.now += 3600
    assert [gate.wait(request()) for _ in range(4)] == [0, 0, 0, 2]


def test_what_costs_little_passes_more_often(gate: Turnstile) -> None:
    assert [gate.wait(request(), 0.5) for _ in range(7)] == [0] * 6 + [1]


@pytest.mark.parametrize(
    ("client", "forwarded", "counted"),
    [
        ("203.0.113.9:5000", None, "203.0.113.9"),
        ("203.0.113.9:5000", "198.51.100.1", "203.0.113.9"),  # who is no proxy of ours says what he likes
        ("127.0.0.1:5000", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1:5000", "192.0.2.7, 198.51.100.1", "198.51.100.1"),  # the reader wrote the first
        ("127.0.0.1:5000", "198.51.100.1, 127.0.0.1", "198.51.100.1"),
        ("127.0.0.1:5000", "nonsense", "127.0.0.1"),
        ("127.0.0.1:5000", "198.51.100.1, nonsense", "127.0.0.1"),
        ("127.0.0.1:5000", None, "127.0.0.1"),
        ("[2001:db8:1:2:3:4:5:6]:5000", None, "2001:0db8:0001:0002"),
        ("[::1]:5000", "2001:db8:1:2:ffff::1", "2001:0db8:0001:0002"),
        ("[::ffff:203.0.113.9]:5000", None, "203.0.113.9"),
        ("[fe80::1%eth0]:5000", None, "fe80:0000:0000:0000"),
        ("127.0.0.1:5000", " 198.51.100.1 ", "198.51.100.1"),
        ("127.0.0.1:5000", "198.51.100.01", "127.0.0.1"),
        ("127.0.0.1:5000", "127.0.0.2", "127.0.0.2"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("", None, ""),
    ],
)
def test_whose_a_request_is(gate: Turnstile, client: str, forwarded: str | None, counted: str) -> None:
    assert gate.whose(request(client, forwarded)) == counted


def test_a_long_chain_is_read_from_its_end_and_not_for_ever(gate: Turnstile) -> None:
    chain = ", ".join(["198.51.100.1", *["127.0.0.1"] * 100])
    assert gate.whose(request("127.0.0.1:1", chain)) == "127.0.0.1"


@pytest.mark.parametrize(
    ("forwarded", "counted"), [("198.51.100.1", "198.51.100"), ("10.1.2.3, 198.51.100.7", "198.51.100")]
)
def test_a_range_is_counted_as_one(clock: Clock, forwarded: str, counted: str) -> None:
    assert Turnstile(1, 1, clock=clock, by_range=True).whose(request("127.0.0.1:1", forwarded)) == counted


def test_without_proxies_nobody_is_believed(clock: Clock) -> None:
    assert Turnstile(1, 1, (), clock).whose(request("127.0.0.1:1", "198.51.100.1")) == "127.0.0.1"


def test_only_so_many_addresses_are_remembered(gate: Turnstile) -> None:
    for number in range(20):
        gate.wait(request(f"192.0.2.{number}:1"))
        gate.wait(request())  # who comes all the time is not forgotten
        assert len(gate) <= 4
    assert gate.wait(request()) == 2


def test_an_address_costs_the_same_however_many_are_remembered(clock: Clock) -> None:
    addresses = [str(number) for number in range(40_000)]

    def took(kept: int) -> float:
        gate, began = Turnstile(30, 3, clock=clock, kept=kept), time.process_time()
        for address in addresses:
            gate.pass_by(address)
        return time.process_time() - began

    assert min(took(20_000) for _ in range(5)) < 2 * min(took(200) for _ in range(5))
