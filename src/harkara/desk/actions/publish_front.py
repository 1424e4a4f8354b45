"""Publish front: how a front was arranged becomes what readers see."""

from django.db import transaction
from django.utils.translation import gettext as _

from harkara.desk import clock, fronts
from harkara.desk.actions.fronts import let_stand, locked
from harkara.desk.errors import NothingToDo
from harkara.desk.fronts import Arrangement
from harkara.desk.models import Front
from harkara.people.models import User
from harkara.rack import changes


def publish_front(name: str, user: User | None, *, wanted: Arrangement | None = None, seen: int | None = None) -> Front:
    """Lets readers see ``wanted``, or the draft where none is given, on the front ``name`` (a section's slug; empty for the
    home page), and returns the front. Pins that ended or whose story is not published are left out. An appointment of the
    draft is ended with it.

    Raises ``NothingToDo`` without a draft, ``Refused``, ``Missing``, and ``Overtaken`` where somebody did anything to the front
    after the step ``seen``.
    """
    if wanted is not None:
        fronts.check(wanted)
    with transaction.atomic():
        row = locked(name, user, seen)
        if wanted is None and row.draft is None:
            raise NothingToDo(_("Readers see this front already: there is no draft of it."))
        changes.touch(let_stand(row, wanted or row.worked_on.holding(clock.now()), user))
    return row
