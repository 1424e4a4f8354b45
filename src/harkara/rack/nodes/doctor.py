"""``harkara doctor`` on a node: what is wrong with its rack and its lines, and what to do about it. It needs no database."""

import argparse
import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from django.conf import settings

from harkara.rack.ready import Ready

from . import state
from .calling import Caller, Refused, Unreached
from .seal import Seal

SIGNS: Final = {"well": "ok", "look": "look", "ill": "WRONG"}

LITTLE: Final = 0.1
"""The part of the disk below which there is little room."""

WITHIN: Final = 3.0


class Finding(NamedTuple):
    """What was found: ``state`` is ``well``, ``look`` or ``ill``, ``what`` the thing, then what is so, and what to do."""

    state: str
    what: str
    sentence: str
    remedy: str = ""


def doctor(argv: list[str]) -> int:
    """``harkara doctor`` where ``HARKARA_ROLE`` is ``stand``. Returns 0, or 1 where something is wrong."""
    parser = argparse.ArgumentParser(prog="harkara doctor", description="Says what is wrong, and what to do about it.")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON, for a watchman")
    parser.add_argument("--thorough", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    found = list(examine(settings.HARKARA_RACK))
    if options.json:
        print(json.dumps([finding._asdict() for finding in found], ensure_ascii=False, indent=1))
    else:
        for finding in found:
            head = f"{SIGNS[finding.state]:<6}{finding.what:<11}"
            print(head + finding.sentence)
            if finding.remedy:
                print(f"{' ' * len(head)}→ {finding.remedy}")
        print("All is well." if all(finding.state == "well" for finding in found) else "See above.")
    return 1 if any(finding.state == "ill" for finding in found) else 0


def examine(rack: Path) -> Iterator[Finding]:
    """All findings of the node with the folder ``rack``, in the order of the screen."""
    yield from _settings()
    yield from _runner(rack)
    if settings.HARKARA_FOLLOWS and settings.HARKARA_DISPATCH_KEY:
        yield _dispatch()
    yield from _disk(rack)


def _settings() -> Iterator[Finding]:
    for name in ("HARKARA_FOLLOWS", "HARKARA_DISPATCH_KEY"):
        if not getattr(settings, name):
            yield Finding(
                "ill", "settings", f"{name} is not set.", "Write it as docs/how-to/run-several-nodes.md says."
            )
    if not settings.HARKARA_WAKE:
        said = "HARKARA_WAKE is not set: the runner looks twice a second instead of being woken."
        yield Finding("look", "settings", said, "Where kills should come at once, write the address of the database.")


def _runner(rack: Path) -> Iterator[Finding]:
    found, now = state.read(rack), time.time()
    if found is None:
        yield Finding(
            "ill", "runner", "No runner has ever filled this rack.", "Start “harkara serve” or “harkara follow”."
        )
        return
    said = found.lines(now)
    for line in said:
        yield Finding("ill" if found.is_ill(now) else "look", "runner", line)
    if not said:
        yield Finding("well", "runner", f"The rack is as the press's, up to serial {found.serial}.")
    if found.headers and not found.comparing and not Ready(rack / "ready", found.headers).is_open():
        remedy = "Start the runner; it opens when the rack was looked at."
        yield Finding("look", "nginx", "nginx finds nothing here: the gate of the ready pages is shut.", remedy)


def _dispatch() -> Finding:
    caller = Caller(
        settings.HARKARA_FOLLOWS, Seal(settings.HARKARA_DISPATCH_KEY.encode()), reached=WITHIN, answered=WITHIN
    )
    began = time.monotonic()
    try:
        caller.ask("since", serial=0, limit=1)
    except (Unreached, Refused) as error:
        return Finding(
            "ill", "press", str(error), "Look at “harkara dispatch” on the press's machine, and at the line to it."
        )
    finally:
        caller.close()
    return Finding("well", "press", f"The press's machine answered within {(time.monotonic() - began) * 1000:.0f} ms.")


def _disk(rack: Path) -> Iterator[Finding]:
    usage = shutil.disk_usage(rack if rack.exists() else "/")
    free = f"{usage.free / 2**30:.1f} GiB of {usage.total / 2**30:.0f} are free on the disk of the rack."
    if usage.free < LITTLE * usage.total:
        yield Finding("look", "disk", free, "Make room: where none is left, pages stay as they were.")
    else:
        yield Finding("well", "disk", free)
