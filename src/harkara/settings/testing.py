"""The settings of the test suite: a home of its own, quick passwords, nothing else changed."""

import os
import tempfile

os.environ.setdefault("HARKARA_HOME", tempfile.mkdtemp(prefix="harkara-test-"))

from harkara.settings import *  # noqa: F403  (the environment must be set first)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECRET_KEY = "a key for tests"  # noqa: S105  (it signs nothing outside the tests)
