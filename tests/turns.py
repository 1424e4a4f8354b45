"""The order in which the tests run, and which of them run in one process.

What is dear to set up is set up once for a file: a server, a paper, a browser that is signed in. So a file's tests go to one
worker of ``pytest -n``, one after the other, and a few folders go as a whole.
"""

from collections import OrderedDict

import pytest
from xdist.scheduler.loadscope import LoadScopeScheduling
from xdist.workermanage import WorkerController

TOGETHER = ("tests/desk/keeping", "tests/whole")
"""Folders whose tests share what takes longest: a newsroom in a process, a whole paper at work."""

LONG = (
    "tests/press/test_postgres.py",
    "tests/whole",
    "tests/desk/keeping",
    "tests/bench/test_faults.py",
    "tests/press/test_processes.py",
    "tests/press/test_archivist.py",
    "tests/press/test_ovens.py",
    "tests/layout/browser/test_accessibility.py",
    "tests/desk/screens/test_axe.py",
)
"""What takes longest, first in its turn, the longest first: what is short fills the end, and no worker is left with the rest."""


def group(nodeid: str) -> str:
    """The file or the folder of a test, whose tests belong together."""
    file = nodeid.partition("::")[0]
    return next((folder for folder in TOGETHER if file.startswith(f"{folder}/")), file)


def turn(item: pytest.Item) -> tuple[int, int]:
    """When a test comes: the lowest first.

    Those that start processes come first: they are long. Those with a browser come last: a loop runs in the tests' thread
    from then on, and no test can run one of its own. Those that empty the database when they end come late, too.
    """
    place = group(item.nodeid)
    rank = LONG.index(place) if place in LONG else len(LONG)
    if item.get_closest_marker("browser") or "chromium" in getattr(item, "fixturenames", ()):
        return 3, rank
    if item.get_closest_marker("flushes"):
        return 2, rank
    return (0 if {"process", "postgres"} & {mark.name for mark in item.iter_markers()} else 1), rank


def parts(nodeids: list[str]) -> "OrderedDict[str, dict[str, bool]]":
    """The tests as they are handed out: those that stand one after the other and belong together are one part."""
    found: OrderedDict[str, dict[str, bool]] = OrderedDict()
    last = name = ""
    for number, nodeid in enumerate(nodeids):
        if (place := group(nodeid)) != last:
            last, name = place, f"{number} {place}"
        found.setdefault(name, {})[nodeid] = False
    return found


class InTurn(LoadScopeScheduling):
    """Hands out the parts in their order, each to the worker that is free first."""

    def schedule(self) -> None:
        if self.collection is None and self.collection_is_completed:
            nodeids = next(iter(self.registered_collections.values()))
            self.part_of = {nodeid: name for name, part in parts(nodeids).items() for nodeid in part}
        super().schedule()

    def _split_scope(self, nodeid: str) -> str:
        return self.part_of[nodeid]

    def _reschedule(self, node: WorkerController) -> None:
        # A worker begins a test when it knows the next one. Whoever got more would sit on it while others have nothing to do.
        if not self.workqueue or self._pending_of(self.assigned_work[node]) <= 1:
            super()._reschedule(node)
