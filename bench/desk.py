"""The newsroom at size: how long its daily ways take while others type, in a paper of a million stories.

``python -m bench.desk [--stories 1000000] [--revisions 2] [--accounts 200] [--typing 25] [--home FOLDER] [--prepare]
[--postgres] [--write]`` makes the paper (once, where ``--home`` names a folder that stays; with ``--prepare`` that is all),
serves it with ``harkara serve`` and asks over HTTP: so many people type without a pause, each in a draft of their own,
every one of them kept as their browser would; beside them one editor does one thing after another, and looks half a second
at each. The waits are those of that editor. The generator runs on the same machine and takes its share of it.
"""

import argparse
import http.client
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from lxml.html import document_fromstring

from bench import homes
from bench.machine import load, machine
from bench.serve_sides import free, listens

PAGE = homes.ROOT / "docs/benchmarks-desk.md"
RHYTHM = 1.1  # seconds between two sendings of the editor's page, as in static/desk/keeping/keeper.js
REVISION = 10.0  # seconds after which they become a revision though nobody pauses, as there
LOOK = 0.5  # seconds for which the editor looks at what has come
GATE = 300  # milliseconds at p95
WAYS = {
    "board": "the board",
    "list": "the list of stories",
    "filtered": "the list, one section, published only",
    "search": "the list, a Bangla word looked for",
    "open": "a story opened",
    "save": "a draft saved",
    "ask": "publishing asked for: what goes where",
    "publish": "a story published",
}


def make(stories: int, each: int, accounts: int) -> dict[str, Any]:
    """In the paper's home: makes what is missing, signs everybody in; returns who may do what."""
    homes.set_up()
    from bench import newsrooms, papers
    from harkara.desk.models import Progress, Story
    from harkara.people.models import User

    if not Story.objects.exists():
        papers.write(stories, characters=300)
        newsrooms.revisions(each)
        newsrooms.desk(newsrooms.people(accounts))
        _settle()
    users = list(User.objects.filter(username__startswith="person-").order_by("pk"))
    editor = next(user for user in users if user.groups.filter(name="desk_editor").exists())
    writers = [user for user in users if user.groups.filter(name__in=("reporter", "sub_editor")).exists()]
    drafts = dict(Progress.objects.order_by("pk").values_list("author", "story"))
    return {
        "editor": _cookie(editor),
        "typists": [(_cookie(user), drafts[user.pk]) for user in writers if user.pk in drafts],
        "newest": Story.objects.filter(live=True).order_by("-pk").values_list("pk", flat=True)[0],
        "sections": list({story.section_id for story in Story.objects.only("section")[:50]}),
    }


def _settle() -> None:
    """Leaves the tables as a server's own housekeeping would have left them long since."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _cookie(user: Any) -> str:
    """A session of somebody who has signed in with a second factor."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from harkara.people.sittings import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["harkara.proved"] = True
    session.save()
    return str(session.session_key)


class Browser:
    """Somebody's browser: one connection, a session, and the token that forms need."""

    TOKEN = "a" * 32

    def __init__(self, port: int, session: str) -> None:
        self.port, self.session = port, session
        self.wire = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, address: str, form: dict[str, str] | str | None = None, **headers: str) -> tuple[int, bytes, str]:
        """Status, body and where it leads. ``form`` is sent; a text goes as it is."""
        said = {"Cookie": f"sessionid={self.session}; csrftoken={self.TOKEN}", **headers}
        body = None
        if isinstance(form, str):
            body = form
            said |= {"Content-Type": "text/plain", "X-CSRFToken": self.TOKEN}
        elif form is not None:
            body = urlencode({**form, "csrfmiddlewaretoken": self.TOKEN})
            said["Content-Type"] = "application/x-www-form-urlencoded"
        for turn in range(2):
            try:
                self.wire.request("POST" if form is not None else "GET", address, body, said)
                answer = self.wire.getresponse()
                return answer.status, answer.read(), answer.headers.get("Location", "")
            except (http.client.HTTPException, ConnectionError):
                self.wire.close()
                if turn:
                    raise
        raise AssertionError

    def open(self, story: int) -> dict[str, str]:
        """The fields of a story's form, as its page sends them."""
        status, body, _to = self.ask(f"/desk/stories/edit/{story}/")
        if status != 200:
            raise RuntimeError(f"Story {story} does not open: {status}.")
        page = document_fromstring(body)
        form = next(form for form in page.forms if form.get("data-edit-form") is not None)
        fields = {name: str(value) for name, value in form.fields.items() if value is not None}
        fields.pop("csrfmiddlewaretoken", None)
        blocks = json.loads(page.xpath("//*[@data-w-block-arguments-value]/@data-w-block-arguments-value")[0])[0]
        fields |= {"body-count": str(len(blocks))}
        for place, block in enumerate(blocks):
            fields |= {f"body-{place}-{name}": value for name, value in block.items()}
            fields |= {f"body-{place}-order": str(place), f"body-{place}-deleted": ""}
        fields["keeping_base"] = page.xpath("//*[@id='desk-kept']/@data-base")[0]
        return fields


