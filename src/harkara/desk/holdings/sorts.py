"""What leaves the house: every table of the desk, field by field. What stays, stays for a reason that is written here.

A test goes through all models: who adds a field or a table says here whether it goes along.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from django.db import models
from django.db.models import F, Q

from harkara.desk.models import (
    Alert,
    Area,
    AskedKill,
    Assignment,
    Autosave,
    Banner,
    BreakingLetter,
    Byline,
    Campaign,
    CardTemplate,
    ClippingBand,
    ClippingSketch,
    ClippingVersion,
    Correction,
    Coverage,
    Creative,
    Desk,
    Document,
    FiledPicture,
    Filing,
    Front,
    FrontVersion,
    HeadlineTest,
    IncomingClipping,
    Invitation,
    Issue,
    IssueStory,
    Jot,
    KnownSource,
    LeftHint,
    Listing,
    ListingDue,
    LiveChange,
    LiveEntry,
    Move,
    NewsDay,
    Newsletter,
    NewsletterNote,
    NewsletterTurn,
    Notice,
    OldAddress,
    Opening,
    Origin,
    Package,
    PackageAddress,
    PackageEntry,
    Paper,
    Pasted,
    Person,
    Picture,
    PictureBand,
    PicturePart,
    PictureRendition,
    PictureUse,
    PictureWord,
    Place,
    Poll,
    Progress,
    ProofLink,
    RelatedStory,
    Remit,
    Replaced,
    Replacement,
    Sealed,
    Section,
    ShareHook,
    SourceLink,
    Space,
    Story,
    StoryAddress,
    StoryCard,
    StoryUpdate,
    Tally,
    Topic,
    TopicKey,
    TopicName,
    WireAlarm,
    WireRule,
    WireSource,
)
from harkara.desk.models.places import BESIDE

STAFF: Final = "accounts of staff stay in the house, and with them who did it"
DRAFTS: Final = "drafts and older versions stay in the newsroom: they may hold what was redacted"
WORK: Final = "work in hand of the newsroom, which no reader sees"
MADE: Final = "made anew from what goes along"
HOUSE: Final = "a rule of this house: the next one sets its own"
TRAY: Final = "the incoming tray and its sources belong to the house, and agencies' copy to the agencies"

REFERENCES: Final[Mapping[type[models.Model], str]] = {
    **dict.fromkeys((Section, Desk, Person, Topic, Area, Package), "slug"),
    Listing: "name",
    **dict.fromkeys((Picture, Story), "pk"),
}
"""By what a row is called by another one that refers to it."""


@dataclass(frozen=True)
class Sort:
    """The rows of ``model``, each told as a dictionary: ``fields`` says what of it goes along, ``left`` what stays and why.

    ``only``: which rows go. ``order``: by what they are told, so that who reads them in this order writes them so.
    ``of``: the field that leads to the row of which they are a part. ``below``: the parts of each row.
    """

    model: type[models.Model]
    left: Mapping[str, str] = field(default_factory=dict)
    order: Sequence[Any] = ("pk",)
    only: Q = field(default_factory=Q)
    of: str = ""
    below: "Mapping[str, Sort]" = field(default_factory=dict)

    @cached_property
    def fields(self) -> Mapping[str, "models.Field[Any, Any]"]:
        """What goes along, by name."""
        names = (one for one in self.model._meta.concrete_fields if one.name not in self.left and one.name != self.of)
        return {one.name: one for one in names if not (self.of and one.primary_key)}

    @cached_property
    def paths(self) -> Mapping[str, str]:
        """What to ask the database for, by field: of a row that another one refers to, its name there."""
        return {name: _path(one) for name, one in self.fields.items()}


def _path(one: "models.Field[Any, Any]") -> str:
    if not one.is_relation or one.related_model is None:
        return one.attname
    called = REFERENCES[one.related_model]
    return one.attname if called in ("pk", one.target_field.name) else f"{one.name}__{called}"  # type: ignore[attr-defined]  # of relations


_OF_DRAFTS: Final = {
    "latest_revision": DRAFTS,
    "live_revision": DRAFTS,
    "has_unpublished_changes": DRAFTS,
    "go_live_at": DRAFTS,
}

STORY: Final = Sort(
    Story,
    left={
        **_OF_DRAFTS,
        **dict.fromkeys(("locked", "locked_at", "locked_by"), WORK),
        **dict.fromkeys(("tell_reader", "tell_reason", "embargo_until", "embargo_reason"), WORK),
        "clipping": TRAY,
    },
    only=Q(published_at__isnull=False),
    below={
        "bylines": Sort(Byline, of="story", order=("sort_order", "pk")),
        "source_links": Sort(SourceLink, of="story", order=("sort_order", "pk")),
        "corrections": Sort(Correction, of="story", left={"made_by": STAFF}),
        "updates": Sort(StoryUpdate, of="story"),
        "poll": Sort(Poll, of="story", left={"asked_by": STAFF}),
        "coverage": Sort(Coverage, of="story", left=dict.fromkeys(("began_by", "ended_by"), STAFF)),
        "live_entries": Sort(
            LiveEntry, of="story", left={"author": STAFF}, order=("place",), only=Q(struck_at__isnull=True)
        ),
        "related_stories": Sort(RelatedStory, of="story", order=("position", "pk")),
        "picture_uses": Sort(PictureUse, of="story"),
        "addresses": Sort(StoryAddress, of="story"),
        "places": Sort(Place, of="story", only=~Q(listing__name__startswith=BESIDE)),
        "tally": Sort(Tally, of="story", left={"author": STAFF}),
        "topics": Sort(Story.topics.through, of="story"),
        "areas": Sort(Story.areas.through, of="story"),
    },
)
"""Stories that readers see, that were taken off the paper, and that were killed. Drafts of new stories stay."""

OF_THE_KILLED: Final = frozenset(
    (
        *("id", "section", "slug", "live", "first_published_at", "last_published_at", "published_at", "modified_at"),
        *("killed_at", "kill_note", "addresses", "places"),
    )
)
"""What goes along of a killed story: where it stood and what its address says now, and no word of it."""

PICTURE: Final = Sort(
    Picture,
    left={
        "collection": "folders of the library belong to the house",
        "uploaded_by_user": STAFF,
        "tags": "nobody sets any",
    },
)
"""The library. Of a withdrawn picture its row goes, without its file and without words."""

OF_THE_WITHDRAWN: Final = frozenset(("id", "width", "height", "created_at", "withdrawn", "used"))

FRAME: Final[Mapping[str, Sort]] = {
    "paper": Sort(Paper, left=dict.fromkeys(("is_demo", "one_may_kill"), HOUSE)),
    "sections": Sort(Section, order=(F("above_id").asc(nulls_first=True), "pk")),
    "desks": Sort(Desk),
    "people": Sort(Person),
    "topics": Sort(
        Topic, order=(F("into_id").asc(nulls_first=True), "pk"), below={"names": Sort(TopicName, of="topic")}
    ),
    "sources": Sort(KnownSource),
    "documents": Sort(Document, left={**_OF_DRAFTS, "expired": DRAFTS, "expire_at": DRAFTS}, only=Q(live=True)),
    "spaces": Sort(Space),
    "card_templates": Sort(CardTemplate),
    "listings": Sort(Listing, only=~Q(name__startswith=BESIDE)),
    "days": Sort(NewsDay),
}
"""What stands around stories: it goes before them. In this order it can be written."""

LATER: Final[Mapping[str, Sort]] = {
    "packages": Sort(
        Package,
        below={
            "entries": Sort(
                PackageEntry,
                of="package",
                only=Q(story__isnull=True) | Q(story__published_at__isnull=False, story__killed_at__isnull=True),
            ),
            "addresses": Sort(PackageAddress, of="package"),
        },
    ),
    "fronts": Sort(
        Front,
        left={**dict.fromkeys(("draft", "step", "due_at"), WORK), **dict.fromkeys(("changed_by", "due_by"), STAFF)},
        only=Q(live__isnull=False),
    ),
    "banners": Sort(Banner, left={"raised_by": STAFF}),
    "cards": Sort(
        StoryCard, left={"changed_by": STAFF}, only=Q(story__published_at__isnull=False, story__killed_at=None)
    ),
    "old_addresses": Sort(OldAddress),
}
"""What names stories: it comes after them."""

MADE_ANEW: Final[Mapping[type[models.Model], str]] = {
    Area: "the gazetteer, which every house has",
    TopicKey: MADE,
    PictureWord: MADE,
    PictureBand: MADE,
    PictureRendition: MADE,
}

LEFT: Final[Mapping[type[models.Model], str]] = {
    **dict.fromkeys((AskedKill, Assignment, Autosave, FrontVersion, Jot, LeftHint, Notice, Progress, ProofLink), WORK),
    **dict.fromkeys((Issue, IssueStory, Replaced, Replacement), WORK),
    **dict.fromkeys((FiledPicture, Filing, PicturePart), TRAY),
    **dict.fromkeys((ClippingBand, ClippingSketch, ClippingVersion, IncomingClipping, Pasted), TRAY),
    **dict.fromkeys((WireAlarm, WireRule, WireSource), TRAY),
    **dict.fromkeys((Invitation, Remit), STAFF),
    **dict.fromkeys(
        (ListingDue, Move, Origin), "how another paper moved into this house, for the time when it goes on"
    ),
    **dict.fromkeys(
        (BreakingLetter, Newsletter, NewsletterNote, NewsletterTurn),
        "letters go to readers of this house, who ordered them here: the next one asks anew",
    ),
    Alert: "what was sent to readers' browsers was sent by this house: they belong to it",
    ShareHook: HOUSE,
    **dict.fromkeys((Campaign, Creative), "what is sold is the house's business, and counted with its readers"),
    HeadlineTest: "a test of headlines ends with the paper that ran it: its readers are counted there",
    LiveChange: DRAFTS,
    **dict.fromkeys((Opening, Sealed), "what was redacted does not travel"),
}
"""Tables of which nothing goes along."""
