"""Discard: a clipping leaves the tray. It is kept, so that the same page is recognised."""

from harkara.desk.errors import Refused
from harkara.desk.models import IncomingClipping
from harkara.people.models import User


def discard(clipping: IncomingClipping, user: User | None) -> IncomingClipping:
    """Takes a waiting clipping out of the tray and returns it. Raises ``Refused`` where a draft was made of it."""
    if clipping.status == IncomingClipping.Status.DRAFTED:
        raise Refused(f"A story was made of clipping {clipping.pk}: discard that story's draft instead.")
    clipping.status = IncomingClipping.Status.DISCARDED
    clipping.handled_by = user
    clipping.save(update_fields=["status", "handled_by"])
    return clipping
