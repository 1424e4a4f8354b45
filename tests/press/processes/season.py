"""A season of a paper: editors act at once, and everything that can happen to its processes happens to them.

A step is an act that some editor takes up, or a disturbance. After every hundred steps all come to rest, and then the
whole rack must be right: ``harkara check --all`` finds nothing, what was acknowledged is there, the killed are nowhere.
"""

import json
import os
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from harkara import cli
from tests.desk.acts import ACTS
from tests.desk.factories import NOON
from tests.press.processes import archive
from tests.press.processes.audit import Books, audit, quiet
from tests.press.processes.crew import PATIENCE, Crew, StuckError, Worker
from tests.press.processes.stage import Clock

EDITORS = 3
ROUND = 100
"""Steps between two rests."""
TAKES_OFF = {"kill", "unpublish", "expire", "republish", "redact", "make room"}
"""Acts after which a story may be off the paper."""
VERBS = [*ACTS, "publish", "publish", "publish", "edit", "read", "read", "read", "make room"]


class WrongError(Exception):
    """The paper is not what it should be."""


class Season:
    """One paper in ``home`` through ``steps`` steps; all that is left open is decided by ``chance``."""

    def __init__(self, home: Path, chance: Random, say: Callable[[str], None]) -> None:
        self.home = home
        self.chance = chance
        self.say = say
        self.crew = Crew(home)
        self.clock = Clock(home / "clock")
        self.now = NOON
        self.latest = NOON
        self.books = Books()
        self.kept: tuple[Books, datetime] | None = None
        self.counts: Counter[str] = Counter()
        self.press: Worker | None = None
        self.editors: list[Worker] = []
        self.marks = 0

    def run(self, steps: int) -> None:
        """Founds the paper, does the steps, and lets it come to rest now and then. Raises ``WrongError``."""
        self.clock.set(self.now)
        self._must("founding", archive.found)
        self.start_press()
        self.editors = [self.hire() for _ in range(EDITORS)]
        for _ in range(4):
            self.act("publish")
        for step in range(1, steps + 1):
            self.step()
            if step % ROUND == 0 or step == steps:
                self.disturb(self.chance.choice(DISTURBANCES)[1])  # not always so long ago that it is forgotten
                self.rest()
                self.say(f"step {step} of {steps}: {self.state()}")
        self.crew.end_all()

    def step(self) -> None:
        """One thing happens."""
        self.set_clock(self.now + timedelta(seconds=self.chance.randint(1, 120)))
        roll = self.chance.random()
        for share, disturbance in DISTURBANCES:
            if roll < share:
                self.disturb(disturbance)
                return
            roll -= share
        self.act(self.chance.choice(VERBS))

    def disturb(self, disturbance: "Callable[[Season], None]") -> None:
        """Something happens to the processes, the clock, the rack or the database."""
        disturbance(self)
        self.counts[disturbance.__name__] += 1

    def act(self, name: str) -> None:
        """An editor who is free takes up an act; the others may still be at theirs."""
        editor = self.free()
        editor.busy = {"act": name, "about": None}
        editor.tell(act=name, seed=self.chance.getrandbits(32))

    def free(self) -> Worker:
        """An editor without an act, waited for if all have one."""
        order = self.chance.sample(self.editors, len(self.editors))
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for editor in order:
                self.hear(editor, 0 if editor is not order[0] else 0.005)
                if not editor.busy:
                    return editor
        raise StuckError(f"no editor is done: {[editor.busy for editor in self.editors]}")

    def hear(self, editor: Worker, seconds: float) -> None:
        """Notes what an editor said."""
        if not editor.busy:
            return
        for words in editor.lines(seconds):
            act = editor.busy["act"]
            if "about" in words:
                editor.busy["about"] = words["about"]
                if words["about"] and act in TAKES_OFF:
                    self.books.doubtful.add(words["about"])
                continue
            if "refused" in words:
                self.counts[f"refused: {words['refused']}"] += 1
                if words["refused"] in ("OperationalError", "IntegrityError", "InternalError"):
                    self.say(f"{editor.name}, {act}: {words['why']}")
            else:
                self.counts[f"act: {act}"] += bool(words["done"])
                if number := words.get("number"):
                    self.books.headline(number, words["headline"])
                    if act == "publish":
                        self.books.published.add(number)
                    if act == "kill" and words["done"]:
                        self.books.killed.add(number)
            editor.busy = {}

    def hear_all(self) -> None:
        """Waits until every editor is done."""
        end = time.monotonic() + PATIENCE
        while any(editor.busy for editor in self.editors):
            for editor in self.editors:
                self.hear(editor, 0.05)
            if time.monotonic() > end:
                raise StuckError(f"the editors do not come to an end: {[editor.busy for editor in self.editors]}")

    def hire(self) -> Worker:
        """Another editor."""
        self.marks += 1
        return self.crew.editor(f"{self.marks:04}")

    def start_press(self) -> None:
        """A press begins, and is not waited for."""
        self.press = self.crew.start("press", lambda: cli.main(["press"]))

    def set_clock(self, moment: datetime) -> None:
        self.now = moment
        self.latest = max(self.latest, moment)
        self.clock.set(moment)

    # The disturbances.

    def kill_press(self) -> None:
        """The press dies at some instant, and another one begins."""
        time.sleep(self.chance.random() * 0.2)  # the instant is the point: no step waits for it
        self._end_press(signal.SIGKILL)
        self.start_press()

    def stop_press(self) -> None:
        """The press is told to end, and another one begins."""
        self._end_press(signal.SIGTERM)
        self.start_press()

    def kill_editor(self) -> None:
        """An editor dies in the middle of an act, as one cannot tell where."""
        self.act(self.chance.choice([*ACTS]))
        place = self.chance.randrange(len(self.editors))
        editor = self.editors[place]
        time.sleep(self.chance.random() * 0.1)
        self.hear(editor, 0)
        os.kill(editor.pid, signal.SIGKILL)
        editor.wait()
        self.hear(editor, 0)
        self._doubt(editor)
        self.crew.end(editor)
        self.editors[place] = self.hire()

    def kill_all(self) -> None:
        """All die at once, as when the machine has no memory left."""
        for worker in (*self.editors, self.press):
            if worker is not None and worker.is_alive():
                os.kill(worker.pid, signal.SIGKILL)
        for editor in self.editors:
            editor.wait()
            self.hear(editor, 0)
            self._doubt(editor)
            self.crew.end(editor)
        self._end_press(signal.SIGKILL)
        self.start_press()
        self.editors = [self.hire() for _ in range(EDITORS)]

    def second_press(self) -> None:
        """Another press begins beside the first, and must leave without having done anything."""
        first = self.press
        self.start_press()
        both = [press for press in (first, self.press) if press is not None]
        end = time.monotonic() + PATIENCE
        while all(press.is_alive() for press in both):
            if time.monotonic() > end:
                raise WrongError("two presses follow one rack")
            time.sleep(0.005)
        for press in both:
            if not press.is_alive():
                if press.code != 1:
                    raise WrongError(f"a second press ended with {press.code}")
                self.crew.end(press)
            else:
                self.press = press

    def take_over(self) -> None:
        """The press dies while another one begins: whoever comes first follows the rack."""
        first = self.press
        self.start_press()
        if first is not None:
            self.crew.end(first, signal.SIGKILL)

    def clock_on(self) -> None:
        """The clock goes on by hours, over midnight, or by a day or two."""
        self.set_clock(self.now + timedelta(minutes=self.chance.choice([61, 400, 1000, 1500, 2900])))

    def clock_back(self) -> None:
        """The clock is set back, by seconds or by more than a day."""
        self.set_clock(self.now - timedelta(seconds=self.chance.choice([1, 30, 600, 4000, 30_000, 100_000])))

    def new_layout(self) -> None:
        """The paper is started again with another layout."""
        self._end_press(self.chance.choice([signal.SIGKILL, signal.SIGTERM]))
        self.crew.version = f"layout{self.counts['new_layout'] + 1}"
        self.start_press()

    def lose_rack(self) -> None:
        """The rack is gone."""
        self._end_press(self.chance.choice([signal.SIGKILL, signal.SIGTERM]))
        shutil.rmtree(self.home / "rack", ignore_errors=True)
        self.start_press()

    def keep_copy(self) -> None:
        """A backup of the database is made."""
        self._pause()
        self._must("backup", lambda: archive.keep(self.home))
        self.kept = self.books.copy(), self.now
        self.start_press()

    def put_copy_back(self) -> None:
        """The backup is put back: what came after it never was."""
        if self.kept is None:
            return
        self._pause()
        self._must("restoring", lambda: archive.put_back(self.home))
        self.books = self.kept[0].copy()
        self.start_press()

    def _pause(self) -> None:
        """Nobody is at work, nobody holds the database."""
        self.hear_all()
        self._end_press(self.chance.choice([signal.SIGKILL, signal.SIGTERM]))
        for editor in self.editors:
            editor.busy = {"act": "rest", "about": None}
            editor.tell(act="rest")
        self.hear_all()

    def _doubt(self, editor: Worker) -> None:
        """What a dead editor was at may have happened or not."""
        about = editor.busy.get("about")
        if about is not None:
            self.books.doubtful.add(about)
        editor.busy = {}

    def _end_press(self, number: int) -> None:
        if self.press is None:
            return
        code = self.crew.end(self.press, number)
        self.press = None
        if code not in (0, 1, -signal.SIGKILL, -signal.SIGTERM):  # it may not have come to its handlers yet
            raise WrongError(f"the press ended with {code}: see {self.home / 'log'}")

    # Rest.

    def rest(self) -> None:
        """All come to rest, and the whole rack is looked at. Raises ``WrongError``."""
        self.hear_all()
        if self.press is None or not self.press.is_alive():
            self._end_press(signal.SIGKILL)
            self.start_press()
        code, said = self.crew.run("waiting", lambda: quiet(PATIENCE))
        if code:
            raise WrongError(said)
        tries = 0
        while True:
            code, said = self.crew.run("check", lambda: cli.main(["check", "--all", "--jobs", "1"]))
            if code == 0 and " 0 touched and not yet printed again, 0 in the layout backlog" in said:
                break
            tries += 1
            if tries == 20:
                raise WrongError(f"harkara check --all finds: {said}")
            time.sleep(0.3)
        self.counts["checks that had to be repeated"] += bool(tries)
        code, said = self.crew.run("audit", lambda: audit(self.books))
        if code:
            raise WrongError(said)
        self.size = json.loads(said)
        self.counts["rests"] += 1

    def state(self) -> str:
        """A line about how it goes."""
        done = sum(count for name, count in self.counts.items() if name.startswith("act: "))
        ends = sum(self.counts[name] for name in ("kill_press", "kill_editor", "kill_all", "take_over"))
        return (
            f"{done} acts acknowledged, {ends} kills, {len(self.books.published)} stories, {len(self.books.killed)} "
            f"killed, {self.size['sheets']} sheets on the rack, all right"
        )

    def _must(self, name: str, work: Callable[[], int]) -> None:
        code, said = self.crew.run(name, work)
        if code:
            raise WrongError(f"{name} ended with {code}: {said}")


DISTURBANCES: tuple[tuple[float, Callable[[Season], None]], ...] = (
    (0.04, Season.kill_press),
    (0.01, Season.stop_press),
    (0.03, Season.kill_editor),
    (0.01, Season.kill_all),
    (0.01, Season.second_press),
    (0.01, Season.take_over),
    (0.02, Season.clock_on),
    (0.015, Season.clock_back),
    (0.01, Season.new_layout),
    (0.005, Season.lose_rack),
    (0.01, Season.keep_copy),
    (0.007, Season.put_copy_back),
)
"""What else happens, and how often."""
