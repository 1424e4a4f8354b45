"""Ten telling questions, asked of four searches over the same invented stories.

``python -m bench.archive_beside [--write]`` asks Harkara's archive, Wagtail's search on SQLite (the text as its project
template hands it on, and through ``parse_query_string``), and PostgreSQL's ``simple`` configuration with
``websearch_to_tsquery``. Each answers with its first page of twenty; what should be found is known, so hits, wrong hits and
errors are counted. ``--write`` puts the tables into ``docs/archive-beside.md`` and ``README.md``.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg

from bench.archive_telling import QUESTIONS, Question, Story, stories
from bench.homes import ROOT, between, table
from bench.machine import machine

PAGE = ROOT / "docs/archive-beside.md"
FIRST_PAGE = 20
COMMAND = "python -m bench.archive_beside --write"


@dataclass(frozen=True)
class Answer:
    """What a search answered to one question: numbers of stories, best first, or the name of its error."""

    found: tuple[int, ...] = ()
    error: str = ""


@dataclass(frozen=True)
class Score:
    """How an answer compares with what was meant. ``above`` counts the wrong hits that stand above a right one."""

    right: int
    meant: int
    wrong: int
    above: int
    error: str

    def __str__(self) -> str:
        parts = [f"{self.right} of {self.meant}"]
        parts += [f"{self.wrong} wrong"] if self.wrong else []
        parts += [self.error] if self.error else []
        return ", ".join(parts)


def score(asked: Question, answer: Answer, told: Sequence[Story]) -> Score:
    """Counts right and wrong hits; a story that is not named by the question is wrong."""
    numbers = {story.headline: story.number for story in told}
    meant = {numbers[headline] for headline in asked.meant}
    places = [place for place, number in enumerate(answer.found) if number in meant]
    above = places[-1] + 1 - len(places) if places else 0
    return Score(len(places), len(meant), len(answer.found) - len(places), above, answer.error)


def harkara(told: Sequence[Story], typed: Sequence[str]) -> list[Answer]:
    """The archive, with its default engine."""
    from harkara.archive import shelf
    from harkara.archive.index import Search
    from harkara.archive.record import Record

    with tempfile.TemporaryDirectory() as folder:
        index = shelf.open_index(Path(folder) / "index", writing=True, engine=shelf.ENGINES[0])
        index.write(
            [Record("story", story.number, story.headline, story.body, story.published_at) for story in told], ()
        )
        answers = [Answer(tuple(hit.number for hit in index.search(Search(text)).hits)) for text in typed]
        index.close()
    return answers


def wagtail(told: Sequence[Story], typed: Sequence[str]) -> dict[str, list[Answer]]:
    """Wagtail on SQLite, in a process of its own: ``typed`` as it comes, and ``parsed``."""
    given = {
        "stories": [(story.number, story.headline, story.body) for story in told],
        "questions": list(typed),
        "most": FIRST_PAGE,
    }
    done = subprocess.run(
        [sys.executable, "-m", "bench.archive_wagtail"],
        input=json.dumps(given),
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        timeout=300,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    if found["backend"] != "SQLiteSearchBackend":
        raise RuntimeError(
            f"Wagtail chose {found['backend']}: this SQLite has no FTS5, and the comparison would be unfair."
        )
    return {
        way: [Answer(tuple(answer["found"]), answer["error"]) for answer in found[way]] for way in ("typed", "parsed")
    }


def postgres(told: Sequence[Story], typed: Sequence[str]) -> tuple[str, list[Answer]] | None:
    """PostgreSQL's full text search in the configuration for languages it does not know, headline weighed above body;
    its version, and its answers. None where there are no binaries.

    The database's character type is UTF-8: with ``C``, which some systems have, invisible signs divide words too.
    """
    from tests.postgres import binaries, server

    if binaries() is None:
        return None
    with server() as address:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(
                "CREATE DATABASE beside TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"
            )
        with psycopg.connect(f"{address.rpartition('/')[0]}/beside", autocommit=True) as connection:
            connection.execute("CREATE TABLE story (number int PRIMARY KEY, words tsvector NOT NULL)")
            connection.cursor().executemany(
                "INSERT INTO story VALUES (%s, setweight(to_tsvector('simple', %s), 'A') || to_tsvector('simple', %s))",
                [(story.number, story.headline, story.body) for story in told],
            )
            known = connection.execute("SHOW server_version").fetchone()
            answers = [_postgres_answer(connection, text) for text in typed]
        return str(known[0] if known else "").split()[0], answers


def _postgres_answer(connection: "psycopg.Connection[Any]", text: str) -> Answer:
    try:
        rows = connection.execute(
            "SELECT number FROM story, websearch_to_tsquery('simple', %s) AS asked WHERE words @@ asked "
            "ORDER BY ts_rank(words, asked) DESC, number DESC LIMIT %s",
            (text, FIRST_PAGE),
        ).fetchall()
    except psycopg.Error as error:
        return Answer(error=type(error).__name__)
    return Answer(tuple(row[0] for row in rows))


def sides(told: Sequence[Story]) -> dict[str, list[Answer]]:
    """The answers of each search, by its name with its version."""
    typed = [asked.typed for asked in QUESTIONS]
    by_wagtail = wagtail(told, typed)
    answers = {
        "Harkara": harkara(told, typed),
        f"Wagtail {version('wagtail')}, as typed": by_wagtail["typed"],
        "Wagtail, `parse_query_string`": by_wagtail["parsed"],
    }
    by_postgres = postgres(told, typed)
    if by_postgres:
        answers[f"PostgreSQL {by_postgres[0]}, `simple`"] = by_postgres[1]
    else:
        print("PostgreSQL was not asked: initdb and postgres are not on this machine.", file=sys.stderr)
    return answers


def report(told: Sequence[Story], answers: dict[str, list[Answer]]) -> tuple[str, str]:
    """The table of the page, and the short one for the README."""
    scores = {
        name: [score(asked, answer, told) for asked, answer in zip(QUESTIONS, given, strict=True)]
        for name, given in answers.items()
    }
    rows = [
        [asked.name, f"`{asked.typed}`", *(str(given[number]) for given in scores.values())]
        for number, asked in enumerate(QUESTIONS)
    ]
    sums = {
        "found, of those that were meant": [
            f"{sum(s.right for s in g)} of {sum(s.meant for s in g)}" for g in scores.values()
        ],
        "wrong hits": [str(sum(s.wrong for s in given)) for given in scores.values()],
        "wrong hits above a right one": [str(sum(s.above for s in given)) for given in scores.values()],
        "errors": [str(sum(bool(s.error) for s in given)) for given in scores.values()],
    }
    head = f"`{COMMAND}`, {len(told)} stories, the first page of {FIRST_PAGE} each; {machine()}; {date.today().isoformat()}"
    whole = table(
        ["question", "typed", *scores],
        [*rows, *([f"**{name}**", "", *(f"**{one}**" for one in given)] for name, given in sums.items())],
    )
    short = table(["ten telling questions", *scores], [[name, *given] for name, given in sums.items()])
    return f"{head}\n\n{whole}", short


def main(argv: list[str] | None = None) -> int:
    """Asks, counts, prints; with ``--write`` into the pages."""
    parser = argparse.ArgumentParser(prog="python -m bench.archive_beside")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/archive-beside.md and README.md")
    options = parser.parse_args(argv)
    told = stories()
    whole, short = report(told, sides(told))
    print(whole)
    if options.write:
        between(PAGE, "archive-beside", whole)
        between(ROOT / "README.md", "archive-beside", short)
    return 0


if __name__ == "__main__":
    sys.exit(main())
