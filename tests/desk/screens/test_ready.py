"""``/desk/readyz``: whether the newsroom can work."""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connections
from django.test import Client

from harkara.desk.screens import ready

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def unknown() -> Iterator[None]:
    ready._applied.clear()
    yield
    ready._applied.clear()


def test_a_newsroom_at_work_is_ready_for_anybody_who_asks(client: Client) -> None:
    answer = client.get("/desk/readyz")
    assert (answer.status_code, answer.content, answer["cache-control"]) == (200, b"ok\n", "no-store")
    assert not answer.cookies
    assert client.post("/desk/readyz").status_code == 405


def test_once_it_is_known_that_all_is_applied_two_queries_are_enough(
    client: Client, django_assert_num_queries: object
) -> None:
    client.get("/desk/readyz")
    with django_assert_num_queries(1), django_assert_num_queries(1, using="readers"):  # type: ignore[operator]
        client.get("/desk/readyz")


@pytest.mark.parametrize("alias", ["default", "readers"])
def test_a_database_that_is_away_is_named(client: Client, alias: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses() -> None:
        raise DatabaseError("server at 10.0.0.7 closed the connection")

    ready._applied.update(("default", "readers"))
    monkeypatch.setattr(connections[alias], "cursor", refuses)
    answer = client.get("/desk/readyz")
    assert (answer.status_code, answer.content.decode()) == (503, f"{alias}: it does not answer\n")


@pytest.mark.parametrize("alias", ["default", "readers"])
def test_migrations_that_are_not_applied_are_told(client: Client, alias: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ready, "_owed", lambda executor, one: one == alias)
    answer = client.get("/desk/readyz")
    assert (answer.status_code, answer.content.decode()) == (503, f"{alias}: migrations are not applied\n")
