"""What every test gets: a rack of its own and a finished Hypothesis profile."""

import os

from hypothesis import HealthCheck, settings

# Deadlines are seconds, and seconds are for the benches: a busy machine must not fail a right test.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("ci", settings.get_profile("house"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "house")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps a loop running in the tests' thread
