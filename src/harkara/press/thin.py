"""Thin pages: those on the rack that have gzip alone, since whoever baked them had a reader waiting.

What the press bakes it remembers. What ovens bake, and what was still thin when a press ended, is found in the books: a
page that was asked for is a new entry there, and entries are numbered in the order in which they are made. So one look
behind the last number seen is enough, a few entries at a time, and a bookmark keeps the number over a restart.
"""

from itertools import islice
from typing import Final

from django.db import transaction

from harkara.rack import ledger
from harkara.rack.shelf import Shelf, has_brotli

SEEN: Final = "thin"
"""The bookmark that holds up to which number the books have been looked through."""

STRETCH: Final = 200
"""Entries looked at together: a look at a file each, some milliseconds."""

SELDOM: Final = 5 * STRETCH
"""Entries after which the bookmark is written: it costs a commit, and what is looked at twice costs little."""


PACKED = ("picture:", "card:")
"""What nothing makes smaller."""


class Search:
    """Goes through the books for thin pages, each entry once. ``anew``: from the beginning, where parts may be lost."""

    def __init__(self, shelf: Shelf, *, anew: bool = False) -> None:
        self.shelf: Final = shelf
        self.seen = 0 if anew else int(ledger.bookmark(SEEN) or 0)
        """The last number looked at."""
        self._noted = self.seen

    def next(self) -> set[str] | None:
        """The thin ones of the next stretch; ``None`` where the books have been gone through. To be called when those
        of the stretch before are done.
        """
        if abs(self.seen - self._noted) >= SELDOM:
            with transaction.atomic(durable=True):
                ledger.note(SEEN, str(self.seen))
            self._noted = self.seen
        entries = list(islice(ledger.walk(STRETCH, after=self.seen), STRETCH))
        if not entries:
            return None
        self.seen = entries[-1].id
        names = (entry.name for entry in entries if not entry.name.startswith(PACKED))  # nothing makes them smaller
        marks = ((name, self.shelf.mark(name)) for name in names)
        return {name for name, mark in marks if mark is not None and not has_brotli(mark)}
