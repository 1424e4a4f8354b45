"""``harkara doctor``: what is wrong with this paper and what to do about it, on one screen."""

import argparse
import shutil
import sqlite3
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from PIL import features

from harkara.press import alerting, archive_command, complaints, crier, fitness, letters, precautions
from harkara.press.complaints import Finding
from harkara.rack import changes, ledger
from harkara.rack.outbox.sides import OF_READERS, READERS

SPELL: Final = 10.0
"""Seconds for which the database's pages are gone through unless asked to be thorough."""

LARGE_LOG: Final = 256 * 2**20
"""Bytes of SQLite's write-ahead log from which on somebody holds it open too long."""

SIGNS: Final = {"well": "ok", "look": "look", "ill": "WRONG"}


def doctor(argv: list[str]) -> int:
    """``harkara doctor``: examines database, rack, press, disk and settings. Returns 0, or 1 where something is wrong."""
    parser = argparse.ArgumentParser(prog="harkara doctor", description="Says what is wrong, and what to do about it.")
    parser.add_argument("--thorough", action="store_true", help="go through the whole database, however long it takes")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON, for a watchman")
    options = parser.parse_args(argv)
    found = examine(thorough=options.thorough)
    if options.json:
        print(complaints.as_json(found))
    else:
        for line in lines(found, shutil.get_terminal_size().columns if sys.stdout.isatty() else 0):
            print(line)
    return 1 if any(finding.state == "ill" for finding in found) else 0


def examine(*, thorough: bool = False) -> list[Finding]:
    """All findings, in the order of the screen. Where the database does not answer, what needs it is left out."""
    found = list(database(thorough=thorough))
    examinations: list[tuple[str, Callable[[], Iterator[Finding]]]] = [
        ("disk", complaints.disk),
        ("files", complaints.files),
        ("settings", configuration),
        ("settings", precautions.openings),
        ("machine", precautions.machine),
        ("pictures", pictures),
        ("nodes", fitness.examination),
    ]
    if _answers():
        examinations += [
            ("rack", complaints.rack),
            ("press", complaints.press),
            ("archive", archive_command.examination),
            ("news", crier.examination),
            ("letters", letters.examination),
            ("notices", alerting.examination),
        ]
    for what, examination in examinations:
        try:
            found += examination()
        except Exception as error:  # one examination that fails must not hide what the others find
            said = f"It could not be examined: {type(error).__name__}: {error}"
            found.append(Finding("ill", what, said, "See the sentence; then run the doctor again."))
    return found


def _answers() -> bool:
    """Whether the books can be read, however ill the database is otherwise."""
    try:
        changes.position()
        ledger.count()
    except DatabaseError:
        return False
    return True


def lines(found: list[Finding], width: int = 0) -> Iterator[str]:
    """The screen: a line for each finding, its remedy below; a last line that counts."""
    for finding in found:
        head = f"{SIGNS[finding.state]:<6}{finding.what:<11}"
        yield from _wrapped(head, finding.sentence, width)
        if finding.remedy:
            yield from _wrapped(" " * len(head) + "→ ", finding.remedy, width)
    ill, look = (sum(finding.state == state for finding in found) for state in ("ill", "look"))
    yield "All is well." if not ill + look else f"Wrong: {ill}. To be looked at: {look}."


def _wrapped(head: str, text: str, width: int) -> list[str]:
    if not width:
        return [head + text]
    return textwrap.wrap(text, max(width, 60), initial_indent=head, subsequent_indent=" " * len(head))


def database(*, thorough: bool) -> Iterator[Finding]:
    """Whether the newsroom's database can be reached, is whole, syncs each commit, and has its tables."""
    try:
        connection.ensure_connection()
        yield from _sqlite(thorough) if connection.vendor == "sqlite" else _postgres()
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        yield Finding(
            "ill", "database", f"The database cannot be used: {error}", "Start it, or correct HARKARA_DATABASE."
        )
        return
    yield from _unapplied("tables", [migration for migration, _back in plan])
    yield from _readers()


def _readers() -> Iterator[Finding]:
    """Whether the readers' database can be reached, and has its tables."""
    try:
        executor = MigrationExecutor(connections[READERS])
        leaves = [leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] in OF_READERS]
        plan = executor.migration_plan(leaves)
    except DatabaseError as error:
        yield Finding(
            "ill",
            "readers",
            f"The readers' database cannot be used: {error}",
            "Start it, or correct HARKARA_READERS_DATABASE.",
        )
        return
    yield from _unapplied("readers", [migration for migration, _back in plan])


def _unapplied(what: str, plan: list[Migration]) -> Iterator[Finding]:
    if plan:
        yield Finding(
            "ill",
            what,
            f"{len(plan)} migrations are not applied, the first is {plan[0].app_label}.{plan[0].name}.",
            "Run `harkara migrate`, then start the paper again.",
        )


