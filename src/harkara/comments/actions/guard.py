"""Guard: the names of who works here, which no reader may look or sound like."""

from collections.abc import Iterable

from django.db import transaction

from harkara.comments import names
from harkara.comments.models import GuardedName
from harkara.rack.outbox.sides import READERS


def guard(wanted: Iterable[str]) -> bool:
    """Guards the names ``wanted`` and no others. Returns whether that changed anything. Readers who have such a name keep it:
    what looks alike is the moderators' business.
    """
    rows = {looks: names.sounds(name) for name in wanted if (looks := names.looks(name))}
    with transaction.atomic(using=READERS):
        before = dict(GuardedName.objects.values_list("looks", "sounds"))
        if before == rows:
            return False
        GuardedName.objects.filter(looks__in=before.keys() - rows.keys()).delete()
        fresh = [GuardedName(looks=looks, sounds=sounds) for looks, sounds in rows.items()]
        GuardedName.objects.bulk_create(
            fresh, update_conflicts=True, unique_fields=["looks"], update_fields=["sounds"], batch_size=400
        )
    return True
