"""``harkara clip``: a news page in, by its address, its HTML or its text; a clipping in the tray, a story on the paper, or JSON out."""

import argparse
import json
import os
import sys
from pathlib import Path

from harkara.waking import wake
from harkara.wire import taking
from harkara.wire.clipping import Clipping
from harkara.wire.errors import NotFetched, UnreadablePage
from harkara.wire.reading import LARGEST_PAGE

PAPERS_ZONE = "Asia/Dhaka"


def clip(argv: list[str]) -> int:
    """Runs ``harkara clip`` with ``argv``. Returns 0, or 2 where nothing could be done; then one sentence says why."""
    options = _options(argv)
    name = "standard input" if options.file == "-" else options.file
    zone = os.environ.get("HARKARA_ZONE") or PAPERS_ZONE
    try:
        clipping = _clipped(options.file, zone)
    except UnreadablePage as error:
        return _refuse(f"Cannot clip {name}: {error}.")
    except NotFetched as error:
        return _refuse(str(error))
    except OSError as error:
        return _refuse(f"Cannot read {name}: {error.strerror or error}; give the path of a saved page.")
    if options.json:
        print(json.dumps(clipping.as_json(), ensure_ascii=False, indent=2))
        return 0
    return _store(clipping, options)


def _clipped(file: str, zone: str) -> Clipping:
    if taking.is_address(file) and not Path(file).exists():
        return taking.from_address(file, zone)
    return taking.from_bytes(_read(file), zone, file)


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="harkara clip", description="Takes a news page in.")
    parser.add_argument(
        "file",
        metavar="URL|FILE",
        help="the page's address, or a file with its HTML or its text (UTF-8, UTF-16); - for standard input",
    )
    parser.add_argument("--json", action="store_true", help="print the clipping and store nothing")
    parser.add_argument("--section", metavar="SLUG", help="the section to publish in")
    parser.add_argument("--publish", action="store_true", help="make and publish the story")
    parser.add_argument("--as", dest="user", metavar="USER", help="the editor who publishes")
    options = parser.parse_args(argv)
    if options.publish and not (options.section and options.user):
        parser.error(
            "--publish needs --section SLUG and --as USER: a story stands in a section, and somebody answers for it"
        )
    if options.json and options.publish:
        parser.error("--json stores nothing: leave it out to publish")
    return options


def _read(file: str) -> bytes:
    """At most one byte more than a page may have, so that a huge file is refused without being read whole."""
    if file == "-":
        return sys.stdin.buffer.read(LARGEST_PAGE + 1)
    with Path(file).open("rb") as opened:
        return opened.read(LARGEST_PAGE + 1)


def _store(clipping: Clipping, options: argparse.Namespace) -> int:
    from django.db import DatabaseError  # only this way needs the desk: --json works without a database, and at once

    wake()
    from harkara.desk.errors import DeskError
    from harkara.wire import filing

    try:
        filed = filing.file(clipping)
        words = "Filed" if filed.was_new else "Already in the tray"
        print(f"{words}: “{clipping.headline}”, {filed.address}")
        if options.publish:
            number = filing.publish(filed.id, options.section, options.user)
            print(f"Published: story {number}, /{number}")
    except DeskError as error:
        return _refuse(str(error))
    except DatabaseError as error:
        return _refuse(f"The newsroom's database refuses ({error}): run `harkara migrate`, then try again.")
    return 0


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2
