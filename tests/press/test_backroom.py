"""An archivist ends with its press, whatever it is in the middle of."""

import subprocess
import sys

import pytest

STOPPED = """
import os, time, django

os.environ["DJANGO_SETTINGS_MODULE"] = "harkara.settings"
django.setup()
from harkara.press import backroom

backroom.GRACE = 0.2
beside = backroom.Backroom({work})
time.sleep(0.2)
beside.close()
print("ended")
"""


@pytest.mark.process
@pytest.mark.parametrize(
    ("work", "is_said"),
    [("lambda stop, deaths: time.sleep(3600)", True), ("lambda stop, deaths: stop.wait(3600)", False)],
    ids=["in the middle of an index", "at rest"],
)
def test_who_was_told_to_stop_ends(work: str, is_said: bool) -> None:
    script = STOPPED.format(work=work)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout == "ended\n"
    assert ("in the middle of something" in done.stderr) is is_said
