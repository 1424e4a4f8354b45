"""How SQLite would find its rows under statistics that a large paper may have, or lack: plans of statements, in an empty copy
of the tables.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing

from django.db import connection

NONE: Mapping[str, str] = {}
GUESSED = {
    "desk_newest_headlines": "8663200 1 1 1",
    "desk_live_kind": "4798080 2001 1 1",
    "desk_live_section": "3340704 2001 1 1",
    "desk_live_newest": "4399200 1 1",
    "sqlite_autoindex_desk_story_1": "1043072 2001",
    "desk_place_time": "3670920 2001 1",
    "desk_place_number": "5095350 2001 1",
}
"""Of a paper of a million stories, as ``PRAGMA analysis_limit = 2000; ANALYZE`` left them: the indexes seem longer than their
tables.
"""
COUNTED = {
    "desk_newest_headlines": "1000005 1 1 1",
    "desk_live_kind": "1000001 1000001 1 1",
    "desk_live_section": "1000001 125001 1 1",
    "desk_live_newest": "1000001 1 1",
    "sqlite_autoindex_desk_story_1": "1000005 1000005",
    "desk_place_time": "4000024 58824 1",
    "desk_place_number": "4000024 58824 1",
}
"""Of the same paper, as a whole ``ANALYZE`` left them."""

STATISTICS = {"none": NONE, "guessed": GUESSED, "counted": COUNTED}


def planned(statements: Iterable[str], statistics: Mapping[str, str]) -> Iterator[list[str]]:
    """Each statement and the steps of SQLite's plan for it, where the tables have such ``statistics``."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC")
        schema = [sql for name, sql in cursor.fetchall() if "_fts" not in name and not name.startswith("sqlite_")]
    with closing(sqlite3.connect(":memory:")) as empty:
        for sql in schema:
            empty.execute(sql)
        empty.execute("ANALYZE")
        for name, value in statistics.items():
            table = "desk_place" if "place" in name else "desk_story"
            empty.execute("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", (table, name, value))
        empty.execute("ANALYZE sqlite_schema")
        empty.create_function("django_datetime_cast_date", 3, lambda *_: None)
        for statement in statements:
            yield [statement, *(step for *_, step in empty.execute(f"EXPLAIN QUERY PLAN {statement}"))]


def walks(plan: list[str]) -> bool:
    """Whether a plan reads all rows of a table that grows, or of a list, to sort them or to throw most of them away."""
    statement, *steps = plan
    sorts = any("TEMP B-TREE" in step for step in steps)
    scans = any(step.startswith(("SCAN desk_story", "SCAN desk_place")) for step in steps)
    lists = any("desk_place_time (listing_id=?)" in step for step in steps)
    return (scans and sorts) or (lists and "LIMIT" not in statement)
