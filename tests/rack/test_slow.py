"""Queries that take long are written down, without what they ask for."""

import logging
from typing import Any

import pytest
from django.db import connection

from harkara.people.models import User
from harkara.rack import slow
from harkara.rack.slow import Watch, without_values

pytestmark = pytest.mark.django_db


def test_only_what_took_long_is_written_down(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "harkara.queries")
    logging.getLogger("harkara").propagate = True
    before = Watch.count
    with connection.execute_wrapper(Watch(60.0)):
        list(User.objects.filter(username="rina"))
    assert (caplog.records, Watch.count) == ([], before)
    with connection.execute_wrapper(Watch(0.0)):
        list(User.objects.filter(username="rina", email="rina@paper.example"))
        with connection.cursor() as cursor:
            cursor.execute("SELECT 'রিনা খাতুন', 01711 WHERE 1 = 1")
    said = [one.getMessage() for one in caplog.records]
    assert len(said) == 2
    assert "(default): SELECT" in said[0]
    assert said[1].endswith("SELECT ?, ? WHERE ? = ?")
    assert not any(word in " ".join(said) for word in ("rina", "রিনা", "01711", "example"))
    assert Watch.count == before + 2


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT 'it''s', $$x 'y'$$  FROM a\n WHERE b=-3.5", "SELECT ?, ? FROM a WHERE b=-?"),
        (
            'SELECT "people_user"."id" FROM "people_user" LIMIT 21',
            'SELECT "people_user"."id" FROM "people_user" LIMIT ?',
        ),
        ("SELECT T2.id FROM t AS T2", "SELECT T2.id FROM t AS T2"),
    ],
)
def test_what_a_query_compares_with_is_taken_out(sql: str, said: str) -> None:
    assert without_values(sql) == said
    assert len(without_values("SELECT " + "x" * 9000)) == slow.LONGEST


@pytest.mark.parametrize(("limit", "watched"), [(0, 0), (200, 1)])
def test_connections_are_watched_where_the_settings_ask_for_it(limit: int, watched: int, settings: Any) -> None:
    from django.db.backends.signals import connection_created

    settings.HARKARA_SLOW_QUERIES = limit
    fresh = connection.copy()
    try:
        slow.begin()
        connection_created.send(sender=type(fresh), connection=fresh)
        connection_created.send(sender=type(fresh), connection=fresh)
        assert len(fresh.execute_wrappers) == watched
    finally:
        connection_created.disconnect(dispatch_uid="harkara.rack.slow")
