"""What ``harkara doctor`` says of the databases' make, and of stands on other machines."""

from collections.abc import Iterator
from typing import Final

from django.conf import settings

from harkara.press.complaints import Finding
from harkara.press.storeroom import Storeroom
from harkara.rack import ground
from harkara.rack.nodes.boot import boot

HOW: Final = "docs/how-to/run-several-nodes.md"


def examination() -> Iterator[Finding]:
    """Whether PostgreSQL is fit for the paper, and whether nodes can follow the press, where some are to."""
    for _alias, sentence in ground.faults():
        yield Finding("ill", "database", sentence, f"See deploy/postgres/paper.sql and {HOW}.")
    if settings.HARKARA_DISPATCH:
        yield journal(Storeroom.of_settings())


def journal(store: Storeroom) -> Finding:
    """How the journal stands that nodes follow."""
    past = store.journal.past()
    if past is None:
        said = "No journal is kept for stands on other machines, and HARKARA_DISPATCH says that some follow."
        return Finding("ill", "nodes", said, "Start the press again: it keeps one from then on.")
    if past.boot != boot():
        said = "Stands on other machines get nothing until the press has looked at its rack."
        return Finding("look", "nodes", said, "Start the press, or wait until it has gone through the rack.")
    return Finding("well", "nodes", f"Stands on other machines can follow, up to serial {past.head} of the journal.")
