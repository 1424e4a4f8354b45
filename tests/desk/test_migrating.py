"""``harkara migrate`` looks up the references that a migration can have broken, and no others."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from harkara.desk.management.commands.migrate import Command, Touched, looking_at_what_changed
from harkara.desk.models import Front

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite looks up references after a migration"),
]

MISSING = """
    INSERT INTO desk_frontversion (step, published, arrangement, made_at, front_id)
    VALUES (1, 0, '{}', '2026-01-01', 4711)
"""


@pytest.fixture
def whole() -> Iterator[None]:
    """A test that breaks references mends them before its transaction is rolled back."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM desk_frontversion")


def looked_up(*statements: str) -> list[str]:
    """The tables that are gone through after ``statements``."""
    with looking_at_what_changed(connection), CaptureQueriesContext(connection) as sent:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        connection.check_constraints()
    asked = [query["sql"] for query in sent.captured_queries if "foreign_key_check" in query["sql"]]
    return [sql.partition("(")[2].strip("()\"' ") for sql in asked]


@pytest.mark.parametrize(
    ("statement", "tables"),
    [
        ("SELECT 1", []),
        ("CREATE INDEX tried ON desk_topic (id)", []),
        ("INSERT INTO desk_front (name, step) VALUES ('tried', 0)", ["desk_front"]),
        ("UPDATE desk_front SET step = 1", ["desk_front"]),
        ('DELETE FROM "desk_front"', ["desk_front"]),
        ("INSERT OR REPLACE INTO desk_front (id, name, step) VALUES (1, 'x', 0)", ["desk_front"]),
        ("ALTER TABLE desk_front ADD COLUMN tried integer", ["desk_front"]),
        ('ALTER TABLE "desk_frontversion" RENAME TO "tried"', ["tried"]),
        ("DROP TABLE desk_frontversion", []),
    ],
)
def test_only_what_can_be_broken_is_looked_up(statement: str, tables: list[str]) -> None:
    assert looked_up(statement) == tables


def test_each_look_begins_anew() -> None:
    touched = Touched()
    touched(lambda *_: None, 'ALTER TABLE "new__desk_front" RENAME TO "desk_front"', None, False, {})
    assert (touched.doubtful(connection), touched.doubtful(connection)) == (["desk_front"], [])


@pytest.mark.usefixtures("whole")
def test_a_broken_reference_is_found_where_it_was_made_and_from_where_it_points() -> None:
    with pytest.raises(IntegrityError, match="4711"):
        looked_up(MISSING)
    front = Front.objects.create(name="tried", step=0)
    assert looked_up(f"UPDATE desk_frontversion SET front_id = {front.pk}") == ["desk_frontversion"]
    with pytest.raises(IntegrityError, match="desk_frontversion"):
        looked_up("DELETE FROM desk_front")


def test_afterwards_django_looks_at_all_again() -> None:
    with looking_at_what_changed(connection):
        pass
    with CaptureQueriesContext(connection) as sent:
        connection.check_constraints()
    assert [query["sql"] for query in sent.captured_queries] == ["PRAGMA foreign_key_check"]


def test_it_says_how_long_each_step_took_and_asks_the_rest_of_django() -> None:
    out = StringIO()
    command = Command(stdout=out, no_color=True)
    command.verbosity = 1
    command.migration_progress_callback("apply_start", "desk.0031")
    command.migration_progress_callback("apply_success", "desk.0031")
    assert (out.getvalue().startswith("  Applying desk.0031... OK ("), out.getvalue()[-3:]) == (True, "s)\n")
    said = StringIO()
    call_command("migrate", "desk", stdout=said, no_color=True)
    assert "No migrations to apply." in said.getvalue()
