"""Slips: where pages that are not in memory lie and what their headers are, in 90 bytes a page.

A page that is read in full is unpacked and checked: its label, its length, its checksum. What that showed is noted on a
slip, together with the mark of the file, so that the next reader costs one look at the file and one copy of its bytes.
Equal marks mean equal bytes, so nothing is checked twice; and where the mark is another, or the file is gone, or the
manifest leads elsewhere, the slip is torn up and the page is read in full again.

Slips are no objects: they lie in a board of fixed size, in rows of sixteen. A page's row is told by the hash of its
address. So a hundred thousand of them take 12 MB and no more, nothing is moved when one comes or goes, and the garbage
collector never looks at them.
"""

import mmap
import os
import time
from itertools import chain, permutations
from struct import Struct
from typing import Final
from zlib import crc32

from harkara.rack.generation import FIRST, WIDE
from harkara.rack.manifest import Manifest
from harkara.rack.pages import Encoding, Stored
from harkara.rack.ready import BROTLI
from harkara.rack.shelf import SECOND, Shelf

from .answers import Answer
from .conditions import moment
from .encodings import KNOWN
from .heads import dated, decoded, head, lines
from .server import Headers

SLIP: Final = Struct("<qdQQIIIHHH16s12s")
"""The sum of its stripes when it was looked at; valid until (0: for ever); inode, time and size of the file; the length of
the body; the last modification (POSIX seconds); the number of the frame; which file, and how it is tagged; the stripe of
the path; the file's name on the shelf, which is a hash; the page's digest.
"""

SURE: Final = Struct("<q")
"""The first field of a slip."""

HASH: Final = Struct("<qI")
KEY: Final = HASH.size
"""Bytes of the hash of an address: of a million addresses two are the same with a chance of 1 to 10^17."""

ROW: Final = 16
EMPTY: Final = bytes(KEY)

FRAMES: Final = 512
"""Different sets of headers that are kept; a paper has a dozen."""

BESIDE, PLAIN_TAG = 1, 2
"""The body is the brotli part beside the page file; the tag is the digest, as of what is not compressed."""

WINDOW: Final = 4096
"""Hand-outs among which a page that is asked for often is found."""

OFTEN: Final = 3

PAGE: Final = ".page"
DATED: Final = "last-modified"
TAG: Final = "etag"

Order = tuple[Encoding, ...]
Slip = tuple[int, float, int, int, int, int, int, int, int, int, bytes, bytes]
Frame = tuple[bytes, bytes, bytes]
"""Three parts: the lines before, between and behind what ``last-modified`` and ``etag`` say, which all pages of a kind
share.
"""

ORDERS: Final[dict[Order, int]] = {
    order: number for number, order in enumerate(chain.from_iterable(permutations(KNOWN, many) for many in (1, 2, 3)))
}
"""What tells apart the slips of one page for readers who take other encodings."""


