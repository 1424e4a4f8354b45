"""An oven in a process of its own: reads lots from its standard input, bakes them, and says what became of them.

One line of JSON each way; the first line out says that it is hot. It ends when its input does, which is also when the
press dies: a lot in hand is then finished, and is as right as any other (``bake`` asks the books, not the press).
"""

import json
import os
import signal
import sys
from collections.abc import Iterable
from datetime import timedelta
from itertools import chain
from typing import IO, Any

from harkara.waking import wake

READ = timedelta(hours=1)
"""How long a sheet that somebody asked for stays hot."""


def order(lot: Iterable[str]) -> bytes:
    """The line that has the sheets ``lot`` baked."""
    return json.dumps(list(lot)).encode() + b"\n"


def baked(line: bytes) -> tuple[list[str], list[str]]:
    """What an oven's line says: the sheets that lie on the rack, and those that do not exist."""
    put, absent = json.loads(line)
    return put, absent


def main(lines: IO[bytes], out: IO[bytes]) -> None:
    """Bakes each lot of ``lines`` until there is no more."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harkara.settings")
    wake()

    from harkara.press import heap
    from harkara.press.storeroom import Storeroom

    store = Storeroom.of_settings()
    heap.settle()
    _say(out, "hot")
    for line in lines:
        _say(out, bake_lot(store, json.loads(line)))


def bake_lot(store: Any, lot: list[str]) -> tuple[list[str], list[str]]:
    """Bakes ``lot``; a sheet that cannot be printed does not take the others with it. Returns as :func:`baked`."""
    import logging

    from django.db import close_old_connections

    from harkara.desk import clock
    from harkara.press.bake import bake

    close_old_connections()
    try:
        done = bake(store, lot, hot_until=clock.now() + READ)
    except Exception:
        if len(lot) == 1:
            logging.getLogger(__name__).exception("could not bake %s", lot[0])
            return [], []
        put, absent = zip(*(bake_lot(store, [name]) for name in lot), strict=True)
        return list(chain(*put)), list(chain(*absent))
    return done.put, done.absent


def _say(out: IO[bytes], what: Any) -> None:
    out.write(json.dumps(what).encode() + b"\n")
    out.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the press says when
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else is printed must not be taken for an answer
    main(sys.stdin.buffer, answers)
