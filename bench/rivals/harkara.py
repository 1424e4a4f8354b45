"""Harkara itself: ``harkara serve`` in front of a real paper, printed by its own press."""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench import homes
from bench.rivals.sides import Side, answers, free, started
from bench.rivals.stories import LENGTH

WRITTEN = "written"


def prepared_home(folder: Path, stories: int) -> Path:
    """Where the paper of ``stories`` has its home."""
    return folder / f"harkara-{stories}"


def prepared(folder: Path, stories: int) -> Path:
    """The home of a paper of ``stories`` in ``folder``, every page baked; made where it is not there."""
    home = prepared_home(folder, stories)
    home.mkdir(parents=True, exist_ok=True)
    if not (home / WRITTEN).exists():
        homes.in_home(home, "bench.rivals.harkara", "write", str(stories))
        (home / WRITTEN).touch()
    homes.in_home(home, "bench.rivals.harkara", "bake")
    return home


def side(stack: ExitStack, folder: Path, stories: int) -> Side:
    """The stand with the newsroom behind it and the press beside it."""
    home, port = prepared(folder, stories), free()
    environment = {"HARKARA_HOME": str(home), "HARKARA_LOG": "WARNING", "PYTHONPATH": str(homes.ROOT / "src")}
    command = [sys.executable, "-m", "harkara", "serve", "--port", str(port)]
    process = started(stack, command, home / "serve", environment)
    paths = [quote(path) for path, _ in pages(home)]
    answers("harkara", port, paths[0])
    for _ in range(8):
        answers("harkara", port, "/desk/login/")  # each worker loads the newsroom before it is measured

    def forget() -> None:
        homes.in_home(home, "bench.rivals.harkara", "forget")

    def publish() -> None:
        homes.in_home(home, "bench.rivals.harkara", "publish")

    return Side("Harkara", port, paths, [process], version("harkara"), publish=publish, forget=forget)


def pages(home: Path) -> Iterator[tuple[str, str]]:
    """Address and sheet of every story of the paper, in no order that means anything."""
    from harkara.rack.manifest import Manifest

    manifest, after = Manifest(home / "rack" / "manifest.sqlite3"), ""
    while found := manifest.entries(after, 1000):
        yield from ((path, entry.name) for path, entry in found if entry.name.startswith("story:"))
        after = found[-1][0]
    manifest.close()


def bodies(home: Path) -> Iterator[tuple[str, bytes]]:
    """Address and HTML of every story, as it lies on the rack."""
    from harkara.rack.shelf import Shelf

    shelf = Shelf(home / "rack" / "shelf")
    for path, name in pages(home):
        page = shelf.get(name)
        if page is not None:
            yield path, page.identity()


def act(what: str, *arguments: str) -> dict[str, Any]:
    """What is done to the paper in a process of its own, in the home of the settings."""
    homes.set_up()
    from bench import papers
    from harkara.desk import actions
    from harkara.desk.models import Section, Story
    from harkara.press import print_run
    from harkara.press.bake import take_off
    from harkara.press.storeroom import Storeroom
    from harkara.press.turns import Turns

    store = Storeroom.of_settings()
    if what == "write":
        papers.write(int(arguments[0]), characters=LENGTH, newest=datetime.now(UTC) - timedelta(days=30))
    elif what == "bake":
        turns = Turns(store)
        turns.settle()  # so that the press has nothing else to do when it is measured
        turns.close()
        done = print_run.run(store, kinds=["story"], brotli=True)
        return {"baked": done.baked}
    elif what == "forget":
        names = [name for _, name in pages(Path(os.environ["HARKARA_HOME"]))]
        for start in range(0, len(names), 500):
            take_off(store, names[start : start + 500], keep_aside=False)
        return {"forgotten": len(names)}
    elif what == "publish":
        story = Story(headline="এইমাত্র পাওয়া খবর", section=Section.objects.first(), body=Story.objects.get(pk=1).body)
        story.save()
        actions.publish(story, None)
    return {}


if __name__ == "__main__":
    import json

    print(json.dumps(act(*sys.argv[1:])))
