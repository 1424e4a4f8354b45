"""The archive on PostgreSQL: how fast it indexes, how large it is, how long a search takes, and one publication.

    python -m bench.archive_postgres --stories 100000 --write

The stories and searches of ``bench.archive``, on a server of its own in a temporary folder (or the one at ``--url``, in a
schema that is removed at the end), with all its safety on: what is committed is on the disk.
"""

import argparse
import json
import os
import pwd
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from urllib.parse import quote

import psycopg

from bench.archive import EACH, USERS, percentile
from bench.archive_stories import KINDS, keep, kept, searches, stories
from bench.homes import ROOT, between, home, table
from bench.machine import load, machine
from harkara.archive.index import Place, Search
from harkara.archive.on_postgres import PostgresIndex

PAGE = ROOT / "docs" / "how-to" / "larger-archives.md"
SCHEMA = "harkara_archive_bench"
LOT = 20_000
"""Stories of one commit, as when an index is made anew."""
PUBLICATIONS = 60
SETTINGS = "-c listen_addresses='' -c shared_buffers=512MB -c max_wal_size=4GB -c max_connections=30"


@contextmanager
def server(kept: Path | None = None) -> Iterator[str]:
    """A server in a temporary folder, or in the folder ``kept``, which stays; yields its URL. As root it belongs to ``postgres``,
    since it refuses to be root's.
    """
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -int(path.parent.name))
    if not folders:
        raise SystemExit("There is no PostgreSQL on this machine: give the --url of one.")
    owner = "postgres" if os.geteuid() == 0 else None
    where = kept or Path(tempfile.mkdtemp(prefix="harkara-bench-postgres-"))
    where.mkdir(parents=True, exist_ok=True)
    if owner:
        os.chown(where, pwd.getpwnam(owner).pw_uid, -1)

    def run(program: str, *words: str) -> None:
        command = [str(folders[0] / program), "-D", str(where / "data"), *words]
        subprocess.run(command, user=owner, cwd="/", stdout=subprocess.DEVNULL, check=True)

    try:
        if not (where / "data").exists():
            run("initdb", "-A", "trust", "-U", "harkara", "-E", "UTF8", "--locale=C")
        run("pg_ctl", "-w", "-o", f"{SETTINGS} -c unix_socket_directories={where}", "-l", str(where / "log"), "start")
        try:
            yield f"postgresql://harkara@{quote(str(where), safe='')}/postgres"
        finally:
            run("pg_ctl", "-m", "fast", "-w", "stop")
    finally:
        if not kept:
            shutil.rmtree(where, ignore_errors=True)


def make(url: str, path: Path, count: int) -> dict[str, float]:
    """Indexes the stories, a lot a commit; the rate and the size on the disk."""
    index = PostgresIndex(url, SCHEMA, writing=True)
    index.drop()
    waiting, done, began = kept(path), 0, time.perf_counter()
    while lot := list(islice(waiting, LOT)):
        done += len(lot)
        index.write(lot, (), Place(done))
    took = time.perf_counter() - began
    index.close()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"VACUUM ANALYZE {SCHEMA}.stories, {SCHEMA}.terms")
        row = connection.execute(
            "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
            " WHERE nspname = %s AND relkind = 'r'",
            (SCHEMA,),
        ).fetchone()
    assert row is not None
    return {"rate": count / took, "bytes": float(row[0]) / count}


def publish(url: str, count: int) -> list[float]:
    """Milliseconds from a story handed in to its being found, one after another."""
    index, took = PostgresIndex(url, SCHEMA, writing=True), []
    for number, record in enumerate(stories(PUBLICATIONS, seed=77), 1):
        new = replace(record, number=count + number)
        began = time.perf_counter()
        index.write([new], (), Place(count + number))
        took.append((time.perf_counter() - began) * 1000)
    index.close()
    return took


def one_user(url: str, seed: int, each: int) -> dict[str, list[float]]:
    """One user's searches, in a random order; milliseconds of each, by kind."""
    index = PostgresIndex(url, SCHEMA)
    asked = [(kind, text) for kind in KINDS for text in searches(kind, each, seed)]
    random.Random(seed).shuffle(asked)
    for kind in KINDS:
        for text in searches(kind, 10, -seed - 1):
            index.search(Search(text))
    took: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for kind, text in asked:
        began = time.perf_counter()
        index.search(Search(text))
        took[kind].append((time.perf_counter() - began) * 1000)
    index.close()
    return took


def users(url: str, each: int) -> dict[str, list[float]]:
    """All users at once, a process each; their milliseconds together."""
    command = [sys.executable, "-m", "bench.archive_postgres", "--user", url, str(each)]
    started = [subprocess.Popen([*command, str(seed)], cwd=ROOT, stdout=subprocess.PIPE) for seed in range(USERS)]
    together: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for process in started:
        for kind, took in json.loads(process.communicate(timeout=1200)[0]).items():
            together[kind] += took
    return together


def row(url: str, folder: Path, count: int, each: int) -> list[str]:
    """A row of the table."""
    path = folder / f"stories-{count}"
    keep(path, count)
    made, took, published = make(url, path, count), users(url, each), publish(url, count)
    whole = [one for kind in KINDS for one in took[kind]]
    times = [f"{percentile(some, 50):.1f} / {percentile(some, 95):.1f}" for some in (whole, *took.values(), published)]
    return [f"{count:,}", f"{made['rate']:,.0f}", f"{made['bytes']:,.0f}", *times]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, nargs="*", default=[100_000])
    parser.add_argument("--each", type=int, default=EACH, help="searches of each kind that a user does")
    parser.add_argument("--url", help="an existing server")
    parser.add_argument("--folder", help="where the stories are kept")
    parser.add_argument("--write", action="store_true", help=f"puts the table into {PAGE.relative_to(ROOT)}")
    parser.add_argument("--user", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.user:
        url, each, seed = given.user
        print(json.dumps(one_user(url, int(seed), int(each))))
        return
    before = load()
    with home(given.folder) as folder, _served(given.url) as url:
        rows = [row(url, folder, count, given.each) for count in given.stories]
        with psycopg.connect(url) as connection:
            version = connection.info.server_version // 10_000
        index = PostgresIndex(url, SCHEMA, writing=True)
        index.drop()
        index.close()
    said = (
        f"`python -m bench.archive_postgres --stories {' '.join(map(str, given.stories))}` · {machine()}, PostgreSQL {version} · "
        f"{before} at its start · {date.today()}. {USERS} users at once, a process each, {3 * given.each} searches a user, "
        "server and users on the same machine.\n\n"
    )
    head = ["stories", "indexed/s", "bytes a story", "search: p50 / p95 ms", *KINDS, "one publication: p50 / p95 ms"]
    said += table(head, rows)
    print(said)
    if given.write:
        between(PAGE, "postgres", said)


@contextmanager
def _served(url: str | None) -> Iterator[str]:
    if url:
        yield url
        return
    with server() as made:
        yield made


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harkara.settings")
    main()
