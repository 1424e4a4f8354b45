"""The moulds of the tests' databases: an SQLite file, and a script for PostgreSQL, with every migration applied and nothing
else in them.

Applying them takes half a minute, so it is done once for each set of migrations; everybody who needs a database, the
tests' own or that of a paper in a process, casts it from there.
"""

import fcntl
import hashlib
import importlib.metadata
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
FOLDER = Path(tempfile.gettempdir()) / f"harkara-moulds-{os.getuid()}"
"""Shared by all clones of the house on this machine; each set of migrations has files of its own."""
FOLDER.mkdir(mode=0o700, exist_ok=True)

WRITTEN = ("migrations/*.py", "desk/gazetteer/*", "desk/rights.py", "desk/apps.py", "settings/*.py")
"""What a migrated database depends on, under ``src/harkara``, beside the versions of the packages."""


def cast(target: Path) -> Path:
    """Puts a migrated newsroom's database at ``target``, in place of one that nobody has open, and the readers' beside it."""
    _pour(target, _mould(".sqlite3", lambda made: _sqlite(made, "newsroom")))
    cast_readers(target.with_name(target.name.replace("newsroom", "readers")))
    return target


def cast_readers(target: Path) -> None:
    """Puts a migrated database of the readers' at ``target``."""
    _pour(target, _mould(".readers.sqlite3", lambda made: _sqlite(made, "readers")))


def _pour(target: Path, mould: Path) -> None:
    for ending in ("-wal", "-shm", "-journal"):
        Path(f"{target}{ending}").unlink(missing_ok=True)
    shutil.copyfile(mould, target)


def cast_on_server(url: str, name: str, programs: Path) -> None:
    """Makes the database ``name`` on the PostgreSQL server of ``url``, migrated; ``programs`` is the server's folder."""
    _mould(".sql", lambda made: _postgres(url, programs, made))
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    fill_on_server(url, f"{url.rpartition('/')[0]}/{name}", programs)


def fill_on_server(url: str, target: str, programs: Path) -> None:
    """Makes the tables in the empty database ``target`` on the PostgreSQL server of ``url``."""
    script = _mould(".sql", lambda made: _postgres(url, programs, made))
    _run([str(programs / "psql"), "-q", "-v", "ON_ERROR_STOP=1", "-o", os.devnull, "-f", str(script), target])


def cast_anew(url: str, name: str, programs: Path) -> None:
    """The same in place of whatever database ``name`` is, from one that is kept on the server: that takes no time."""
    mould = f"harkara_mould_{_key()}"
    with (FOLDER / "lock").open("w") as lock, psycopg.connect(url, autocommit=True) as server:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [mould]).fetchone():
            cast_on_server(url, mould, programs)
        this, kept = sql.Identifier(name), sql.Identifier(mould)
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(this))
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(this, kept))


def _mould(ending: str, make: Callable[[Path], None]) -> Path:
    """The file itself, made by whoever comes first; the others wait."""
    made = FOLDER / f"{_key()}{ending}"
    with (FOLDER / f"lock{ending}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            part = made.with_suffix(".part")
            part.unlink(missing_ok=True)
            make(part)
            part.rename(made)
    return made


def _sqlite(made: Path, name: str) -> None:
    with tempfile.TemporaryDirectory(prefix="harkara-mould-") as home:
        _migrate(Path(home), "readers" if name == "readers" else "default")
        with closing(sqlite3.connect(Path(home) / f"{name}.sqlite3")) as database:
            database.execute("VACUUM INTO ?", [str(made)])


def _postgres(url: str, programs: Path, made: Path) -> None:
    beside = url.rpartition("/")[0]
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("CREATE DATABASE mould")
    with tempfile.TemporaryDirectory(prefix="harkara-mould-") as home:
        _migrate(Path(home), "default", HARKARA_DATABASE=f"{beside}/mould")
    _run([str(programs / "pg_dump"), "--no-owner", "-f", str(made), f"{beside}/mould"])


def _migrate(home: Path, database: str, **told: str) -> None:
    """Applies the migrations in a process of its own: the tests' own connection is not to see them."""
    inherited = {name: value for name, value in os.environ.items() if name != "HARKARA_DATABASE"}
    told |= {"HARKARA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "harkara.settings.testing"}
    words = [sys.executable, "-m", "django", "migrate", "--verbosity", "0", "--run-syncdb", "--database", database]
    _run(words, {**inherited, **told, "PYTHONPATH": str(ROOT / "src")})


def _run(words: list[str], environment: Mapping[str, str] | None = None) -> None:
    done = subprocess.run(words, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{words[0]}: {done.stderr}"


@cache
def _key() -> str:
    """A name for what the database is made of."""
    seen = hashlib.sha256()
    source = ROOT / "src" / "harkara"
    for path in sorted(path for pattern in WRITTEN for path in source.rglob(pattern) if path.is_file()):
        if path.suffix != ".pyc":
            seen.update(str(path.relative_to(source)).encode() + path.read_bytes())
    for package in ("Django", "wagtail", "django-allauth", "django-taggit", "django-modelcluster"):
        seen.update(f"{package} {importlib.metadata.version(package)}".encode())
    return seen.hexdigest()[:16]
