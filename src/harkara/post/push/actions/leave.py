"""Leave: a browser hears of nothing any more, and all that is known of it goes."""

from django.db import transaction

from harkara.rack.outbox.sides import READERS

from .subscribe import known


def leave(endpoint: str, auth: str) -> None:
    """Deletes the subscription of the browser that is reached at ``endpoint``, with what it wanted. Raises ``Absent``."""
    with transaction.atomic(using=READERS):
        known(endpoint, auth).delete()
