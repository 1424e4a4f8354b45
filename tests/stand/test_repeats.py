"""A repeat is known, whoever is asked; a reader is not."""

from pathlib import Path

import pytest

from harkara.stand import repeats
from harkara.stand.repeats import DAY, SALT, Repeats


@pytest.fixture
def clock() -> list[float]:
    return [20_000.5 * DAY]


def bits(folder: Path, clock: list[float]) -> Repeats:
    return Repeats(folder, bits=2**14, clock=lambda: clock[0])


def test_what_was_asked_for_is_a_repeat(tmp_path: Path, clock: list[float]) -> None:
    seen = bits(tmp_path, clock)
    assert [seen.is_new("12", "10.0.0.1"), seen.is_new("12", "10.0.0.1")] == [True, False]
    assert [seen.is_new("13", "10.0.0.1"), seen.is_new("12", "10.0.0.2")] == [True, True]


def test_workers_of_a_machine_know_the_same(tmp_path: Path, clock: list[float]) -> None:
    assert bits(tmp_path, clock).is_new("12", "10.0.0.1") is True
    assert bits(tmp_path, clock).is_new("12", "10.0.0.1") is False


def test_at_midnight_salt_and_bits_are_others(tmp_path: Path, clock: list[float]) -> None:
    seen = bits(tmp_path, clock)
    assert seen.is_new("12", "10.0.0.1") is True
    (before,) = tmp_path.iterdir()
    salt = before.read_bytes()[:SALT]
    clock[0] += DAY
    assert seen.is_new("12", "10.0.0.1") is True
    (after,) = tmp_path.iterdir()
    assert after.name == "seen-20001"
    assert after.read_bytes()[:SALT] != salt


def test_a_clock_that_was_wrong_and_is_set_right_costs_nobody_a_reading(tmp_path: Path, clock: list[float]) -> None:
    seen = bits(tmp_path, clock)
    clock[0] += 1000 * DAY
    assert seen.is_new("12", "10.0.0.1") is True
    clock[0] -= 1000 * DAY
    assert [seen.is_new("12", "10.0.0.1"), seen.is_new("12", "10.0.0.1")] == [True, False]


def test_nothing_of_the_reader_is_in_the_file(tmp_path: Path, clock: list[float]) -> None:
    seen = bits(tmp_path, clock)
    seen.is_new("opened", "12", "203.0.113.77", "Mozilla/5.0 (Linux)")
    (file,) = tmp_path.iterdir()
    data = file.read_bytes()[SALT:]
    assert 1 <= sum(byte.bit_count() for byte in data) <= 4  # two of the four may be the same
    assert (file.stat().st_mode & 0o777, len(data)) == (0o600, 2**11)


def test_few_readings_are_taken_for_repeats(tmp_path: Path, clock: list[float]) -> None:
    seen = bits(tmp_path, clock)
    new = sum(seen.is_new("12", f"10.0.{number // 256}.{number % 256}") for number in range(1000))
    assert 980 <= new <= 1000  # 4,000 of 16,384 bits


def test_without_room_a_worker_knows_its_own(tmp_path: Path, clock: list[float]) -> None:
    (tmp_path / "file").write_text("no folder")
    seen = bits(tmp_path / "file", clock)
    assert [seen.is_new("12"), seen.is_new("12")] == [True, False]
    assert repeats.BITS == 2**27
