"""The parcel: one story of another paper, as a reader of any format yields it, before the desk has seen it.

Texts are as people wrote them; Bijoy is turned into Unicode by ``blocks.read`` and ``words``, spelling by the engine
(``bangla.normalise``). Inline HTML has no tags but ``b``, ``i``, ``a href`` and ``br``, everything else escaped: ``blocks.read``
writes it so. Addresses are whole (``https://old.example/…``) or begin with ``/``; percent-encoded or not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from harkara.wire.chain import Source

State = Literal["live", "draft", "pending", "scheduled", "private", "protected", "withdrawn"]
"""How an item stands at its origin. Only ``live`` is published here, ``scheduled`` where its time is still to come; everything
else is a draft, and the report says why."""

Kind = Literal["news", "analysis", "opinion", "explainer", "photo", "video", "obituary", "page"]
"""What an item is. A ``page`` (about, contact) belongs to no day; the others are the desk's kinds of stories."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, as inline HTML."""

    html: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading between paragraphs, plain."""

    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words, plain, and whose they are."""

    text: str
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """A list; each point is inline HTML."""

    items: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """A box beside the text; each point is inline HTML."""

    items: tuple[str, ...]
    heading: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """A ``score`` or a ``table`` of results, with its ``value`` as the desk stores it: of a paper that was one of ours."""

    kind: str
    value: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture. ``address`` is where the old paper had it: ``Reader.picture`` gives its bytes. Words are plain."""

    address: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    terms: str = ""
    """One of the desk's rights (``own``, ``agency``, ``handout``, ``free`` …) where the origin says it; mostly nobody does."""


@dataclass(frozen=True, slots=True)
class Gallery:
    """Pictures that stood together."""

    pictures: tuple[Picture, ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Embed:
    """Something of another site: a video, a post, a map. Readers here get a link to it."""

    address: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Strange:
    """Markup that is no block of a story: kept as the ``words`` in it, one paragraph a line, and reported with its ``reason``."""

    words: tuple[str, ...]
    reason: str
    html: str = ""


Block = Paragraph | Heading | Quote | Points | Facts | Results | Picture | Gallery | Embed | Strange


@dataclass(frozen=True, slots=True)
class Label:
    """A section, a topic or an author at the origin. Two with one ``name`` are one.

    ``slug`` is its word in addresses there, ``addresses`` are those of its pages (lists, feeds): they lead to its page here.
    """

    name: str
    slug: str = ""
    addresses: tuple[str, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """What a reader said. ``key`` names it among all of the origin, ``parent`` is the key of the comment it answers."""

    key: str
    author: str
    text: str
    at: datetime
    parent: str = ""
    approved: bool = True


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was told of a story at a time: a correction, or why it was updated."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something that does not move in, and why: a ``what`` of the reader's words ("menu item 12"), a ``reason`` as a sentence."""

    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """One item. Times are aware.

    ``key`` names it at its origin for ever (at most 200 characters): the same one twice is there once. ``addresses`` are all
    under which readers found it, also as ``/?p=12``, and those of what belonged to it alone (attachments). ``sections`` leads from
    the largest to the smallest: the story stands in the last. ``dropped`` is of this item: what was in it and did not come along.
    ``number`` and ``slug`` are wanted again by a paper of this house that comes back; they are given where they are free.
    """

    key: str
    headline: str
    body: tuple[Block, ...] = ()
    state: State = "live"
    kind: Kind = "news"
    kicker: str = ""
    summary: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    sections: tuple[Label, ...] = ()
    topics: tuple[Label, ...] = ()
    authors: tuple[Label, ...] = ()
    lead: Picture | None = None
    video: str = ""
    addresses: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()
    takes_comments: bool = True
    dateline: str = ""
    desk: str = ""
    sources: tuple[Source, ...] = ()
    places: tuple[str, ...] = ()
    """Slugs of areas of the gazetteer."""

    corrections: tuple[Note, ...] = ()
    updates: tuple[Note, ...] = ()
    number: int | None = None
    slug: str = ""
    files: tuple[str, ...] = ()
    """Addresses of files that belonged to it, beside those of the pictures that it shows: they lead to it, too."""

    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True, slots=True)
class Laid:
    """A parcel whose text is set (``setting.laid``): ``parcel`` has no body any more. ``name`` is its origin's digest, ``pieces``
    are the blocks that the desk stores, those of pictures (``"picture"``) with the picture itself; ``pictures`` are all that it
    shows, the one above the text first; ``dropped`` is what of the text did not come along, ``addresses`` and ``files`` are spelled as
    the manifest has them.
    """

    parcel: Parcel
    name: str
    headline: str
    slug: str
    pieces: tuple[tuple[str, Any], ...]
    pictures: tuple[Picture, ...]
    dropped: tuple[Dropped, ...]
    addresses: tuple[str, ...]
    files: tuple[str, ...]

    @property
    def key(self) -> str:
        return self.parcel.key

    @property
    def old(self) -> str:
        """The address under which the report names it; empty where it had none."""
        return next(iter(self.addresses), "")


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader comes upon next: a parcel, or something at its ``key`` that is none and why (``dropped``).

    ``position`` is where to go on after it; ``share`` how much of the whole lies behind (0 to 1), for the progress bar.
    ``laid`` takes the place of the parcel where that is set.
    """

    key: str
    position: str
    share: float
    parcel: Parcel | None = None
    dropped: Dropped | None = None
    laid: Laid | None = None


class Reader(Protocol):
    """An export that was opened. ``origin`` is the old paper's address (``https://old.example``) or name; together with a
    parcel's key it names a story for ever. Opening and reading raise ``UnreadableItem`` with a sentence that says where.
    """

    origin: str

    def raw(self, after: str = "") -> Iterator[Any]:
        """Everything after the ``position`` given, as it stands in the export, in the same order each time; what is nothing to be
        made of is ``Found`` already. It can be sent to another process. Memory does not grow with the export.
        """
        ...

    def made(self, raw: Any) -> Found:
        """What a piece of ``raw`` is. It changes nothing, and depends on nothing that was made before: several processes do it."""
        ...

    def apart(self) -> None:
        """Says that this is another process now, forked from the one that opened the export: what two cannot share is opened anew."""
        ...

    def found(self, after: str = "") -> Iterator[Found]:
        """Everything after the ``position`` given, made in this process."""
        return map(self.made, self.raw(after))

    def labels(self) -> Iterator[tuple[Literal["section", "topic", "author"], Label]]:
        """All that the export tells of, for their old addresses; asked once everything was found."""
        ...

    def picture(self, address: str) -> bytes | None:
        """The bytes of a picture that a parcel names, or ``None`` where they did not come along."""
        ...

    def close(self) -> None:
        """Lets go of files."""
        ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line says of an import: the folder of uploads, the zone of times that tell none, the old paper's address
    where the export does not tell it.
    """

    uploads: str = ""
    zone: str = "Asia/Dhaka"
    origin: str = ""
