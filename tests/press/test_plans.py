"""Whatever SQLite's statistics say or lack, the press finds the newest by an index, and goes through no table for it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from harkara.desk import actions
from harkara.press.turns import Turns
from tests.desk.factories import make_paper, make_section, make_story, make_topic
from tests.planner import STATISTICS, planned, walks


def asked(turns: Turns) -> list[str]:
    """The queries of a publication, from the log to the rack."""
    story = make_story(published=False, topics=[make_topic("নদী")])
    actions.publish(story, None)
    with CaptureQueriesContext(connection) as queries:
        turns.settle()
    return [query["sql"] for query in queries if query["sql"].startswith("SELECT")]


@pytest.mark.parametrize("statistics", STATISTICS)
def test_the_press_goes_through_no_table_that_grows(turns: Turns, statistics: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("about the planner of SQLite")
    make_paper()
    make_section("world")
    make_story()
    turns.settle()
    statements = asked(turns)
    assert any("desk_place" in statement for statement in statements)
    assert [plan for plan in planned(statements, STATISTICS[statistics]) if walks(plan)] == []
