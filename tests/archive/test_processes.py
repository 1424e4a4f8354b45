"""One process writes, others read at the same time; a writer that is killed leaves its last commit."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from harkara import archive
from harkara.archive.index import Index, Search
from harkara.archive.shelf import ENGINES, open_index

from .records import story

pytestmark = pytest.mark.process

SOURCE = str(Path(archive.__file__).parents[2])

WRITER = """
import itertools, sys
from datetime import UTC, datetime
from pathlib import Path
from harkara.archive.index import Place
from harkara.archive.record import Record
from harkara.archive.shelf import open_index
index = open_index(Path(sys.argv[1]), writing=True, engine=sys.argv[2])
begin = (index.place().position if index.place() else 0) + 1
for turn in itertools.count(begin):
    put = [Record("story", turn * 5 + at, f"ঢাকায় বৃষ্টি {turn}", "সকাল থেকে " * 30, datetime.now(UTC)) for at in range(5)]
    index.write(put, [], Place(turn))
    print(turn, flush=True)
"""

READER = """
import json, sys
from pathlib import Path
from harkara.archive.index import Search
from harkara.archive.shelf import open_index
index = open_index(Path(sys.argv[1]), engine=sys.argv[2])
for line in sys.stdin:
    print(json.dumps([index.place().position, index.count(), index.search(Search("বৃষ্টি", kinds=("story",))).total]), flush=True)
"""


def started(code: str, folder: Path, engine: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, str(folder), engine],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "harkara.settings.testing", "PYTHONPATH": SOURCE},
    )


def killed(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)


@pytest.mark.parametrize("engine", ENGINES)
def test_readers_in_other_processes_see_commits_whole(tmp_path: Path, engine: str) -> None:
    index = open_index(tmp_path / "index", writing=True, engine=engine)
    index.write([story(0)], [])
    index.write([], ["story:0"])
    index.close()
    writer = started(WRITER, tmp_path / "index", engine)
    readers = [started(READER, tmp_path / "index", engine) for _ in range(2)]
    try:
        for _ in range(12):
            assert writer.stdout is not None
            said = int(writer.stdout.readline())
            for reader in readers:
                assert reader.stdin is not None
                assert reader.stdout is not None
                reader.stdin.write("look\n")
                reader.stdin.flush()
                position, count, found = json.loads(reader.stdout.readline())
                assert position >= said  # what was committed is seen at once
                assert count >= 5 * said
                assert found >= 5 * said
    finally:
        for process in (writer, *readers):
            killed(process)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "turns", [2, *(pytest.param(turns, marks=pytest.mark.proof) for turns in (1, 3, 5, 8, 13, 21))]
)
def test_kill_9_leaves_the_last_commit(tmp_path: Path, engine: str, turns: int) -> None:
    folder = tmp_path / "index"
    for _ in range(2):  # the second begins where the first was killed
        process = started(WRITER, folder, engine)
        assert process.stdout is not None
        said = [int(process.stdout.readline()) for _ in range(turns)]
        process.send_signal(signal.SIGKILL)
        said += [int(line) for line in process.stdout.read().split()]
        process.communicate(timeout=30)
        index = open_index(folder, engine=engine)
        place = index.place()
        assert place is not None
        assert place.position in (said[-1], said[-1] + 1)  # it may have been killed between the commit and the word
        assert index.count() == index.search(Search("বৃষ্টি")).total == 5 * place.position
        index.close()


@pytest.mark.parametrize("engine", ENGINES)
def test_many_threads_read_one_index(tmp_path: Path, engine: str) -> None:
    index: Index = open_index(tmp_path / "index", writing=True, engine=engine)
    index.write([story(number, f"ঢাকায় বৃষ্টি {number}") for number in range(30)], [])
    totals: list[int] = []

    def read() -> None:
        totals.extend(index.search(Search("বৃষ্টি")).total for _ in range(20))

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for number in range(30, 40):
        index.write([story(number, "ঢাকায় বৃষ্টি")], [])
    for thread in threads:
        thread.join(timeout=60)
    assert len(totals) == 120
    assert set(totals) <= set(range(30, 41))
    index.close()
