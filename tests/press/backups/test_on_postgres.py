"""The same on PostgreSQL, in databases as the example of a container makes them: one dump each, and back into empty ones."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import psycopg
import pytest

from tests import mould
from tests.postgres import binaries, server
from tests.press.test_process import Home
from tests.stand.processes import ROOT

pytestmark = [pytest.mark.process, pytest.mark.postgres]

PASSWORDS = {"NEWSROOM_PASSWORD": "it's one", "READERS_PASSWORD": "another"}


@pytest.fixture(scope="module")
def place() -> Iterator[str]:
    """The folder of a server's socket, on which the script of the example has run."""
    with server() as url:
        folder = unquote(urlsplit(url).netloc.partition("@")[2])
        programs = binaries()
        assert programs
        path = f"{programs}{os.pathsep}{os.environ['PATH']}"
        told = {**os.environ, **PASSWORDS, "PATH": path, "PGHOST": folder, "POSTGRES_USER": "harkara"}
        subprocess.run([str(ROOT / "deploy/container/databases.sh")], env=told, check=True, capture_output=True)
        yield folder


def url(place: str, role: str, name: str) -> str:
    return f"postgresql://{role}@{quote(place, safe='')}/{name}"


@pytest.fixture
def home(place: str, tmp_path: Path) -> Home:
    """A paper in both databases."""
    made = Home(tmp_path / "paper")
    made.env["HARKARA_DATABASE"] = url(place, "newsroom", "newsroom")
    made.env["HARKARA_READERS_DATABASE"] = url(place, "readers", "readers")
    return made


def rows(where: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(where) as line:
        return line.execute(query.encode()).fetchall()


def test_neither_role_enters_the_others_database(place: str) -> None:
    for role, name in (("newsroom", "readers"), ("readers", "newsroom")):
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            psycopg.connect(url(place, role, name))
        with psycopg.connect(url(place, role, role)) as line:
            line.execute("CREATE TABLE mine (id integer)")
            line.execute("DROP TABLE mine")


@pytest.mark.proof
def test_a_paper_on_a_server_is_kept_and_comes_back(home: Home, place: str, tmp_path: Path) -> None:
    owner = url(place, "harkara", "postgres")
    programs = binaries()
    assert programs
    mould.fill_on_server(owner, home.env["HARKARA_DATABASE"], programs)
    assert home.run("migrate", "--database", "readers", "--verbosity", "0").returncode == 0
    home.acts("publish", 2).communicate()
    file = tmp_path / "paper.backup"
    kept = home.run("backup", str(file))
    assert kept.returncode == 0, kept.stderr
    home.acts("publish", 1).communicate()
    with psycopg.connect(owner, autocommit=True) as line:
        for role in ("newsroom", "readers"):
            line.execute(f"CREATE DATABASE back_{role} OWNER {role}".encode())
    back = Home(tmp_path / "back")
    back.env |= {
        "HARKARA_DATABASE": url(place, "newsroom", "back_newsroom"),
        "HARKARA_READERS_DATABASE": url(place, "readers", "back_readers"),
    }
    (tmp_path / ".back.restoring").write_text("")
    restored = back.run("restore", str(file))
    assert restored.returncode == 0, restored.stderr
    headlines = "SELECT headline FROM desk_story WHERE live ORDER BY id"
    before, after = rows(home.env["HARKARA_DATABASE"], headlines), rows(back.env["HARKARA_DATABASE"], headlines)
    assert after == before[:2]
    assert len(before) == 3
    assert re.search(r"at position \d+", restored.stdout)
    columns = "SELECT table_name, column_name, data_type FROM information_schema.columns"
    shapes = f"{columns} WHERE table_schema = 'public' ORDER BY 1, 2"
    for one in ("HARKARA_DATABASE", "HARKARA_READERS_DATABASE"):
        assert rows(home.env[one], shapes) == rows(back.env[one], shapes)
    again = Home(tmp_path / "again")
    again.env |= {name: back.env[name] for name in ("HARKARA_DATABASE", "HARKARA_READERS_DATABASE")}
    refused = again.run("restore", str(file))
    assert refused.returncode == 2
    assert "There are tables in the database back_newsroom already" in refused.stderr
