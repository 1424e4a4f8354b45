"""What the desk keeps. Private to the desk: other rooms read copy (``desk.copy``)."""

from harkara.desk.models.alert import Alert
from harkara.desk.models.area import Area
from harkara.desk.models.asked import AskedKill
from harkara.desk.models.autosave import Autosave
from harkara.desk.models.banner import Banner
from harkara.desk.models.campaign import Campaign, Creative
from harkara.desk.models.card import CardTemplate, StoryCard
from harkara.desk.models.clipping import IncomingClipping
from harkara.desk.models.coverage import Coverage, LiveChange, LiveEntry
from harkara.desk.models.document import Document
from harkara.desk.models.filing import FiledPicture, Filing, PicturePart
from harkara.desk.models.front import Front, FrontVersion
from harkara.desk.models.headline_test import HeadlineTest
from harkara.desk.models.invitation import Invitation
from harkara.desk.models.issue import Issue, IssueStory
from harkara.desk.models.jot import Jot
from harkara.desk.models.known import KnownSource
from harkara.desk.models.left_hint import LeftHint
from harkara.desk.models.moving import ListingDue, Move, OldAddress, Origin
from harkara.desk.models.newsletter import BreakingLetter, Newsletter, NewsletterNote, NewsletterTurn
from harkara.desk.models.package import Package, PackageAddress, PackageEntry
from harkara.desk.models.paper import Paper
from harkara.desk.models.pasted import Pasted
from harkara.desk.models.picture import Picture, PictureRendition, Terms
from harkara.desk.models.picture_word import PictureBand, PictureWord
from harkara.desk.models.places import Listing, NewsDay, Place
from harkara.desk.models.poll import Poll
from harkara.desk.models.progress import Assignment, Notice, Progress, Stage
from harkara.desk.models.proof_link import ProofLink
from harkara.desk.models.remit import Remit
from harkara.desk.models.replacement import Replaced, Replacement
from harkara.desk.models.sealed import Opening, Sealed
from harkara.desk.models.share_hook import ShareHook
from harkara.desk.models.sketches import ClippingBand, ClippingSketch
from harkara.desk.models.space import Space
from harkara.desk.models.story import (
    Byline,
    Correction,
    PictureUse,
    RelatedStory,
    SourceLink,
    Story,
    StoryAddress,
    StoryUpdate,
)
from harkara.desk.models.tally import Tally
from harkara.desk.models.taxonomy import Desk, Person, Section, Topic, TopicKey, TopicName
from harkara.desk.models.wire_rule import WireRule
from harkara.desk.models.wire_source import ClippingVersion, WireAlarm, WireSource

__all__ = [
    "Alert",
    "Area",
    "AskedKill",
    "Assignment",
    "Autosave",
    "Banner",
    "BreakingLetter",
    "Byline",
    "Campaign",
    "CardTemplate",
    "ClippingBand",
    "ClippingSketch",
    "ClippingVersion",
    "Correction",
    "Coverage",
    "Creative",
    "Desk",
    "Document",
    "FiledPicture",
    "Filing",
    "Front",
    "FrontVersion",
    "HeadlineTest",
    "IncomingClipping",
    "Invitation",
    "Issue",
    "IssueStory",
    "Jot",
    "KnownSource",
    "LeftHint",
    "Listing",
    "ListingDue",
    "LiveChange",
    "LiveEntry",
    "Move",
    "NewsDay",
    "Newsletter",
    "NewsletterNote",
    "NewsletterTurn",
    "Notice",
    "OldAddress",
    "Opening",
    "Origin",
    "Package",
    "PackageAddress",
    "PackageEntry",
    "Paper",
    "Pasted",
    "Person",
    "Picture",
    "PictureBand",
    "PicturePart",
    "PictureRendition",
    "PictureUse",
    "PictureWord",
    "Place",
    "Poll",
    "Progress",
    "ProofLink",
    "RelatedStory",
    "Remit",
    "Replaced",
    "Replacement",
    "Sealed",
    "Section",
    "ShareHook",
    "SourceLink",
    "Space",
    "Stage",
    "Story",
    "StoryAddress",
    "StoryCard",
    "StoryUpdate",
    "Tally",
    "Terms",
    "Topic",
    "TopicKey",
    "TopicName",
    "WireAlarm",
    "WireRule",
    "WireSource",
]
