"""Programs that run beside one another, as real processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from harkara.stand.command import serve
from harkara.stand.household import AT_WORK, PAUSES, Household, Program
from tests.waiting import a_moment

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}

NOTES = """
import os, sys, time
with open(sys.argv[1], "a") as notes:
    notes.write(f"{os.getpid()}\\n")
while True:
    time.sleep(60)
"""

HOUSEHOLD = """
import sys
from harkara.stand.household import Household, Program
note = [sys.executable, "-c", sys.argv[1]]
sys.exit(Household([Program("a", [*note, sys.argv[2]], vital=True), Program("b", [*note, sys.argv[3]])]).run())
"""

SERVE = """
import sys
from harkara.stand.command import serve
press = [sys.executable, "-c", sys.argv[1], sys.argv[2]]
newsroom = [sys.executable, "-m", "tests.stand.echo"]
sys.exit(serve(sys.argv[3:], press, "tests.stand.echo:app", newsroom))
"""

ASKED = b"GET %b HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"

pytestmark = pytest.mark.process


def pids(notes: Path, count: int) -> list[int]:
    """The process ids in ``notes``, once there are ``count``."""
    while not notes.exists() or len(found := notes.read_text().split()) < count:
        a_moment()
    return [int(pid) for pid in found]


def lives(pid: int) -> bool:
    """Whether the process runs; a zombie that nobody has reaped is dead."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


@contextmanager
def started(*arguments: str) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen([sys.executable, "-c", *arguments], env=ENVIRONMENT, cwd=ROOT)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_what_dies_is_started_again_and_all_stop_together(tmp_path: Path, number: signal.Signals) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    with started(HOUSEHOLD, NOTES, str(first), str(second)) as household:
        pids(first, 1)
        os.kill(pids(second, 1)[0], signal.SIGKILL)
        running = [pids(first, 1)[0], pids(second, 2)[1]]
        assert [lives(pid) for pid in running] == [True, True]
        household.send_signal(number)
        assert household.wait() == 0
        assert [lives(pid) for pid in running] == [False, False]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of their parent's death")
def test_a_household_that_is_killed_takes_its_programs_along(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    with started(HOUSEHOLD, NOTES, str(first), str(second)) as household:
        running = pids(first, 1) + pids(second, 1)
        household.kill()
        household.wait()
        while any(lives(pid) for pid in running):
            a_moment()


def test_a_vital_program_that_will_not_start_ends_the_household(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harkara.stand.household.PAUSES", (0.0,) * len(PAUSES))
    fails = Program("the server", [sys.executable, "-S", "-c", "raise SystemExit(3)"], vital=True)
    before = signal.getsignal(signal.SIGTERM)
    assert (Household([fails]).run(), fails.falls) == (1, len(PAUSES))
    assert signal.getsignal(signal.SIGTERM) == before


@pytest.mark.parametrize(("is_up", "falls", "may_start"), [(True, AT_WORK, True), (False, len(PAUSES), False)])
def test_who_came_to_work_is_started_again_soon_however_often_it_is_killed(
    tmp_path: Path, is_up: bool, falls: int, may_start: bool
) -> None:
    up = tmp_path / "up"
    up.touch()
    os.utime(up, (1.0, 1.0))  # a forerunner's
    program = Program("the press", [sys.executable, "-S", "-c", "import time; time.sleep(60)"], vital=True, up=up)
    for _ in range(len(PAUSES)):
        program.start()
        assert program.process is not None
        if is_up:
            up.touch()
        program.send(signal.SIGKILL)
        program.process.wait()
        begun = time.monotonic()
        again = program.fell()
    assert (program.falls, again) == (falls, may_start)
    assert program.due - begun >= PAUSES[min(falls, len(PAUSES) - 1)]


@pytest.mark.parametrize(("seconds", "is_begun"), [(0.0, True), (3600.0, False)])
def test_what_readers_wait_for_has_a_head_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, seconds: float, is_begun: bool
) -> None:
    monkeypatch.setattr("harkara.stand.household.PAUSES", (0.0,) * len(PAUSES))
    monkeypatch.setattr("harkara.stand.household.HEAD_START", seconds)
    ends = [sys.executable, "-S", "-c", "raise SystemExit(3)"]
    beside, first = Program("the newsroom", ends), Program("the server", ends, vital=True, up=tmp_path / "up")
    assert (Household([beside, first]).run(), first.falls, beside.began > 0) == (1, len(PAUSES), is_begun)


@pytest.mark.parametrize(
    ("seconds", "is_up", "is_begun"), [(0.0, False, True), (3600.0, True, True), (3600.0, False, False)]
)
def test_who_comes_in_a_later_turn_waits_for_the_one_before(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, seconds: float, is_up: bool, is_begun: bool
) -> None:
    monkeypatch.setattr("harkara.stand.household.PAUSES", (0.0,) * len(PAUSES))
    monkeypatch.setattr("harkara.stand.household.HEAD_START", seconds)
    stays, ends = (
        [sys.executable, "-S", "-c", told] for told in ("import time; time.sleep(60)", "raise SystemExit(3)")
    )
    (tmp_path / "press").touch() if is_up else None
    beside, press = Program("the newsroom", stays, turn=2), Program("the press", stays, up=tmp_path / "press")
    first = Program("the server", ends, vital=True)
    assert (Household([beside, press, first]).run(), press.began > 0, beside.began > 0) == (1, True, is_begun)


@pytest.mark.parametrize("option", ["--workers 0", "--workers 65", "--port 0", "--port 65536"])
def test_serve_refuses_what_cannot_be(capsys: pytest.CaptureFixture[str], option: str) -> None:
    with pytest.raises(SystemExit) as caught:
        serve(option.split())
    assert caught.value.code == 2
    assert f"error: {option} is " in capsys.readouterr().err


def test_serve_says_that_the_port_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert serve(["--port", str(port)]) == 1
    assert capsys.readouterr().err == (
        f"Cannot listen on 127.0.0.1 port {port} (Address already in use): "
        f"stop what is there, or choose another with --port {port % 65535 + 1}.\n"
    )


def test_serve_runs_the_workers_and_the_press(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENVIRONMENT, "RACK", str(tmp_path / "rack"))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    notes = tmp_path / "press"
    with started(SERVE, NOTES, str(notes), "--port", str(port), "--workers", "2") as household:
        assert answered(port) == b"HTTP/1.1 503"  # an empty rack: nobody has said what there is
        workers = named(household.pid, b"harkara.stand.worker")
        assert len(workers) == 2
        for pid in workers:
            os.kill(pid, signal.SIGKILL)
        with socket.create_connection(("127.0.0.1", port)) as reader:  # waits for the next worker and is not refused
            reader.sendall(ASKED % b"/nothing")
            assert reader.recv(12) == b"HTTP/1.1 503"
        (at_work,) = pids(notes, 1)
        household.terminate()
        assert household.wait() == 0
        assert not lives(at_work)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port))


