"""A million pictures cost no more than thirty thousand, to look through them, to find one, to choose one: the same queries
and work.

Also in the smaller archive each word stands with more pictures than are looked at (``finding.LOOKED``), so that both do all
the work there ever is.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bench import homes

TIMES = 12
AT_MOST = 2
"""How much more processor time it may take among so many more pictures."""

SMALL, LARGE = 30_000, 1_000_000
BATCH = 20_000
UNUSED = 3_000
"""The oldest ones, which no story shows: few among many, and behind all others."""

THINGS = ("সেতু", "নৌকা", "বাজার", "মেলা", "বন্যা", "সড়ক", "হাট", "স্কুল", "ফসল", "নদী")
PLACES = ("মেঘনা", "তিস্তা", "পদ্মা", "হাওর", "সুন্দরবন", "বগুড়া", "খুলনা", "সিলেট")
CREDITS = ("রহিম", "করিম", "বাসস")
SAID = (*THINGS, *PLACES, *CREDITS)
STORIES = 20
"""Stories that show pictures; of a large archive each shows tens of thousands here."""


def fill(count: int) -> None:
    """``count`` pictures of one file, an hour after each other, with the words by which each is found; nearly all used."""
    from django.db import connection, transaction

    from bench.papers import hurry, pour
    from harkara.bangla.analyse import analyse
    from harkara.desk.models import PictureUse, PictureWord
    from tests.desk.factories import make_picture, make_story

    one = make_picture(caption="প্রথম")
    stories = [make_story(headline=f"খবর {n}").pk for n in range(STORIES)]
    begun = datetime(2026, 11, 1, tzinfo=UTC) - timedelta(hours=count)
    known = {word: {*found.exact.split(), *found.folded.split()} for word, found in ((w, analyse(w)) for w in SAID)}
    stored = connection.ops.adapt_datetimefield_value

    def row(n: int) -> tuple[Any, ...]:
        at = stored(begun + timedelta(hours=n))
        caption = f"{PLACES[n // 10 % 8]} {THINGS[n % 10]}"
        return one.pk + 1 + n, f"ছবি {n}", caption, CREDITS[n % 3], "own" if n % 4 else "", at, at, n >= UNUSED

    names = ("id", "title", "caption", "credit", "terms", "taken_at", "created_at", "used")
    with hurry():
        for start in range(0, count, BATCH):
            lot = range(start, min(start + BATCH, count))
            words = [
                (one.pk + 1 + n, word)
                for n in lot
                for word in known[PLACES[n // 10 % 8]] | known[THINGS[n % 10]] | known[CREDITS[n % 3]]
            ]
            with transaction.atomic():
                pour(one, names, [row(n) for n in lot])
                pour(PictureWord(), ("picture_id", "word"), words)
                uses = [(one.pk + 1 + n, stories[n % STORIES]) for n in lot if n >= UNUSED]
                pour(PictureUse(), ("picture_id", "story_id"), uses)


def works() -> dict[str, Callable[[], object]]:
    """What a photo editor looks at."""
    from django.contrib.auth.models import Group
    from django.test import Client

    from harkara.desk import rights
    from harkara.people.models import User

    rights.grant()
    editor = User.objects.create_user("editor", is_staff=True, is_superuser=True)
    editor.groups.set(Group.objects.filter(name="admin"))
    client = Client(headers={"host": "localhost"})
    client.force_login(editor)

    def seen(address: str) -> Callable[[], object]:
        def look() -> object:
            answer = client.get(address)
            assert answer.status_code == 200
            return answer

        return look

    listed, chosen = "/desk/images/", "/desk/images/chooser/"
    return {
        "listed": seen(listed),
        "listed, the tenth page": seen(f"{listed}?p=10"),
        "the oldest first": seen(f"{listed}?ordering=created_at"),
        "of own rights": seen(f"{listed}?terms=own"),
        "not used yet": seen(f"{listed}?used=no"),
        "used before": seen(f"{listed}?used=yes"),
        "found by two words": seen(f"{listed}?q=মেঘনা+সেতু"),
        "found by a credit": seen(f"{listed}?q=বাসস"),
        "found by a month": seen(f"{listed}?q=2026-10"),
        "offered to choose from": seen(chosen),
        "chosen from, by a word": seen(f"{chosen}results/?q=নৌকা"),
        "chosen from, the tenth page": seen(f"{chosen}results/?p=10"),
    }


def measure(pictures: int) -> None:
    """The least processor time of each look, in seconds, and its queries; on the last line."""
    homes.set_up()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    fill(pictures)
    found: dict[str, Any] = {}
    for what, work in works().items():
        work()
        took = []
        for _ in range(TIMES):
            began = time.process_time()
            work()
            took.append(time.process_time() - began)
        with CaptureQueriesContext(connection) as captured:
            work()
        found[what] = {"seconds": min(took), "queries": len(captured)}
    print(json.dumps(found))


def measured(home: Path, pictures: int) -> dict[str, Any]:
    home.mkdir()
    environment = {**os.environ, "HARKARA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "harkara.settings"}
    done = subprocess.run(
        [sys.executable, __file__, str(pictures)],
        cwd=homes.ROOT,
        env={**environment, "PYTHONPATH": f"{homes.ROOT / 'src'}:{homes.ROOT}"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


@pytest.mark.proof
@pytest.mark.timeout(2400)
def test_pictures_cost_the_same_however_many_there_are(tmp_path: Path) -> None:
    small, large = (measured(tmp_path / str(count), count) for count in (SMALL, LARGE))
    slower = {}
    for what, one in small.items():
        times = large[what]["seconds"] / one["seconds"]
        print(f"FIGURE: pictures {what}, processor time among {LARGE:,}, of that among {SMALL:,} | {times:.2f}")
        assert (what, large[what]["queries"]) == (what, one["queries"])
        if times > AT_MOST:
            slower[what] = times
    assert slower == {}


if __name__ == "__main__":
    measure(int(sys.argv[1]))
