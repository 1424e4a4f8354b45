"""The run: a kill, the wait until all is as it should be again, the next kill."""

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bench.faults.marks import Book, versions
from bench.faults.paper import PATIENCE, Processes, Stuck, free_port, kill
from bench.faults.readers import Reader, Seen, Torn, Watch, ask
from bench.faults.troubles import ALL, Scene, stepping
from bench.faults.works import ITEMS, Baking, Commenting, Importing, Scheduling, Upgrading

WEIGHTS = {"worker": 26, "stand": 10, "newsroom": 6, "printer": 16, "press": 16, "editor": 14, "household": 6, "all": 6}
"""How often each is killed; ``stand``: all workers at once, ``printer``: the process of the press that prints, ``press``: with
its keeper.
"""

KINDS = ("publish", "bake", "import", "comment", "schedule", "upgrade")
"""In what a kill falls. ``publish`` has the places above; the others are :mod:`bench.faults.works`."""

QUICK = 0.6
"""Seconds within which the next kill falls, at random."""

WORKING = 2.5
"""The same where somebody begins a work first, which loads Python and Django for a second."""

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
    kinds: Counter[str] = field(default_factory=Counter)
    troubles: dict[str, int] = field(default_factory=dict)
    """What was made beside kills, and how many things were wrong with it."""
    late: list[float] = field(default_factory=list)


def run(
    home: Path,
    kills: int,
    seed: int,
    tell: Callable[[str], None] = lambda line: None,
    kinds: Sequence[str] = ("publish",),
    troubles: Sequence[str] = (),
    items: int = ITEMS,
    *,
    forked: bool = False,
    order: Sequence[tuple[str, str]] = (),
    readers: int = READERS,
) -> Result:
    """Kills ``kills`` times in the paper at ``home``, whose database has its tables, in turns of ``kinds``, then makes the
    ``troubles`` one after the other, and looks at what that did.

    ``tell`` is told of each kill; ``items`` is how many stories an export has; ``forked``: who works beside the paper is
    forked from a stable; ``order``: kinds and places, in place of those of the seed; ``readers``: how many read. Raises
    :class:`Stuck` where the paper does not come back.
    """
    started = time.monotonic()
    dice, book, stop, result = random.Random(seed), Book(), threading.Event(), Result()
    paper = Processes(home, free_port(), book, seed, forked=forked)
    seen, watch = Seen(book), Watch(paper.port, stop)
    crowd = [Reader(paper.port, seen, stop, seed * 100 + number) for number in range(readers)]
    works = {kind: _work(kind, paper, seed, items) for kind in kinds if kind != "publish"}
    order = order or dealt_over(dice, kills, kinds, {kind: work.places for kind, work in works.items()})
    stack = ExitStack()
    try:
        if "clock" in troubles:
            stack.enter_context(stepping(paper))
        paper.start_household()
        paper.start_editor()
        _until(lambda: watch.good() and paper.followed(1) and len(book.paths) > 1, paper)
        for thread in (watch, *crowd):
            thread.start()
        for number, (kind, place) in enumerate(order, 1):
            work = works.get(kind)
            if work is not None:
                work.begin()
            time.sleep(dice.uniform(0, QUICK if work is None or forked else WORKING))
            _one(paper, watch, place, result, dice, work.pids() if work is not None else [])
            result.kinds[kind] += 1
            result.lost += _lost(paper, book, list(book.paths)[-3:])
            if work is not None:
                result.lost += work.lost()
            tell(
                f"{number}/{len(order)} {kind}, {place}: back {result.back[-1]:.2f} s, lost {len(result.lost)}, "
                f"{dict(seen.counts)}"
            )
        result.lost += [line for work in works.values() for line in work.end()]
        for trouble in troubles:
            found = ALL[trouble](Scene(paper, watch, book, dice))
            result.troubles[trouble] = len(found)
            result.wrong += [f"{trouble}: {line}" for line in found]
            tell(f"{trouble}: {found or 'nothing wrong'}, {dict(seen.counts)}")
        if paper.editor is not None:
            paper.editor.kill()
            paper.editor.wait()
            paper.editor = None
        result.lost += _lost(paper, book, list(book.paths))
    finally:
        stop.set()
        for work in works.values():
            work.stop()
        for thread in (watch, *crowd):
            if thread.is_alive():
                thread.join(PATIENCE)
        paper.stop()
        stack.close()
    paper.run("press", "--once")
    checked = paper.run("check", "--all")
    paper.close()
    result.check = (checked.stdout.strip().splitlines() or [checked.stderr.strip()])[-1]
    result.clean = checked.returncode == 0
    seen.wrong += seen.unwritten()
    result.wrong += seen.wrong if result.clean else [*seen.wrong, checked.stdout[-2000:] + checked.stderr[-2000:]]
    result.counts, result.acts, result.stories = seen.counts, book.acts, len(book.paths)
    result.late = [second for work in works.values() if isinstance(work, Scheduling) for second in work.late]
    result.seconds = time.monotonic() - started
    return result


