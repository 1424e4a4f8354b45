"""A snapshot sees one state of the database, whoever writes meanwhile."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from harkara.desk.models import Topic
from harkara.press.snapshot import snapshot
from harkara.rack import changes

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def elsewhere(act: Callable[[], object]) -> None:
    """Does ``act`` on another connection, and waits for it."""

    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def rename(topic: Topic, name: str) -> None:
    topic.name = name
    topic.save()


def test_what_is_committed_meanwhile_is_not_seen() -> None:
    topic = Topic.objects.create(name="নদী")
    with snapshot() as position:
        elsewhere(lambda: rename(Topic.objects.get(pk=topic.pk), "হাওর"))
        assert Topic.objects.get(pk=topic.pk).name == "নদী"
        assert changes.position() == position
    assert Topic.objects.get(pk=topic.pk).name == "হাওর"
    assert changes.position() > position


def test_it_keeps_no_writer_waiting_and_writes_begin_as_before() -> None:
    with snapshot():
        elsewhere(lambda: Topic.objects.create(name="ধান"))
    with transaction.atomic():
        Topic.objects.create(name="মেলা")
    assert Topic.objects.count() == 2


def test_it_refuses_to_be_inside_a_transaction() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError), snapshot():
        pass
