"""Ten times as many pictures cost no more, to look through them, to find one, to choose one: the same queries and work.

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
"""How much more processor time it may take among ten times as many pictures."""

SMALL, LARGE = 30_000, 300_000

THINGS = ("সেতু", "নৌকা", "বাজার", "মেলা", "বন্যা", "সড়ক", "হাট", "স্কুল", "ফসল", "নদী")
PLACES = ("মেঘনা", "তিস্তা", "পদ্মা", "হাওর", "সুন্দরবন", "বগুড়া", "খুলনা", "সিলেট")
CREDITS = ("রহিম", "করিম", "বাসস")
STORIES = 20
"""Stories that show pictures; of a large archive each shows thousands here, so that half of all pictures were used."""


def fill(count: int) -> None:
    """``count`` pictures of one file, an hour after each other, with the words by which each is found; half of them used."""
    from harkara.bangla.analyse import analyse
    from harkara.desk.models import Picture, PictureUse, PictureWord, Story
    from tests.desk.factories import make_picture, make_story

    one = make_picture(caption="প্রথম")
    stories = [make_story(headline=f"খবর {n}") for n in range(STORIES)]
    begun = datetime(2026, 11, 1, tzinfo=UTC) - timedelta(hours=count)
    known = {word: analyse(word) for word in (*THINGS, *PLACES, *CREDITS)}

    def said(n: int) -> tuple[str, str, str]:
        return THINGS[n % 10], PLACES[n // 10 % 8], CREDITS[n % 3]

    def row(n: int) -> Picture:
        thing, place, credit = said(n)
        return Picture(
            title=f"ছবি {n}",
            file=one.file.name,
            width=one.width,
            height=one.height,
            collection_id=one.collection_id,
            caption=f"{place} {thing}",
            credit=credit,
            terms="own" if n % 4 else "",
            taken_at=begun + timedelta(hours=n),
        )

    Picture.objects.bulk_create((row(n) for n in range(count)), batch_size=500)
    numbers = list(Picture.objects.filter(pk__gt=one.pk).order_by("pk").values_list("pk", flat=True))
    words = (
        PictureWord(picture_id=number, word=word)
        for n, number in enumerate(numbers)
        for word in {form for part in said(n) for form in (*known[part].exact.split(), *known[part].folded.split())}
    )
    PictureWord.objects.bulk_create(words, batch_size=2_000)
    uses = (PictureUse(picture_id=number, story=stories[n % STORIES]) for n, number in enumerate(numbers) if n % 2)
    PictureUse.objects.bulk_create(uses, batch_size=2_000)
    assert Story.objects.count() == STORIES


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
