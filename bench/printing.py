"""How fast a whole paper is printed: story pages from the database to the rack, books, gzip and brotli included.

``python -m bench.printing [--stories 3000] [--write]`` makes a paper whose story pages have about 58 KB of HTML, each with
a picture, four related stories with theirs, three topics, a byline and two sources. It lets the press settle and runs
what ``harkara bake`` runs, on all cores: the pages alone, the pages with the stories as data, the pages without brotli.
Then one process prints some lots by itself, to see what the time is spent on.
"""

import argparse
import json
import os
import resource
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from bench import homes
from bench.machine import load, machine

PAGE = homes.ROOT / "docs/scale.md"
LENGTH = 14_200
"""Code points of a story: with them its page is about 58 KB of HTML."""

PICTURES = 40
PEOPLE = 20
RUNS: dict[str, dict[str, Any]] = {
    "pages": {"kinds": ["story"]},
    "pages and data": {"kinds": ["story", "data"]},
    "pages, gzip alone": {"kinds": ["story"], "brotli": False},
}
PARTS = ("copy", "type", "ninjs", "tag", "gzip", "brotli", "books")


def measure(stories: int, jobs: int, rounds: int) -> dict[str, Any]:
    """The paper is made and printed; stories a second, milliseconds of CPU, kilobytes."""
    homes.set_up()
    from bench import papers
    from harkara.press.storeroom import Storeroom
    from harkara.press.turns import Turns

    papers.write(stories, characters=LENGTH, newest=datetime.now(UTC) - timedelta(days=30))
    furnish(stories)
    store = Storeroom.of_settings()
    turns = Turns(store, brotli=False)
    turns.settle()
    turns.close()
    empty(store, stories)
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for _ in range(rounds):
        for name, options in RUNS.items():
            found[name].append(printed(store, stories, jobs, options))
            if name == "pages and data":
                weight = weigh(store, stories)
            empty(store, stories)
    rates = {name: [statistics.median(values) for values in zip(*runs, strict=True)] for name, runs in found.items()}
    return {"rates": rates, "weight": weight, "parts": parts(store, stories), "load": load()}


def furnish(stories: int) -> None:
    """Gives the stories of a made paper what a newsroom gives them. The pictures have no files: no page needs them."""
    from harkara.desk.actions.related import RELATED
    from harkara.desk.models import Byline, Person, Picture, SourceLink, Story
    from harkara.desk.models.story import RelatedStory

    numbers = range(1, stories + 1)
    pictures = Picture.objects.bulk_create(
        Picture(title=f"{n}", file=f"{n}.jpg", width=1600, height=900, alt="ঘাট", caption="নদীর ঘাটে ভিড়", credit="পরীক্ষা")
        for n in range(PICTURES)
    )
    for place, picture in enumerate(pictures):
        Story.objects.filter(pk__in=numbers[place::PICTURES]).update(picture=picture)
    people = cycle([Person.objects.create(name=f"প্রতিবেদক {n}") for n in range(PEOPLE)])
    Byline.objects.bulk_create(
        Byline(story_id=n, sort_order=0, person=person, place="রাজশাহী")
        for n, person in zip(numbers, people, strict=False)
    )
    SourceLink.objects.bulk_create(
        SourceLink(story_id=n, sort_order=order, name=name, kind=kind)
        for n in numbers
        for order, (name, kind) in enumerate((("রয়টার্স", "agency"), ("", "own")))
    )
    RelatedStory.objects.bulk_create(
        RelatedStory(story_id=n, named_id=(n + place) % stories + 1, position=place)
        for n in numbers
        for place in range(RELATED)
    )


def printed(store: Any, stories: int, jobs: int, options: dict[str, Any]) -> tuple[float, float]:
    """One print run: stories a second, and milliseconds of CPU a story in all processes together."""
    from harkara.press import print_run

    before, began = _spent(), time.monotonic()
    done = print_run.run(store, jobs=jobs, **options)
    wall, spent = time.monotonic() - began, _spent() - before
    if not done.is_whole or done.baked != stories * len(options["kinds"]):
        raise RuntimeError(f"The run is not whole: {done}")
    return stories / wall, spent / stories * 1000


def _spent() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def empty(store: Any, stories: int) -> None:
    """Takes all stories off the rack again."""
    from harkara.press import names
    from harkara.press.bake import take_off

    sheets = iter([name(number) for number in range(1, stories + 1) for name in (names.story, names.data)])
    while lot := list(islice(sheets, 400)):
        take_off(store, lot, keep_aside=False)


