"""Starts a paper again after a power cut and says what is wrong with it: ``python -m tests.press.power.judging HOME …``.

One line of JSON for each home. Beside the home's files lies ``acknowledged.json``: what the newsroom was told.
"""

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

MARK = re.compile(rb"\[#(\d+)\.(\d+)\]")


def judge(home: Path) -> dict[str, Any]:
    """What was found in this home before and after the press was started."""
    from django.conf import settings
    from django.db import connections

    from harkara.press.check import check
    from harkara.press.recovery import FOLLOWED, _found
    from harkara.press.storeroom import Storeroom
    from harkara.press.turns import Turns
    from harkara.rack import ledger
    from harkara.rack.nodes import boot

    connections.close_all()
    connections["default"].settings_dict["NAME"] = str(home / "newsroom.sqlite3")
    settings.HARKARA_RACK, settings.HARKARA_HOME = home / "rack", home
    boot.BOOT = home / "another-boot"
    boot.BOOT.write_text("another boot")
    wrong: list[str] = []
    with connections["default"].cursor() as cursor:
        said = cursor.execute("PRAGMA integrity_check").fetchone()[0]
        wrong += [] if said == "ok" else [f"the database is damaged: {said}"]
    served = _served(home, wrong)
    store = Storeroom.of_settings()
    kind = _found(store) if ledger.bookmark(FOLLOWED) else "new"
    turns = Turns(store)
    turns.settle()
    turns.close()
    found = check(store)
    wrong += found.wrong
    if found.waiting or found.backlog:
        wrong.append(f"{found.waiting} sheets wait and {found.backlog} are of an old layout")
    _acknowledged(home, store, wrong)
    store.manifest.close()
    return {"wrong": wrong, "served": served, "torn": store.shelf.torn, "kind": kind}


def _served(home: Path, wrong: list[str]) -> int:
    """What the stand hands out before the press has been started: whole pages of one version, or none. How many."""
    from harkara.rack.errors import RackError
    from harkara.rack.manifest import Manifest
    from harkara.stand.application import application
    from tests.stand.reader import ask, nobody

    try:
        manifest = Manifest(home / "rack" / "manifest.sqlite3")
        paths = [path for path, _ in manifest.entries(limit=10_000)]
        stand = application(home / "rack", ask=nobody, press_url="unix:/nowhere")
    except RackError:
        return 0
    served = 0
    taken = set(json.loads((home / "acknowledged.json").read_text())["taken"])
    for path in paths:
        for encoding in ("gzip", "br", "identity"):
            answer = ask(stand, path, accept_encoding=encoding)
            if answer.status != 200:
                continue
            served += 1
            coding = answer.header("content-encoding")
            try:
                body = answer.text().encode() if coding else answer.body
            except Exception as error:
                wrong.append(f"{path} ({encoding}) was handed out torn: {error!r}")
                continue
            if back := {int(story) for story, _ in MARK.findall(body)} & taken:
                wrong.append(f"{path} was handed out with the killed story {sorted(back)}")
            if path.startswith("/world/") and path.count("/") == 3:
                number = re.search(rb"<h1[^>]*>[^<]*\[#(\d+)\.(\d+)\]", body)
                own = {version for story, version in MARK.findall(body) if number and story == number[1]}
                if len(own) > 1:
                    wrong.append(f"{path} was handed out with versions {sorted(own)}")
    manifest.close()
    return served


def _acknowledged(home: Path, store: Any, wrong: list[str]) -> None:
    """Nothing that was acknowledged is lost."""
    known = json.loads((home / "acknowledged.json").read_text())
    for pk, (mark, version, href, most) in known["stories"].items():
        page = store.shelf.get(f"story:{pk}")
        shown = {int(v) for s, v in MARK.findall(page.identity()) if int(s) == mark} if page else set()
        if not shown and int(pk) in known["killing"]:
            continue
        if len(shown) != 1 or not version <= max(shown) <= most:
            wrong.append(f"story {pk} shows {sorted(shown)}, acknowledged is {version}")
        elif (entry := store.manifest.find(href)) is None or entry.name != f"story:{pk}":
            wrong.append(f"story {pk} is not to be had at {href}")
    for pk in known["killed"]:
        if store.shelf.get(f"story:{pk}") is not None or store.shelf.aside(f"story:{pk}") is not None:
            wrong.append(f"story {pk} was killed and lies on the rack")


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "harkara.settings"
    from harkara.waking import wake

    wake()
    for argument in sys.argv[1:]:
        print(json.dumps(judge(Path(argument)), ensure_ascii=False), flush=True)
