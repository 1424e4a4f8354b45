"""The readers' side runs without the newsroom: no desk, no Wagtail, no account of staff, no key and no door of its database."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.house.tree import ROOT

LOADED = """
import json, sys
import django
django.setup()
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.core.checks import run_checks
from django.db import connections
get_asgi_application()
import harkara.readers
import harkara.served
print(json.dumps({
    "newsroom": sorted(name for name in sys.modules if name.split(".")[0] in ("wagtail", "allauth", "modelcluster")
        or name.startswith(("harkara.desk", "harkara.press", "harkara.people", "harkara.wire"))),
    "checks": [str(one) for one in run_checks()],
    "default": connections["default"].settings_dict["ENGINE"],
    "readers": connections["readers"].settings_dict["ENGINE"],
    "keys": [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS],
    "behind": harkara.served.app.behind is None,
}))
"""


def test_the_readers_side_loads_nothing_of_the_newsroom_and_knows_none_of_its_secrets(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("the newsroom's own")
    environment = {
        **os.environ,
        "HARKARA_ROLE": "stand",
        "HARKARA_HOME": str(tmp_path),
        "HARKARA_DATABASE": "no database: it must not even be read",
        "HARKARA_SECRET_KEY": "another of the newsroom's",
        "HARKARA_FORMER_SECRET_KEYS": "and one more",
        "DJANGO_SETTINGS_MODULE": "harkara.settings",
        "PYTHONPATH": str(ROOT / "src"),
    }
    done = subprocess.run([sys.executable, "-c", LOADED], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["newsroom"], found["checks"], found["behind"]) == ([], [], True)
    assert (found["default"], found["readers"]) == ("django.db.backends.dummy", "django.db.backends.sqlite3")
    assert found["keys"] == [(tmp_path / "readers-key").read_text()]