def test_a_request_waits_for_a_newsroom_that_is_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENVIRONMENT, "RACK", str(tmp_path / "rack"))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with started(SERVE, NOTES, str(tmp_path / "press"), "--port", str(port), "--no-press") as household:
        assert answered(port) == b"HTTP/1.1 503"  # an empty rack: nobody has said what there is
        assert answered(port, "/desk/x") == b"HTTP/1.1 201"
        (newsroom,) = named(household.pid, b"tests.stand.echo\0--fd")
        os.kill(newsroom, signal.SIGKILL)
        while lives(newsroom):
            a_moment()
        with socket.create_connection(("127.0.0.1", port)) as reader:
            reader.sendall(ASKED % b"/desk/x")
            assert reader.recv(12) == b"HTTP/1.1 201"
        household.terminate()
        assert household.wait() == 0


def test_several_newsrooms_answer_at_one_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENVIRONMENT, "RACK", str(tmp_path / "rack"))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = ("--port", str(port), "--no-press", "--desks", "2")
    with started(SERVE, NOTES, str(tmp_path / "press"), *words) as household:
        assert answered(port, "/desk/x") == b"HTTP/1.1 201"
        first, second = named(household.pid, b"tests.stand.echo\0--fd")
        os.kill(first, signal.SIGSTOP)  # one that hangs keeps nobody from the other
        assert [answered(port, "/desk/x") for _turn in range(4)] == [b"HTTP/1.1 201"] * 4
        os.kill(first, signal.SIGCONT)
        assert second != first
        household.terminate()
        assert household.wait() == 0


def named(pid: int, words: bytes) -> list[int]:
    """The children of a process with ``words`` in their command lines."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in children if words in Path(f"/proc/{child}/cmdline").read_bytes()]


def answered(port: int, path: str = "/nothing") -> bytes:
    """The beginning of the answer to a request, once there is a server."""
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port)) as reader:
                reader.sendall(ASKED % path.encode())
                if begun := reader.recv(12):
                    return begun
        except (ConnectionRefusedError, ConnectionResetError):
            a_moment()


WANTED = """
import sys
from pathlib import Path
from harkara.stand import household
household.ASK = 0.1
note = [sys.executable, "-c", sys.argv[1]]
wanted = household.Program("w", [*note, sys.argv[3]], wanted=Path(sys.argv[4]))
sys.exit(household.Household([household.Program("a", [*note, sys.argv[2]], vital=True), wanted]).run())
"""


@pytest.mark.long
def test_what_nobody_wants_is_not_started_and_what_is_wanted_is(tmp_path: Path) -> None:
    always, asked, sign = tmp_path / "a", tmp_path / "w", tmp_path / "sign"
    command = [sys.executable, "-c", WANTED, NOTES, str(always), str(asked), str(sign)]
    household = subprocess.Popen(command, env=ENVIRONMENT)
    try:
        pids(always, 1)
        for _ in range(10):
            a_moment()
        assert not asked.exists()
        sign.touch()
        (first,) = pids(asked, 1)
        os.kill(first, signal.SIGKILL)
        assert lives(pids(asked, 2)[1])
        sign.unlink()
        os.kill(pids(asked, 2)[1], signal.SIGKILL)
        for _ in range(100):
            a_moment()
        assert len(asked.read_text().split()) == 2
    finally:
        household.terminate()
        household.wait(30)
