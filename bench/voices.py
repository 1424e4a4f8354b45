"""Readers speak back while others read: what comments and beacons cost, how soon they are taken, what a kill takes along.

``python -m bench.voices [--stories N] [--seconds N] [--rounds N] [--beacons N] [--comments N] [--kills N] [--write]``. The
paper is the real one: ``harkara serve`` (two workers, the newsroom, the readers' side, the press). Readers with an account
each say something over HTTP; wrk sends beacons, each from an address of its own, and reads pages. All share the cores.

- Beacons alone, at a fixed rate: CPU of the stand and of the press, which counts them, of both cores. Then as fast as they
  come, in turns with pages: what a beacon costs a stand that is full, where one look at the lines finds many requests, and
  which share of what it can do 5,000 a second take.
- Comments at a fixed rate beside beacons and readers of pages: from when a comment was due until its writer is sent to it.
- Pages as fast as it goes, alone and beside both, in turns.
- Then processes are killed (SIGKILL) at random moments while readers speak: every comment that was acknowledged must be in the
  database and, when the press has caught up, on the pages under its story.
"""

import argparse
import http.client
import json
import os
import random
import re
import secrets
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from bench import homes
from bench.faults.marks import Book
from bench.faults.paper import Processes, free_port, kill
from bench.fresh import answered, quantile
from bench.machine import load, machine
from bench.serve_sides import at_rest, cpu, listens
from bench.voices_hand import Said, Speakers

PAGE = homes.ROOT / "docs/benchmarks.md"
READERS = 3000
TALKED = 12
"""Stories under which readers speak."""

CHARACTERS = 18_000
PACE = 3000
"""Pages a second that are read beside, where it is not as fast as it goes."""

CONNECTIONS = 64
WEIGHTS = {"voices": 60, "worker": 20, "press": 15, "household": 5}
TOLD = 25
"""Kills between two lines that say how far it is."""

QUICK = 0.4
"""Seconds within which the next kill falls, at random, once comments are acknowledged again."""

PATIENCE = 120.0

BEACONS = """
math.randomseed({seed})
local headers = {{ ["User-Agent"] = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36", ["Sec-Fetch-Site"] = "same-origin" }}
function request()
  headers["X-Forwarded-For"] = "10." .. math.random(0, 255) .. "." .. math.random(0, 255) .. "." .. math.random(0, 255)
  local story = 1 + math.floor({stories} * math.random() ^ 4)
  return wrk.format("POST", "/r?story=" .. story .. "&from=", headers)
end
"""
DELAY = "function delay() return math.random(0, {delay}) end\n"

PAGES = """
math.randomseed({seed})
local paths = {{}}
for line in io.lines("{folder}/paths.txt") do paths[#paths + 1] = line end
local headers = {{ ["Accept-Encoding"] = "gzip" }}
function request() return wrk.format("GET", paths[math.random(#paths)], headers) end
"""


def found(stories: int) -> dict[str, Any]:
    """A paper that takes comments, with readers who have signed in, in this process's home."""
    homes.set_up()
    from datetime import timedelta
    from urllib.parse import quote

    from bench import papers
    from harkara.comments import clock
    from harkara.comments.actions.enter import of
    from harkara.comments.models import Reader, Visit
    from harkara.desk.models import Paper, Story
    from harkara.settings import HARKARA_HOME

    if not Story.objects.exists():
        papers.write(stories, CHARACTERS, newest=clock.now())
        Paper.objects.update(comments="open")
    rows = Story.objects.filter(live=True).select_related("section").order_by("pk")
    (HARKARA_HOME / "paths.txt").write_text("".join(f"{quote(story.href)}\n" for story in rows))
    now = clock.now()
    names = [f"পাঠক {secrets.token_hex(4)}" for _ in range(READERS)]
    made = [
        Reader(email=f"{name.split()[1]}@example.com", name=name, looks=name, joined_at=now, seen_on=now.date())
        for name in names
    ]
    tokens = [secrets.token_urlsafe(32) for _ in made]
    readers = Reader.objects.bulk_create(made)
    expires = now + timedelta(days=90)
    Visit.objects.bulk_create(
        Visit(reader=reader, digest=of(token), began_at=now, expires_at=expires)
        for reader, token in zip(readers, tokens, strict=True)
    )
    talked = list(Story.objects.filter(live=True).order_by("-pk").values_list("pk", flat=True)[:TALKED])
    return {"tokens": tokens, "stories": talked}


