"""What every test gets: a migrated database, one browser for all of them, and a finished Hypothesis profile."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright
from xdist.remote import Producer

from harkara.desk.screens.language import load_screens
from harkara.rack.outbox.sides import READERS
from tests import mould, postgres, slices, turns

# Deadlines are seconds, and seconds are for the benches: a busy machine must not fail a right test.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("ci", settings.get_profile("house"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "house")
os.environ.setdefault("HARKARA_PRESS_REST", "0")  # tests fill the machine, as readers do, and wait for what is printed
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps a loop running in the tests' thread


DATABASES = frozenset(("db", "transactional_db", "live_server"))
EMPTYING = frozenset(("transactional_db", "live_server"))
TransactionTestCase._fixture_teardown = lambda self: None
"""Django need not empty, table by table, what a test left: its database is cast anew."""


def pytest_configure(config: pytest.Config) -> None:
    """Whoever runs the whole suite takes a part of the long tests; the workers of pytest-xdist hear which."""
    if config.args_source is pytest.Config.ArgsSource.TESTPATHS and not hasattr(config, "workerinput"):
        os.environ.setdefault("HARKARA_SLICE", slices.of_commit())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says which part it was."""
    part = os.environ.get("HARKARA_SLICE", slices.ALL)
    if part != slices.ALL:
        terminalreporter.write_line(
            f"Long tests: part {part} of 0 to {slices.PARTS - 1} (HARKARA_SLICE={slices.ALL} takes all)."
        )


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """Leaves out the long tests of other days, and puts the rest in an order in which they may share a process."""
    part = slices.checked(os.environ.get("HARKARA_SLICE", slices.ALL))
    others = [item for item in items if item.get_closest_marker("long") and not slices.takes(part, item.nodeid)]
    if others:
        config.hook.pytest_deselected(items=others)
        left_out = set(others)
        items[:] = [item for item in items if item not in left_out]
    for item in items:
        mark = item.get_closest_marker("django_db")
        transactional = mark is not None and (mark.kwargs.get("transaction") or (mark.args and mark.args[0]))
        if transactional or not EMPTYING.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.flushes)
        _may_use_both(item, mark)
    yield
    items.sort(key=turns.turn)


def _may_use_both(item: pytest.Item, mark: pytest.Mark | None) -> None:
    """Who may use the newsroom's database may use the readers', as the paper's own processes do."""
    if mark is not None:
        mark.kwargs.setdefault("databases", ["default", READERS])  # type: ignore[attr-defined]  # it is a dict
    elif not DATABASES.isdisjoint(getattr(item, "fixturenames", ())):
        item.add_marker(pytest.mark.django_db(databases=["default", READERS]))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> turns.InTurn:
    """However many workers there are, each gets whole files, in that order."""
    config.option.loadscopereorder = False
    return turns.InTurn(config, log)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """After a test that emptied the database, what the migrations wrote is there again, with the same numbers."""
    yield
    if item.get_closest_marker("flushes"):
        connections.close_all()
        _cast(str(connection.settings_dict["NAME"]), str(connections[READERS].settings_dict["NAME"]))
        ContentType.objects.clear_cache()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The tests' database has its tables before pytest-django comes to make them. The newsroom's screens are loaded before,
    as a newsroom loads them: Wagtail words parts of them then, and what migrates a database has every language off.
    """
    load_screens()
    newsroom, readers = (connections[alias].settings_dict for alias in ("default", READERS))
    _cast(newsroom["TEST"]["NAME"] or f"test_{newsroom['NAME']}", readers["TEST"]["NAME"])


def _cast(name: str, readers: str) -> None:
    """Makes the tests' databases anew from their moulds: SQLite's files, or the newsroom's on PostgreSQL's server."""
    mould.cast_readers(Path(readers))
    if connection.vendor == "sqlite":
        mould.cast(Path(name))
    else:
        programs = postgres.binaries()
        assert programs, "the tests need PostgreSQL's programs (psql, pg_dump) to make its databases"
        mould.cast_anew(os.environ["HARKARA_DATABASE"], name, programs)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Such a database is not made anew: `migrate` finds nothing to do. SQLite's goes with the home of the tests."""
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """What a test emptied is cast anew, so Django has nothing to put back (tests with ``serialized_rollback``)."""
    connection._test_serialized_contents = "[]"


if connection.vendor == "postgresql":

    @pytest.fixture
    def database(django_db_serialized_rollback: None, transactional_db: None) -> None:
        """A database for a press. A snapshot on PostgreSQL must be the outermost transaction."""

else:

    @pytest.fixture
    def database(db: None) -> None:
        """A database for a press, inside the test's own transaction, which is quick."""


CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The one browser of the run: Playwright allows one loop in a process."""
    if not CHROMIUM.exists():
        pytest.skip(f"there is no browser at {CHROMIUM}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=SWITCHES)
        yield browser
        browser.close()
