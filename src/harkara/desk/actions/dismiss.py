"""Dismiss: somebody's account is closed, and every session of it with the same stroke. Recall: it is opened again.
Forget factors: who lost phone and keys signs in with the password alone, once, to set up new ones. End sessions: who lost a phone
is signed out everywhere.
"""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from harkara.desk.actions import staffing
from harkara.desk.errors import NothingToDo
from harkara.people import factors
from harkara.people.models import Sitting, User


def dismiss(person: User, user: User | None) -> User:
    """Closes the account of ``person`` and returns it. What they wrote and did stays under their name.

    Sessions end at once, and do not come back with a recall. Raises ``Refused`` as ``appoint`` does, ``NothingToDo``.
    """
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=person.pk)
        staffing.check_over(row, user)
        if not row.is_active:
            raise NothingToDo(_("The account of “%(name)s” is closed already.") % {"name": row})
        if staffing.is_admin(row):
            staffing.keep_an_admin(row)
        User.objects.filter(pk=row.pk).update(is_active=False, session_round=F("session_round") + 1)
        Sitting.objects.filter(person=row.pk).delete()
        log(instance=row, action="desk.dismiss", user=user)
    return User.objects.get(pk=row.pk)


def recall(person: User, user: User | None) -> User:
    """Opens the account of ``person`` again, in the place it had, and returns it. Raises as ``dismiss``."""
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=person.pk)
        staffing.check_over(row, user)
        if row.is_active:
            raise NothingToDo(_("The account of “%(name)s” is open already.") % {"name": row})
        User.objects.filter(pk=row.pk).update(is_active=True)
        log(instance=row, action="desk.recall", user=user)
    return User.objects.get(pk=row.pk)


def forget_factors(person: User, user: User | None) -> User:
    """Takes all second factors of ``person`` away, ends their sessions, and returns the person.

    Raises ``Refused`` where ``user`` may not, and for oneself; ``NothingToDo``.
    """
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=person.pk)
        staffing.check_over(row, user)
        if not factors.remove_all(row):
            raise NothingToDo(_("“%(name)s” has no second factor.") % {"name": row})
        User.objects.filter(pk=row.pk).update(session_round=F("session_round") + 1)
        Sitting.objects.filter(person=row.pk).delete()
        log(instance=row, action="desk.forget_factors", user=user)
    return User.objects.get(pk=row.pk)


def end_sessions(person: User, user: User | None) -> User:
    """Ends every session of ``person``, on every device, and returns the person; the account stays open.

    Raises ``Refused`` where ``user`` may not, and for oneself.
    """
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=person.pk)
        staffing.check_over(row, user)
        User.objects.filter(pk=row.pk).update(session_round=F("session_round") + 1)
        Sitting.objects.filter(person=row.pk).delete()
        log(instance=row, action="desk.end_sessions", user=user)
    return User.objects.get(pk=row.pk)
