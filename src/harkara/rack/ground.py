"""What a PostgreSQL server must be for the paper to stand on it: version 15 or newer, UTF-8, and a locale that knows letters.

``ILIKE`` and ``lower`` know the letters of the locale's ``LC_CTYPE`` alone: under ``C`` they know those of ASCII, and a
writer's name in another script's capitals is not found. The order of texts is the paper's own, so ``LC_COLLATE`` may be ``C``,
which is the quickest.
"""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

from django.db import DatabaseError, connections

OLDEST: Final = 15

WORDS: Final = {"default": "HARKARA_DATABASE", "readers": "HARKARA_READERS_DATABASE"}
"""The settings that name the databases."""

LOCALE: Final = "SELECT datctype, COALESCE(datcollate, '') FROM pg_database WHERE datname = current_database()"


def unfit() -> str:
    """Why a database of this process is not fit for the paper, in a sentence; empty where all are. A server that does not answer
    says so itself, to who asks it next.
    """
    for _name, sentence in faults():
        return sentence
    return ""


def faults() -> Iterator[tuple[str, str]]:
    """Every database that is not fit, by its alias, with a sentence that says why and what to do."""
    for alias, word in WORDS.items():
        connection: Any = connections[alias]
        if connection.vendor != "postgresql":
            continue
        with suppress(DatabaseError):
            connection.ensure_connection()
            with connection.cursor() as cursor:
                cursor.execute("SHOW server_encoding")
                (encoding,) = cursor.fetchone()
                cursor.execute(LOCALE)
                (letters, _order) = cursor.fetchone()
            if not connection.in_atomic_block:
                connection.close()
            if sentence := fault(word, connection.pg_version, encoding, letters):
                yield alias, sentence


def fault(word: str, version: int, encoding: str, letters: str) -> str:
    """Why a database with ``version`` (as 150004), ``encoding`` and ``letters`` (its ``LC_CTYPE``) is not fit; ``word``: the
    setting that names it.
    """
    if version < OLDEST * 10_000:
        return f"{word} is PostgreSQL {version // 10_000}, and the paper needs {OLDEST} or newer: upgrade the server."
    if encoding != "UTF8":
        return f"{word} has the encoding {encoding}, which cannot hold Bangla: make it anew in UTF8 (deploy/postgres)."
    if "utf8" not in letters.lower().replace("-", ""):
        return f"{word} has LC_CTYPE {letters}, which knows only ASCII's letters: make it anew in C.UTF-8 (deploy/postgres)."
    return ""
