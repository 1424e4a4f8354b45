"""The two lines through which the stand asks the press."""

import asyncio
import socket
from pathlib import Path

import pytest

from harkara.rack import door

PATH = "/world/12/নদীর-ঘাট"


def test_a_question_is_understood() -> None:
    line = door.question(PATH)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert door.asked(line) == PATH


@pytest.mark.parametrize(
    "line", [b"", b"\n", b"[]", b"12", b'{"bake": "/"}', b'{"v": 2, "bake": "/"}', b'{"v": 1, "bake": 3}']
)
def test_anything_else_is_no_question(line: bytes) -> None:
    assert door.asked(line) is None


@pytest.mark.parametrize("answer", door.ANSWERS)
def test_an_answer_is_understood(answer: door.Answer) -> None:
    assert door.answered(door.reply(answer)) == answer


@pytest.mark.parametrize("line", [b"", b"[]", b'{"answer": "perhaps"}'])
def test_an_answer_nobody_knows_means_busy(line: bytes) -> None:
    assert door.answered(line) == "busy"


def test_where_doors_are() -> None:
    assert door.place("unix:/run/press.sock") == door.Place(path="/run/press.sock")
    assert door.place("tcp://10.0.0.7:7070") == door.Place(host="10.0.0.7", port=7070)
    for wrong in ("", "press.sock", "tcp://host", "http://host:1"):
        with pytest.raises(ValueError, match="is no door of a press"):
            door.place(wrong)


def test_nobody_listens(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        asyncio.run(door.ask(f"unix:{tmp_path}/press.sock", PATH, 5))


def test_a_press_that_hangs_up(tmp_path: Path) -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.close()

    async def ask() -> None:
        async with await asyncio.start_unix_server(hang_up, tmp_path / "press.sock"):
            await door.ask(f"unix:{tmp_path}/press.sock", PATH, 5)

    with pytest.raises(ConnectionResetError, match="hung up without an answer"):
        asyncio.run(ask())


def test_a_line_that_nobody_began_to_read_is_hung_up(tmp_path: Path) -> None:
    """The process ends in the very moment when its line is made."""
    line = door.Line()

    async def end() -> None:
        asking = asyncio.create_task(line.ask(f"unix:{tmp_path}/press.sock", PATH, 5))
        known = asyncio.all_tasks()
        while not (reading := asyncio.all_tasks() - known):
            await asyncio.sleep(0)
        reading.pop().cancel()
        await asyncio.wait([asking], timeout=0)

    with socket.socket(socket.AF_UNIX) as press:
        press.bind(f"{tmp_path}/press.sock")
        press.listen()
        asyncio.run(end())
        with press.accept()[0] as there, there.makefile("rb") as heard:
            there.settimeout(5)
            assert heard.read() == door.question(PATH)
