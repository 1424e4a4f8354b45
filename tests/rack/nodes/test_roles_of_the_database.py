"""``deploy/postgres/paper.sql`` on a real PostgreSQL: what each role may, and what it may not; and who hears what."""

import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import errors

from harkara.rack import ground
from harkara.rack.nodes.ear import CHANNEL, Ear
from tests import postgres

SCRIPT = Path(__file__).resolve().parents[3] / "deploy/postgres/paper.sql"

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The server's address, with ``{}`` for the role and the database, after the script."""
    with postgres.server() as url:
        folder = postgres.binaries()
        assert folder is not None
        words = [value for name in ("newsroom", "readers", "runner") for value in ("-v", f"{name}='secret of {name}'")]
        done = subprocess.run(
            [folder / "psql", "-q", *words, "-f", SCRIPT, url], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
        where = url.partition("@")[2].rpartition("/")[0]
        yield "postgresql://{}@" + where + "/{}"


@pytest.fixture(scope="module")
def filled(server: str) -> str:
    for role, table in (("newsroom", "desk_story"), ("readers", "comments_comment")):
        with psycopg.connect(server.format(role, role), autocommit=True) as line:
            line.execute(f"CREATE TABLE {table} (id bigserial PRIMARY KEY, text text)")
            line.execute(f"CREATE TABLE rack_change_of_{role} (position bigserial PRIMARY KEY)")
            line.execute(f"INSERT INTO {table} (text) VALUES ('গোপন')")
    return server


def test_each_database_is_fit_for_the_paper(server: str) -> None:
    for name in ("newsroom", "readers"):
        with psycopg.connect(server.format(name, name)) as line:
            letters, order = line.execute(ground.LOCALE).fetchone() or ("", "")
            assert (letters, order, line.info.parameter_status("server_encoding")) == ("C.UTF-8", "C", "UTF8")
            assert ground.fault("HARKARA_DATABASE", line.info.server_version, "UTF8", letters) == ""
            assert line.execute("SELECT 'ÉTÉ' ILIKE 'été'").fetchone() == (True,)


@pytest.mark.parametrize(
    ("role", "database"), [("readers", "newsroom"), ("newsroom", "readers"), ("runner", "readers")]
)
def test_nobody_enters_the_other_side(filled: str, role: str, database: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(filled.format(role, database))


@pytest.mark.parametrize("role", ["readers", "runner"])
def test_nobody_enters_the_servers_own_database(filled: str, role: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(filled.format(role, "postgres"))


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM public.desk_story",
        "SELECT * FROM public.rack_change_of_newsroom",
        "INSERT INTO public.desk_story (text) VALUES ('x')",
        "CREATE TABLE public.mine (id int)",
        "CREATE TEMPORARY TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "SELECT nextval('public.desk_story_id_seq')",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT pg_read_file('/etc/passwd')",
        "ALTER ROLE runner CREATEROLE",
    ],
)
def test_the_runner_may_do_nothing(filled: str, statement: str) -> None:
    with psycopg.connect(filled.format("runner", "newsroom"), autocommit=True) as line:
        with pytest.raises((errors.InsufficientPrivilege, errors.UndefinedTable)):
            line.execute(statement)
        assert line.execute("SELECT 1").fetchone() == (1,)


def test_the_runner_hears_what_was_committed_and_nothing_else(filled: str) -> None:
    heard = threading.Semaphore(0)
    ear = Ear(filled.format("runner", "newsroom"), heard.release)
    try:
        assert ear.listens.wait(10)
        assert heard.acquire(timeout=5)  # once for what was said before it listened
        with psycopg.connect(filled.format("newsroom", "newsroom")) as line:
            line.execute(f"NOTIFY {CHANNEL}")
            line.rollback()
            line.execute("NOTIFY another_channel")
            line.commit()
            assert not heard.acquire(timeout=0.2)
            line.execute(f"NOTIFY {CHANNEL}")
            line.commit()
        assert heard.acquire(timeout=5)
    finally:
        ear.close()


def test_an_ear_that_was_cut_off_listens_again(filled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harkara.rack.nodes.ear.AGAIN", 0.05)
    heard = threading.Semaphore(0)
    ear = Ear(filled.format("runner", "newsroom"), heard.release)
    try:
        assert heard.acquire(timeout=10)
        with psycopg.connect(filled.format("harkara", "newsroom"), autocommit=True) as line:
            ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'runner'"
            assert line.execute(ended).fetchall()
        assert heard.acquire(timeout=10)
        assert ear.listens.wait(10)
    finally:
        ear.close()