def weigh(store: Any, stories: int) -> dict[str, float]:
    """Mean kilobytes of a page and its data: plain, and in the files that lie on the shelf."""
    from harkara.press import names

    sums: dict[str, float] = defaultdict(float)
    drawn = range(1, stories + 1, max(1, stories // 200))
    for number in drawn:
        for kind, name in (("page", names.story(number)), ("data", names.data(number))):
            copy = store.shelf.get(name)
            sums[kind] += copy.length
            file = Path(store.shelf.file(name))
            sums["rack"] += sum(part.stat().st_size for part in file.parent.glob(f"{file.stem}.*"))
    return {what: size / len(drawn) / 1000 for what, size in sums.items()}


def parts(store: Any, stories: int) -> dict[str, dict[str, float]]:
    """Milliseconds of CPU a story by part, page and data apart: medians of lots printed by this process alone."""
    from harkara.press import names, print_run

    found = {}
    for kind, name in (("page", names.story), ("data", names.data)):
        lots = [
            [name(n) for n in range(first, first + print_run.LOT)] for first in range(1, stories - 400, print_run.LOT)
        ][:20]
        spent: list[dict[str, float]] = []
        with Stopwatch() as watch:
            for lot in lots:
                watch.spent.clear()
                began = time.process_time()
                print_run._baked(store, lot, brotli=True)
                spent.append({**watch.spent, "all": time.process_time() - began})
        warm = spent[2:]
        found[kind] = {
            part: statistics.median(lot.get(part, 0.0) for lot in warm) / print_run.LOT * 1000
            for part in (*PARTS, "all")
        }
    empty(store, stories)
    return found


class Stopwatch:
    """Notes the CPU time of the parts of printing, by names of functions that do one part and no other."""

    def __init__(self) -> None:
        from harkara.desk import copy
        from harkara.layout import pages as layout
        from harkara.press import ninjs
        from harkara.rack import beside, ledger, pages

        self.spent: dict[str, float] = defaultdict(float)
        self._watched = (
            (copy, "story_lot", "copy"),
            (layout, "story", "type"),
            (ninjs, "story", "ninjs"),
            (pages, "etag", "tag"),
            (pages, "compressed", "gzip"),
            (beside, "packed", "brotli"),
            (ledger, "enter_all", "books"),
        )
        self._before: list[Callable[..., Any]] = []

    def __enter__(self) -> "Stopwatch":
        for module, name, part in self._watched:
            self._before.append(getattr(module, name))
            setattr(module, name, self._timed(part, getattr(module, name)))
        return self

    def __exit__(self, *_: object) -> None:
        for (module, name, _part), function in zip(self._watched, self._before, strict=True):
            setattr(module, name, function)

    def _timed(self, part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: Any, **named: Any) -> Any:
            began = time.process_time()
            try:
                return function(*given, **named)
            finally:
                self.spent[part] += time.process_time() - began

        return timed


def report(stories: int, jobs: int, rounds: int, found: dict[str, Any]) -> str:
    """The tables, with command and machine."""
    weight, columns = found["weight"], found["parts"]
    head = ["", "stories/s", "CPU a story, all processes"]
    rates = homes.table(
        head, [[name, f"{rate:.0f}", f"{spent:.1f} ms"] for name, (rate, spent) in found["rates"].items()]
    )
    words = {
        "copy": "copy out of the database",
        "type": "set in type",
        "ninjs": "set as ninjs",
        "tag": "entity tag",
        "gzip": "gzip",
        "brotli": "brotli",
        "books": "books",
    }
    rows = [[text, *(f"{columns[kind][part]:.2f} ms" for kind in ("page", "data"))] for part, text in words.items()]
    rest = [columns[kind]["all"] - sum(columns[kind][part] for part in PARTS) for kind in ("page", "data")]
    rows.append(["files, manifest, the rest", *(f"{one:.2f} ms" for one in rest)])
    rows.append(["together", *(f"{columns[kind]['all']:.2f} ms" for kind in ("page", "data"))])
    command = f"python -m bench.printing --stories {stories} --jobs {jobs} --rounds {rounds} --write"
    return "\n\n".join(
        [
            f"{stories:,} stories, {weight['page']:.1f} KB of HTML and {weight['data']:.1f} KB of data each; {jobs} "
            f"processes; median of {rounds} rounds:",
            rates,
            f"On the rack a story takes {weight['rack']:.1f} KB: page and data, gzip and brotli.",
            "CPU time of one process by itself, where page and data are printed apart:",
            homes.table(["a story", "page", "data"], rows),
            f"`{command}` · {machine()}, {found['load']} · {datetime.now(UTC).date()}",
        ]
    )


def main(argv: list[str]) -> int:
    """``python -m bench.printing``."""
    parser = argparse.ArgumentParser(prog="python -m bench.printing")
    parser.add_argument("--stories", type=int, default=3000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--home", help="a folder for the paper, which stays")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/scale.md")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.one:
        print(json.dumps(measure(options.stories, options.jobs, options.rounds)))
        return 0
    given = ["--stories", str(options.stories), "--jobs", str(options.jobs), "--rounds", str(options.rounds)]
    with homes.home(options.home) as path:
        found = homes.in_home(path, "bench.printing", "--one", *given)
    text = report(options.stories, options.jobs, options.rounds, found)
    print(text)
    if options.write:
        homes.between(PAGE, "printing", text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
