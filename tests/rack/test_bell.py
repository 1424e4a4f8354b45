"""The bell that rings when somebody writes into a folder."""

import select
from pathlib import Path

import pytest

from harkara.rack.bell import Bell


@pytest.fixture
def bell(tmp_path: Path) -> Bell:
    bell = Bell(str(tmp_path))
    if bell.fd < 0:
        pytest.skip("this system tells nobody who writes")
    return bell


def _can_be_heard(bell: Bell) -> bool:
    poll = select.poll()
    poll.register(bell.fd, select.POLLIN)
    return bool(poll.poll(0))


def test_it_rings_when_a_file_is_made_and_when_one_is_written(bell: Bell, tmp_path: Path) -> None:
    file = tmp_path / "newsroom.sqlite3-wal"
    assert [_can_be_heard(bell), bell.rang()] == [False, False]
    file.write_bytes(b"")
    assert [_can_be_heard(bell), bell.rang(), bell.rang()] == [True, True, False]
    with file.open("ab") as open_file:
        open_file.write(b"a frame")
    assert [_can_be_heard(bell), bell.rang(), bell.rang()] == [True, True, False]


def test_it_does_not_ring_when_a_file_is_read(bell: Bell, tmp_path: Path) -> None:
    (tmp_path / "read").write_bytes(b"old")
    assert bell.rang()
    (tmp_path / "read").read_bytes()
    assert [_can_be_heard(bell), bell.rang()] == [False, False]


def test_it_rings_however_often_nobody_asked(bell: Bell, tmp_path: Path) -> None:
    for number in range(5_000):
        (tmp_path / f"{number % 7}").write_bytes(b"x")
    assert [bell.rang(), bell.rang()] == [True, False]


def test_without_a_folder_there_is_none(tmp_path: Path) -> None:
    bell = Bell(str(tmp_path / "nowhere"))
    assert (bell.fd, bell.rang()) == (-1, False)
    bell.close()
