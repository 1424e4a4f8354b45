"""Live coverage: how soon an entry that is posted is seen, by one reader and by fifty thousand.

``python -m bench.live [--readers N] [--entries N] [--waves N] [--stories N] [--kept FOLDER] [--write]``. The paper is the real
one: ``harkara serve`` (three workers, newsroom, press) over a made paper; entries are posted over HTTP as the screen for phones
posts them, and readers wait as ``live.js`` does: a request that the stand holds, a new one 0.2 to 1.2 s after each answer.

- One reader: from when the button is pressed until the answer with the entry has come, over ``--entries``.
- ``--readers`` sockets on 127.0.0.1, from as many addresses as their ports need, in processes of their own: the same of each of
  them, for ``--waves`` entries; CPU and memory of the stand while they wait and when they are told.
- What the same readers would ask if they polled: conditional requests as fast as they are answered.

Everything shares the cores of one machine, the readers too.
"""

import argparse
import http.client
import json
import os
import random
import re
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

from bench import homes
from bench.faults.marks import Book
from bench.faults.paper import Processes, free_port
from bench.fresh import answered, quantile
from bench.machine import load, machine
from bench.serve_sides import at_rest, cpu, listens, memory

PAGE = homes.ROOT / "docs/benchmarks.md"
WORKERS = 3
CROWD = 17_000
"""Sockets of one process of readers: a process may have 20,000 files open here."""

PATIENCE = 180.0
WITHIN = 2000.0
"""Milliseconds within which readers are to see an entry."""

HEADERS = {
    "User-Agent": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36",
    "Accept": "*/*",
    "Accept-Encoding": "gzip, deflate, br",
}

POLLS = """
local headers = {{ ["Accept-Encoding"] = "gzip, deflate, br", ["If-None-Match"] = '{tag}' }}
function request() return wrk.format("GET", "{path}", headers) end
"""


