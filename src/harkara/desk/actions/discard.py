"""Discard: a clipping leaves the tray. It is kept, so that the same page is recognised."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from harkara.desk import keys, rights
from harkara.desk.errors import Refused
from harkara.desk.models import IncomingClipping
from harkara.people.models import User
from harkara.rack import changes


def discard(clipping: IncomingClipping, user: User | None) -> IncomingClipping:
    """Takes a waiting clipping out of the tray and returns it. Raises ``Refused`` where a draft was made of it or
    ``user`` may not.
    """
    rights.demand(user, "wire")
    if clipping.status == IncomingClipping.Status.DRAFTED:
        raise Refused(
            _("A story was made of this clipping: throw away the draft of “%(headline)s” instead.")
            % {"headline": clipping.headline}
        )
    clipping.status = IncomingClipping.Status.DISCARDED
    clipping.handled_by = user
    with transaction.atomic():
        clipping.save(update_fields=["status", "handled_by"])
        log(instance=clipping, action="desk.discard", user=user)
        changes.touch(keys.clipping(clipping.pk))
    return clipping
