"""What the desk's acts and the press cost in small and in large papers.

``python -m bench.scale [--sizes 1000,10000,100000,1000000] [--keep FOLDER] [--write]``. Every size has a home and a
process of its own. Costs are CPU milliseconds of that process (the act and the press's turns until it has nothing to do),
medians; brotli, which follows when the press has time, is left out of them. What readers wait for is wall time, on the
machine as it is. ``--keep``: papers stay in FOLDER, one folder a size, and are taken from there the next time.
"""

import argparse
import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench import chart, homes
from bench.machine import load, machine

PAGE = homes.ROOT / "docs/scale.md"
PICTURE = homes.ROOT / "docs/pictures/scale.svg"
ACTS = ("publish", "edit the text", "edit the headline", "correct", "move to another section", "kill")
TOPICS = 3
LONG = 16_800
"""Code points of a long story: with them its page is about 58 KB of HTML."""


def measure(stories: int, rounds: int, cold: int, seconds: int) -> dict[str, Any]:
    """One size, in this process's home."""
    homes.set_up()
    from bench import papers, scale_live
    from harkara.desk.models import Story
    from harkara.press.storeroom import Storeroom
    from harkara.press.turns import Turns

    if not Story.objects.exists():
        papers.write(stories, newest=datetime.now(UTC))
    turns = Turns(Storeroom.of_settings(), brotli=False)
    turns.settle()
    found: dict[str, Any] = {"stories": stories, **acts(turns, rounds)}
    found["start"] = starting(turns)
    found["maps"] = maps()
    baked = scale_live.bake_cold(turns.store, min(cold, stories))
    turns.close()
    found["renamed"] = scale_live.under_backlog(scale_live.rename, seconds)
    found["layout"] = scale_live.under_backlog(scale_live.age, seconds)
    found["midnight"] = scale_live.midnight(200)
    return {**found, "baked": baked, "load": load()}


def acts(turns: Any, rounds: int) -> dict[str, Any]:
    """Each act with the turns after it: median CPU milliseconds, and the most sheets it had printed."""
    from harkara.desk import actions
    from harkara.desk.models import Section, Story, Topic

    world, sports = (Section.objects.get(slug=slug) for slug in ("world", "sports"))
    topics = list(Topic.objects.order_by("pk")[:TOPICS])
    body = Story.objects.get(pk=1).body
    spent: dict[str, list[float]] = {name: [] for name in ACTS}
    sheets: dict[str, list[int]] = {name: [] for name in ACTS}
    wall: list[float] = []
    for number in range(rounds + 1):  # the first one warms up
        story = Story(headline=f"নতুন খবর {number}", section=world, body=body)
        story.topics.set(topics)
        story.save()
        does: dict[str, Callable[[Story], object]] = {
            "publish": lambda story: actions.publish(story, None),
            "edit the text": lambda story: actions.edit(story, None, body=[("paragraph", "<p>আরেক কথা।</p>")]),
            "edit the headline": lambda story: actions.edit(story, None, headline=f"{story.headline} বদল"),
            "correct": lambda story: actions.correct(story, "একটি সংশোধনী।", None),
            "move to another section": lambda story: actions.move(story, sports, None),
            "kill": lambda story: actions.kill(story, None),
        }
        for name in ACTS:
            fresh = Story.objects.get(pk=story.pk)
            printed, began, first = turns.printed, time.process_time(), time.monotonic()
            does[name](fresh)
            turns.settle()
            if number:
                spent[name].append((time.process_time() - began) * 1000)
                sheets[name].append(turns.printed - printed)
                wall += [(time.monotonic() - first) * 1000] if name == "publish" else []
    return {
        "cpu": {name: statistics.median(values) for name, values in spent.items()},
        "sheets": {name: max(values) for name, values in sheets.items()},
        "wall": statistics.median(wall),
    }


def starting(turns: Any) -> float:
    """CPU milliseconds of a press that starts on the settled rack."""
    from harkara.press.turns import Turns

    turns.close()
    began = time.process_time()
    fresh = Turns(turns.store, brotli=False)
    spent = (time.process_time() - began) * 1000
    turns.__dict__.update(fresh.__dict__)
    return spent


