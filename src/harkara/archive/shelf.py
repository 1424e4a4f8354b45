"""The doors to the two indexes of the paper, and to any other in a folder.

``HARKARA_ARCHIVE`` says where they lie, ``HARKARA_ARCHIVE_ENGINE`` what keeps them. Where that is a server, at
``HARKARA_ARCHIVE_URL``, folders lend no more than their names.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from .engine import Engine
from .index import Index

if TYPE_CHECKING:
    from .servers import Server

ENGINES = ("tantivy", "sqlite")
"""What can keep an index in a folder."""
SERVERS = ("postgres", "opensearch")
"""What can keep it on a server: for larger papers."""


def public(*, writing: bool = False) -> Index:
    """The index of what readers may see."""
    return open_index(Path(settings.HARKARA_ARCHIVE) / "public", writing=writing)


def newsroom(*, writing: bool = False) -> Index:
    """The index of the newsroom: also drafts and incoming copy."""
    return open_index(Path(settings.HARKARA_ARCHIVE) / "newsroom", writing=writing)


def open_index(folder: Path, *, writing: bool = False, engine: str = "") -> Index:
    """The index in ``folder``, for one process that is ``writing`` or for any that reads. Nothing is touched before it is used.

    ``engine`` is one of :data:`ENGINES` or :data:`SERVERS`, or empty for the paper's setting. An index that another engine
    made is one of another format: :class:`~harkara.archive.index.IndexDamaged` when it is used.
    """
    name = engine or settings.HARKARA_ARCHIVE_ENGINE
    if name in SERVERS:
        return served(name).open_index(Path(folder), writing=writing)
    return _engine(name)(Path(folder), writing=writing)


def is_served() -> bool:
    """Whether a server keeps the paper's indexes."""
    return settings.HARKARA_ARCHIVE_ENGINE in SERVERS


def served(engine: str = "") -> "Server":
    """The server that keeps them."""
    from .servers import Server

    return Server(engine or settings.HARKARA_ARCHIVE_ENGINE, settings.HARKARA_ARCHIVE_URL)


def _engine(name: str) -> type[Engine]:
    if name == "sqlite":
        from .on_sqlite import SqliteIndex

        return SqliteIndex
    from .on_tantivy import TantivyIndex

    return TantivyIndex
