"""What only tantivy's files can be like."""

import os
import threading
from pathlib import Path

import pytest

from harkara.archive.index import Place, Search
from harkara.archive.on_tantivy import LAST, TantivyIndex

from .records import numbers, story


def written(folder: Path, *records: object, place: int) -> None:
    index = TantivyIndex(folder, writing=True)
    index.write(list(records), [], Place(place))  # type: ignore[arg-type]  # records they are
    index.close()


def test_who_was_killed_while_committing_is_followed_by_another(tmp_path: Path) -> None:
    folder, meta = tmp_path / "index", tmp_path / "index" / "meta.json"
    written(folder, *(story(number, "ঢাকায় বৃষ্টি") for number in range(5)), place=1)
    before = meta.read_bytes()
    written(folder, story(2, "ঢাকায় রোদ"), place=2)
    left = sorted(path.name for path in folder.glob("*.del"))
    meta.write_bytes(before)  # all was written but the commit itself
    written(folder, story(2, "ঢাকায় রোদ"), place=2)
    assert sorted(path.name for path in folder.glob("*.del")) == left != []  # the very name that stood in the way
    index = TantivyIndex(folder)
    assert (numbers(index.search(Search("রোদ"))), index.place(), index.count()) == ([2], Place(2), 5)
    assert sorted(numbers(index.search(Search("বৃষ্টি")))) == [0, 1, 3, 4]


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="the threads of a process are told by Linux")
def test_merging_stands_behind_everybody_and_committing_does_not(tmp_path: Path) -> None:
    index = TantivyIndex(tmp_path / "index", writing=True)
    mine = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    for number in range(3):
        index.write([story(number, "ঢাকায় বৃষ্টি")], [], Place(number))
    threads = {int(task.name): (task / "comm").read_text("utf-8").strip() for task in Path("/proc/self/task").iterdir()}
    nice = {name: os.getpriority(os.PRIO_PROCESS, thread) for thread, name in threads.items()}
    assert {value for name, value in nice.items() if name.startswith("merge_thread")} == {LAST}
    assert {value for name, value in nice.items() if name.startswith("segment_update")} == {mine}
    index.close()
