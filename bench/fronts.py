"""Fronts: how soon readers see a front that an editor publishes, in a small paper and in a large one.

``python -m bench.fronts [--sizes 1000,100000] [--times N] [--write]``. The paper is the real one (``harkara serve``). An editor's
requests come over HTTP as the screen sends them: the draft is saved with another lead, then it is published; a reader asks for
the front page all the while. A wait counts from the moment the editor's request is sent to the end of the first answer with
the new lead. A paper grown by itself has no statistics for SQLite's planner, so the made one has none either.
"""

import argparse
import http.client
import json
import os
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from bench import homes
from bench.faults.marks import Book
from bench.faults.paper import Processes, free_port
from bench.fresh import quantile
from bench.machine import load, machine
from bench.serve_sides import at_rest, listens

PAGE = homes.ROOT / "docs/benchmarks.md"
CHARACTERS = 600
LOOK = 0.003
"""Seconds between two looks of the reader."""

PATIENCE = 120.0
AIM = 1000
"""Milliseconds within which a front is live."""


def found(stories: int) -> None:
    """A paper of ``stories``, the newest of now, and an editor's session in it."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.db import connection

    from bench import papers
    from harkara.desk import clock, rights
    from harkara.desk.models import Story
    from harkara.people.models import User

    rights.grant()
    papers.write(stories, CHARACTERS, newest=clock.now())
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM sqlite_stat1")
    user = User.objects.create_superuser("editor", password=None, is_staff=True)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    newest = list(Story.objects.order_by("-published_at").values_list("pk", flat=True)[:200])
    print(json.dumps({"session": session.session_key, "stories": newest}))


class Editor:
    """Somebody at the screen of the home page."""

    def __init__(self, port: int, session: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        token = "b" * 32
        self.headers = {
            "Cookie": f"sessionid={session}; csrftoken={token}",
            "X-CSRFToken": token,
            "Accept": "application/json",
            "Content-Type": "application/json",
        }
        self.stands = self.ask("GET", "state")

    def ask(self, method: str, act: str, **said: Any) -> Any:
        """One request of the screen. Raises ``RuntimeError`` where it is refused."""
        body = json.dumps(said) if method == "POST" else None
        self.connection.request(method, f"/desk/front/home/{act}/", body, self.headers)
        answer = self.connection.getresponse()
        told = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{act}: {answer.status} {told[:300]!r}")
        return json.loads(told)

    def lead_by(self, story: int) -> float:
        """Saves a draft led by ``story``; returns how many milliseconds that took."""
        arrangement = self.stands["arrangement"]
        arrangement["slots"] = [slot for slot in arrangement["slots"] if slot["own"]]
        for slot in arrangement["slots"]:
            slot["pins"] = [pin for pin in slot["pins"] if pin["story"] != story]
            if slot["look"] == "lead":
                slot["pins"] = [{"story": story, "place": 1}]
        began = time.monotonic()
        self.stands = self.ask("POST", "save", seen=self.stands["step"], arrangement=arrangement)
        return (time.monotonic() - began) * 1000


def led_by(reader: http.client.HTTPConnection) -> int:
    """The number of the story that leads the front page as a reader gets it now."""
    reader.request("GET", "/")
    page = reader.getresponse().read().decode()
    lead = page.partition('class="front-lead"')[2]
    return int(lead.partition('<a href="/')[2].split("/")[1]) if lead else 0


def measured(paper: Processes, said: dict[str, Any], times: int) -> dict[str, list[float]]:
    """Milliseconds of each time: to save the draft, to publish it, until a reader has it."""
    reader = http.client.HTTPConnection("127.0.0.1", paper.port, timeout=PATIENCE)
    if not listens(paper.port, PATIENCE):
        raise RuntimeError("The stand does not listen.")
    _at_rest(paper, reader)
    editor = Editor(paper.port, said["session"])
    took: dict[str, list[float]] = {"save": [], "publish": [], "reader": [], "look": []}
    for turn in range(times):
        story = said["stories"][20 + turn]
        took["save"].append(editor.lead_by(story))
        began = time.monotonic()
        editor.stands = editor.ask("POST", "publish", seen=editor.stands["step"])
        took["publish"].append((time.monotonic() - began) * 1000)
        limit = time.monotonic() + PATIENCE
        while led_by(reader) != story and time.monotonic() < limit:
            time.sleep(LOOK)
        took["reader"].append((time.monotonic() - began) * 1000)
        began = time.monotonic()
        editor.stands = editor.ask("GET", "state")
        took["look"].append((time.monotonic() - began) * 1000)
    return took


def _at_rest(paper: Processes, reader: http.client.HTTPConnection) -> None:
    """Waits until the front page is there and the press has nothing left to do. Raises ``RuntimeError`` where it never is."""
    limit = time.monotonic() + 5 * PATIENCE
    while not led_by(reader):
        if time.monotonic() > limit:
            raise RuntimeError("The front page never came.")
        time.sleep(LOOK)
    at_rest(lambda: paper.pids("press"))


def of_size(stories: int, times: int) -> list[str]:
    """A row of the table."""
    with homes.home() as folder:
        said = homes.in_home(folder, "bench.fronts", "--found", str(stories))
        paper = Processes(folder, free_port(), Book(), 1)
        paper.start_household()
        try:
            took = measured(paper, said, times)
        finally:
            paper.stop()
    cells = [
        f"{quantile(took[what], 0.5):.0f} / {quantile(took[what], 0.95):.0f}" for what in ("look", "save", "publish")
    ]
    worst = max(took["reader"])
    live = f"{quantile(took['reader'], 0.5):.0f} / {quantile(took['reader'], 0.95):.0f} / {worst:.0f}"
    return [f"{stories:,}", *cells, live, "yes" if worst <= AIM else "**no**"]


def main(argv: list[str] | None = None) -> int:
    """Measures, prints, and writes where it is told to."""
    parser = argparse.ArgumentParser(prog="python -m bench.fronts", description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", default="1000,100000")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--found", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--write", action="store_true", help=f"put the table into {PAGE.relative_to(homes.ROOT)}")
    options = parser.parse_args(argv)
    if options.found:
        homes.set_up()
        found(options.found)
        return 0
    before = load()
    rows = [of_size(int(size), options.times) for size in options.sizes.split(",")]
    head = (
        f"`python -m bench.fronts --sizes {options.sizes} --times {options.times}` · {machine()} · {before} at its start ·"
        f" {date.today()}. Milliseconds, p50 / p95; the last also its worst, counted from the editor's request."
    )
    names = ["stories", "look at the screen", "save a draft", "publish", "until a reader has it", f"within {AIM:,}"]
    text = f"{head}\n\n{homes.table(names, rows)}"
    print(text)
    if options.write:
        homes.between(Path(PAGE), "fronts", text)
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harkara.settings")
    sys.exit(main())
