"""Retag: a story gets topics and loses others; those that it had beside them stay."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from harkara.desk.actions import traces
from harkara.desk.actions.amend import amend, newest
from harkara.desk.errors import NothingToDo
from harkara.desk.models import Story, Topic
from harkara.people.models import User


def retag(story: Story, user: User | None, *, add: Iterable[Topic] = (), remove: Iterable[Topic] = ()) -> Story:
    """Gives ``story`` the topics ``add``, takes ``remove`` away, and returns it. Raises ``NothingToDo`` where it has all
    of the first and none of the others, else as ``amend``.
    """
    with transaction.atomic():
        had = list(newest(traces.locked(story.pk)).topics.all())
        topics = retagged(had, add, remove)
        if topics == had:
            raise NothingToDo(_("“%(headline)s” has these topics already.") % {"headline": story})
        return amend(story, user, topics=topics)


def retagged(had: list[Topic], add: Iterable[Topic], remove: Iterable[Topic]) -> list[Topic]:
    """The topics of a story that had ``had``, in their order, the new ones last."""
    away = set(remove)
    kept = [topic for topic in had if topic not in away]
    return kept + [topic for topic in dict.fromkeys(add) if topic not in kept]