def maps() -> dict[str, Any]:
    """All sitemaps of the paper, printed one after the other: files, addresses in them, milliseconds of CPU a file, and
    megabytes by which this process grew meanwhile.
    """
    from harkara.desk import copy
    from harkara.press import names
    from harkara.press.printing import prints

    wanted = [names.SITEMAP, *(names.map_of_day(day) for day in copy.days())]
    grown, began = _peak(), time.process_time()
    addresses = 0
    for name in wanted:
        [printed] = prints([name])
        assert printed.page is not None
        addresses += printed.page.body.count(b"<url>")
    spent = time.process_time() - began
    return {
        "files": len(wanted),
        "addresses": addresses,
        "cpu": spent / len(wanted) * 1000,
        "grown": _peak() - grown,
    }


def _peak() -> float:
    """The most megabytes that this process ever had in memory."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def weigh(stories: int, characters: int) -> dict[str, Any]:
    """Bytes a baked story takes: its page and its data in all their encodings, and what is written of them."""
    homes.set_up()
    from django.db import connection

    from bench import papers, scale_live
    from harkara.desk.actions.related import RELATED
    from harkara.desk.models import RelatedStory
    from harkara.press import names
    from harkara.press.storeroom import Storeroom
    from harkara.press.turns import Turns
    from harkara.rack.models import EntryRow
    from harkara.rack.ready import BROTLI

    papers.write(stories, characters=characters, newest=datetime.now(UTC) - timedelta(days=30))
    RelatedStory.objects.bulk_create(
        RelatedStory(story_id=number, named_id=(number + place) % stories + 1, position=place)
        for number in range(1, stories + 1)
        for place in range(RELATED)
    )
    turns = Turns(Storeroom.of_settings(), brotli=False)
    turns.settle()
    store = turns.store

    def database() -> int:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
            return int(cursor.fetchone()[0])

    before, entries = database(), EntryRow.objects.count()
    baked = scale_live.bake_cold(store, stories)
    books = (database() - before) / baked
    for number in range(1, stories + 1):
        for name in (names.story(number), names.data(number)):
            store.shelf.add_brotli(name)
    pages = [
        Path(store.shelf.file(part(number))) for number in range(1, baked + 1) for part in (names.story, names.data)
    ]
    files = [file for page in pages for file in (page, page.with_suffix(BROTLI)) if file.exists()]
    folders = [folder for folder in store.ready.root.rglob("*") if folder.is_dir() and not folder.is_symlink()]
    page = store.shelf.get(names.story(1))
    assert page is not None
    return {
        "html": len(page.identity()),
        "rack": sum(file.stat().st_size for file in files) / baked,
        "disk": sum(file.stat().st_blocks * 512 for file in files) / baked,
        "books": books,
        "entries": (EntryRow.objects.count() - entries) / baked,
        "links": sum(folder.stat().st_blocks * 512 for folder in folders) / baked,
        "manifest": sum(file.stat().st_size for file in store.root.glob("manifest.sqlite3*")) / baked,
        "baked": baked,
    }


def report(found: list[dict[str, Any]], weight: dict[str, Any], options: argparse.Namespace) -> str:
    """The tables, with command and machine."""
    sizes = [f"{one['stories']:,}" for one in found]
    rows = []
    for name in ACTS:
        values = [one["cpu"][name] for one in found]
        cells = [f"{value:.0f} ms, {one['sheets'][name]} sheets" for one, value in zip(found, values, strict=True)]
        rows.append([name, *cells, f"{values[-1] / values[0]:.2f}"])
    starts = [one["start"] for one in found]
    rows.append(["start of the press", *(f"{value:.0f} ms" for value in starts), f"{starts[-1] / starts[0]:.2f}"])
    text = "CPU time of an act and of all the press does after it, and the most sheets it printed:\n\n"
    text += homes.table(["act", *(f"{size} stories" for size in sizes), "largest / smallest"], rows)
    live = []
    for title, name in (("a section was renamed", "renamed"), ("the layout changed", "layout")):
        cells = [
            f"{one[name]['p50']:.0f} / {one[name]['p99']:.0f} ms, {one[name]['before']:,} → {one[name]['after']:,}"
            for one in found
        ]
        live.append([f"{title}: publish to visible p50 / p99, backlog before → after", *cells])
    cells = [
        f"{night['first']:.1f} / {night['seconds']:.1f} s, front printed {night['fronts']} times"
        for night in (one["midnight"] for one in found)
    ]
    live.append(["200 stories due in one second: the first / all visible after", *cells])
    cells = [
        f"{one['files']:,} files, {one['addresses']:,} addresses, {one['cpu']:.1f} ms a file, {one['grown']:.0f} MB"
        for one in (one["maps"] for one in found)
    ]
    live.append(["all sitemaps printed: CPU a file, memory the process grew by", *cells])
    live.append(["load of the machine meanwhile", *(one["load"].removeprefix("load ") for one in found)])
    text += "\n\nWhat readers wait for while the press has a backlog:\n\n"
    text += homes.table(["", *(f"{size} stories" for size in sizes)], live)
    if weight:
        kib = {name: f"{weight[name] / 1024:.1f} KB" for name in ("html", "rack", "disk", "links", "manifest")}
        text += f"\n\nWhat a baked story takes, mean of {weight['baked']:,} with {kib['html']} of HTML each:\n\n"
        text += homes.table(
            ["", ""],
            [
                ["rack: page and data, plain or gzip, and brotli", f"{kib['rack']} ({kib['disk']} in whole blocks)"],
                ["folders of the links for nginx", kib["links"]],
                ["manifest: its three addresses", kib["manifest"]],
                [
                    "books: ledger rows with all indexes",
                    f"{weight['books']:.0f} bytes, {weight['entries']:.1f} entries",
                ],
            ],
        )
    given = " ".join(f"--{name} {getattr(options, name)}" for name in ("sizes", "rounds", "cold", "seconds", "long"))
    command = f"python -m bench.scale {given} --write"
    return f"{text}\n\n`{command}` · {machine()} · {datetime.now(UTC).date()}"


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.scale")
    parser.add_argument("--sizes", default="1000,10000,100000,1000000")
    parser.add_argument("--rounds", type=int, default=15, help="of every act")
    parser.add_argument(
        "--cold", type=int, default=10_000, help="old stories on the rack, two sheets each, when the frame changes"
    )
    parser.add_argument("--seconds", type=int, default=60, help="one story is published a second for so long")
    parser.add_argument("--long", type=int, default=1000, help="long stories that are weighed; 0: none")
    parser.add_argument("--kept", help="a file that keeps what was measured of each size")
    parser.add_argument("--keep", type=Path, help="a folder in which the papers stay, to be used again")
    parser.add_argument("--write", action="store_true", help="put tables and chart into docs")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--weigh", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.one or options.weigh:
        if options.weigh:
            print(json.dumps(weigh(options.long, LONG)))
        else:
            print(json.dumps(measure(options.one, options.rounds, options.cold, options.seconds)))
        return 0
    os.nice(10)
    kept: dict[str, Any] = (
        json.loads(Path(options.kept).read_text()) if options.kept and Path(options.kept).exists() else {}
    )
    given = [f"--{name}={getattr(options, name)}" for name in ("rounds", "cold", "seconds", "long")]
    wanted = {size: f"--one={size}" for size in options.sizes.split(",")} | (
        {"weight": "--weigh"} if options.long else {}
    )
    for name, argument in wanted.items():
        if name not in kept:
            with homes.home(str(options.keep / name) if options.keep and name != "weight" else None) as path:
                kept[name] = homes.in_home(path, "bench.scale", argument, *given, timeout=6 * 3600)
            print(name, json.dumps(kept[name]), file=sys.stderr, flush=True)
            if options.kept:
                Path(options.kept).write_text(json.dumps(kept, indent=1))
    found = [kept[size] for size in options.sizes.split(",")]
    text = report(found, kept.get("weight", {}), options)
    print(text)
    if options.write:
        homes.between(PAGE, "figures", text)
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        series = {name: [one["cpu"][name] for one in found] for name in ACTS}
        PICTURE.write_text(
            chart.lines(
                "CPU time of an act by the size of the paper",
                "ms",
                "stories",
                [one["stories"] for one in found],
                series,
            )
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
