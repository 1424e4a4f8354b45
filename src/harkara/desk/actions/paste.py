"""Paste: an address or a text becomes a clipping, in a process of its own; who asked sees how far it is."""

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from harkara.desk import clock, pasting, rights
from harkara.desk.errors import Refused
from harkara.desk.models import Pasted
from harkara.people.models import User

LONGEST = 700_000
"""Characters of a text that may be pasted: as many Bangla ones as fit into what Django takes of a form."""

AT_ONCE = 3
"""Pages of one person that may be under way at a time."""

IN_ALL = 8
"""Pages of everybody that may be: each is a process."""

ADDRESS = 2_000
"""Characters of an address."""

KEPT = timedelta(days=7)
"""How long is kept what became of a pasted page."""


def paste(text: str, user: User) -> Pasted:
    """Has the page read that ``text`` is the address of, or its text or HTML; returns what tells how far it is.

    Raises ``Refused`` where ``user`` may not work on the tray, for nothing, for too much, and where too many are under way.
    """
    rights.demand(user, "wire")
    words = text.strip()
    if not words:
        raise Refused(_("Paste the address of a page, or its text."))
    if len(words) > LONGEST:
        raise Refused(_("That is more than a page has: paste only the text of one story."))
    address = words if pasting.is_address(words) else ""
    if len(address) > ADDRESS:
        raise Refused(_("This address is too long: paste the text of the page."))
    with transaction.atomic():
        now = clock.now()
        under_way = Pasted.objects.filter(state=Pasted.State.UNDER_WAY, at__gt=now - pasting.PATIENCE)
        users = list(under_way.values_list("user", flat=True)[: IN_ALL + 1])
        if users.count(user.pk) >= AT_ONCE or len(users) >= IN_ALL:
            raise Refused(_("Several pages are being read already: wait until one is done, then paste again."))
        Pasted.objects.filter(at__lt=now - KEPT).delete()
        pasted = Pasted.objects.create(user=user, at=now, address=address, text="" if address else words)
        log(instance=pasted, action="desk.paste", user=user, data={"address": address[:300]})
        transaction.on_commit(partial(pasting.begin, pasted.pk))
    return pasted
