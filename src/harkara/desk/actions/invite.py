"""Invite: a place in the newsroom is kept for somebody, who gets a link to it. Withdraw: the link ends."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from harkara.bangla.clean import normalise
from harkara.desk import clock
from harkara.desk.actions import staffing
from harkara.desk.actions.staffing import Office
from harkara.desk.errors import NothingToDo, Refused
from harkara.desk.models import Invitation
from harkara.people.models import User

LASTS = timedelta(days=7)


def invite(name: str, office: Office, user: User | None, email: str = "") -> Invitation:
    """Keeps ``office`` for the person called ``name`` for a week and returns the invitation, whose ``token`` makes the
    link. Raises ``Refused`` where ``user`` may not give that place.
    """
    name = normalise(name).strip()
    if not name:
        raise Refused(_("Say whom you invite: the list of invitations names them."))
    staffing.check_gift(office, user)
    with transaction.atomic():
        now = clock.now()
        made = Invitation.objects.create(
            name=name,
            email=email,
            roles=sorted(office.roles),
            sections=sorted(office.sections),
            desks=sorted(office.desks),
            made_by=user,
            made_at=now,
            until=now + LASTS,
        )
        log(instance=made, action="desk.invite", user=user, data={"email": email, **staffing.told(office)})
    return made


def withdraw(invitation: Invitation, user: User | None) -> Invitation:
    """Ends ``invitation`` before it is used, and returns it. Raises ``NothingToDo`` where its link leads nowhere any
    more, ``Refused`` where ``user`` could not have given that place.
    """
    with transaction.atomic():
        row = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if not row.waits(clock.now()):
            raise NothingToDo(_("The invitation for “%(name)s” has ended already.") % {"name": row})
        staffing.check_gift(office_for(row), user)
        row.withdrawn_at = clock.now()
        row.save(update_fields=["withdrawn_at"])
        log(instance=row, action="desk.withdraw_invitation", user=user)
    return row


def office_for(invitation: Invitation) -> Office:
    """The place that ``invitation`` keeps."""
    return Office(frozenset(invitation.roles), frozenset(invitation.sections), frozenset(invitation.desks))