def _sqlite(thorough: bool) -> Iterator[Finding]:
    path = Path(str(connection.settings_dict["NAME"]))
    with connection.cursor() as cursor:
        mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]
    if mode not in ("wal", "memory") or synchronous < 2:
        yield Finding(
            "ill",
            "database",
            f"SQLite runs with journal_mode={mode} and synchronous={synchronous}: a power cut may lose what was saved.",
            "Leave the database's options as the settings of Harkara have them (wal, 2).",
        )
    said = _quick_check(thorough)
    if said is None:
        yield Finding(
            "well", "database", f"SQLite, {path}; whole as far as {SPELL:.0f} s went (--thorough: all of it)."
        )
    elif said != "ok":
        yield Finding(
            "ill",
            "database",
            f"{path} is damaged: {said}.",
            "Stop the paper, keep a copy of the file, and restore the last backup; then start the press again.",
        )
    else:
        yield Finding("well", "database", f"SQLite, {path}; whole, and each commit is synced.")
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size > LARGE_LOG:
        yield Finding(
            "look",
            "database",
            f"SQLite's log {log.name} has {log.stat().st_size // 2**20} MiB.",
            "Somebody reads in one long transaction: find out who (a backup? a shell?) and end it.",
        )


def _quick_check(thorough: bool) -> str | None:
    """What SQLite says of the file: ``ok``, or what is wrong; None where the time was not enough."""
    end = time.monotonic() + SPELL
    raw = connection.connection
    if not thorough:
        raw.set_progress_handler(lambda: time.monotonic() > end, 10_000)
    try:
        with connection.cursor() as cursor:
            return str(cursor.execute("PRAGMA quick_check(1)").fetchone()[0])
    except DatabaseError as error:
        if isinstance(error.__cause__, sqlite3.OperationalError) and "interrupted" in str(error):
            return None
        return str(error)
    finally:
        raw.set_progress_handler(None, 0)


def _postgres() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        values = {}
        for name in ("server_version", "fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute(f"SHOW {name}")
            values[name] = cursor.fetchone()[0]
    off = [name for name, value in values.items() if value == "off"]
    if off:
        yield Finding(
            "ill",
            "database",
            f"PostgreSQL runs with {', '.join(off)} off: a power cut may lose what was saved.",
            f"Set {', '.join(f'{name} = on' for name in off)} in postgresql.conf and reload it.",
        )
    yield from precautions.of_postgres()
    yield Finding("well", "database", f"PostgreSQL {values['server_version']} answers.")


def configuration() -> Iterator[Finding]:
    """Settings that are dangerous where readers come from outside."""
    host = urlsplit(settings.HARKARA_ORIGIN).hostname or ""
    is_public = host not in ("localhost", "127.0.0.1", "::1")
    if settings.DEBUG:
        yield Finding(
            "ill" if is_public else "look",
            "settings",
            "HARKARA_DEBUG is on: errors show code and settings to whoever asks.",
            "Unset it, and start the paper again.",
        )
    if is_public and not settings.HARKARA_ORIGIN.startswith("https://"):
        yield Finding(
            "look",
            "settings",
            f"Readers come by {settings.HARKARA_ORIGIN}: passwords of the newsroom travel in the open.",
            "Put TLS in front, and write https:// into HARKARA_ORIGIN.",
        )
    if len(set(settings.SECRET_KEY)) < 10 or len(settings.SECRET_KEY) < 32:
        yield Finding(
            "ill" if is_public else "look",
            "settings",
            "The secret key is short: signatures of sessions can be forged.",
            "Set HARKARA_SECRET_KEY to 50 random letters, or unset it: the paper makes one.",
        )
    zone = ZoneInfo(settings.TIME_ZONE)
    from harkara.desk import clock

    yield Finding(
        "well", "settings", f"{settings.HARKARA_ORIGIN}, where it is {clock.now().astimezone(zone):%H:%M} ({zone})."
    )


def pictures() -> Iterator[Finding]:
    """What the imaging library can do: shape Bangla letters, read and write what browsers take."""
    lacking = [name for name in ("raqm", "freetype2", "jpg", "webp", "avif") if not features.check(name)]
    if lacking:
        yield Finding(
            "ill" if "raqm" in lacking else "look",
            "pictures",
            f"Pillow was built without {', '.join(lacking)}: "
            + (
                "Bangla cannot be shaped, so no card is drawn." if "raqm" in lacking else "pictures fail to be printed."
            ),
            "Install Pillow from its wheel, and libraqm with the system's packages.",
        )
    else:
        yield Finding("well", "pictures", "Bangla letters are shaped (Raqm); JPEG, WebP and AVIF are written.")
