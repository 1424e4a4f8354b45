"""Slips: where pages that are not in memory lie and what their headers are, in some 240 bytes a page.

A page that is read in full is unpacked and checked: its label, its length, its checksum. What that showed is noted on a
slip, together with the mark of the file, so that the next reader costs one look at the file and one copy of its bytes.
Equal marks mean equal bytes, so nothing is checked twice; and where the mark is another, or the file is gone, or the
manifest leads elsewhere, the slip is torn up and the page is read in full again.

Slips are bytes by the hash of an address, not objects: a hundred thousand of them take 24 MB, and the garbage
collector never looks at them.
"""

import os
import time
from hashlib import blake2b
from itertools import islice, permutations
from struct import Struct
from typing import Final

from harkara.rack.manifest import Manifest
from harkara.rack.pages import Encoding, Stored
from harkara.rack.ready import BROTLI
from harkara.rack.shelf import Shelf

from .answers import Answer
from .encodings import KNOWN
from .server import Headers

FIXED: Final = Struct("<dQQIIIHBB16s")
"""Valid until (0: for ever); inode, time and size of the file; where the body begins and its length; the number of the
frame; whether it is the brotli part; where the entity tag begins. Behind it follow the file's name on the shelf, which
is a hash, the last modification and the entity tag.
"""

KEY: Final = 12
"""Bytes of the hash of an address: of a million addresses two are the same with a chance of 1 to 10^17."""

BESIDE: Final = 33 + KEY + 33 + 60
"""Bytes that a slip takes beside its own: key, object, and its share of the table."""

FRAMES: Final = 512
"""Different sets of headers that are kept; a paper has a dozen."""

WINDOW: Final = 4096
"""Hand-outs among which a page that is asked for often is found."""

OFTEN: Final = 3

ATONCE: Final = 64
"""What part of the slips goes when there is no more room: one in so many."""

PAGE: Final = ".page"
DATED: Final = "last-modified"
TAG: Final = "etag"

Order = tuple[Encoding, ...]
Frame = tuple[tuple[tuple[str, str], ...], ...]
"""Three parts: the headers before, between and behind ``last-modified`` and ``etag``, which all pages of a kind share."""

ORDERS: Final[dict[Order, bytes]] = {
    order: "".join(word[0] for word in order).encode() for many in (1, 2, 3) for order in permutations(KNOWN, many)
}
"""What tells apart the slips of one page for readers who take other encodings."""


