"""Which exports are known: one line a kind."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final, cast

from harkara.wire.moving.parcel import Reader, Wanted


@dataclass(frozen=True, slots=True)
class Export:
    """A kind of export: the module whose ``open_(path, wanted)`` opens it as a ``Reader``, and what it is, for ``--help``."""

    module: str
    what: str

    def open(self, path: Path, wanted: Wanted) -> Reader:
        """Opens ``path``. Raises ``UnreadableItem`` for what is no such export, ``OSError`` where it cannot be read."""
        opened = cast(Callable[[Path, Wanted], Reader], import_module(self.module).open_)
        return opened(path, wanted)


KINDS: Final[dict[str, Export]] = {
    "wxr": Export("harkara.wire.moving.wxr", "WordPress: the XML file of Tools › Export, also as .gz or .zip"),
    "ghost": Export(
        "harkara.wire.moving.ghost", "Ghost: the JSON file of Settings › Export, also in a .zip with its pictures"
    ),
    "feed-archive": Export(
        "harkara.wire.moving.feed_archive", "kept feeds (RSS, Atom, JSON Feed): a folder, a .zip or one file"
    ),
    "folder-of-html": Export("harkara.wire.moving.web_folder", "saved pages (.html): a folder or a .zip of it"),
    "ninjs": Export("harkara.wire.moving.ninjs", "a folder of ninjs documents, as `harkara export` packs them"),
}
