"""What ``harkara doctor`` says of the databases' make, of stands on other machines, and of a CDN in front."""

import time
from collections.abc import Iterator
from typing import Final

from django.conf import settings

from harkara.press.complaints import Finding
from harkara.press.storeroom import Storeroom
from harkara.rack import ground
from harkara.rack.edge.purger import read
from harkara.rack.edge.services import VARNISH
from harkara.rack.nodes.boot import boot

HOW: Final = "docs/how-to/run-several-nodes.md"
IN_FRONT: Final = "docs/how-to/put-a-cdn-in-front.md"


def examination() -> Iterator[Finding]:
    """Whether PostgreSQL is fit for the paper, and whether nodes can follow the press, where some are to."""
    for _alias, sentence in ground.faults():
        yield Finding("ill", "database", sentence, f"See deploy/postgres/paper.sql and {HOW}.")
    if settings.HARKARA_DISPATCH:
        yield journal(Storeroom.of_settings())
    yield from edges()


def edges() -> Iterator[Finding]:
    """Whether who keeps copies of pages in front of the paper hears what is over."""
    token = any(edge.kind != VARNISH for edge in settings.HARKARA_EDGE) and not settings.HARKARA_EDGE_TOKEN
    if token:
        yield Finding("ill", "edge", "HARKARA_EDGE_TOKEN is not set: nobody may purge there.", f"See {IN_FRONT}.")
    for edge in settings.HARKARA_EDGE:
        place = read(settings.HARKARA_RACK, edge)
        if place.refusal:
            minutes = max(0, int(time.time() - place.since)) // 60
            said = f"{edge} has not been told what is over for {minutes} min: {place.refusal}."
            remedy = (
                "It is told again by itself; until then it may hand out what was changed or killed. If it goes on, see "
            )
            yield Finding("ill", "edge", said, f"{remedy}{IN_FRONT}.")
        elif not place.epoch:
            said = f"{edge} was never told what is over."
            yield Finding(
                "look", "edge", said, "Start “harkara serve”, or “harkara purge” on each machine that fills a rack."
            )
        else:
            yield Finding("well", "edge", f"{edge} is told what is over, up to serial {place.serial} of the journal.")


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
