"""A rack of many story pages for the benches of the stand, the same pages as ready files for nginx, and lists to ask.

A page is one of a hundred texts with a headline of its own behind it: the compressor's state after the text is copied,
so that a hundred thousand different pages of 58 KB are compressed and laid out in a minute or two.
"""

import random
import zlib
from pathlib import Path
from unittest import mock
from urllib.parse import quote

from bench import words
from harkara.bangla.slug import slugify
from harkara.rack import pages
from harkara.rack.manifest import Manifest
from harkara.rack.pages import Page
from harkara.rack.shelf import Shelf

HEADERS = (("content-type", "text/html; charset=utf-8"), ("cache-control", "public, max-age=60"))
LENGTH = 58_000  # bytes of a story page, as they are in the wild
BODIES = 100
HOT = 20
ABSENT = 10_000

SCRIPT = """
local paths = {{}}
for line in io.lines("{paths}") do paths[#paths + 1] = line end
math.randomseed(os.time())
local headers = {{ ["Accept-Encoding"] = "gzip" }}
request = function() return wrk.format("GET", paths[math.random(#paths)], headers) end
"""


class Text:
    """A long text compressed once, to be ended in many ways."""

    def __init__(self, dice: random.Random) -> None:
        text = "".join(f"<p>{paragraph}</p>\n" for paragraph in words.body(dice, LENGTH // 3))
        whole = text.encode()[:LENGTH].decode(errors="ignore")
        self.head = f"<!doctype html><html lang=bn>{whole}".encode()
        self._state = zlib.compressobj(6, zlib.DEFLATED, 31)
        self._packed = self._state.compress(self.head) + self._state.flush(zlib.Z_FULL_FLUSH)

    def compressed(self, body: bytes, level: int = 6) -> bytes:
        """gzip of ``body``, which begins with this text (as :func:`harkara.rack.pages.compressed`)."""
        assert body.startswith(self.head)
        state = self._state.copy()
        return self._packed + state.compress(body[len(self.head) :]) + state.flush()


def make(folder: Path, stories: int, seed: int = 1) -> None:
    """A rack of ``stories`` pages in ``folder``, the same as files for nginx, and the lists of paths for the load."""
    dice = random.Random(seed)
    shelf, manifest = Shelf(folder / "rack" / "shelf"), Manifest(folder / "rack" / "manifest.sqlite3")
    texts = [Text(dice) for _ in range(min(BODIES, stories))]
    paths = []
    for number in range(1, stories + 1):
        headline, text = words.headline(dice), texts[number % len(texts)]
        path = f"/world/{number}/{slugify(headline)}"
        body = text.head + f"<h1>{headline}</h1>".encode()
        with mock.patch.object(pages, "compressed", text.compressed):
            shelf.put(f"story:{number}", Page(200, HEADERS, body), extra={"path": path})
        file = folder / "files" / f"{path[1:]}.gz"
        file.parent.mkdir(parents=True)
        file.hardlink_to(shelf.file(f"story:{number}"))
        paths.append((path, f"story:{number}"))
    manifest.place_all(paths)
    manifest.make_whole()
    asked = [quote(path) for path, _ in paths]
    absent = [quote(f"/world/{stories + 1 + number}/{slugify(words.headline(dice))}") for number in range(ABSENT)]
    for kind, chosen in (("hot", dice.sample(asked, HOT)), ("random", asked), ("absent", absent)):
        (folder / f"{kind}.txt").write_text("\n".join(chosen) + "\n")
        (folder / f"{kind}.lua").write_text(SCRIPT.format(paths=folder / f"{kind}.txt"))
