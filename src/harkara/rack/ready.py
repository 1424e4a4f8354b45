"""What nginx may hand out by itself: links to page files, laid out so that the path of a request says where.

::

    ready/SET                          the gate: a symbolic link to the folder below while nginx may look into it
    ready/SET.links/story/05/1205,world,SLUG.gz (and .br)  /world/1205/SLUG   (the folder: the id's last two digits)
    ready/SET.links/list/topic/SLUG.gz (and .br)           /topic/SLUG/

A link is a second name of the page file: it costs no block, and what is on the shelf and what nginx sends are the same
bytes. nginx adds the headers, so only pages with exactly one set of headers have links, and ``SET`` is the digest of
that set: a configuration that adds other headers than the press prints finds nothing, and all goes to the stand. Nor
have pages that are good only until some time.

A page leaves here before it leaves the shelf, and comes after it came there. In between the stand answers.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Final

from .label import MEMBER, Headers
from .pages import Stored

STORY: Final = re.compile(r"/([a-z0-9-]+)/([0-9]{1,18})/([^/\0]+)")
LIST: Final = re.compile(r"/([^/\0]+(?:/[^/\0]+)*)/")

GZIP: Final = ".gz"
BROTLI: Final = ".br"
NAME: Final = 255 - len(GZIP)
"""Bytes of a file's name on disk, without the ending."""


class Ready:
    """The links in the folder ``root``, to pages with ``headers``.

    ``paths``: where a sheet is to be had by the manifest, asked when the label of a page cannot be read.
    """

    def __init__(self, root: Path, headers: Headers, paths: Callable[[str], Iterable[str]] = lambda name: ()) -> None:
        self.root: Final = root
        self.headers: Final = headers
        self.paths: Final = paths
        self.number: Final = number_of(headers)
        self._tree: Final = f"{root}/{self.number}.links/"

    def fits(self, status: int, headers: Headers, valid_until: float | None, address: str | None) -> bool:
        """Whether such a page may have a link: one of the set, always good, at an address that has a place here."""
        dated = headers[-1:] and headers[-1][0] == "last-modified"
        printed = headers[:-1] if dated else headers
        fits = (status, valid_until, printed) == (200, None, self.headers)
        return fits and address is not None and place_of(address) is not None

    def takes(self, copy: Stored) -> bool:
        """Whether ``copy`` may have links: a page that fits, and whose file can be sent as it lies."""
        return copy.gzip.startswith(MEMBER) and self.fits(copy.status, copy.headers, copy.valid_until, copy.address())

    def offer(self, file: str, address: str, ending: str = GZIP) -> None:
        """Links the page file (or brotli part) ``file`` for ``address``, in place of what is linked there."""
        link = self.link(address, ending)
        if link is None:
            return
        with suppress(FileNotFoundError):
            os.unlink(link)
        try:
            os.link(file, link)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(link), exist_ok=True)
            os.link(file, link)

    def withdraw(self, addresses: Iterable[str]) -> None:
        """Takes the links of ``addresses`` away, where there are any."""
        for address in addresses:
            for ending in (BROTLI, GZIP):
                if link := self.link(address, ending):
                    with suppress(FileNotFoundError, NotADirectoryError):
                        os.unlink(link)

    def link(self, address: str, ending: str = GZIP) -> str | None:
        """The path of the link for ``address``, whether there is one or not; None where there can be none."""
        place = place_of(address)
        return None if place is None else f"{self._tree}{place}{ending}"

    def strays(self) -> Iterator[str]:
        """What lies here and is no second name of anything: a copy, or a page that left the shelf. There should be none.

        Says for each where it lies below the folder of the set.
        """
        for folder, _, files in os.walk(self._tree):
            for file in files:
                with suppress(FileNotFoundError):  # withdrawn while we look
                    if os.stat(f"{folder}/{file}").st_nlink == 1:
                        yield os.path.relpath(f"{folder}/{file}", self._tree)

    def is_open(self) -> bool:
        """Whether nginx may look here."""
        return (self.root / self.number).is_symlink()

    def open(self) -> None:
        """Lets nginx look here."""
        self.root.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            (self.root / self.number).symlink_to(f"{self.number}.links")

    def close(self, *, all_links: bool) -> None:
        """Keeps nginx out and removes the links of other sets of headers; ``all_links``: those of this set as well."""
        if not self.root.exists():
            return
        mine = set() if all_links else {self.number, f"{self.number}.links"}
        gates = [found for found in self.root.iterdir() if found.name not in mine and found.is_symlink()]
        for gate in gates:
            gate.unlink()
        for tree in self.root.iterdir():
            if tree.name not in mine:
                shutil.rmtree(tree)


def number_of(headers: Headers) -> str:
    """The digest of a set of headers, eight hexadecimal digits; nginx's configuration names it."""
    return blake2b("\n".join(f"{name}: {value}" for name, value in headers).encode(), digest_size=4).hexdigest()


def place_of(address: str) -> str | None:
    """Where the link for ``address`` lies below the folder of its set, without the ending; None where there is none."""
    if found := STORY.fullmatch(address):
        section, number, slug = found.groups()
        place = f"story/{number[-2:]}/{number},{section},{slug}"
    elif found := LIST.fullmatch(address):
        place = f"list/{found[1]}"
    else:
        return None
    parts = place.encode().split(b"/")
    return None if any(len(part) > NAME or part in (b".", b"..") for part in parts) else place
