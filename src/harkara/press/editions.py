"""Editions: what a sheet depends on beside its copy, kept as one short word and not as a ledger row for each sheet.

The layout, this room's format, what the machine says of the paper (origin and zone stand in every sheet, the hub in every
feed), and the epochs of those parts of the frame that the sheet shows. An epoch is the position at which a part last
changed. A page shows all of the frame, a feed its name: when only the sections change their order, no feed is of an old
edition.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from django.conf import settings
from django.db import transaction

from harkara import layout
from harkara.rack import ledger
from harkara.rack.changes import Change
from harkara.rack.keys import FRAME, of_frame

FORMAT: Final = "5"
"""Changes when this room prints anything else than before from the same copy and layout."""

CODE: Final = 3
"""The letters of a part's code in an edition and in the name of its bookmark."""


class Editions:
    """The editions of one moment. ``base`` is what all of them share, ``epochs`` those of the frame's parts by their
    bookmarks: ``frame`` for a change that may show anywhere, ``frame:CODE`` for a part.
    """

    def __init__(self, base: str, epochs: Mapping[str, int]) -> None:
        self.base: Final = base
        self.epochs: Final = epochs

    def of(self, parts: Iterable[str]) -> str:
        """The edition of a sheet that shows ``parts`` of the frame."""
        return self._spelled("".join(sorted({code(part) for part in parts} - {""})))

    def of_all(self) -> str:
        """A word that is another one whenever any part of the frame has changed."""
        return f"{self.base}.{max(self.epochs.values(), default=0)}"

    def are_current(self, edition: str) -> bool:
        """Whether a sheet of ``edition`` would be of the same one if it were printed now; also where it is of none."""
        return not edition or edition == self._spelled(edition.rpartition(".")[2])

    def _spelled(self, codes: str) -> str:
        shown = (codes[start : start + CODE] for start in range(0, len(codes), CODE))
        epoch = max(self.epochs.get(FRAME, 0), *(self.epochs.get(f"{FRAME}:{one}", 0) for one in shown), 0)
        return f"{self.base}.{epoch}.{codes}"


def now() -> Editions:
    """The editions printed now, as far as the caller's connection sees the books."""
    said = f"{layout.VERSION} {FORMAT} {settings.HARKARA_ORIGIN} {settings.HARKARA_ZONE}"
    said += f" {settings.HARKARA_HUB} {settings.HARKARA_INDEXNOW_KEY}".rstrip()
    if settings.HARKARA_PUSH_PUBLIC_KEY:
        said += f" {settings.HARKARA_PUSH_PUBLIC_KEY} {settings.HARKARA_PUSH_MOST}"
    epochs = {name: int(position) for name, position in ledger.bookmarks(FRAME).items()}
    return Editions(blake2b(said.encode(), digest_size=5).hexdigest(), epochs)


def begin(batch: Iterable[Change]) -> None:
    """Notes which parts of the frame changed in ``batch``, and where: what shows them is of an old edition.

    Does it in a transaction of its own, before anything is printed with it.
    """
    framed = {key: change.position for change in batch for key in of_frame(change.keys)}
    if not framed:
        return
    with transaction.atomic(durable=True):
        known = ledger.bookmarks(FRAME)
        for key, position in framed.items():
            name = FRAME if key == FRAME else f"{FRAME}:{code(key)}"
            if int(known.get(name, 0)) < position:
                ledger.note(name, str(position))


@lru_cache(maxsize=1024)
def code(part: str) -> str:
    """A few letters for a part of the frame. Two parts with one code would only be printed too often."""
    return "" if part == FRAME else blake2b(part.encode(), digest_size=CODE).hexdigest()[:CODE]
