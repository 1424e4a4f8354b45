"""``harkara restore``: brings a paper back from a backup, whole or not at all.

Everything is brought into a folder beside the home, compared with what was written, and moved into its place by one rename. So a
home is there whole or not at all; what a killed one left is thrown away by the next. On PostgreSQL each database is filled in
one transaction. Which of them were empty before is noted first, so that a second try may empty what the first one filled.
"""

import argparse
import fcntl
import gzip
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

from harkara.press.backups.file import LISTED, PIECE, Found, read
from harkara.press.backups.refusals import NotKept
from harkara.press.backups.sealing import Key, identities_in, opened
from harkara.waking import wake

SEEN: Final = ("lost+found",)
"""What may lie in a home that is empty: a disk has it."""

WITHOUT_KEYS: Final = """\
The keys are not in this backup. Before the first start put yours into {home}/secret-key and {home}/readers-key (chmod 600),
or say them in HARKARA_SECRET_KEY and HARKARA_READERS_KEY. Without them second factors of staff must be set up anew, sealed copies
of redactions stay shut for ever, and everybody signs in again."""


def restore(argv: list[str]) -> int:
    """``harkara restore FILE``: brings the paper back into ``HARKARA_HOME``, which is empty or not there, and into the databases
    of ``HARKARA_DATABASE`` and ``HARKARA_READERS_DATABASE``, which are empty too. Returns 0, or 2 for a refusal.
    """
    parser = argparse.ArgumentParser(prog="harkara restore", description="Brings a paper back from a backup.")
    parser.add_argument("file", type=Path, metavar="FILE", help="what `harkara backup` wrote")
    parser.add_argument("--passphrase-file", type=Path, metavar="FILE", help="or HARKARA_BACKUP_PASSPHRASE")
    parser.add_argument("--identity", type=Path, metavar="FILE", help="private keys of age")
    options = parser.parse_args(argv)
    home = Path(os.environ.get("HARKARA_HOME", "").strip() or "var").expanduser().absolute()
    try:
        key = Key(passphrase(options.passphrase_file), identities_in(options.identity) if options.identity else ())
        for line in bring_back(options.file.absolute(), home, key):
            print(line)
    except NotKept as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"Nothing was brought back: {error.strerror} ({error.filename}).", file=sys.stderr)
        return 2
    return 0


VARIABLE: Final = "HARKARA_BACKUP_PASSPHRASE"
"""Where the passphrase is looked for when no file was named. No setting: only who keeps and brings back is told it."""


