"""The archive: copies of the whole database, kept and put back. Nobody else may be at work on it meanwhile."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

from tests.desk import acts


def found() -> int:
    """Makes the tables where there are none, and what acts need."""
    if not connection.introspection.table_names():
        call_command("migrate", verbosity=0)
    acts.found()
    return 0


def keep(home: Path) -> int:
    """Keeps a copy of the database as it is now, in place of the one before."""
    connections.close_all()
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(_file())) as paper, closing(sqlite3.connect(home / "backup.sqlite3")) as copy:
            paper.backup(copy)
    else:
        _copy(settings.DATABASES["default"]["NAME"], "backup")
    return 0


def put_back(home: Path) -> int:
    """Puts the kept copy in place of the database."""
    connections.close_all()
    if connection.vendor == "sqlite":
        for ending in ("-wal", "-shm", ""):
            Path(f"{_file()}{ending}").unlink(missing_ok=True)
        shutil.copyfile(home / "backup.sqlite3", _file())
    else:
        _copy("backup", settings.DATABASES["default"]["NAME"])
    return 0


def _file() -> str:
    return str(settings.DATABASES["default"]["NAME"])


def _copy(source: str, target: str) -> None:
    """The database ``target`` becomes a copy of ``source``; who is connected to either is thrown out."""
    told = settings.DATABASES["default"]
    with psycopg.connect(host=told["HOST"], user=told["USER"], dbname="template1", autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(target)))
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            [source],
        )
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(target), sql.Identifier(source)))
