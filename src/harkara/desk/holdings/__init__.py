"""Door: what the paper holds, as rows that leave the house and come back (``harkara export``, ``harkara import paper``).

``leaving`` reads them, ``arriving`` writes them into a paper that is empty. ``sorts`` says of every table and every field of the
desk whether it goes along, and why not.
"""

from harkara.desk.errors import Refused
from harkara.desk.holdings.arriving import (
    Arrival,
    Refs,
    has_frame,
    is_empty,
    is_settled,
    settle,
    take_frame,
    take_later,
    take_pictures,
    take_stories,
)
from harkara.desk.holdings.leaving import TABLES, Counts, counts, frame, original, pictures, stories
from harkara.desk.holdings.sorts import FRAME, LATER

__all__ = [
    "FRAME",
    "LATER",
    "TABLES",
    "Arrival",
    "Counts",
    "Refs",
    "Refused",
    "counts",
    "frame",
    "has_frame",
    "is_empty",
    "is_settled",
    "original",
    "pictures",
    "settle",
    "stories",
    "take_frame",
    "take_later",
    "take_pictures",
    "take_stories",
]
