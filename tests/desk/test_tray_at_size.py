"""The tray and the board cost the same with thirty thousand items and with a hundred thousand, filters among it: counted in
the steps of SQLite's machine, which are the same on every computer.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from harkara.desk import clock
from harkara.desk.models import IncomingClipping
from tests.desk.factories import make_section, make_source, make_user, send

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="it counts SQLite's steps"),
]

FEW, MANY = 30_000, 100_000
STEP = 100
ADDRESSES = (
    "/desk/board/now/",
    "/desk/board/now/?section=national",
    "/desk/tray/",
    "/desk/tray/?urgency=1",
    "/desk/tray/?state=cancelled",
    "/desk/tray/?source={source}",
    "/desk/tray/?section={section}",
    "/desk/tray/?status=discarded",
    "/desk/tray/?outlet=নীলখাম",
)


@contextmanager
def steps() -> Iterator[list[int]]:
    """How many hundred steps SQLite takes inside."""
    count = [0]

    def one() -> int:
        count[0] += 1
        return 0

    connection.ensure_connection()
    connection.connection.set_progress_handler(one, STEP)
    try:
        yield count
    finally:
        connection.connection.set_progress_handler(None, 0)


def fill(until: int, **fields: Any) -> None:
    """Items until there are so many: of every ten one is urgent, of five hundred one killed; four in ten are in groups of two."""
    first = IncomingClipping.objects.count()
    rows = []
    for number in range(first, until):
        rows.append(
            IncomingClipping(
                fingerprint=f"wire-{number}",
                guid=f"{number}",
                headline=f"খবর {number}",
                text="পাঠ",
                outlet=f"বাহক {number % 40}",
                filed_at=clock.now(),
                urgency=1 if number % 10 == 0 else 5,
                state="cancelled" if number % 500 == 7 else "usable",
                status="discarded" if number % 3 == 0 else "waiting",
                group=number - number % 2 + 1 if number % 10 < 4 else None,
                **fields,
            )
        )
    IncomingClipping.objects.bulk_create(rows, batch_size=2_000)


@pytest.mark.long
def test_looks_and_arrivals_cost_the_same_in_a_tray_of_any_size(client: Client) -> None:
    client.force_login(make_user(group="desk_editor"))
    source, section = make_source(), make_section("national")
    told = {"source": source.pk, "section": section.pk}
    costs: dict[str, list[int]] = {}
    for size in (FEW, MANY):
        fill(size, source=source, section=section)
        for address in ADDRESSES:
            with steps() as count:
                assert client.get(address.format(**told)).status_code == 200
            costs.setdefault(address, []).append(count[0])
        for number, said in enumerate(({}, {"version": 1}, {"version": 2, "headline": "আরেক"})):
            with steps() as count:
                send(source, guid=f"new-{size}", **said)
            costs.setdefault(f"arrival {number}", []).append(count[0])
    grown = {name: many / max(few, 1) for name, (few, many) in costs.items()}
    print("FIGURE: steps of SQLite with 30,000 and 100,000 items (hundreds) |", costs)
    assert {name: round(ratio, 1) for name, ratio in grown.items() if ratio > 2} == {}
