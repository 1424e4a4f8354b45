"""``harkara migrate``: Django's, which says how long each step took and does not read the whole paper after each.

On SQLite Django ends every migration by looking up every reference of every row in the database, while it holds the
writer's lock: half a minute each in a paper of a million stories. A migration can break only references of tables that
it changed and of those that refer to them, so these are what is looked up, before the migration is committed.

Without more words it migrates both databases, the newsroom's and the readers'.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.management.commands import migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import DEFAULT_DB_ALIAS

from harkara.rack.outbox.sides import OF_READERS, READERS

CHANGES = re.compile(
    r"""\s*(?P<act>INSERT\s+(?:OR\s+\w+\s+)?INTO|CREATE\s+TABLE|UPDATE|DELETE\s+FROM|DROP\s+TABLE|ALTER\s+TABLE|REPLACE\s+INTO)
    \s+"?(?P<table>\w+)"?(?:\s+RENAME\s+TO\s+"?(?P<after>\w+)"?)?""",
    re.IGNORECASE | re.VERBOSE,
)
"""The first words of a statement that can break a reference."""

ADDS = ("INSERT INTO", "CREATE TABLE")
"""What cannot break a reference from elsewhere."""


class Touched:
    """Listens to what is sent to a database, and knows the tables that were changed since it was last asked."""

    def __init__(self) -> None:
        self._grown: set[str] = set()
        self._changed: set[str] = set()

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """The wrapper of a statement (``connection.execute_wrapper``)."""
        if found := CHANGES.match(str(sql)):
            is_added = " ".join(found["act"].upper().split()) in ADDS
            (self._grown if is_added else self._changed).update(filter(None, (found["table"], found["after"])))
        return execute(sql, params, many, context)

    def doubtful(self, connection: BaseDatabaseWrapper) -> list[str]:
        """The tables whose references may be broken; from now on it listens anew. Of tables that were not changed but
        refer to one that was, those that hold a reference to nothing: that is looked up in the index of the column, since
        to read the table itself takes half a minute where it holds a million stories.
        """
        changed, found = self._changed, self._grown | self._changed
        self._grown, self._changed = set(), set()
        with connection.cursor() as cursor:
            there = set(connection.introspection.table_names(cursor))
            for name in there - found if changed else ():
                for column, (key, target) in connection.introspection.get_relations(cursor, name).items():
                    if target in changed & there and _is_broken(cursor, name, column, target, key):
                        found.add(name)
        return sorted(found & there)


def _is_broken(cursor: Any, table: str, column: str, target: str, key: str) -> bool:
    """Whether a row of ``table`` refers to a row of ``target`` that is not there."""
    cursor.execute(
        f'SELECT 1 FROM "{table}" AS a WHERE a."{column}" IS NOT NULL'  # noqa: S608 - names are the schema's own
        f' AND NOT EXISTS (SELECT 1 FROM "{target}" AS b WHERE b."{key}" = a."{column}") LIMIT 1'
    )
    return cursor.fetchone() is not None


@contextmanager
def looking_at_what_changed(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """While the block runs, a look at all references is one at those that can have been broken since the last."""
    if connection.vendor != "sqlite":
        yield
        return
    touched, of_django = Touched(), connection.check_constraints

    def check(table_names: Iterable[str] | None = None) -> None:
        names = touched.doubtful(connection) if table_names is None else list(table_names)
        if names:  # for none Django looks at all
            of_django(names)

    # Django has no setting for it, and its schema editor asks the connection by name
    connection.check_constraints = check  # type: ignore[method-assign]  # put back below
    try:
        with connection.execute_wrapper(touched):
            yield
    finally:
        del connection.check_constraints


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        if options["database"] != READERS:
            with looking_at_what_changed(connections[options["database"]]):
                super().handle(*args, **options)
        is_whole = options["database"] == DEFAULT_DB_ALIAS and not options["app_label"]
        if options["database"] == READERS or (is_whole and not options["run_syncdb"]):  # tests make each on its own
            self._of_readers(*args, **options)

    def _of_readers(self, *args: Any, **options: Any) -> None:
        """The tables of the readers' side: the others have no place there, so their migrations are not gone through."""
        there = {config.label for config in apps.get_app_configs()}
        asked = [options["app_label"]] if options["app_label"] else [label for label in OF_READERS if label in there]
        for label in asked:
            super().handle(*args, **{**options, "database": READERS, "app_label": label, "run_syncdb": False})

    def migration_progress_callback(self, action: str, migration: Any = None, fake: bool = False) -> None:
        """Says the seconds of each step, as Django does only where it is asked to say everything."""
        asked, self.verbosity = self.verbosity, 2 if self.verbosity == 1 else self.verbosity
        try:
            super().migration_progress_callback(action, migration, fake)
        finally:
            self.verbosity = asked
