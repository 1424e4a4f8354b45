"""What else is killed than publishing: bakings, imports, comments, appointments and upgrades, each begun again until it is done.

A work acknowledges what it has done; what it acknowledged is asked for after each kill.
"""

import http.client
import random
import sqlite3
import subprocess
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Any, Final, Protocol

from bench.faults.paper import Processes
from bench.faults.readers import PATIENCE, ask
from bench.faults.stable import Horse

ITEMS: Final = 700
"""Stories of an export: more than one batch, so that a kill falls between two as well."""

LATEST: Final = 5.0
"""Seconds within which what falls due is to be read."""

LEADS: Final = (301, 302)
"""What the short link of a story answers that is out."""


class Work(Protocol):
    """One kind of work of a paper."""

    places: tuple[str, ...]
    """What may be killed in it: ``hand`` (who does it), ``printer``, ``press``, ``hand and press``."""

    def begin(self) -> None:
        """Sees to it that somebody is at work."""

    def pids(self) -> list[int]:
        """Who is at work."""

    def lost(self) -> list[str]:
        """What was acknowledged and is not there, in words. The press has caught up."""

    def end(self) -> list[str]:
        """Does to the end what was begun, and says what is lost of it."""


class Hand:
    """A process that works beside the paper."""

    places: tuple[str, ...] = ("hand", "printer", "press", "hand and press")

    def __init__(self, paper: Processes, seed: int) -> None:
        self.paper, self.dice = paper, random.Random(seed)
        self.process: subprocess.Popen[str] | Horse | None = None
        self.starts = 0

    def pids(self) -> list[int]:
        """Who is at work."""
        return [self.process.pid] if self.process is not None and self.process.poll() is None else []

    def start(self, *words: str, listens: bool = False, **told: str) -> None:
        """Starts ``python -m WORDS`` in the home of the paper; what it says goes to :meth:`heard` if anybody ``listens``."""
        self.starts += 1
        self.process = self.paper.hire(words, listens=listens, **told)
        if listens:
            threading.Thread(target=self._listen, args=(self.process,), daemon=True).start()

    def heard(self, line: str) -> None:
        """Takes a whole line of who is at work."""

    def stop(self) -> None:
        """Ends who is at work."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def rows(self, query: str, database: str = "newsroom") -> list[tuple[Any, ...]]:
        """Rows of a database of the paper."""
        path = f"file:{self.paper.home}/{database}.sqlite3?mode=ro"
        with closing(sqlite3.connect(path, uri=True, timeout=20)) as tables:
            return tables.execute(query).fetchall()

    def _listen(self, process: "subprocess.Popen[str] | Horse") -> None:
        assert process.stdout is not None
        with process.stdout as said:
            for line in said:
                if line.endswith("\n"):
                    self.heard(line.strip())


class Importing(Hand):
    """Exports of another paper move in, one after the other."""

    def __init__(self, paper: Processes, seed: int, items: int = ITEMS) -> None:
        super().__init__(paper, seed)
        self.items, self.exports, self.seen = items, 0, 0

    def begin(self) -> None:
        """Begins the import again, or the next one."""
        if self.pids():
            return
        if self.exports == 0 or self.is_done():
            self.exports += 1
            self.file().write_text(export(self.exports, self.items), encoding="utf-8")
        self.start("harkara", "import", "wxr", str(self.file()), "--report", f"{self.file()}.csv")

    def file(self) -> Path:
        """The export that moves in now."""
        return self.paper.home / f"export-{self.exports}.xml"

    def is_done(self) -> bool:
        """Whether every export so far is in."""
        return self.rows("SELECT COUNT(*) FROM desk_move WHERE stage = 'done'") == [(self.exports,)]

    def lost(self) -> list[str]:
        """A batch that was committed stays, and no story comes twice."""
        ((count, different),) = self.rows(
            "SELECT COUNT(*), COUNT(DISTINCT headline) FROM desk_story WHERE headline LIKE 'আনা খবর %'"
        )
        wrong = [] if count >= self.seen else [f"{self.seen} stories had moved in, and {count} are there"]
        wrong += [] if count == different else [f"{count - different} stories moved in twice"]
        self.seen = count
        return wrong

    def end(self) -> list[str]:
        """Takes in what was begun, and asks for some of it at its old address."""
        if not self.exports:
            return []
        while not self.is_done():
            self.begin()
            assert self.process is not None
            self.process.wait(600)
        wrong = self.lost()
        if self.seen != self.exports * self.items:
            wrong.append(f"{self.exports * self.items} stories were to move in, and {self.seen} are there")
        position, end = self.paper.position(), time.monotonic() + 4 * PATIENCE
        while not self.paper.followed(position) and time.monotonic() < end:
            time.sleep(0.05)
        for number in self.dice.sample(range(1, self.items + 1), 10):
            status = status_of(self.paper.port, f"/p{self.exports}/post-{number}/")
            wrong += [] if status == 301 else [f"the old address of story {number} answers {status}"]
        return wrong


class Baking(Hand):
    """Everything is baked ahead, again and again; a new layout gives it something to do."""

    def begin(self) -> None:
        """Begins a baking."""
        if not self.pids():
            self.start("harkara", "bake", "--jobs", "1")

    def lost(self) -> list[str]:
        """It acknowledges nothing; what it tore the readers and the check would see."""
        return []

    def end(self) -> list[str]:
        """Bakes to the end."""
        self.stop()
        done = self.paper.run("bake", "--jobs", "2")
        return [] if done.returncode == 0 else [f"baking ended with {done.returncode}: {done.stdout[-300:]}"]


class Commenting(Hand):
    """Readers speak under the stories of which the editor knows nothing."""

    def __init__(self, paper: Processes, seed: int) -> None:
        super().__init__(paper, seed)
        self.said: dict[int, tuple[int, str]] = {}
        """The number of each comment that was acknowledged, with its story and a word that no other has."""

    def begin(self) -> None:
        """Somebody speaks."""
        if not self.pids():
            self.start(
                "bench.faults.speaking", str(self.starts), listens=True, HARKARA_ROLE="stand", HARKARA_LOG="ERROR"
            )

    def heard(self, line: str) -> None:
        """``said NUMBER STORY WORD``."""
        _, number, story, word = line.split()
        self.said[int(number)] = int(story), word

    def lost(self) -> list[str]:
        """What is not in the database, or what is the newest of a story and not on its pages."""
        known = dict(self.said)
        there = {number for (number,) in self.rows("SELECT id FROM comments_comment", "readers")}
        wrong = [f"comment {number} is not in the database" for number in known if number not in there]
        newest = {story: (number, word) for number, (story, word) in sorted(known.items())}
        for story, (number, word) in newest.items():
            end = time.monotonic() + PATIENCE
            while not (is_there := word in text_of(self.paper.port, f"/fragment/comments/{story}")):
                if time.monotonic() > end:
                    break
                time.sleep(0.05)
            wrong += [] if is_there else [f"comment {number} is not to be read under story {story}"]
        return wrong

    def end(self) -> list[str]:
        """Nobody speaks any more."""
        lost = self.lost() if self.said else []
        self.stop()
        return lost


class Scheduling(Hand):
    """Stories are given a time some seconds ahead."""

    places = ("printer", "press", "hand", "hand and press")

    def __init__(self, paper: Processes, seed: int) -> None:
        super().__init__(paper, seed)
        self.due: dict[int, float] = {}
        self.late: list[float] = []
        """Seconds after its time, or after the press was there again, at which each was to be read."""

    def begin(self) -> None:
        """Somebody gives times."""
        if not self.pids():
            self.start("bench.faults.appointing", str(self.starts), listens=True)

    def heard(self, line: str) -> None:
        """``due STORY TIME``, in seconds since 1970."""
        _, story, at = line.split()
        self.due[int(story)] = float(at)

    def lost(self) -> list[str]:
        """What fell due and is not to be read. It is waited for."""
        wrong, began = [], time.time()
        for story, at in sorted(self.due.items(), key=lambda one: one[1]):
            if at > time.time():
                continue
            del self.due[story]
            status = 0
            while (status := status_of(self.paper.port, f"/{story}")) not in LEADS and time.time() < max(
                at, began
            ) + PATIENCE:
                time.sleep(0.02)
            self.late.append(max(0.0, time.time() - max(at, began)))
            wrong += [] if status in LEADS else [f"story {story} fell due and answers {status}"]
        return wrong

    def end(self) -> list[str]:
        """Waits until everything fell due."""
        self.stop()
        while self.due and max(self.due.values()) > time.time():
            time.sleep(0.1)
        return self.lost()


class Upgrading:
    """The press that comes after a killed one is of the other version."""

    places = ("press",)

    def __init__(self, paper: Processes) -> None:
        self.paper, self.version = paper, "new"

    def begin(self) -> None:
        """The next press is of the other version."""
        self._set("former" if self.version == "new" else "new")

    def pids(self) -> list[int]:
        """Nobody is at work but the press."""
        return []

    def lost(self) -> list[str]:
        """What the versions tear the readers see."""
        return []

    def end(self) -> list[str]:
        """The new version stays."""
        self._set("new")
        return []

    def stop(self) -> None:
        """Nobody is to be ended."""

    def _set(self, version: str) -> None:
        self.version = version
        (self.paper.home / "version").write_text(version)


def export(number: int, items: int) -> str:
    """An export of WordPress: the ``number``-th, of ``items`` invented posts."""
    posts = "".join(
        f"<item><title>আনা খবর {number}.{item}</title><link>https://old{number}.example/p{number}/post-{item}/</link>"
        f"<content:encoded><![CDATA[<p>ঘাটের পুরনো খবর {item}। নৌকা কম, ভিড় বেশি।</p>]]></content:encoded>"
        f"<wp:post_id>{item}</wp:post_id><wp:post_date_gmt>2015-{item % 12 + 1:02}-{item % 28 + 1:02} 06:{item % 60:02}:00"
        "</wp:post_date_gmt><wp:post_type>post</wp:post_type><wp:status>publish</wp:status>"
        '<category domain="category" nicename="world"><![CDATA[আন্তর্জাতিক]]></category></item>'
        for item in range(1, items + 1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" ?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
        f"<title>পুরনো {number}</title><link>https://old{number}.example</link><wp:wxr_version>1.2</wp:wxr_version>"
        f"<wp:base_blog_url>https://old{number}.example</wp:base_blog_url>{posts}</channel></rss>"
    )


def status_of(port: int, path: str) -> int:
    """What is answered at ``path``; 0 where nobody answers."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        return ask(line, path).status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        line.close()


def text_of(port: int, path: str) -> str:
    """What stands at ``path``; empty where nobody answers."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        return ask(line, path).body.decode()
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        line.close()
