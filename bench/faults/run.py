"""The run: a kill, the wait until all is as it should be again, the next kill."""

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench.faults.marks import Book, versions
from bench.faults.paper import PATIENCE, Processes, Stuck, began, free_port, kill
from bench.faults.readers import Reader, Seen, Torn, Watch, ask

WEIGHTS = {"worker": 26, "stand": 10, "newsroom": 6, "press": 32, "editor": 14, "household": 6, "all": 6}
"""How often each is killed; ``stand``: all workers at once."""

QUICK = 0.6
"""Seconds within which the next kill falls, at random."""

READERS = 4
LOOK = 0.005


@dataclass(slots=True)
class Result:
    """What a run found. Times in seconds."""

    kills: Counter[str] = field(default_factory=Counter)
    back: list[float] = field(default_factory=list)
    caught_up: list[float] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    acts: int = 0
    stories: int = 0
    check: str = ""
    clean: bool = False
    seconds: float = 0.0


def run(home: Path, kills: int, seed: int, tell: Callable[[str], None] = lambda line: None) -> Result:
    """Kills ``kills`` times in the paper at ``home``, whose database has its tables, and looks at what that did.

    ``tell`` is told of each kill. Raises :class:`Stuck` where the paper does not come back.
    """
    started = time.monotonic()
    dice, book, stop, result = random.Random(seed), Book(), threading.Event(), Result()
    paper = Processes(home, free_port(), book, seed)
    seen, watch = Seen(book), Watch(paper.port, stop)
    readers = [Reader(paper.port, seen, stop, seed * 100 + number) for number in range(READERS)]
    order = dealt(dice, kills)
    try:
        paper.start_household()
        paper.start_editor()
        _until(lambda: watch.good() and paper.followed(1) and len(book.paths) > 1, paper)
        for thread in (watch, *readers):
            thread.start()
        for number, place in enumerate(order, 1):
            time.sleep(dice.uniform(0, QUICK))
            _one(paper, watch, place, result, dice)
            result.lost += _lost(paper, book, list(book.paths)[-3:])
            tell(
                f"{number}/{kills} {place}: back {result.back[-1]:.2f} s, lost {len(result.lost)}, {dict(seen.counts)}"
            )
        if paper.editor is not None:
            paper.editor.kill()
            paper.editor.wait()
            paper.editor = None
        result.lost += _lost(paper, book, list(book.paths))
    finally:
        stop.set()
        for thread in (watch, *readers):
            if thread.is_alive():
                thread.join(PATIENCE)
        paper.stop()
    paper.run("press", "--once")
    checked = paper.run("check", "--all")
    result.check = (checked.stdout.strip().splitlines() or [checked.stderr.strip()])[-1]
    result.clean = checked.returncode == 0
    seen.wrong += seen.unwritten()
    result.wrong += seen.wrong if result.clean else [*seen.wrong, checked.stdout[-2000:] + checked.stderr[-2000:]]
    result.counts, result.acts, result.stories = seen.counts, book.acts, len(book.paths)
    result.seconds = time.monotonic() - started
    return result


def dealt(dice: random.Random, kills: int) -> list[str]:
    """What is killed, in order: each place at least once where there are enough kills, the rest by their weights."""
    places = list(WEIGHTS)
    rest = dice.choices(places, list(WEIGHTS.values()), k=max(0, kills - len(places)))
    order = [*places[:kills], *rest]
    dice.shuffle(order)
    return order


def _one(paper: Processes, watch: Watch, place: str, result: Result, dice: random.Random) -> None:
    """One kill, and the wait until the paper is whole again."""
    press_before = paper.pids("press")
    victims = paper.pids(place)
    if place == "worker":
        victims = [dice.choice(victims)]
    at = time.monotonic()
    for pid in victims:
        kill(pid)
    result.kills[place] += 1
    _until(lambda: not set(victims) & set(paper.pids(place)) and bool(paper.pids(place)), paper)
    if place not in ("press", "editor"):
        _until(lambda: len(paper.pids("worker")) >= 2, paper)
    again, back = time.monotonic(), list[float]()

    def is_back() -> bool:
        outage = watch.outage(at, again)
        back[:] = [] if outage is None else [outage]
        return bool(back)

    _until(is_back, paper)
    result.back.append(back[0])
    if place in ("press", "household", "all"):
        _until(lambda: bool(paper.pids("press")) and paper.pids("press") != press_before, paper)
        _follow(paper)
        result.caught_up.append(time.monotonic() - began(paper.pids("press")[0]))


def _lost(paper: Processes, book: Book, stories: list[int]) -> list[str]:
    """What the readers miss of ``stories``. The press is waited for first: it may be a moment behind."""
    lost = []
    for story in stories:
        wrong = _asked(paper, book, story)
        lost += [wrong] if wrong else []
    return lost


def _follow(paper: Processes) -> None:
    """Waits until the press has followed the log as far as it is now."""
    position = paper.position()
    _until(lambda: paper.followed(position), paper)


def _asked(paper: Processes, book: Book, story: int) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", paper.port, timeout=PATIENCE)
    least, was_killed = book.acknowledged[story], story in book.killed
    _follow(paper)
    try:
        answer = ask(connection, book.paths[story])
        return book.lost(story, least, was_killed, answer.status, versions(answer.body))
    except (OSError, http.client.HTTPException, Torn) as error:
        return f"story {story} could not be read: {error!r}"
    finally:
        connection.close()


def _until(happened: Callable[[], object], paper: Processes) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        if time.monotonic() > end:
            raise Stuck(f"The paper did not come back within {PATIENCE:.0f} s; see {paper.log.name}.")
        paper.tend()
        time.sleep(LOOK)
