"""The dispatch: one item as a feed, an agency or a correspondent sent it, before the desk has seen it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from harkara.wire.chain import Source

State = Literal["usable", "withheld", "cancelled"]
"""What the sender says of an item: it may be printed, it may not be printed yet, or it must not be printed (any more)."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that a dispatch tells of. ``address`` is a URL, or the name of a file that came with it."""

    address: str
    caption: str = ""
    credit: str = ""
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One item off the wire. Texts are plain and normalised (``bangla.normalise``); times are aware, or unknown.

    ``guid`` names the item at its sender, for ever; of two with one ``guid`` the higher ``version`` holds (0 where the sender
    counts none: then the later ``updated``). ``source_chain`` begins with the origin and ends with the sender. ``urgency`` runs
    from 1 (flash) to 8 as in IPTC's scheme. ``note`` is the sender's word to editors, never printed.
    """

    guid: str
    headline: str
    body: tuple[str, ...]
    version: int = 0
    state: State = "usable"
    sender: str = ""
    byline: str = ""
    dateline: str = ""
    desk: str = ""
    language: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    embargo: datetime | None = None
    urgency: int | None = None
    subjects: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    source_chain: tuple[Source, ...] = ()
    pictures: tuple[Picture, ...] = ()
    address: str = ""
    rights: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """A picture that came with a dispatch: the name it was sent under, and its bytes as they came, looked at by nobody yet."""

    name: str
    data: bytes
    is_inline: bool = False
    """Whether it stood within the text: there signatures have their marks, too."""

    of: str = ""
    """The ``guid`` of the dispatch that it belongs to."""
