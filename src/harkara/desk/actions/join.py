"""Join: an invited person takes the place that was kept."""

from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from harkara.bangla import graphemes
from harkara.bangla.clean import normalise
from harkara.desk import clock
from harkara.desk.actions import staffing
from harkara.desk.actions.invite import office_for
from harkara.desk.errors import Refused
from harkara.desk.models import Invitation
from harkara.people.models import User


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What somebody says of themselves. ``initials`` may be empty: they are made from the name then."""

    username: str
    name: str
    password: str
    initials: str = ""


def join(invitation: Invitation, who: Newcomer) -> User:
    """Makes the account of ``who`` in the place of ``invitation``, which is used up with it, and returns the account.

    Raises ``Refused`` where the invitation was used, was withdrawn or has ended, where the name is taken or has no
    Bangla letter, or the password is weak.
    """
    name, initials = normalise(who.name).strip(), normalise(who.initials).strip()
    if not any("ঀ" <= letter <= "৿" for letter in name):
        raise Refused(_("“%(name)s” has no Bangla letter: write the name as the paper prints it.") % {"name": name})
    with transaction.atomic():
        row = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if why := ended(row):
            raise Refused(why)
        if User.objects.filter(username__iexact=who.username).exists():
            raise Refused(_("“%(name)s” is taken: choose another name to sign in with.") % {"name": who.username})
        office = office_for(row)
        staffing.check_gift(office, None)
        user = User(
            username=who.username, first_name=name, email=row.email, initials=initials or graphemes.initials(name)
        )
        try:
            validate_password(who.password, user)
        except ValidationError as weak:
            raise Refused(" ".join(weak.messages)) from weak
        user.set_password(who.password)
        user.save()
        staffing.settle(user, office)
        row.used_at, row.used_by = clock.now(), user
        row.save(update_fields=["used_at", "used_by"])
        log(instance=user, action="desk.join", user=user, data=staffing.told(office))
    return user


def ended(invitation: Invitation) -> str:
    """Why ``invitation`` leads nowhere any more, as a sentence; empty while it waits."""
    if invitation.used_at:
        return _("This invitation was used already. Sign in with the name and password that you chose then.")
    if invitation.withdrawn_at:
        return _("This invitation was withdrawn. Ask the newsroom for another.")
    if clock.now() >= invitation.until:
        return _("This invitation has ended: it was good for seven days. Ask the newsroom for another.")
    return ""
