"""A page that was pasted on the desk's tray is read in a process of its own.

It may take ten seconds of the network and some of a processor, and what it reads is a stranger's: neither belongs into a
process that answers the newsroom. This one has bounds of its own and ends when the page is read.
"""

import os
import resource
import subprocess
import sys
import threading
from typing import Final

from harkara.waking import wake
from harkara.wire import fetching, taking
from harkara.wire.addresses import Resolver
from harkara.wire.errors import NotFetched, UnreadablePage

SECONDS: Final = 30
"""Of a processor, for one page."""

MEMORY: Final = 3 * 1024**3
"""Bytes of addresses; what a process of Django maps is most of it."""

PAPERS_ZONE: Final = "Asia/Dhaka"


def start(number: int) -> None:
    """Has the pasted page ``number`` read, and waits for nothing."""
    process = subprocess.Popen(  # noqa: S603 (our own module)
        [sys.executable, "-m", __name__, str(number)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    threading.Thread(target=process.wait, name="pasted", daemon=True).start()


def read(number: int, resolver: Resolver = fetching.resolve) -> None:
    """Reads the pasted page ``number`` and files it in the tray, or notes why it cannot be."""
    from harkara.desk import intake
    from harkara.desk.errors import DeskError
    from harkara.wire import filing

    page = intake.pasted(number)
    if page is None:
        return
    zone = os.environ.get("HARKARA_ZONE") or PAPERS_ZONE
    try:
        clipping = (
            taking.from_address(page.address, zone, resolver)
            if page.address
            else taking.from_bytes(page.text.encode("utf-8", "replace"), zone)
        )
        filed = filing.file(clipping)
    except NotFetched as refusal:
        intake.pasted_refused(number, refusal.sentence, refusal.values)
    except (UnreadablePage, DeskError) as refusal:
        intake.pasted_refused(number, intake.WHY, {"why": str(refusal).rstrip(".")})
    else:
        intake.pasted_filed(number, filed.id, was_new=filed.was_new)


def main(argv: list[str]) -> int:
    """``python -m harkara.wire.pasting N``: reads the pasted page ``N``."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.nice(5)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harkara.settings")
    wake()
    read(int(argv[0]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
