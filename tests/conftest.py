"""What every test gets: a migrated database, one browser for all of them, and a finished Hypothesis profile."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from tests import mould

# Deadlines are seconds, and seconds are for the benches: a busy machine must not fail a right test.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("ci", settings.get_profile("house"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "house")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps a loop running in the tests' thread


EMPTYING = frozenset(("transactional_db", "live_server"))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Marks the tests that empty the database when they end. They run where no other test comes after them in the same
    process: what the migrations wrote (content types, groups, the first collection) is gone or numbered anew.

    Those with a browser come last of all: from then on a loop runs in the tests' thread, and no test can run one of its own.
    """
    for item in items:
        mark = item.get_closest_marker("django_db")
        transactional = mark is not None and (mark.kwargs.get("transaction") or (mark.args and mark.args[0]))
        if transactional or not EMPTYING.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.flushes)
    yield
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The tests' database has its tables before pytest-django comes to make them."""
    if connection.vendor == "sqlite":
        mould.cast(Path(connection.settings_dict["TEST"]["NAME"]))


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """Such a database is not made anew: `migrate` finds nothing to do. It goes with the home of the tests."""
    return connection.vendor == "sqlite" or bool(request.config.getvalue("reuse_db"))


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
