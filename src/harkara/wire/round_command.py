"""``harkara wire``: looks at the sources of the wire until it is told to stop."""

import argparse
import os
import signal
import sys
import threading

from django.db import DatabaseError, connections

from harkara.wire.rounds import Round

POLITE = 5
"""How much the wire leaves readers, editors and the press the first turn where it runs beside them (``nice``)."""


def wire(argv: list[str]) -> int:
    """``harkara wire``: goes round the wire's sources until SIGTERM or SIGINT. ``--once``: until nothing is due.
    ``--while-wanted``: until there is no source to look at. Returns 0, or 1 where the database refuses.

    It may be killed at any moment: an item is taken once, and none is lost. Two may run beside each other.
    """
    parser = argparse.ArgumentParser(prog="harkara wire", description="Looks at the sources of the wire.")
    parser.add_argument("--once", action="store_true", help="look at what is due, then end")
    parser.add_argument("--while-wanted", action="store_true", help="end when there is no source to look at")
    options = parser.parse_args(argv)
    stop = threading.Event()
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
    if options.while_wanted:
        os.nice(POLITE)
    try:
        Round().run(stop, once=options.once, while_wanted=options.while_wanted)
    except DatabaseError as error:
        print(f"The newsroom's database refuses ({error}): run `harkara migrate`, then try again.", file=sys.stderr)
        return 1
    finally:
        connections.close_all()
    return 0
