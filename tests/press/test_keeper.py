"""The keeper: who works is one again at once after a sudden end, and nobody is one again who ended in order."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from harkara.press.keeper import DEATHS
from tests.press.test_process import Home, follows, home, until
from tests.stand.processes import ROOT

__all__ = ["home"]

pytestmark = pytest.mark.process

KEPT = """
import os, signal, sys, time
from pathlib import Path
from harkara.press.keeper import keep

notes = Path(sys.argv[1])

def work():
    turns = len(notes.read_text().split()) if notes.exists() else 0
    with notes.open("a") as file:
        file.write(f"{os.getpid()}\\n")
    act = sys.argv[2].split(",")[min(turns, sys.argv[2].count(","))]
    if act == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if act == "fails":
        raise ValueError("on purpose")
    if act == "stays":
        told = []
        signal.signal(signal.SIGTERM, lambda number, _: told.append(number))
        print("here", flush=True)
        while not told:
            time.sleep(0.01)
        return 7
    return int(act)

print("code", keep(work, sleep=lambda seconds: None), flush=True)
"""


def kept(notes: Path, acts: str) -> "subprocess.Popen[str]":
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "harkara.settings", "HARKARA_HOME": str(notes.parent)}
    command = [sys.executable, "-c", KEPT, str(notes), acts]
    return subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )


@pytest.mark.parametrize(
    ("acts", "code", "works"),
    [("0", 0, 1), ("dies,dies,3", 3, 3), ("dies,fails", 1, 2), (",".join(["dies"] * 9), 1, DEATHS)],
)
def test_a_sudden_end_is_made_good_and_no_other(tmp_path: Path, acts: str, code: int, works: int) -> None:
    notes = tmp_path / "notes"
    said = kept(notes, acts).communicate()[0]
    assert said == f"code {code}\n"
    pids = notes.read_text().split()
    assert len(set(pids)) == len(pids) == works


def test_the_word_to_stop_is_handed_on(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    keeper = kept(notes, "dies,stays")
    assert keeper.stdout
    assert keeper.stdout.readline() == "here\n"
    keeper.terminate()
    assert keeper.communicate()[0] == "code 7\n"
    assert len(notes.read_text().split()) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of their parent's death")
def test_a_press_that_is_killed_follows_again_and_ends_with_its_keeper(home: Home) -> None:
    command = [sys.executable, "-m", "harkara", "press", "--kept"]
    keeper = subprocess.Popen(command, env=home.env)

    def works() -> list[int]:
        return [int(pid) for pid in Path(f"/proc/{keeper.pid}/task/{keeper.pid}/children").read_text().split()]

    try:
        until(lambda: follows(home), keeper)
        (first,) = works()
        os.kill(first, signal.SIGKILL)
        until(lambda: bool(works()) and works() != [first] and follows(home), keeper)
        (second,) = works()
        keeper.kill()
        keeper.wait()
        while Path(f"/proc/{second}").exists() and "State:\tZ" not in Path(f"/proc/{second}/status").read_text():
            pass
    finally:
        keeper.kill()
        keeper.wait()
    place = home.store().place()
    assert place is not None
    assert not place.clean