def found(stories: int) -> dict[str, Any]:
    """A paper with a story that is covered live, and an editor who is signed in; in this process's home."""
    homes.set_up()
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from bench import papers
    from harkara.desk import actions, clock
    from harkara.desk.models import Paper, Story
    from harkara.people.models import User

    if not Story.objects.exists():
        papers.write(stories, 4000, newest=clock.now())
    Paper.objects.update(is_demo=True)
    editor = User.objects.create_superuser("editor", password="password")
    story = Story.objects.filter(live=True).order_by("-pk")[0]
    actions.begin_coverage(story, None)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(editor.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = editor.get_session_auth_hash()
    session.create()
    return {"story": story.pk, "session": session.session_key, "cookie": settings.SESSION_COOKIE_NAME}


class Phone:
    """A phone that posts, as the script of the screen does."""

    def __init__(self, port: int, told: dict[str, Any]) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.path = f"/desk/live/{told['story']}/"
        self.cookie = f"{told['cookie']}={told['session']}"
        self.token = ""
        self._ask("GET", "state/")

    def _ask(self, method: str, what: str, body: str | None = None) -> None:
        headers = {"Cookie": self.cookie, "X-Requested-With": "XMLHttpRequest", "Accept": "application/json"}
        if self.token:
            headers |= {"X-CSRFToken": self.token, "Cookie": f"{self.cookie}; csrftoken={self.secret}"}
        self.line.request(method, self.path + what, body, headers)
        answer = self.line.getresponse()
        said = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{method} {what}: {answer.status} {said[:300]!r}")
        for cookie in answer.headers.get_all("set-cookie") or ():
            if found := re.match(r"csrftoken=([^;]+)", cookie):
                self.secret = found[1]
        self.token = json.loads(said)["token"]

    def post(self, words: str, client: str) -> tuple[float, float]:
        """Posts; when the button was pressed and when the newsroom had taken it."""
        began = time.monotonic()
        self._ask("POST", "send/", json.dumps({"act": "post", "client": client, "text": words}))
        return began, time.monotonic()


class Reader:
    """One reader's browser, without its screen."""

    def __init__(self, port: int, story: int) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.path = f"/fragment/live/{story}"
        self.tag = ""
        self.body = ""
        self.look()

    def look(self) -> float:
        """One request; returns when its answer had come."""
        headers = {**HEADERS, "Accept-Encoding": "identity", **({"If-None-Match": self.tag} if self.tag else {})}
        self.line.request("GET", self.path + ("/wait" if self.tag else ""), headers=headers)
        answer = self.line.getresponse()
        body = answer.read()
        ended = time.monotonic()
        if answer.status == 200:
            self.tag, self.body = answer.headers["etag"], body.decode()
        elif answer.status != 304:
            raise RuntimeError(f"{self.path}: {answer.status}")
        return ended


def one_reader(paper: Processes, phone: Phone, told: dict[str, Any], entries: int) -> list[list[str]]:
    """Entries at random moments, and when one reader had each."""
    import threading

    dice, seen, posted, taken = random.Random(1), dict[int, float](), list[float](), list[float]()
    reader, over = Reader(paper.port, told["story"]), threading.Event()

    def follow() -> None:
        while not over.is_set():
            ended = reader.look()
            for number in map(int, re.findall(r"খবর-(\d+)।", reader.body)):
                seen.setdefault(number, ended)
            time.sleep(0.2 + dice.random())

    thread = threading.Thread(target=follow, daemon=True)
    thread.start()
    for number in range(entries):
        time.sleep(random.Random(number).uniform(0.3, 3.0))
        began, ended = phone.post(f"খবর-{number}। ঘাটে নৌকা পৌঁছেছে, যাত্রীরা নামছেন।", f"one-{number}")
        posted.append(began)
        taken.append((ended - began) * 1000)
    limit = time.monotonic() + 10
    while len(seen) < entries and time.monotonic() < limit:
        time.sleep(0.05)
    over.set()
    waits = [
        (seen[number] - began) * 1000 if number in seen else PATIENCE * 1000 for number, began in enumerate(posted)
    ]
    return [
        [
            f"one reader, {entries} entries: ms from the tap until it has come, p50 / p99 / worst",
            "≤ 2,000",
            f"{quantile(waits, 0.5):.0f} / {quantile(waits, 0.99):.0f} / {max(waits):.0f}",
            answer(max(waits) <= WITHIN),
        ],
        [
            "of them until the newsroom has taken it, p50 / worst",
            "",
            f"{quantile(taken, 0.5):.0f} / {max(taken):.0f}",
            "",
        ],
    ]


@contextmanager
def crowd(port: int, story: int, readers: int, folder: Path) -> Any:
    """So many readers who wait, in processes of their own; the block gets them when all wait."""
    processes = []
    for number, start in enumerate(range(0, readers, CROWD)):
        many = min(CROWD, readers - start)
        command = [sys.executable, "-m", "bench.live_crowd", str(port), str(story), str(many), str(number)]
        processes.append(
            subprocess.Popen(
                [*command, str(folder / f"crowd-{number}.json")],
                cwd=homes.ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        )
    try:
        for process in processes:
            assert process.stdout is not None
            said = process.stdout.readline()
            if said.strip() != "all wait":
                raise RuntimeError(f"The readers did not come: {said}")
        yield processes
    finally:
        for process in processes:
            with suppress(BrokenPipeError):
                assert process.stdin is not None
                process.stdin.close()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()


def many_readers(paper: Processes, phone: Phone, told: dict[str, Any], options: argparse.Namespace) -> list[list[str]]:
    """Waves of entries to very many."""
    workers = lambda: paper.pids("worker")  # noqa: E731 (they may be others later)
    bare = sum(memory(pid)[0] for pid in workers())
    posted, spent = [], []
    with crowd(paper.port, told["story"], options.readers, paper.home):
        full = sum(memory(pid)[0] for pid in workers())
        before, began = sum(map(cpu, workers())), time.monotonic()
        time.sleep(10)
        idle = (sum(map(cpu, workers())) - before) / (time.monotonic() - began)
        for number in range(options.waves):
            before = sum(map(cpu, workers()))
            posted.append(phone.post(f"ঢেউ-{number}। সব যাত্রী নিরাপদে ঘাটে।", f"wave-{number}")[0])
            time.sleep(options.between)
            spent.append(sum(map(cpu, workers())) - before - idle * options.between)
    said = [json.loads(file.read_text()) for file in sorted(paper.home.glob("crowd-*.json"))]
    waits: list[float] = []
    missed = 0
    for number, began in enumerate(posted):
        got = [at for one in said for at in one["seen"].get(str(number), ())]
        missed += options.readers - len(got)
        waits += [(at - began) * 1000 for at in got]
    trouble = {why: sum(one["trouble"].get(why, 0) for one in said) for one in said for why in one["trouble"]}
    readers = options.readers
    return [
        [
            f"{readers:,} readers who wait, {options.waves} entries: ms from the tap until each has it, p50 / p99 / worst",
            "≤ 2,000",
            f"{quantile(waits, 0.5):.0f} / {quantile(waits, 0.99):.0f} / {max(waits):.0f}",
            answer(max(waits) <= WITHIN and not missed),
        ],
        [
            "of them who never got it; connections that broke",
            "0",
            f"{missed}; {sum(trouble.values())}",
            answer(not missed),
        ],
        [f"CPU of the stand while {readers:,} wait and nothing comes, of one core", "", f"{idle:.0%}", ""],
        ["CPU of the stand an entry, ms; a reader, µs (told, and asking again)", "", per(spent, readers), ""],
        [
            "memory of the stand for one who waits, KiB (all workers, " + f"{bare:.0f} MiB before)",
            "",
            f"{(full - bare) * 1024 / readers:.1f}",
            "",
        ],
    ]


def per(spent: list[float], readers: int) -> str:
    """Milliseconds an entry, and microseconds a reader."""
    each = statistics.median(spent)
    return f"{each * 1000:,.0f}; {each / readers * 1e6:.0f}"


def polling(paper: Processes, told: dict[str, Any], seconds: int) -> list[str]:
    """What it would cost if they asked again and again."""
    reader = Reader(paper.port, told["story"])
    line = http.client.HTTPConnection("127.0.0.1", paper.port, timeout=PATIENCE)
    line.request("GET", reader.path, headers=HEADERS)
    first = line.getresponse()
    first.read()
    script = paper.home / "polls.lua"
    script.write_text(POLLS.format(tag=first.headers["etag"].replace("'", ""), path=reader.path))
    before = sum(map(cpu, paper.pids("worker")))
    command = ["wrk", "-t1", "-c64", f"-d{seconds}s", "-s", str(script), f"http://127.0.0.1:{paper.port}"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    rate = answered(process)
    each = (sum(map(cpu, paper.pids("worker"))) - before) / seconds / rate
    return [
        f"instead: conditional requests ({rate:,.0f} a second here), µs of the stand each; 50,000 readers every 1.5 s, cores",
        "",
        f"{each * 1e6:.0f}; {each * 50_000 / 1.5:.1f}",
        "",
    ]


def answer(good: bool) -> str:
    """How a line of the table ends."""
    return "yes" if good else "**no**"


def say(what: str) -> None:
    """Says on the standard error what is done now."""
    print(f"{time.strftime('%H:%M:%S')}  {what}", file=sys.stderr, flush=True)


def measured(options: argparse.Namespace) -> str:
    """All of it, as Markdown."""
    busy = load()
    with homes.home(options.kept) as folder:
        told = homes.in_home(folder, "bench.live", "--found", str(options.stories))
        paper = Processes(folder, free_port(), Book(folder / "book"), 1, ["--workers", str(WORKERS)])
        try:
            paper.start_household()
            if not listens(paper.port, PATIENCE):
                raise RuntimeError("The stand does not listen.")
            say("waiting until the press has nothing left to do")
            at_rest(lambda: paper.pids("press"))
            phone = Phone(paper.port, told)
            phone.post("শুরু।", "first")
            time.sleep(2)
            say(f"one reader, {options.entries} entries")
            rows = one_reader(paper, phone, told, options.entries)
            if options.readers:
                say(f"{options.readers} readers come and wait")
                rows += many_readers(paper, phone, told, options)
            say("conditional requests")
            rows.append(polling(paper, told, options.seconds))
        finally:
            paper.stop()
    head = (
        f"`python -m bench.live --readers {options.readers} --entries {options.entries} --waves {options.waves}` · {machine()}"
        f" · {busy} at its start · {date.today()}. {WORKERS} workers of the stand, newsroom and press over {options.stories:,}"
        " stories, the readers on the same cores."
    )
    return head + "\n\n" + homes.table(["live coverage", "wanted", "figure", "holds"], rows)


def main() -> None:
    """Measures, or makes the paper."""
    parser = argparse.ArgumentParser(prog="python -m bench.live", description="How soon readers see what is posted.")
    parser.add_argument("--found", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--readers", type=int, default=50_000)
    parser.add_argument("--entries", type=int, default=40)
    parser.add_argument("--waves", type=int, default=5)
    parser.add_argument("--between", type=float, default=6.0, help="seconds between two waves")
    parser.add_argument("--stories", type=int, default=2000)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--kept", help="a folder for the paper, which stays")
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    options = parser.parse_args()
    if options.found:
        print(json.dumps(found(options.found)))
        return
    text = measured(options)
    print(text)
    if options.write:
        homes.between(PAGE, "live", text)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harkara.settings")
    main()
