"""Appoint: somebody gets another place in the newsroom."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from harkara.desk.actions import staffing
from harkara.desk.actions.staffing import Office
from harkara.desk.errors import NothingToDo
from harkara.people.models import User


def appoint(person: User, office: Office, user: User | None) -> User:
    """Gives ``person`` the roles and the remit of ``office`` in place of what they had, and returns the person.

    It holds from their next click. Raises ``Refused`` where ``user`` may not, for one's own place, and for the last
    administrator's; ``NothingToDo``.
    """
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=person.pk)
        staffing.check_over(row, user)
        before = staffing.office_of(row)
        if before == office:
            raise NothingToDo(_("“%(name)s” has this place already.") % {"name": row})
        staffing.check_gift(office, user)
        if "admin" in before.roles and "admin" not in office.roles and row.is_active:
            staffing.keep_an_admin(row)
        was = staffing.told(before)
        staffing.settle(row, office)
        log(instance=row, action="desk.appoint", user=user, data={"before": was, "after": staffing.told(office)})
    return row
