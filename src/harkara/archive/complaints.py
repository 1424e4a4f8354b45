"""What a reader's search says to whoever keeps the index: it met damage, in a part of the files that nobody else reads.

Who keeps an index looks into it now and then, but damage deep in a file shows only to the search that reads just there. So
whoever meets it leaves a note beside the index. It names the folder it is about: of one that was turned away from since,
nothing has to be made anew.
"""

import json
import os
import time
from contextlib import suppress
from pathlib import Path

from . import turning

HEEDED = 600.0
"""Seconds after which an index that was made anew may be made anew again because somebody complains: where the disk itself
is bad, that is no way out.
"""

LONGEST = 500


def complain(place: Path, why: str) -> None:
    """Leaves a note that the index called ``place`` is damaged, and ``why``. Never raises ``OSError``."""
    standing = turning.now(place)
    if standing is None:
        return
    note = json.dumps({"folder": standing.name, "why": why[:LONGEST]}, ensure_ascii=False)
    fresh = place.with_name(f"{place.name}.complaint.{os.getpid()}")
    with suppress(OSError):
        fresh.write_text(note, encoding="utf-8")
        fresh.replace(_note(place))


def complaint(place: Path) -> str:
    """Why the index that stands at ``place`` now is to be made anew; empty where nobody complained of it. A complaint of
    another one is thrown away, and so is one that comes too soon (:data:`HEEDED`).
    """
    try:
        said = json.loads(_note(place).read_text(encoding="utf-8"))
        folder, why = str(said["folder"]), str(said["why"])
    except FileNotFoundError:
        return ""
    except (OSError, ValueError, TypeError, KeyError):
        folder, why = "", ""  # half of a note says nothing
    standing = turning.now(place)
    is_new = place.is_symlink() and time.time() - place.lstat().st_mtime < HEEDED
    if standing is None or standing.name != folder or is_new:
        settle(place)
        return ""
    return why


def settle(place: Path) -> None:
    """Throws the note away: the index was made anew."""
    with suppress(OSError):
        _note(place).unlink(missing_ok=True)


def _note(place: Path) -> Path:
    return place.with_name(f"{place.name}.complaint")