class Slips:
    """The slips of one worker for the pages on ``shelf``, at most ``limit`` bytes of them; where a row is full, another
    slip of it goes.
    """

    def __init__(self, shelf: Shelf, manifest: Manifest, limit: int) -> None:
        self._rows: Final = max(1, limit // (ROW * (KEY + SLIP.size)))
        self._keys: Final = mmap.mmap(-1, self._rows * ROW * KEY, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        self._slips: Final = mmap.mmap(-1, self._rows * ROW * SLIP.size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        self._held = 0
        self._shelf: Final = shelf
        self._manifest: Final = manifest
        self._root: Final = f"{shelf.root}/"
        self._generation: Final = manifest.generation
        self._number: Final = manifest.generation.number
        self.frames: Final[list[Frame]] = []
        self._numbers: Final[dict[tuple[tuple[tuple[str, str], ...], ...], int]] = {}
        self._asked: Final[dict[bytes, int]] = {}
        self._left = WINDOW

    def __len__(self) -> int:
        return self._held

    @property
    def most(self) -> int:
        """How many there can be."""
        return self._rows * ROW

    def take(self, address: bytes, order: Order) -> tuple[bytes, bytes] | None:
        """First lines (:func:`.heads.head`) and body of the page at ``address`` (percent-encoded, as it was asked for) for
        who takes the encodings ``order``; None: read it in full.

        Manifest and mark are looked at when the stripes of path or sheet have moved; while they do nothing is taken.
        """
        key = _key(address, order)
        place = self._find(key)
        if place < 0 or self._counted(key) == OFTEN:
            return None
        slip: Slip = SLIP.unpack_from(self._slips, place * SLIP.size)
        sure, until, inode, written, size, length, _, _, kind, one, name, _ = slip
        number, other = self._number, name[0] << 4 | name[1] >> 4
        stamp = number[WIDE] + number[FIRST + one] + number[FIRST + other]
        if sure != stamp and (stamp := self._generation.sum(one, other)) < 0:
            return None
        file = self._place(name.hex())
        body = _read(file + BROTLI, 0, length) if kind & BESIDE else _read(file + PAGE, size - length, length)
        if sure == stamp:
            if number[WIDE] + number[FIRST + one] + number[FIRST + other] != stamp:
                return None
        elif body is not None:
            if not self._leads(decoded(address), file + PAGE, (inode, written, size)):
                body = None
            SURE.pack_into(self._slips, place * SLIP.size, stamp)
        if body is None or (until and time.time() >= until):
            self._tear(place)
            return None
        return self._head(slip), body

    def often(self, address: bytes, order: Order) -> bool:
        """Whether the page has been asked for often lately, so that its place is in memory."""
        return self._asked.get(_key(address, order), 0) >= OFTEN

    def keep(self, address: bytes, order: Order, answer: Answer) -> bool:
        """Notes where that lies which ``answer`` hands out for ``order``; its ``stamp`` was seen before the manifest
        was asked for it. False for what a slip cannot say: of a page that is no plain 200, and of a body that lies
        nowhere as it is sent.
        """
        slip = self._slip(order, answer)
        key = _key(address, order)
        place = self._find(key)
        if slip is None:
            if place >= 0:
                self._tear(place)
            return False
        if place < 0:
            place = self._room(key)
            self._held += self._key_at(place) == EMPTY
            self._keys[place * KEY : (place + 1) * KEY] = key
        SLIP.pack_into(self._slips, place * SLIP.size, *slip)
        return True

    def _find(self, key: bytes) -> int:
        """The place of the slip with that key, -1 where there is none."""
        first = _row(key, self._rows) * ROW * KEY
        found = self._keys.find(key, first, first + ROW * KEY)
        return -1 if found < 0 or found % KEY else found // KEY

    def _room(self, key: bytes) -> int:
        """A place in the row of ``key``: one that is empty, or any."""
        first = _row(key, self._rows) * ROW
        empty = (place for place in range(first, first + ROW) if self._key_at(place) == EMPTY)
        return next(empty, first + key[-1] % ROW)

    def _key_at(self, place: int) -> bytes:
        return self._keys[place * KEY : (place + 1) * KEY]

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

    def _tear(self, place: int) -> None:
        self._keys[place * KEY : (place + 1) * KEY] = EMPTY
        self._held -= 1

    def _counted(self, key: bytes) -> int:
        """How often the page has been asked for lately, this time included."""
        if self._left == 0:
            self._asked.clear()
            self._left = WINDOW
        self._left -= 1
        times = self._asked[key] = self._asked.get(key, 0) + 1
        return times

    def _slip(self, order: Order, answer: Answer) -> Slip | None:
        """The slip for ``answer``; None where it would not say the very same headers."""
        copy, mark, entry = answer.copy, answer.mark, answer.entry
        if mark is None or entry is None or copy.status != 200 or len(copy.etag) != 24:
            return None
        page = self._shelf.file(entry.name)
        digest = page.removeprefix(self._root).removesuffix(PAGE).replace("/", "")
        found = lies(copy, order, page, mark[2])
        if found is None or self._place(digest) + PAGE != page:
            return None
        encoding, file, _, length = found
        fields, _ = answer.sent(encoding)
        names = [name for name, _ in fields]
        try:
            date = names.index(DATED)
            tag = names.index(TAG, date)
        except ValueError:
            return None
        number = self._frame(fields, date, tag)
        changed = moment(fields[date][1])
        if number is None or changed is None or not 0 <= changed < 2**32:
            return None
        kind = (BESIDE if file != page else 0) | (PLAIN_TAG if copy.plain is not None else 0)
        until, name, etag = copy.valid_until or 0.0, bytes.fromhex(digest), bytes.fromhex(copy.etag)
        slip = (answer.stamp, until, *mark, length, int(changed), number, kind, answer.stripes[0], name, etag)
        said = dated(slip[6]), _tag(slip)
        return slip if said == (fields[date][1].encode(), fields[tag][1].encode()) else None

    def _head(self, slip: Slip) -> bytes:
        """The first lines that a slip says."""
        before, between, behind = self.frames[slip[7]]
        return b"%b%b%b%b%b%d\r\n" % (before, dated(slip[6]), between, _tag(slip), behind, slip[5])

    def _place(self, digest: str) -> str:
        """Where the file with that name lies, without its ending (:func:`harkara.rack.shelf.place_of`)."""
        return f"{self._root}{digest[:3]}/{digest[3:]}"

    def _frame(self, fields: Headers, date: int, tag: int) -> int | None:
        """The number of the frame around the fields at ``date`` and ``tag``, None where there are too many frames."""
        key = (tuple(fields[:date]), tuple(fields[date + 1 : tag]), tuple(fields[tag + 1 :]))
        number = self._numbers.get(key)
        if number is None and len(self.frames) < FRAMES:
            before = head(200, key[0], None) + f"{DATED}: ".encode()
            between = b"\r\n" + lines(key[1]) + f"{TAG}: ".encode()
            number = self._numbers[key] = len(self.frames)
            self.frames.append((before, between, b"\r\n" + lines(key[2]) + b"content-length: "))
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


def _tag(slip: Slip) -> bytes:
    """The entity tag that a slip says (:meth:`harkara.rack.pages.Stored.tag`); the file's time says which page it is."""
    if slip[8] & PLAIN_TAG:
        return b'"%b"' % slip[11].hex().encode()
    return b'"%x-%x"' % (slip[3] // SECOND, slip[5])


def _row(key: bytes, rows: int) -> int:
    return int.from_bytes(key[:4]) % rows


def _key(address: bytes, order: Order) -> bytes:
    """Python's hash of bytes (SipHash) has a key of its own in each process, so nobody can look for two addresses with the
    same; the checksum is other for other encodings.
    """
    return HASH.pack(hash(address), crc32(address, ORDERS[order]))


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
