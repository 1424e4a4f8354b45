"""A PostgreSQL server of the tests' own: made in a temporary folder, reached by a socket in it, gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from tests import mould

LOCALE = ("--locale=C", "--lc-ctype=C.UTF-8")
"""As ``deploy/postgres`` makes a paper's databases."""

UNPRIVILEGED = ("postgres", "nobody")
"""Who may own the server when the tests run as root, which initdb refuses."""


def binaries() -> Path | None:
    """The folder with ``initdb`` and ``postgres`` of version 15 or newer; ``None`` where there is none."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -int(path.parent.name))
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


def fill(url: str, name: str) -> str:
    """Makes a migrated database on the server of ``url``; returns its URL."""
    folder = binaries()
    assert folder is not None
    mould.cast_on_server(url, name, folder)
    return f"{url.rpartition('/')[0]}/{name}"


@contextmanager
def server() -> Iterator[str]:
    """A running server; yields the URL of its empty database (``HARKARA_DATABASE``). Skips the test without binaries."""
    folder = binaries()
    if folder is None:
        pytest.skip("the PostgreSQL binaries (initdb, postgres) are not on this machine")
    owner = _owner()
    home = Path(tempfile.mkdtemp(prefix="harkara-postgres-"))
    data = home / "data"
    if owner is not None:
        os.chown(home, pwd.getpwnam(owner).pw_uid, -1)
    try:
        _run(owner, folder / "initdb", "-D", data, "-A", "trust", "-U", "harkara", "-E", "UTF8", *LOCALE, "-N")
        # Nothing of it is to outlive the test, so it need not be safe on disk.
        options = f"-c listen_addresses='' -c unix_socket_directories={home} -c fsync=off -c max_connections=60"
        _run(owner, folder / "pg_ctl", "-D", data, "-w", "-o", options, "-l", home / "log", "start")
        try:
            yield f"postgresql://harkara@{quote(str(home), safe='')}/postgres"
        finally:
            _run(owner, folder / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _owner() -> str | None:
    """Who owns the server: the tests' own user, or somebody unprivileged when that is root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in UNPRIVILEGED if name in known)


def _run(owner: str | None, *command: object) -> None:
    """Runs one command of the server. A file takes its words: a server that stays would hold a pipe open for ever."""
    with tempfile.TemporaryFile("w+") as said:
        words = [str(word) for word in command]
        done = subprocess.run(
            words, user=owner, cwd="/", stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT, check=False
        )
        said.seek(0)
        assert done.returncode == 0, f"{' '.join(words)}: {said.read()}"
