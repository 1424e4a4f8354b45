"""What every test gets: a rack of its own and a finished Hypothesis profile."""

import os

import pytest
from hypothesis import HealthCheck, settings

# Deadlines are seconds, and seconds are for the benches: a busy machine must not fail a right test.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("ci", settings.get_profile("house"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "house")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps a loop running in the tests' thread


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests that empty the database when they end. They run where no other test comes after them in the same
    process: what the migrations wrote (content types, groups, the first collection) is gone or numbered anew.
    """
    for item in items:
        mark = item.get_closest_marker("django_db")
        transactional = mark is not None and (mark.kwargs.get("transaction") or (mark.args and mark.args[0]))
        if transactional or "transactional_db" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.flushes)
