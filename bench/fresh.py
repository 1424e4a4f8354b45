"""Fresh under load: how soon readers see what an editor publishes while ten thousand pages a second are asked for.

``python -m bench.fresh [--stories N] [--seconds N] [--rate N] [--rounds N] [--kept FOLDER] [--write]``. The paper is the
real one: ``harkara serve`` (two workers with the newsroom behind, the press beside them) over a made paper. An editor, a
process of its own, publishes a story a second through the desk's acts. Readers are wrk, on the same cores: fronts, sections,
hot stories and any story. Lookers on keep-alive connections ask every few milliseconds for every page that is to change,
with the tag of what they saw; a wait counts from the moment the act returned to the end of the first answer with the story.

Then some of the stories are killed, and last the load goes as fast as it can, with an editor and without, in turns.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from bench import homes
from bench.faults.marks import Book
from bench.faults.paper import Processes, free_port
from bench.fresh_look import Look, Lookers
from bench.machine import load, machine
from bench.serve_sides import at_rest, listens

PAGE = homes.ROOT / "docs/benchmarks.md"
CONNECTIONS = 64
DELAY = 1000 * CONNECTIONS
"""Milliseconds between two requests of a connection, times the rate."""

MIX = (("/", 25), ("/world/", 8), ("/national/", 7), ("hot", 30), ("any", 30))
"""What readers ask for, in per cent."""

HOT = 20
KILLS = 5
LOOKERS = 2
PATIENCE = 120.0
WITHIN = 1.0
"""Seconds after which a killed story may be seen nowhere."""

SCRIPT = """
local lists = {{ {lists} }}
local function read(name)
  local found = {{}}
  for line in io.lines(name) do found[#found + 1] = line end
  return found
end
local hot, any = read("{folder}/hot.txt"), read("{folder}/any.txt")
local headers = {{ ["Accept-Encoding"] = "gzip" }}
local seed = os.time()
function setup(thread) seed = seed + 1; thread:set("seed", seed) end
function init() math.randomseed(seed) end
function request()
  local path = lists[math.random(#lists)]
  if path == "hot" then path = hot[math.random(#hot)] elseif path == "any" then path = any[math.random(#any)] end
  return wrk.format("GET", path, headers)
end
"""


class Editor:
    """``python -m bench.fresh_hand`` and what it says: what comes next, and when each act began and returned."""

    def __init__(self, paper: Processes, lookers: Lookers | None = None) -> None:
        self.acts: list[dict[str, Any]] = []
        self.lookers = lookers
        command = [sys.executable, "-m", "bench.fresh_hand"]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            command, env=paper.environment, cwd=homes.ROOT, stdin=pipe, stdout=pipe, stderr=paper.log, text=True
        )
        self.rest = threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()
        self.rest.wait(PATIENCE)

    def ask(self, act: str, number: int) -> None:
        """Has it do ``act`` (publish, kill) ``number`` times, a second apart, or ``write`` so many stories; :attr:`rest` is set
        when that is done.

        Raises ``RuntimeError`` where the editor is gone.
        """
        if self.process.poll() is not None:
            raise RuntimeError("The editor is gone; the log of the paper says why.")
        assert self.process.stdin is not None
        self.rest.clear()
        self.process.stdin.write(f"{act} {number}\n")
        self.process.stdin.flush()

    def close(self) -> None:
        """Ends it."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(PATIENCE)

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            said = json.loads(line)
            if said["what"] == "rest":
                self.rest.set()
            elif said["what"] == "next":
                if self.lookers is not None:
                    self.lookers.stories.append(said["path"])
            else:
                self.acts.append(said)
        self.rest.set()


def made(paper: Processes, stories: int, folder: Path) -> int:
    """A paper in the home of ``paper``, with the lists of what is asked for; the number of its newest story."""
    newest = int(homes.in_home(paper.home, "bench.fresh_hand", "--found", str(stories))["newest"])
    paths = (paper.home / "paths.txt").read_text().split()
    (folder / "any.txt").write_text("\n".join(paths) + "\n")
    (folder / "hot.txt").write_text("\n".join(paths[-HOT:]) + "\n")
    lists = ", ".join(f'"{what}"' for what, share in MIX for _ in range(share))
    (folder / "fixed.lua").write_text(SCRIPT.format(lists=lists, folder=folder))
    return newest


def printed(paper: Processes, lookers: Lookers, paths: list[str]) -> None:
    """Asks for all the paper, so that it is printed, and waits until the press has nothing left to do."""
    if not listens(paper.port, PATIENCE):
        raise RuntimeError("The stand does not listen.")
    lookers.warm(paths)
    at_rest(lambda: paper.pids("press"))


@contextmanager
def readers(port: int, folder: Path, seconds: int, rate: int = 0) -> Iterator["subprocess.Popen[str]"]:
    """wrk for ``seconds``, at ``rate`` or (0) as fast as it goes."""
    script = folder / "fixed.lua"
    if rate:
        paced = folder / "paced.lua"
        # A connection waits between its answer and its next request; what answers take is taken off by a dice of its own.
        paced.write_text(script.read_text() + f"\nfunction delay() return math.random(0, {2 * DELAY // rate}) end\n")
        script = paced
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(script), f"http://127.0.0.1:{port}"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill() if process.poll() is None else None
        process.wait()


def answered(process: "subprocess.Popen[str]") -> float:
    """Requests a second, when wrk is through. Raises ``RuntimeError`` where an answer was not as it should."""
    said, _ = process.communicate(timeout=PATIENCE + 600)
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(f"Not all readers got their page:\n{said}")
    return float(said.partition("Requests/sec:")[2].split()[0])


def waits(looks: list[Look], acts: list[dict[str, Any]], what: str) -> list[float]:
    """Milliseconds until the looks at ``what`` showed each story that was published, from the act's return."""
    found = []
    for act in acts:
        shown = [look.ended for look in looks if look.what == what and act["id"] in look.ids]
        found.append((min(shown) - act["ended"]) * 1000 if shown else PATIENCE * 1000)
    return found


def backwards(looks: list[Look]) -> list[str]:
    """Answers that were asked for after another had ended and show less than it, in words."""
    wrong = []
    for path in {look.path for look in looks}:
        mine = sorted((look for look in looks if look.path == path), key=lambda look: look.began)
        ended = sorted(mine, key=lambda look: look.ended)
        floor, place = 0, 0
        for look in mine:
            while place < len(ended) and ended[place].ended < look.began:
                floor = max(floor, max(ended[place].ids, default=0))
                place += 1
            if max(look.ids, default=0) < floor:
                wrong.append(f"{path} shows {max(look.ids, default=0)} after {floor}")
    return wrong


def lasting(looks: list[Look], acts: list[dict[str, Any]]) -> list[float]:
    """Milliseconds from each killing's return to the beginning of the last look that still showed the story."""
    return [
        max([0.0, *((look.began - act["ended"]) * 1000 for look in looks if act["id"] in look.ids)]) for act in acts
    ]


def quantile(values: list[float], share: float) -> float:
    """The value below which ``share`` of ``values`` lie."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def measured(paper: Processes, folder: Path, base: int, options: argparse.Namespace) -> str:
    """All of it, as Markdown."""
    lookers = Lookers(paper.port, base, LOOKERS)
    printed(paper, lookers, (folder / "any.txt").read_text().split())
    editor = Editor(paper, lookers)
    _write(editor, options.seconds)
    with readers(paper.port, folder, options.seconds + 6, options.rate) as process, lookers.looking():
        time.sleep(2)
        editor.ask("publish", options.seconds)
        editor.rest.wait(options.seconds * 5 + PATIENCE)
        time.sleep(1)
        rate = answered(process)
    published, looks = editor.acts, lookers.taken()
    lookers.stories, lookers.until = [], 410
    with readers(paper.port, folder, KILLS + 6, options.rate) as process, lookers.looking():
        time.sleep(1)
        editor.acts = []
        editor.ask("kill", KILLS)
        editor.rest.wait(PATIENCE)
        time.sleep(2)
    after = lookers.taken()
    killed = lasting(after, editor.acts)
    still, fast = [], []
    for _ in range(options.rounds):
        with readers(paper.port, folder, options.turn) as process:
            still.append(answered(process))
        _write(editor, options.turn)
        editor.ask("publish", options.turn)
        with readers(paper.port, folder, options.turn) as process:
            fast.append(answered(process))
        editor.rest.wait(PATIENCE)
    editor.close()
    rows = []
    for what in lookers.WATCHED:
        found = waits(looks, published, what)
        p50, p99 = quantile(found, 0.5), quantile(found, 0.99)
        rows.append([what, f"{p50:.0f}", f"{p99:.0f}", f"{max(found):.0f}", _told(p50 <= 150 and p99 <= 500)])
    older = backwards(looks)
    kept = statistics.median(fast) / statistics.median(still)
    acted = [(act["ended"] - act["began"]) * 1000 for act in published]
    lines = [
        f"{len(published)} stories, one a second; {rate:,.0f} pages a second asked for meanwhile; the act itself took"
        f" {quantile(acted, 0.5):.0f} ms (p99 {quantile(acted, 0.99):.0f}). Milliseconds from its return until readers"
        " saw the story:",
        homes.table(["", "p50 (aim ≤ 150)", "p99 (aim ≤ 500)", "worst", "reached"], rows),
        homes.table(
            ["what", "aim", "found", "reached"],
            [
                ["older version after a newer one", "0", f"{len(older)} of {len(looks):,} looks", _told(not older)],
                [
                    f"ms until {len(killed)} killed stories were seen nowhere, worst",
                    "≤ 1,000",
                    f"{max(killed):,.0f}",
                    _told(max(killed) <= WITHIN * 1000),
                ],
                [
                    f"pages/s at saturation while publishing ({statistics.median(fast):,.0f}), of without"
                    f" ({statistics.median(still):,.0f})",
                    "≥ 0.90",
                    f"{kept:.2f}",
                    _told(kept >= 0.9),
                ],
            ],
        ),
    ]
    for one in older[:5]:
        print(one, file=sys.stderr)
    return "\n\n".join(lines)


def _write(editor: Editor, number: int) -> None:
    """Has the editor write ``number`` stories, and waits until he has and the press has noticed."""
    editor.ask("write", number)
    editor.rest.wait(PATIENCE)
    time.sleep(2)


def _told(good: bool) -> str:
    return "yes" if good else "**no**"


def options_of(argv: list[str] | None = None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.fresh", description=__doc__.partition("\n")[0])
    parser.add_argument("--stories", type=int, default=3_000)
    parser.add_argument("--seconds", type=int, default=60, help="of publishing, a story a second")
    parser.add_argument("--rate", type=int, default=10_000, help="pages a second that readers ask for")
    parser.add_argument("--rounds", type=int, default=3, help="at saturation, with and without an editor")
    parser.add_argument("--turn", type=int, default=15, help="seconds of each of them")
    parser.add_argument("--kept", help="a folder that keeps the paper")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {PAGE.relative_to(homes.ROOT)}")
    return parser.parse_args(argv)


def main(argv: list[str] | None = None) -> int:
    """Returns 0, or 77 with a sentence where wrk is missing."""
    options = options_of(argv)
    if shutil.which("wrk") is None:
        print("Skipped: wrk must be installed for this comparison.")
        return 77
    before = load()
    with homes.home(options.kept) as folder:
        (folder / "home").mkdir(exist_ok=True)
        paper = Processes(folder / "home", free_port(), Book(), 1)
        base = made(paper, options.stories, folder)
        paper.start_household()
        try:
            text = measured(paper, folder, base, options)
        finally:
            paper.stop()
    words = " ".join(sys.argv[1:]).replace("--write", "").strip()
    head = (
        f"`python -m bench.fresh {words}`".replace(" `", "`")
        + f" · {machine()} · {before} at its start · {date.today()}. {options.stories:,} stories of 58 KB a page; the"
        " readers (wrk), the lookers and the editor share the cores with the paper."
    )
    print(f"{head}\n\n{text}")
    if options.write:
        homes.between(PAGE, "fresh", f"{head}\n\n{text}")
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harkara.settings")
    sys.exit(main())
