"""Open a sealed copy: it takes two people of those who may. One asks with a reason, another agrees; then both may read it
for a while, and every reading is logged.
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from harkara.bangla.clean import normalise
from harkara.desk import clock, rights
from harkara.desk.errors import NothingToDo, Refused
from harkara.desk.models import Opening, Sealed
from harkara.desk.sealing import unseal
from harkara.people.models import User

ASKED_TO_OPEN, AGREED, OPENED = "desk.unseal.asked", "desk.unseal.agreed", "desk.unseal"
"""How the history of a story calls what was done about its sealed copies."""


def ask_to_open(sealed: Sealed, user: User, reason: str) -> Opening:
    """Asks a second person to agree that ``sealed`` is opened. Raises ``Refused`` without a reason or right, or where that
    was asked already.
    """
    rights.demand(user, "unseal", sealed.story)
    reason = normalise(reason).strip()
    if not reason:
        raise Refused(_("Say why the copy has to be opened: the second person decides by it, and the log keeps it."))
    with transaction.atomic():
        if standing(sealed):
            raise Refused(_("Somebody asked for it already: agree to that, or wait until it lapses."))
        opening = Opening.objects.create(sealed=sealed, asked_by=user, asked_at=clock.now(), reason=reason)
        log(instance=sealed.story, action=ASKED_TO_OPEN, user=user, data={"reason": reason})
    return opening


def agree_to_open(sealed: Sealed, user: User) -> Opening:
    """The second person's yes. Raises ``NothingToDo`` where nobody asked, ``Refused`` for who asked themselves."""
    rights.demand(user, "unseal", sealed.story)
    with transaction.atomic():
        opening = standing(sealed)
        if opening is None or not opening.waits(clock.now()):
            raise NothingToDo(_("Nobody waits for this copy to be opened."))
        if opening.asked_by_id == user.pk:
            raise Refused(_("You asked for it yourself: another one who may open sealed copies has to agree."))
        opening.agreed_by, opening.agreed_at = user, clock.now()
        opening.save()
        log(instance=sealed.story, action=AGREED, user=user, data={"reason": opening.reason})
    return opening


def read_sealed(sealed: Sealed, user: User) -> Any:
    """What was sealed, for one of the two while it is open; each reading is logged with its reason. Raises ``Refused``, and
    ``Missing`` where the secret key is another.
    """
    rights.demand(user, "unseal", sealed.story)
    opening = standing(sealed)
    if opening is None or not opening.is_open(clock.now()):
        raise Refused(_("The copy is closed: one asks with a reason, another agrees, then both may read it."))
    if user.pk not in (opening.asked_by_id, opening.agreed_by_id):
        raise Refused(_("The copy is open for the two who agreed on it only."))
    log(instance=sealed.story, action=OPENED, user=user, data={"reason": opening.reason})
    return unseal(bytes(sealed.box))


def standing(sealed: Sealed) -> Opening | None:
    """What was asked for ``sealed`` and waits, or is open now."""
    now = clock.now()
    newest = Opening.objects.select_related("asked_by", "agreed_by").filter(sealed=sealed).first()
    return newest if newest and (newest.waits(now) or newest.is_open(now)) else None
