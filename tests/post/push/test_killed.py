"""A postman who is killed with notices under way: everybody gets the notice, and a double only who was in the step at hand."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from harkara.post.push.audience import LOT
from harkara.post.push.keys import drawn
from tests import mould
from tests.house.tree import ROOT
from tests.post.service import PushService

pytestmark = [pytest.mark.process, pytest.mark.proof]

KILLS = 12
READERS = 6_000

FILL = """
import django, sys
django.setup()
from harkara.post import clock
from harkara.post.models import Subscription, Wish
from harkara.post.push import services
from harkara.post.push.orders import Order, take
from tests.post.factories import said
origin, count = sys.argv[1], int(sys.argv[2])
_, _, told = said(origin)
name, now = services.names()[0], clock.now()
made = [Subscription(pk=n, digest=f"{n:064}", service=name, endpoint=f"{origin}/send/{n}", p256dh=told["keys"]["p256dh"],
    auth=told["keys"]["auth"], quiet_from=0, quiet_until=0, made_at=now) for n in range(1, count + 1)]
Subscription.objects.bulk_create(made)
Wish.objects.bulk_create(Wish(subscription=one, service=name, subject="breaking") for one in made)
take(Order("12.1", 12, "breaking", "হাওরে আগাম বন্যা", "", ("breaking",), now))
"""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[tuple[PushService, dict[str, str]]]:
    service = PushService()
    mould.cast_readers(tmp_path / "readers.sqlite3")
    private, public = drawn()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HARKARA_")} | {
        "HARKARA_HOME": str(tmp_path),
        "HARKARA_ROLE": "stand",
        "HARKARA_PUSH_KEY": private,
        "HARKARA_PUSH_PUBLIC_KEY": public,
        "HARKARA_PUSH_SERVICES": service.origin,
        "HARKARA_PUSH_CONTACT": "mailto:desk@example.org",
        "DJANGO_SETTINGS_MODULE": "harkara.settings",
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
    }
    subprocess.run([sys.executable, "-c", FILL, service.origin, str(READERS)], env=environment, check=True)
    yield service, environment
    service.close()


def test_nobody_is_left_out_and_few_are_told_twice(home: tuple[PushService, dict[str, str]]) -> None:
    service, environment = home
    command = [sys.executable, "-m", "harkara", "post", "--once"]
    chance, kills = random.Random(7), 0
    while True:
        before = len(service.taken)
        process = subprocess.Popen(command, env=environment, start_new_session=True)
        wanted = before + chance.randint(50, 900)
        while process.poll() is None and (len(service.taken) < wanted or kills >= KILLS):
            time.sleep(0.002)
        if process.poll() is not None:
            assert process.returncode == 0
            break
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        kills += 1
    times = Counter(one.path for one in service.taken)
    doubles = sum(count - 1 for count in times.values())
    print(f"FIGURE: notices carried past {kills} kills of the postman | {len(times)} of {READERS}, {doubles} twice")
    assert kills == KILLS
    assert len(times) == READERS
    assert max(times.values()) <= 1 + kills
    assert doubles <= LOT * kills
    with closing(sqlite3.connect(Path(environment["HARKARA_HOME"]) / "readers.sqlite3")) as database:
        assert database.execute("SELECT state, reached FROM post_message").fetchall() == [("done", READERS)]