class Typist(threading.Thread):
    """Somebody who types without a pause: a word more in every sending, and a revision as often as the page makes one."""

    def __init__(self, port: int, session: str, story: int, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.browser, self.story, self.stop = Browser(port, session), story, stop
        fields = self.browser.open(story)
        self.base = fields.pop("keeping_base")
        self.form = [[name, value] for name, value in fields.items()]
        self.place = next(
            place for place, (name, _) in enumerate(self.form) if name.startswith("body-") and name.endswith("-value")
        )
        self.page, self.turn = f"bench-{story}", 0
        self.waits: list[float] = []
        self.revisions: list[float] = []
        self.lost = 0

    def run(self) -> None:
        due = time.monotonic()
        revision = due + REVISION * (self.story % 25) / 25  # they did not all begin in the same second
        while not self.stop.wait(max(0.0, due - time.monotonic())):
            due = max(due + RHYTHM, time.monotonic())
            self._put()
            if time.monotonic() >= revision:
                revision = max(revision + REVISION, time.monotonic())
                self._revise()

    def _put(self) -> None:
        """Another word, put down as the page does: the first time the whole form, then what became other."""
        words = self.form[self.place]
        words[1] = words[1].replace("</p>", " শব্দ</p>")
        query = {"page": self.page, "device": "bench", "story": self.story, "base": self.base}
        query["turn"] = str(time.time_ns() // 1000)
        changed: Any = self.form
        if self.turn:
            query["since"], changed = str(self.turn), [[self.place, words[1]]]
        self.turn = int(query["turn"])
        self._asked(self.waits, f"/desk/keeping/jots/put/?{urlencode(query)}", json.dumps(changed))

    def _revise(self) -> None:
        said = {"keeping_page": self.page, "keeping_base": self.base}
        said |= {"keeping_jot": str(self.turn), "keeping_turn": str(self.turn)}
        answer = self._asked(self.revisions, f"/desk/stories/edit/{self.story}/", said)
        self.base = str(answer.get("revision_id", self.base))

    def _asked(self, waits: list[float], address: str, body: Any) -> dict[str, Any]:
        began = time.monotonic()
        status, text, _to = self.browser.ask(address, body, Accept="application/json")
        said: dict[str, Any] = json.loads(text) if status == 200 else {}
        if said.get("success"):
            waits.append(time.monotonic() - began)
        else:
            self.lost += 1
        return said


class Hand:
    """The editor whose waits are measured."""

    def __init__(self, port: int, told: dict[str, Any]) -> None:
        self.browser, self.told = Browser(port, told["editor"]), told
        self.turn = 0
        typed = {story for _session, story in told["typists"]}
        every = range(told["newest"], 0, -max(1, told["newest"] // 900))  # old ones and new ones
        self.mine = cycle([story for story in every if story not in typed])

    def do(self, way: str) -> float:
        """Does one thing and returns how long it waited, in seconds."""
        self.turn += 1
        section = self.told["sections"][self.turn % len(self.told["sections"])]
        looks = {
            "board": "/desk/",
            "list": "/desk/stories/",
            "filtered": f"/desk/stories/?section={section}&live=true",
            "search": f"/desk/stories/?{urlencode({'q': ('নদী', 'সরকার', 'বাজার')[self.turn % 3]})}",
        }
        if way in looks:
            return self._timed(looks[way])
        story = next(self.mine)
        if way == "open":
            return self._timed(f"/desk/stories/edit/{story}/")
        fields = self.browser.open(story)
        fields["headline"] = f"{fields['headline'][:200]} {self.turn}"
        saved = self._timed(f"/desk/stories/edit/{story}/", fields, lands=302)
        if way == "save":
            return saved
        address = f"/desk/acts/{story}/publish/"
        asked = self._timed(address)
        if way == "ask":
            return asked
        return self._timed(
            f"/desk/stories/edit/{story}/", {**self.browser.open(story), "action-publish": "1"}, lands=302
        )

    def _timed(self, address: str, form: dict[str, str] | None = None, lands: int = 200) -> float:
        began = time.monotonic()
        status, body, _to = self.browser.ask(address, form)
        took = time.monotonic() - began
        if status != lands:
            raise RuntimeError(f"{address} answered {status}, not {lands}: {body[:300]!r}")
        return took


def percentile(waits: list[float], share: float) -> float:
    """Milliseconds under which ``share`` of the waits were."""
    return sorted(waits)[min(len(waits) - 1, int(len(waits) * share))] * 1000


def measure(port: int, told: dict[str, Any], typing: int, rounds: int) -> tuple[dict[str, list[float]], list[Typist]]:
    """The waits of each way, with so many typing beside; and who typed."""
    stop = threading.Event()
    typists = [Typist(port, *one, stop) for one in told["typists"][:typing]]
    hand = Hand(port, told)
    for way in WAYS:  # what is loaded once is loaded
        hand.do(way)
    for number, one in enumerate(typists):
        one.start()
        stop.wait(RHYTHM / max(1, typing) if number else 0)
    waits: dict[str, list[float]] = {way: [] for way in WAYS}
    for _round in range(rounds):
        for way in WAYS:
            waits[way].append(hand.do(way))
            time.sleep(LOOK)
    stop.set()
    for one in typists:
        one.join(60)
    return waits, typists


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.desk", description=__doc__)
    parser.add_argument("--stories", type=int, default=1_000_000)
    parser.add_argument("--revisions", type=int, default=2, help="of each story")
    parser.add_argument("--accounts", type=int, default=200)
    parser.add_argument("--typing", type=int, default=25)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--desks", type=int, default=2, help="processes that answer the newsroom")
    parser.add_argument("--home", help="a folder that keeps the paper for the next time")
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL server of the bench's own")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--prepare", action="store_true", help="only make the paper in --home")
    parser.add_argument("--make", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    sizes = [str(options.stories), str(options.revisions), str(options.accounts)]
    if options.make:
        print(json.dumps(make(options.stories, options.revisions, options.accounts)))
        return 0
    with ExitStack() as stack:
        if options.postgres:
            from bench.archive_postgres import server

            kept = Path(options.home).resolve() / "postgres" if options.home else None
            os.environ["HARKARA_DATABASE"] = stack.enter_context(server(kept))
        path = stack.enter_context(homes.home(options.home))
        given = [
            word
            for name, size in zip(("--stories", "--revisions", "--accounts"), sizes, strict=True)
            for word in (name, size)
        ]
        told = homes.in_home(path, "bench.desk", "--make", *given)
        if options.prepare:
            return 0
        port = stack.enter_context(_served(path, options.desks))
        alone, _none = measure(port, told, 0, max(10, options.rounds // 2))
        waits, typists = measure(port, told, options.typing, options.rounds)
    text = _table(options, alone, waits, typists)
    print(text)
    if options.write:
        homes.between(PAGE, "postgres" if options.postgres else "sqlite", text)
    return 0 if all(percentile(found, 0.95) <= GATE for found in waits.values()) else 1


@contextmanager
def _served(path: Path, desks: int) -> Iterator[int]:
    """The paper in ``path`` served on a port, without the press; yields the port."""
    port = free()
    environment = {**os.environ, "HARKARA_HOME": str(path), "DJANGO_SETTINGS_MODULE": "harkara.settings"}
    environment |= {"HARKARA_ORIGIN": f"http://127.0.0.1:{port}", "HARKARA_LOG": "ERROR"}
    command = [sys.executable, "-m", "harkara", "serve", "--port", str(port), "--no-press", "--desks", str(desks)]
    process = subprocess.Popen(command, env=environment, cwd=homes.ROOT, stdout=subprocess.DEVNULL)
    try:
        if not listens(port):
            raise RuntimeError("The stand does not listen.")
        yield port
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(60)


def _table(
    options: argparse.Namespace,
    alone: dict[str, list[float]],
    waits: dict[str, list[float]],
    typists: list[Typist],
) -> str:
    kept = [wait for one in typists for wait in one.waits]
    revisions = [wait for one in typists for wait in one.revisions]
    rows = [
        [
            WAYS[way],
            f"{percentile(alone[way], 0.5):.0f}",
            f"{percentile(waits[way], 0.5):.0f}",
            f"**{percentile(waits[way], 0.95):.0f}**",
            "yes" if percentile(waits[way], 0.95) <= GATE else "no",
        ]
        for way in WAYS
    ]
    for name, found in (("what is typed kept", kept), ("a revision made of it", revisions)):
        if found:
            rows.append([name, "", f"{percentile(found, 0.5):.0f}", f"**{percentile(found, 0.95):.0f}**", ""])
    head = ["ms", "alone, p50", f"{options.typing} typing, p50", "p95", f"≤ {GATE}"]
    lost = sum(one.lost for one in typists)
    command = f"python -m bench.desk --stories {options.stories} --typing {options.typing} --desks {options.desks}"
    command += " --postgres" if options.postgres else ""
    return (
        f"{options.stories:,} stories, {options.stories * options.revisions:,} revisions, {options.accounts} accounts; "
        f"{len(kept):,} sendings of what was typed, {len(revisions):,} revisions, {lost} refused.\n\n"
        f"{homes.table(head, rows)}\n\n`{command} --write` · {machine()}; {load()} · {datetime.now(UTC).date()}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