class Slips:
    """The slips of one worker for the pages on ``shelf``, at most ``limit`` bytes of them; the oldest goes first."""

    def __init__(self, shelf: Shelf, manifest: Manifest, limit: int) -> None:
        self.limit: Final = limit
        self.held = 0
        self._shelf: Final = shelf
        self._manifest: Final = manifest
        self._root: Final = f"{shelf.root}/"
        self._number: Final = manifest.generation.number
        self._slips: Final[dict[bytes, bytes]] = {}
        self.frames: Final[list[Frame]] = []
        self._numbers: Final[dict[Frame, int]] = {}
        self._sure: Final[set[bytes]] = set()
        self._stamp = -1
        self._asked: Final[dict[bytes, int]] = {}
        self._left = WINDOW

    def __len__(self) -> int:
        return len(self._slips)

    def take(self, path: str, order: Order) -> tuple[Headers, bytes] | None:
        """Headers and body of the page at ``path`` for who takes the encodings ``order``; None: read it in full.

        Manifest and mark are looked at once in each generation; while a change is under way nothing is taken.
        """
        key, stamp = _key(path, order), self._number[0]
        slip = self._slips.get(key)
        if slip is None or stamp & 1 or self._counted(key) == OFTEN:
            return None
        self._begin(stamp)
        until, inode, written, size, start, length, frame, beside, tagged, name = FIXED.unpack_from(slip)
        place = self._place(name.hex())
        body = _read(place + (BROTLI if beside else PAGE), start, length)
        if key in self._sure:
            if self._number[0] != stamp:
                return None
        elif body is not None:
            if not self._leads(path, place + PAGE, (inode, written, size)):
                body = None
            self._sure.add(key)
        if body is None or (until and time.time() >= until):
            self._tear(key)
            return None
        before, between, behind = self.frames[frame]
        dated, tag = slip[FIXED.size : tagged].decode(), slip[tagged:].decode()
        return [*before, (DATED, dated), *between, (TAG, tag), *behind], body

    def often(self, path: str, order: Order) -> bool:
        """Whether the page has been asked for often lately, so that its place is in memory."""
        return self._asked.get(_key(path, order), 0) >= OFTEN

    def keep(self, path: str, order: Order, answer: Answer, stamp: int) -> bool:
        """Notes where that lies which ``answer`` hands out for ``order``; ``stamp`` is the generation, seen before the
        manifest was asked for it. False for what a slip cannot say: of a page that is no plain 200, and of a body that lies
        nowhere as it is sent.
        """
        key = _key(path, order)
        slip = self._slip(order, answer)
        if key in self._slips:
            self._tear(key)
        if slip is not None:
            self._slips[key] = slip
            if stamp & 1 == 0 and self._number[0] == stamp:  # nothing has changed since it was looked at
                self._begin(stamp)
                self._sure.add(key)
            self.held += len(slip) + BESIDE
            if self.held > self.limit:  # some at once: to find the oldest, what was torn before it is passed over
                for oldest in [*islice(self._slips, 1 + len(self._slips) // ATONCE)]:
                    self._tear(oldest)
        return slip is not None

    def _begin(self, stamp: int) -> None:
        """Nothing is sure that was looked at in another generation than ``stamp``."""
        if stamp != self._stamp:
            self._sure.clear()
            self._stamp = stamp

    def _leads(self, path: str, page: str, mark: tuple[int, ...]) -> bool:
        """Whether ``path`` leads to the file ``page`` and its mark is ``mark``: asked after the bytes were read."""
        entry = self._manifest.find(path)
        if entry is None or entry.kind != "sheet" or self._shelf.file(entry.name) != page:
            return False
        try:
            found = os.stat(page)
        except FileNotFoundError:
            return False
        return (found.st_ino, found.st_mtime_ns, found.st_size) == mark

    def _tear(self, key: bytes) -> None:
        self.held -= len(self._slips.pop(key)) + BESIDE
        self._sure.discard(key)

    def _counted(self, key: bytes) -> int:
        """How often the page has been asked for lately, this time included."""
        if self._left == 0:
            self._asked.clear()
            self._left = WINDOW
        self._left -= 1
        times = self._asked[key] = self._asked.get(key, 0) + 1
        return times

    def _slip(self, order: Order, answer: Answer) -> bytes | None:
        copy, mark, entry = answer.copy, answer.mark, answer.entry
        if mark is None or entry is None or copy.status != 200:
            return None
        page = self._shelf.file(entry.name)
        digest = page.removeprefix(self._root).removesuffix(PAGE).replace("/", "")
        found = lies(copy, order, page, mark[2])
        if found is None or self._place(digest) + PAGE != page:
            return None
        encoding, file, start, length = found
        fields, _ = answer.sent(encoding)
        names = [name for name, _ in fields]
        try:
            date = names.index(DATED)
            tag = names.index(TAG, date)
        except ValueError:
            return None
        number = self._frame(fields[:date], fields[date + 1 : tag], fields[tag + 1 :])
        dated, tagged = fields[date][1].encode(), fields[tag][1].encode()
        if number is None or len(dated) > 100:
            return None
        where = start, length, number, file != page, FIXED.size + len(dated), bytes.fromhex(digest)
        return FIXED.pack(copy.valid_until or 0, *mark, *where) + dated + tagged

    def _place(self, digest: str) -> str:
        """Where the file with that name lies, without its ending (:func:`harkara.rack.shelf.place_of`)."""
        return f"{self._root}{digest[:3]}/{digest[3:]}"

    def _frame(self, *parts: Headers) -> int | None:
        """The number of the frame, None where there are too many of them."""
        key = tuple(map(tuple, parts))
        number = self._numbers.get(key)
        if number is None and len(self.frames) < FRAMES:
            number = self._numbers[key] = len(self.frames)
            self.frames.append(key)
        return number


def lies(copy: Stored, order: Order, page: str, size: int) -> tuple[Encoding, str, int, int] | None:
    """The encoding of ``copy`` that ``order`` wants most, and where it lies: the file, where in it the body begins, and
    its length; ``page`` is the page file and has ``size`` bytes.

    None where the body lies nowhere as it is sent: it is made when it is asked for.
    """
    for encoding in order:
        if encoding == "br" and copy.brotli is not None:
            beside = page.removesuffix(PAGE) + BROTLI
            length = len(copy.brotli)
            return (encoding, beside, 0, length) if os.path.exists(beside) else None
        if encoding == "gzip" and copy.gzip:
            return encoding, page, size - len(copy.gzip), len(copy.gzip)
        if encoding == "identity":
            break
    return None if copy.plain is None else ("identity", page, size - len(copy.plain), len(copy.plain))


def _key(path: str, order: Order) -> bytes:
    return blake2b(path.encode(errors="surrogatepass"), digest_size=KEY, salt=ORDERS[order]).digest()


def _read(path: str, start: int, length: int) -> bytes | None:
    """``length`` bytes of the file ``path`` from ``start``; None if they are not there."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        data = os.pread(file, length, start)
    finally:
        os.close(file)
    return data if len(data) == length else None
