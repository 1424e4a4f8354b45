"""What the wire hands over of one item that a feed, an agency or a correspondent sent, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any, Literal

from harkara.desk.models import IncomingClipping


@dataclass(frozen=True, slots=True)
class Source:
    """One link of a source chain. ``kind`` as in ``layout.copy.SourceKind``."""

    name: str
    kind: str
    latin: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that a page shows or an item tells of, told of and not copied. ``address`` is a URL, or the name of a file that
    came with the item.
    """

    address: str
    caption: str = ""
    credit: str = ""
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One item off the wire; the fields are those of ``wire.dispatch.Dispatch``. Texts are plain, times aware."""

    guid: str
    headline: str
    body: tuple[str, ...]
    version: int = 0
    state: Literal["usable", "withheld", "cancelled"] = "usable"
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

    @property
    def text(self) -> str:
        """The body as the tray keeps it: paragraphs divided by empty lines."""
        return "\n\n".join(" ".join(part.split()) for part in self.body if part.strip())

    @property
    def digest(self) -> str:
        """The same for two dispatches that say the same to an editor, whenever they came."""
        until = self.embargo.isoformat() if self.embargo else ""
        said = "\0".join((self.state, self.headline.strip(), self.text, self.note, until, str(self.urgency or "")))
        return blake2b(said.encode(), digest_size=16).hexdigest()

    @property
    def told(self) -> dict[str, Any]:
        """What the tray shows of it and nobody looks for; what is empty is left out."""
        said = {
            "sender": self.sender,
            "language": self.language,
            "subjects": list(self.subjects),
            "places": list(self.places),
            "rights": self.rights,
            "note": self.note,
        }
        return {name: value for name, value in said.items() if value}


Outcome = Literal["new", "updated", "withheld", "killed", "known"]


@dataclass(frozen=True, slots=True)
class Received:
    """Where an item lies, and what became of it: ``new`` in the tray, an ``updated`` version of one that was there, one that
    its sender ``withheld`` or ``killed``, or one that was ``known`` already.
    """

    id: int
    address: str
    outcome: Outcome


def is_news(dispatch: Dispatch, row: IncomingClipping) -> bool:
    """Whether ``dispatch`` says something that ``row``, the same item, does not say yet.

    The higher version holds; where the sender counts none, what reads differently and was not changed earlier. A kill or a hold
    holds unless the row knows of a later version: it must not be missed for a number that somebody forgot. Pure.
    """
    if dispatch.state != "usable" and dispatch.state != row.state:
        if dispatch.version and row.version and dispatch.version != row.version:
            return dispatch.version > row.version
        return not (dispatch.updated and row.updated and dispatch.updated < row.updated)
    if dispatch.version != row.version:
        return dispatch.version > row.version
    if dispatch.version or (dispatch.updated and row.updated and dispatch.updated < row.updated):
        return False
    return dispatch.digest != row.digest