def passphrase(path: Path | None) -> str:
    """The passphrase: the first line of a file, or what the environment says; empty where there is none. Raises
    :class:`NotKept` where the file cannot be read, or can be read by others.
    """
    if path is None:
        return os.environ.get(VARIABLE, "").strip()
    try:
        if path.stat().st_mode & 0o077:
            raise NotKept(f"{path} can be read by others: chmod 600 {path}.")
        return path.read_text().partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError) as error:
        raise NotKept(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.") from error


def bring_back(path: Path, home: Path, key: Key) -> list[str]:
    """Brings the backup ``path`` back into ``home``; returns what is to be said. Raises :class:`NotKept` where it refuses, and
    leaves ``home`` as it was.
    """
    if not path.is_file():
        raise NotKept(f"{path} is no file: name a backup.")
    _demand_empty(home)
    with _beside(home) as (fresh, journal):
        os.environ["HARKARA_HOME"] = str(fresh)  # before any setting is read
        wake()
        found = _unpack(path, fresh, key)
        later = _fill(found.manifest, fresh, journal)
        if not found.manifest["keys"]:
            for name in ("secret-key", "readers-key"):
                (fresh / name).unlink(missing_ok=True)  # made when the settings were read; it would hide that one lacks
        _move(fresh, home)
    manifest = found.manifest
    lines = [f"{home}: the paper of {manifest['made']} at position {manifest['position']}."]
    lines += (
        [f"It was written by an earlier Harkara: {later} steps brought its tables up to this one."] if later else []
    )
    lines += [] if manifest["keys"] else [WITHOUT_KEYS.format(home=home)]
    return [*lines, "Start it: the press prints its pages, and `harkara check --all` proves them."]


def _demand_empty(home: Path) -> None:
    if home.exists() and (not home.is_dir() or any(entry.name not in SEEN for entry in home.iterdir())):
        raise NotKept(
            f"There is something in {home} already: move it away, or set HARKARA_HOME to a folder that is empty."
        )


@contextmanager
def _beside(home: Path) -> Iterator[tuple[Path, Path]]:
    """A new folder beside the home, and the file of notes on databases; both stay where this one is killed."""
    home.parent.mkdir(parents=True, exist_ok=True)
    fresh, journal = home.with_name(f".{home.name}.unfinished"), home.with_name(f".{home.name}.restoring")
    with journal.open("a+") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotKept(f"Another restore is at work on {home}: wait for it.") from None
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir()  # open as the system makes folders: nginx enters it
        try:
            yield fresh, journal
            journal.unlink()
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
            if journal.exists() and not journal.stat().st_size:  # no database was begun
                journal.unlink()


def _unpack(path: Path, fresh: Path, key: Key) -> Found:
    """Everything of the backup in the folder ``fresh``, compared with what was written."""
    from harkara.press.backups.folders import bring_files, with_folder_key

    key = with_folder_key(key, path)

    def sink(name: str, member: IO[bytes]) -> None:
        target = fresh / name.removeprefix("keys/")
        target.parent.mkdir(parents=True, exist_ok=True)
        if name.startswith("keys/"):
            target.unlink(missing_ok=True)  # the settings made one when they were read
        with target.open("xb") as file:
            if name.startswith("keys/"):
                target.chmod(0o600)
            while piece := member.read(PIECE):
                file.write(piece)

    with opened(path, key) as stream:
        found = read(stream, path, sink, _demand_known)
    if not found.manifest["inside"]:
        bring_files(path.parent, fresh / LISTED, key, fresh)
    (fresh / LISTED).unlink()
    return found


def _demand_known(head: dict[str, Any]) -> None:
    """Raises :class:`NotKept` where the backup is of a later Harkara, or of another kind of database than is set."""
    from django.conf import settings
    from django.db.migrations.loader import MigrationLoader

    from harkara.press.backups import sides

    for name, alias in sides.SIDES.items():
        engine = sides.engine_of(settings.DATABASES[alias])
        if engine != head["engines"][name]:
            raise NotKept(
                f"The backup holds the {name}'s database of {head['engines'][name]}, and the settings name {engine}: set"
                f" {'HARKARA_DATABASE' if name == 'newsroom' else 'HARKARA_READERS_DATABASE'} accordingly."
                " `harkara export` and `harkara import paper` take a paper from one kind to the other."
            )
    known = {".".join(one) for one in MigrationLoader(None).disk_migrations or {}}
    later = sorted(one for names in head["migrations"].values() for one in names if one not in known)
    if later:
        import harkara

        raise NotKept(
            f"The backup is by Harkara {head['harkara']}, later than this one ({harkara.__version__}): its tables have"
            f" {later[0]}{f' and {len(later) - 1} steps more' if later[1:] else ''}. Take that Harkara."
        )


def _fill(manifest: dict[str, Any], fresh: Path, journal: Path) -> int:
    """Puts the databases in their places and brings them up to this Harkara; returns how many steps that took."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    from harkara.press.backups import sides
    from harkara.rack.outbox.sides import OF_READERS, READERS

    databases = {name: settings.DATABASES[alias] for name, alias in sides.SIDES.items()}
    for name, database in databases.items():
        if manifest["engines"][name] == "postgresql":
            _demand_fillable(name, database, journal)
    for name, database in reversed(databases.items()):  # the newsroom's last: nothing is whole without it
        if manifest["engines"][name] == "postgresql":
            sides.load(fresh / f"{name}.dump", database)
            (fresh / f"{name}.dump").unlink()
        else:
            packed = fresh / f"{name}.sqlite3.gz"
            with gzip.open(packed, "rb") as source, (fresh / f"{name}.sqlite3").open("xb") as target:
                shutil.copyfileobj(source, target, PIECE)
            packed.unlink()
    steps = 0
    for alias in sides.SIDES.values():
        executor = MigrationExecutor(connections[alias])
        leaves = executor.loader.graph.leaf_nodes()
        own = [leaf for leaf in leaves if leaf[0] in OF_READERS] if alias == READERS else leaves
        steps += len(executor.migration_plan(own))
    if steps:
        call_command("migrate", verbosity=0)
    connections.close_all()
    return steps


def _demand_fillable(name: str, database: Mapping[str, Any], journal: Path) -> None:
    """Raises :class:`NotKept` where there is something in a database that no restore of ours put there."""
    from harkara.press.backups import sides

    mark = f"{name} {database['HOST']} {database['PORT']} {database['NAME']}\n"
    if sides.is_empty(database):
        with journal.open("a") as file:
            file.write(mark)
            file.flush()
            os.fsync(file.fileno())
    elif mark in journal.read_text().splitlines(keepends=True):
        sides.empty(database)
    else:
        raise NotKept(f"There are tables in the database {database['NAME']} already: name one that is empty.")


def _move(fresh: Path, home: Path) -> None:
    """Makes the folder the home, by one rename."""
    from harkara.rack.disk import sync

    sync(fresh)
    for name in SEEN:
        if (home / name).exists():
            raise NotKept(f"{home} is a disk of its own: set HARKARA_HOME to a folder on it, as {home / 'paper'}.")
    try:
        os.rename(fresh, home)
    except OSError as error:
        raise NotKept(
            f"{home} cannot be put in its place ({error.strerror}): it is a disk of its own perhaps. Set HARKARA_HOME to a"
            f" folder on it, as {home / 'paper'}."
        ) from error
    sync(home.parent)
