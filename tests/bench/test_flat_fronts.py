"""A front costs a hundred thousand stories no more than a thousand: the same queries, the same work."""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench import homes

TIMES = 30
AT_MOST = 1.5
"""How much more processor time the large paper may take: what is read is as much, an index is a level deeper."""

SLOTS = """
from harkara.desk.fronts import Arrangement, Pin, Slot
from harkara.desk.models import Story
old = list(Story.objects.order_by("pk").values_list("pk", flat=True)[:4])
wanted = Arrangement((
    Slot("lead", "lead", 1), Slot("second", "second", 4, pins=tuple(Pin(n, p) for p, n in enumerate(old, 1))),
    Slot("latest", "latest", 10), Slot("photos", "strip", 6, pictured=True),
    Slot("opinion", "block", 4, of="kind:opinion"), Slot("world", "block", 4, of="section:world", hours=48),
), others=True)
"""


def measure(stories: int) -> None:
    """The median of the processor time of a front, in seconds, and how many queries it asks; on the last line."""
    import json

    homes.set_up()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from bench import papers
    from harkara.desk import clock
    from harkara.desk.copy.fronts import set_front

    papers.write(stories, characters=200, newest=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_stat1")  # a paper that grew by itself has no statistics
    connection.close()
    names: dict[str, object] = {}
    exec(SLOTS, names)
    wanted = names["wanted"]
    set_front(wanted)  # type: ignore[arg-type]  # out of the text above
    took = []
    for _ in range(TIMES):
        began = time.process_time()
        set_front(wanted)  # type: ignore[arg-type]  # as above
        took.append(time.process_time() - began)
    with CaptureQueriesContext(connection) as captured:
        set_front(wanted)  # type: ignore[arg-type]  # as above
    print(json.dumps({"seconds": statistics.median(took), "queries": len(captured)}))


@pytest.mark.proof
@pytest.mark.timeout(1200)
def test_a_front_costs_the_same_in_a_paper_of_any_size(tmp_path: Path) -> None:
    import json

    found = []
    for stories in (1_000, 100_000):
        home = tmp_path / str(stories)
        home.mkdir()
        environment = {**os.environ, "HARKARA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "harkara.settings"}
        done = subprocess.run(
            [sys.executable, __file__, str(stories)],
            cwd=homes.ROOT,
            env={**environment, "PYTHONPATH": f"{homes.ROOT / 'src'}:{homes.ROOT}"},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        found.append(json.loads(done.stdout.strip().splitlines()[-1]))
    small, large = found
    times = large["seconds"] / small["seconds"]
    print(f"FIGURE: processor time of a front with 100,000 stories, of that with 1,000 | {times:.2f}")
    assert (small["queries"], times <= AT_MOST) == (large["queries"], True)


if __name__ == "__main__":
    measure(int(sys.argv[1]))