@contextmanager
def generator(port: int, script: Path, text: str, seconds: int) -> Iterator["subprocess.Popen[str]"]:
    """wrk with the script ``text`` for ``seconds``."""
    script.write_text(text)
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(script), f"http://127.0.0.1:{port}"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill() if process.poll() is None else None
        process.wait()


class Bench:
    """The paper at work, and what is measured of it."""

    def __init__(self, paper: Processes, told: dict[str, Any], options: argparse.Namespace) -> None:
        self.paper, self.options = paper, options
        self.tokens: list[str] = told["tokens"]
        self.stories: list[int] = told["stories"]
        self.dice = random.Random(options.seed)

    def beacons(self, seconds: int, *, fast: bool = False) -> Any:
        """wrk that sends them, ``fast`` or at the rate that is wanted."""
        text = BEACONS.format(seed=self.dice.randrange(2**31), stories=self.options.stories)
        if not fast:
            text += DELAY.format(delay=2 * 1000 * CONNECTIONS // self.options.beacons)
        return generator(self.paper.port, self.paper.home / "beacons.lua", text, seconds)

    def pages(self, seconds: int, rate: int = 0) -> Any:
        """wrk that reads, at ``rate`` or (0) as fast as it goes."""
        text = PAGES.format(seed=self.dice.randrange(2**31), folder=self.paper.home)
        if rate:
            text += f"function delay() return math.random(0, {2 * 1000 * CONNECTIONS // rate}) end\n"
        return generator(self.paper.port, self.paper.home / "pages.lua", text, seconds)

    def speakers(self) -> Speakers:
        """Readers who speak."""
        self.dice.shuffle(self.tokens)
        return Speakers(self.paper.port, list(self.tokens), self.stories, self.options.comments)

    def ready(self) -> None:
        """Waits until all pages are printed and nobody has anything to do."""
        if not listens(self.paper.port, PATIENCE):
            raise RuntimeError("The stand does not listen.")
        say("reading every page once")
        line = http.client.HTTPConnection("127.0.0.1", self.paper.port, timeout=PATIENCE)
        for path in (self.paper.home / "paths.txt").read_text().split():
            line.request("GET", path, headers={"Accept-Encoding": "gzip"})
            line.getresponse().read()
        line.close()
        say("waiting until the press has nothing left to do (it makes brotli parts and indexes)")
        self.rest()

    def rest(self) -> None:
        """Waits until the press has nothing left to do."""
        at_rest(lambda: self.paper.pids("press"))

    def spent(self) -> list[float]:
        """Seconds of CPU of the stand's workers, and of the press, which counts."""
        return [sum(map(cpu, self.paper.pids(place))) for place in ("worker", "press")]

    def cost(self) -> list[str]:
        """Beacons alone: how many came a second, CPU of one, and of both cores."""
        seconds, cores = self.options.seconds, os.cpu_count() or 1
        say(f"beacons alone, {seconds + 18} s")
        with self.beacons(3) as process:
            answered(process)
        self.rest()
        began, before = time.monotonic(), self.spent()
        with self.beacons(seconds) as process:
            rate = answered(process)
        time.sleep(5)  # what is left in the spool is counted
        lasted, after = time.monotonic() - began, self.spent()
        time.sleep(5)
        idle = [(then - now) / 5 * lasted for then, now in zip(self.spent(), after, strict=True)]
        each = [
            (now - then - nothing) / seconds / rate * 1e6
            for now, then, nothing in zip(after, before, idle, strict=True)
        ]
        share = sum(each) * 5000 / 1e6 / cores
        return [
            f"5,000 beacons a second, of the CPU of {cores} cores (measured at {rate:,.0f})",
            "≤ 10 %",
            f"{share:.1%}: {each[0]:.0f} µs each in the stand, {each[1]:.0f} µs to count",
            told(share <= 0.10),
        ]

    def full(self) -> list[str]:
        """Beacons as fast as they come, in turns with pages: CPU of one of each in the stand, medians."""
        beacons, pages = [], []
        say(f"beacons as fast as they come, {self.options.rounds} times {2 * self.options.turn} s")
        for _ in range(self.options.rounds):
            for found, asked in (
                (beacons, self.beacons(self.options.turn, fast=True)),
                (pages, self.pages(self.options.turn)),
            ):
                before = self.spent()[0]
                with asked as process:
                    rate = answered(process)
                found.append(((self.spent()[0] - before) / self.options.turn / rate * 1e6, rate))
        each, rate = statistics.median(beacons)
        page = statistics.median(pages)[0]
        share = each * 5000 / 1e6 / (os.cpu_count() or 1)
        return [
            f"the same of a stand that is full ({rate:,.0f} beacons a second)",
            "≤ 10 %",
            f"{share:.1%}: {each:.0f} µs each in the stand; a page takes it {page:.0f}",
            told(share <= 0.10),
        ]

    def acceptance(self) -> list[list[str]]:
        """Comments beside beacons and pages."""
        seconds = self.options.seconds
        say(f"comments beside beacons and pages, {seconds + 4} s")
        with (
            self.beacons(seconds + 4) as beacons,
            self.pages(seconds + 4, PACE) as pages,
            self.speakers() as speakers,
        ):
            time.sleep(seconds)
            rates = answered(pages), answered(beacons)
        waits = [(one.ended - one.due) * 1000 for one in speakers.said]
        return [
            [
                f"{len(waits) / (seconds + 4):.0f} comments a second beside {rates[0]:,.0f} pages and {rates[1]:,.0f} beacons:"
                " ms until its writer is sent to it, p50 / p99",
                "",
                f"{quantile(waits, 0.5):.0f} / {quantile(waits, 0.99):.0f}",
                "",
            ],
            ["not taken meanwhile", "0", f"{sum(speakers.refused.values())}", told(not speakers.refused)],
        ]

    def beside(self) -> list[str]:
        """Pages as fast as it goes, alone and beside comments and beacons, in turns."""
        alone, beside = [], []
        for number in range(self.options.rounds):
            say(f"pages alone and beside, {number + 1} of {self.options.rounds}, {2 * self.options.turn + 2} s")
            with self.pages(self.options.turn) as process:
                alone.append(answered(process))
            with (
                self.speakers(),
                self.beacons(self.options.turn + 2) as beacons,
                self.pages(self.options.turn) as process,
            ):
                beside.append(answered(process))
                answered(beacons)
        kept = statistics.median(beside) / statistics.median(alone)
        return [
            f"pages a second as fast as it goes beside comments and beacons ({statistics.median(beside):,.0f}), of alone"
            f" ({statistics.median(alone):,.0f}); their generators share the cores",
            "",
            f"{kept:.2f}",
            "",
        ]

    def kills(self) -> list[list[str]]:
        """Kills at random moments while readers speak; then everything acknowledged is looked for."""
        kills: Counter[str] = Counter()
        backs: list[float] = []
        places, weights = zip(*WEIGHTS.items(), strict=True)
        with self.speakers() as speakers:
            while (number := kills.total()) < self.options.kills:
                if number % TOLD == 0:
                    say(f"{number} of {self.options.kills} kills, {len(speakers.said):,} comments acknowledged")
                self._hears(speakers)
                time.sleep(self.dice.uniform(0, QUICK))
                [place] = self.dice.choices(places, weights)
                if pids := self.paper.pids(place):
                    fell = time.monotonic()
                    kill(self.dice.choice(pids))
                    kills[place] += 1
                    self._hears(speakers)
                    backs += [time.monotonic() - fell] if place == "voices" else []
        say("waiting for the press, then looking for every comment on the pages")
        lost, unseen = self._lost(speakers.said), self._unseen(speakers.said)
        say("harkara check --all")
        checked = self.paper.run("check", "--all")
        said = ", ".join(f"{place} {count}" for place, count in kills.most_common())
        return [
            ["kills", "≥ 500", f"{kills.total()} ({said})", told(kills.total() >= 500)],
            ["comments acknowledged meanwhile", "", f"{len(speakers.said):,}", ""],
            ["of them not in the database", "0", str(len(lost)), told(not lost)],
            ["of them not on the pages under their story", "0", str(len(unseen)), told(not unseen)],
            [
                "s until comments are taken again after the readers' side was killed, p50 / worst",
                "",
                f"{quantile(backs, 0.5):.1f} / {max(backs):.1f}" if backs else "-",
                "",
            ],
            ["`harkara check --all` afterwards", "0 wrong", _last(checked.stdout), told(checked.returncode == 0)],
        ]

    def _hears(self, speakers: Speakers) -> None:
        """Waits until one more comment is acknowledged, and starts the household again where it is gone."""
        before, limit = len(speakers.said), time.monotonic() + PATIENCE
        while len(speakers.said) == before:
            self.paper.tend()
            if time.monotonic() > limit:
                raise RuntimeError(f"No comment is taken any more: {speakers.refused}")
            time.sleep(0.005)

    def _lost(self, said: list[Said]) -> set[int]:
        with closing(sqlite3.connect(self.paper.home / "readers.sqlite3")) as database:
            kept = {number for (number,) in database.execute("SELECT id FROM comments_comment")}
        return {one.number for one in said} - kept

    def _unseen(self, said: list[Said]) -> set[int]:
        """Those that no page under their story shows, when the press has come to rest."""
        self.rest()
        shown: set[int] = set()
        line = http.client.HTTPConnection("127.0.0.1", self.paper.port, timeout=PATIENCE)
        for story in {one.story for one in said}:
            path, number = f"/fragment/comments/{story}", 0
            while True:
                number += 1
                line.request("GET", f"{path}/{number}")
                answer = line.getresponse()
                body = answer.read().decode()
                if answer.status != 200:
                    break
                shown |= {int(one) for one in re.findall(rf"/comment/{story}/on/([0-9]+)/", body)}
        return {one.number for one in said} - shown


BEGAN = time.monotonic()


def say(what: str) -> None:
    """Says on the standard error what is done now, and after how many seconds."""
    print(f"{time.monotonic() - BEGAN:6.0f} s  {what}", file=sys.stderr, flush=True)


def told(good: bool) -> str:
    """How a line of the table ends."""
    return "yes" if good else "**no**"


def _last(text: str) -> str:
    return (text.strip().splitlines() or ["it said nothing"])[-1]


def options_of(argv: list[str] | None = None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.voices", description=__doc__.partition("\n")[0])
    parser.add_argument("--stories", type=int, default=1000)
    parser.add_argument("--seconds", type=int, default=30, help="of beacons, and of comments")
    parser.add_argument("--rounds", type=int, default=3, help="as fast as it goes, alone and beside; 0: only kills")
    parser.add_argument("--turn", type=int, default=10, help="seconds of each of them")
    parser.add_argument("--beacons", type=int, default=5000, help="a second")
    parser.add_argument("--comments", type=int, default=20, help="a second")
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kept", help="a folder that keeps the paper")
    parser.add_argument("--write", action="store_true", help=f"put the table into {PAGE.relative_to(homes.ROOT)}")
    parser.add_argument("--found", type=int, help=argparse.SUPPRESS)
    return parser.parse_args(argv)


def main(argv: list[str] | None = None) -> int:
    """Returns 0, or 77 with a sentence where wrk is missing."""
    options = options_of(argv)
    if options.found:
        print(json.dumps(found(options.found)))
        return 0
    if shutil.which("wrk") is None:
        print("Skipped: wrk must be installed for this comparison.")
        return 77
    before = load()
    with homes.home(options.kept) as folder:
        paper = Processes(folder, free_port(), Book(), options.seed)
        say(f"writing {options.stories:,} stories and {READERS:,} readers")
        prepared = homes.in_home(folder, "bench.voices", f"--found={options.stories}")
        say("starting the paper")
        paper.start_household()
        try:
            bench = Bench(paper, prepared, options)
            bench.ready()
            rows = [bench.cost(), bench.full(), *bench.acceptance(), bench.beside()] if options.rounds else []
            if options.kills:
                rows += bench.kills()
        finally:
            say("ending the paper")
            paper.stop()
    words = " ".join(argument for argument in sys.argv[1:] if argument != "--write")
    head = (
        f"`python -m bench.voices {words}`".replace(" `", "`")
        + f" · {machine()} · {before} at its start · {date.today()}. {options.stories:,} stories of 58 KB a page,"
        f" {READERS:,} readers who have signed in."
    )
    text = f"{head}\n\n{homes.table(['what', 'aim', 'found', 'reached'], rows)}"
    print(text)
    if options.write:
        homes.between(PAGE, "voices" if options.rounds else "voices-killed", text)
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harkara.settings")
    sys.exit(main())