def _work(
    kind: str, paper: Processes, seed: int, items: int
) -> Importing | Baking | Commenting | Scheduling | Upgrading:
    """Who does work of that kind."""
    if kind == "upgrade":
        return Upgrading(paper)
    if kind == "import":
        return Importing(paper, seed, items)
    hands = {"bake": Baking, "comment": Commenting, "schedule": Scheduling}
    return hands[kind](paper, seed)


def dealt(dice: random.Random, kills: int) -> list[str]:
    """What is killed, in order: each place at least once where there are enough kills, the rest by their weights."""
    places = list(WEIGHTS)
    rest = dice.choices(places, list(WEIGHTS.values()), k=max(0, kills - len(places)))
    order = [*places[:kills], *rest]
    dice.shuffle(order)
    return order


def dealt_over(
    dice: random.Random, kills: int, kinds: Sequence[str], places: Mapping[str, Sequence[str]]
) -> list[tuple[str, str]]:
    """Kinds and places in order: as many kills of each kind, each place of a kind at least once where there are enough."""
    share = {kind: kills // len(kinds) + (number < kills % len(kinds)) for number, kind in enumerate(kinds)}
    order = [("publish", place) for place in dealt(dice, share.get("publish", 0))]
    for kind in kinds:
        if kind != "publish":
            order += [(kind, places[kind][turn % len(places[kind])]) for turn in range(share[kind])]
    dice.shuffle(order)
    return order


def _one(
    paper: Processes, watch: Watch, place: str, result: Result, dice: random.Random, hands: Sequence[int] = ()
) -> None:
    """One kill, and the wait until the paper is whole again. ``hands``: who works beside the paper."""
    before = paper.pids("printer")
    victims = [*(hands if "hand" in place else ())]
    where = "press" if "press" in place else "" if place == "hand" else place
    prints = where in ("printer", "press", "household", "all")
    victims += paper.pids(where) if where else []
    if place == "worker":
        victims = [dice.choice(victims)]
    at = time.monotonic()
    for pid in victims:
        kill(pid)
    result.kills[place] += 1
    if where:
        _until(lambda: not set(victims) & set(paper.pids(where)) and bool(paper.pids(where)), paper)
    if where not in ("printer", "press", "editor", ""):
        _until(lambda: len(paper.pids("worker")) >= 2, paper)
    again, back = time.monotonic(), list[float]()

    def is_back() -> bool:
        outage = watch.outage(at, again)
        back[:] = [] if outage is None else [outage]
        return bool(back)

    _until(is_back, paper)
    result.back.append(back[0])
    if prints:
        _until(lambda: bool(paper.pids("printer")) and paper.pids("printer") != before, paper)
        _follow(paper)
        result.caught_up.append(time.monotonic() - at)


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
