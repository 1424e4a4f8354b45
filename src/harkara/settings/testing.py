"""The settings of the test suite: a home of its own, quick passwords, nothing else changed."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from harkara.settings import *  # noqa: F403  (a variant of the settings is all of them, and what differs)
from harkara.settings import environment

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECRET_KEY = "a key for tests"  # noqa: S105  (it signs nothing outside the tests)

HARKARA_SECOND_FACTOR = False

if not os.environ.get("HARKARA_HOME"):
    # Importing this module has read the settings already, with the home of a paper: it is moved away from there.
    HARKARA_HOME = Path(tempfile.mkdtemp(prefix="harkara-test-"))
    atexit.register(shutil.rmtree, HARKARA_HOME, ignore_errors=True)
    os.environ["HARKARA_HOME"] = str(HARKARA_HOME)
    HARKARA_RACK = HARKARA_HOME / "rack"
    HARKARA_ARCHIVE = HARKARA_HOME / "archive"
    HARKARA_PRESS_URL = f"unix:{HARKARA_HOME / 'press.sock'}"
    DATABASES = {
        "default": environment.database("HARKARA_DATABASE", HARKARA_HOME),
        "readers": environment.database("HARKARA_READERS_DATABASE", HARKARA_HOME, "readers"),
    }
    STATIC_ROOT = HARKARA_HOME / "static"
    MEDIA_ROOT = HARKARA_HOME / "media"
