"""What the press printed of the paper's frame, for pages that nobody prints. No database is asked."""

import time
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings

from harkara.layout.copy import PaperCopy
from harkara.layout.finding import paper_of
from harkara.rack.generation import Generation
from harkara.rack.manifest import Manifest
from harkara.rack.shelf import Shelf

from .errors import NotNow

FRAME: Final = "/search/"
"""The page on which the paper's card stands (:mod:`harkara.layout.finding`)."""


def paper() -> PaperCopy:
    """What the frame of every page shows. Raises ``NotNow`` where the press has not printed it."""
    shelf, manifest = _rack(settings.HARKARA_RACK)
    entry = manifest.find(FRAME)
    stored = shelf.get(entry.name) if entry is not None and entry.kind == "sheet" else None
    if stored is None or (stored.valid_until is not None and stored.valid_until <= time.time()):
        raise NotNow("not_now")
    found = paper_of(stored.identity().decode())
    if found is None:
        raise NotNow("not_now")
    return found


@lru_cache(maxsize=1)
def _rack(root: Path) -> tuple[Shelf, Manifest]:
    generation = Generation(root / "generation")
    return Shelf(root / "shelf", generation), Manifest(root / "manifest.sqlite3", generation, mapped=0)
