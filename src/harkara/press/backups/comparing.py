"""What a paper that was brought back would hand out, held against what the running paper hands out.

``python -m harkara.press.backups.comparing URL [N]`` in the home that was brought back: goes through its manifest, prints
what is not printed yet, asks the running paper at URL for every address (or about N of them) and writes a line of JSON for each
that differs, then one with the counts.
"""

import gzip
import hashlib
import http.client
import json
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final
from urllib.parse import quote, unquote, urlsplit

LOT: Final = 50
UNLIKE: Final = ("last-modified",)
"""Headers of a page that say when it was printed."""

PATIENCE: Final = 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What is handed out at an address: ``leads`` is where it leads, decoded; ``body`` is unpacked."""

    status: int
    leads: str
    headers: dict[str, str]
    body: bytes


class Paper:
    """The running paper at a URL, asked on one connection."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._line = kind(parts.hostname or "127.0.0.1", parts.port, timeout=PATIENCE)

    def ask(self, path: str) -> Answer:
        """What it hands out at ``path``. Raises ``OSError`` or ``HTTPException``."""
        for is_last in (False, True):
            try:
                self._line.request("GET", quote(path, safe="/?=&"), headers={"accept-encoding": "gzip"})
                answer = self._line.getresponse()
                data = answer.read()
                break
            except (OSError, http.client.HTTPException):
                self._line.close()  # it had waited long enough perhaps
                if is_last:
                    raise
        headers = {name.lower(): value for name, value in answer.getheaders()}
        body = gzip.decompress(data) if headers.get("content-encoding") == "gzip" else data
        return Answer(answer.status, unquote(headers.get("location", "")), headers, body)


def main(argv: list[str]) -> None:
    """Writes what differs, as lines of JSON."""
    from harkara.press.storeroom import Storeroom

    paper, store = Paper(argv[0]), Storeroom.of_settings()
    most = int(argv[1]) if len(argv) > 1 else 0
    compared = 0
    addresses = _addresses(store, most)
    while lot := list(islice(addresses, LOT)):
        for found in _compared(store, lot, paper):
            print(json.dumps(found, ensure_ascii=False), flush=True)
        compared += len(lot)
    print(json.dumps({"compared": compared}), flush=True)


def _addresses(store: Any, most: int) -> Iterator[str]:
    """Every address that the manifest knows, and the lite ones that follow from them; about ``most`` of them if not 0."""
    from harkara.rack import lite
    from harkara.rack.manifest import WHOLE

    share = min(1.0, most / max(1, store.manifest.count())) if most else 1.0
    dice, after = random.Random(), WHOLE  # noqa: S311 - a sample, not a secret
    while entries := store.manifest.entries(after, 500):
        for path, _entry in entries:
            if path != WHOLE and dice.random() < share:
                yield path
                if lite.has_twin(path):
                    yield lite.twin(path)
        after = entries[-1][0]


def _compared(store: Any, paths: list[str], paper: Paper) -> Iterator[dict[str, Any]]:
    from harkara.press.bake import bake
    from harkara.rack import ledger

    entries = {path: store.manifest.find(path) for path in paths}
    names = {entry.name for entry in entries.values() if entry is not None and entry.kind == "sheet"}
    lacking = [name for name in names if store.shelf.get(name) is None]
    if lacking:
        bake(store, sorted(lacking))
    for path, entry in entries.items():
        wrong, sha256 = _difference(store, path, entry, paper)
        if wrong:
            name = entry.name if entry else ""
            yield {"path": path, "wrong": wrong, "name": name, "sha256": sha256, "keys": ledger.keys_of(name)}


def _difference(store: Any, path: str, entry: Any, paper: Paper) -> tuple[str, str]:
    """What the running paper says otherwise, in words, and the SHA-256 of the page as it was printed here."""
    said = paper.ask(path)
    if entry is None or entry.kind == "gone":
        return ("" if said.status in (404, 410) else f"should be gone, and answers {said.status}"), ""
    if entry.kind == "moved":
        is_same = said.status == entry.status and _path(said.leads) == entry.target
        return ("" if is_same else f"should lead to {entry.target}, and answers {said.status} {said.leads}"), ""
    page = store.shelf.get(entry.name)
    if page is None:
        return "is not on the rack that was brought back", ""
    body = page.identity()
    sha256 = hashlib.sha256(body).hexdigest()
    if said.status != page.status:
        return f"answers {said.status}, printed was {page.status}", sha256
    if said.body != body:
        return f"has {len(said.body)} bytes, other than the {len(body)} that were printed", sha256
    other = [name for name, value in page.headers if name not in UNLIKE and said.headers.get(name) != value]
    return (f"says otherwise: {', '.join(other)}" if other else ""), sha256


def _path(address: str) -> str:
    """The path of where something leads, with what is asked for."""
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


if __name__ == "__main__":
    from harkara.waking import wake

    wake()
    main(sys.argv[1:])
