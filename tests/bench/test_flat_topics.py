"""Twenty thousand topics cost no more than two hundred, a package of 2,000 entries no more than one of 60: the same queries, the
same work.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bench import homes

TIMES = 30
AT_MOST = 2
"""How much more processor time it may take among a hundred times as many topics, or in a package thirty times as long. At rest
an event more takes 1.5 times as much (its package's entries are counted, 5,000 at most), everything else the same.
"""

SYLLABLES = ("নদী", "বিল", "চর", "পুর", "হাট", "গঞ্জ", "মেলা", "বাড়ি", "তলা", "খালী", "ডাঙা", "কান্দি", "নগর", "পাড়া", "ঘাট", "মারী")
KINDS = ("সেতু", "সড়ক", "বাজার", "কলেজ", "নির্বাচন")


def name(number: int) -> str:
    """The name of a topic: a place and a kind; there are 16 to the fourth places."""
    letters = [SYLLABLES[number // 16**place % 16] for place in range(4)]
    return f"{''.join(letters)} {KINDS[number % 5]}"


def fill(count: int) -> None:
    """``count`` topics, each with another name, and what they are found by."""
    from harkara.desk.models import Topic, TopicName
    from harkara.desk.models.taxonomy import TopicKey, keys_of

    Topic.objects.bulk_create((Topic(name=name(n), slug=f"t-{n}") for n in range(count)), batch_size=500)
    topics = list(Topic.objects.order_by("pk"))
    said = [(topic, one) for n, topic in enumerate(topics) for one in (name(n), f"{name(n)} প্রকল্প")]
    TopicName.objects.bulk_create((TopicName(topic=topic, name=one) for topic, one in said), batch_size=500)
    rows = TopicName.objects.order_by("pk")
    TopicKey.objects.bulk_create(
        (TopicKey(name=row, key=key, place=place) for row in rows for place, key in keys_of(row.name)), batch_size=500
    )


def gather(name: str, entries: int) -> Any:
    """A package with so many events, an hour after each other."""
    from harkara.desk import actions, clock
    from harkara.desk.models import PackageEntry

    package = actions.make_package(name, None)
    begun = clock.now() - timedelta(days=200)
    rows = (
        PackageEntry(package=package, line=f"ঘটনা {n}", at=begun + timedelta(hours=n), place=n) for n in range(entries)
    )
    PackageEntry.objects.bulk_create(rows, batch_size=500)
    package.shown = entries
    package.save()
    return package


def works() -> dict[str, Callable[[], object]]:
    """What a newsroom does with topics."""
    from django.contrib.auth.models import Group
    from django.test import Client

    from harkara.desk import actions, clock, copy, offering, rights
    from harkara.desk.models import Topic
    from harkara.people.models import User

    rights.grant()
    editor = User.objects.create_user("editor", is_staff=True, is_superuser=True)
    editor.groups.set(Group.objects.filter(name="admin"))
    client = Client(headers={"host": "localhost"})
    client.force_login(editor)
    words = [f"{name(n)} নিয়ে কথা হয়েছে" for n in range(20)] + ["শব্দটি অন্য কিছু বলে"] * 220
    left = iter(range(60, 200))

    def listed() -> None:
        answer = client.get("/desk/topics/")
        assert answer.status_code == 200

    def merged() -> object:
        kept, other = (Topic.objects.get(slug=f"t-{next(left)}") for _ in range(2))
        return actions.merge_topics(kept, other, None)

    newest = timedelta(days=300)

    def told(package: Any) -> object:
        return actions.add_event(package, "নতুন ঘটনা", clock.now() + newest, None)

    def page(package: Any) -> object:
        return copy.package(package.slug, package.older_pages)

    size = 2_000 if Topic.objects.count() > 1_000 else 60
    read, grown = gather("পড়া", size), gather("বাড়তি", size)
    return {
        "(package) a page of it": lambda: page(read),
        "(package) an event more": lambda: told(grown),
        "offered for a text": lambda: offering.offered(name(3), words),
        # One letter alone has more names among more topics, of which `offering.CANDIDATES` are looked at.
        "found by typing": lambda: offering.beginning(name(7).split()[0][:-1]),
        "merged": merged,
        "listed": listed,
        "planned": lambda: copy.topics(["t-1", "t-2"]),
    }


def measure(topics: int) -> None:
    """The least processor time of each work, in seconds, and its queries; on the last line."""
    homes.set_up()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    fill(topics)
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


def measured(home: Path, topics: int) -> dict[str, Any]:
    home.mkdir()
    environment = {**os.environ, "HARKARA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "harkara.settings"}
    done = subprocess.run(
        [sys.executable, __file__, str(topics)],
        cwd=homes.ROOT,
        env={**environment, "PYTHONPATH": f"{homes.ROOT / 'src'}:{homes.ROOT}"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


@pytest.mark.proof
@pytest.mark.timeout(1200)
def test_topics_cost_the_same_however_many_there_are(tmp_path: Path) -> None:
    small, large = (measured(tmp_path / str(count), count) for count in (200, 20_000))
    slower = {}
    for what, one in small.items():
        times = large[what]["seconds"] / one["seconds"]
        print(f"FIGURE: topics {what}, processor time among 20,000, of that among 200 | {times:.2f}")
        assert (what, large[what]["queries"]) == (what, one["queries"])
        if times > AT_MOST and large[what]["seconds"] > 0.002:  # below that the clock says little
            slower[what] = times
    assert slower == {}


if __name__ == "__main__":
    measure(int(sys.argv[1]))
