"""``harkara purge``: tells who keeps copies of pages in front of the paper what is over."""

import argparse
import logging.config
import signal
import sys
import threading
from typing import Final

from django.conf import settings

from harkara.figures import Sheet
from harkara.logbook import logged
from harkara.rack.generation import Generation
from harkara.rack.manifest import Manifest
from harkara.rack.nodes.journal import Journal

from .purger import Purger, read
from .services import VARNISH, everything, send

log = logging.getLogger(__name__)

NOBODY: Final = "HARKARA_EDGE is not set: nobody keeps copies of pages in front of this paper."
TOKENLESS: Final = "HARKARA_EDGE_TOKEN is not set: write the token that may purge there, and nothing else."
TROUBLE: Final = 1.0


def purge(argv: list[str]) -> int:
    """``harkara purge``: follows this machine's rack and tells ``HARKARA_EDGE`` what is over, until SIGTERM or SIGINT.
    ``--everything``: tells it once that everything is; ``--status``: says how far it was told. Returns 0, or 1 with a sentence
    where something is wrong.
    """
    parser = argparse.ArgumentParser(prog="harkara purge", description="Tells a CDN or Varnish what is over.")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--everything", action="store_true", help="say once that all pages are over, then end")
    what.add_argument("--status", action="store_true", help="say how far it was told, then end")
    options = parser.parse_args(argv)
    logging.config.dictConfig(settings.LOGGING)
    if not settings.HARKARA_EDGE:
        return _refused(NOBODY)
    if options.status:
        return _status()
    if not settings.HARKARA_EDGE_TOKEN and any(edge.kind != VARNISH for edge in settings.HARKARA_EDGE):
        return _refused(TOKENLESS)
    if options.everything:
        wrong = [refusal for edge in settings.HARKARA_EDGE if (refusal := send(everything(edge, _token())))]
        return _refused(f"Not everything was purged: {'; '.join(wrong)}.") if wrong else 0
    return _follow()


def _follow() -> int:
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    purgers = [Purger(settings.HARKARA_RACK, _journal(), edge, _token()) for edge in settings.HARKARA_EDGE]
    threads = [threading.Thread(target=_work, args=(purger, over), name=str(purger.edge)) for purger in purgers]
    for thread in threads:
        thread.start()
    sheet = Sheet.of_environment()
    while not over.wait(TROUBLE):
        sheet.write(figures(purgers) | logged())
    for thread in threads:
        thread.join()
    return 0


def figures(purgers: list[Purger]) -> dict[str, float]:
    """What was told, and who refuses, as series of Prometheus (:mod:`harkara.figures`)."""
    told: dict[str, float] = {}
    for purger in purgers:
        told[f'harkara_edge_keys_purged_total{{edge="{purger.edge}"}}'] = purger.purged
        told[f'harkara_edge_refuses{{edge="{purger.edge}"}}'] = bool(purger.place.refusal)
    return told


def _work(purger: Purger, over: threading.Event) -> None:
    """Tells one until it is ``over``."""
    wait = 0.0
    while not over.wait(wait):
        try:
            wait = min(purger.step(), TROUBLE)
        except Exception:
            log.exception("the journal cannot be read for %s; trying again", purger.edge)
            wait = TROUBLE
    purger.journal.manifest.close()


def _status() -> int:
    past = _journal().past()
    head, wrong = (past.head if past else 0), False
    for edge in settings.HARKARA_EDGE:
        place = read(settings.HARKARA_RACK, edge)
        said = f"{edge}: told up to {place.serial} of {head}"
        print(f"{said}; refuses: {place.refusal}." if place.refusal else f"{said}.")
        wrong |= bool(place.refusal)
    return int(wrong)


def _journal() -> Journal:
    rack = settings.HARKARA_RACK
    return Journal(Manifest(rack / "manifest.sqlite3", Generation(rack / "generation"), mapped=0))


def _token() -> str:
    return str(settings.HARKARA_EDGE_TOKEN)


def _refused(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
