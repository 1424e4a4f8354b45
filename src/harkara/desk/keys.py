"""The keys of the desk: how a thing that pages depend on is called in the books.

``read`` notes them (``desk.copy``), ``touch`` writes them (``desk.actions``); both spell them here.
"""

from collections.abc import Iterable
from datetime import date

from harkara.rack.keys import FRAME

__all__ = [
    "ADS",
    "ALERT",
    "ALL",
    "AREAS",
    "ASSIGNMENTS",
    "BANNERS",
    "BESIDE",
    "CHANGED",
    "COMMENTS",
    "COMMENTS_DAYS",
    "CONTACT",
    "CORRECTIONS",
    "CRAWLERS",
    "DAYS",
    "DESKS",
    "DOCUMENTS",
    "FRAME",
    "FRONT",
    "KEEPING",
    "LINKED",
    "LITE",
    "LOOK",
    "MARKED",
    "MEASURE",
    "MONTHS",
    "MOVED",
    "MOVED_LOT",
    "NAME",
    "NAMES",
    "OUTLET",
    "PACKAGES",
    "PAGE",
    "PICTURED",
    "PLACE",
    "SECTIONS",
    "SHAPE",
    "SPACES",
    "TAGLINE",
    "TOPICS",
    "WRITERS",
]
__all__ += [
    "alert",
    "area",
    "areas",
    "beside",
    "card",
    "cards",
    "clipping",
    "day",
    "desk",
    "document",
    "draft",
    "drawn",
    "forgotten",
    "front",
    "kind",
    "linked",
    "listing",
    "live",
    "live_page",
    "map_of_day",
    "mark",
    "member",
    "mention",
    "month",
    "moved",
    "of_desk",
    "of_package",
    "of_the_newsroom",
    "package",
    "packaged",
]
__all__ += [
    "page",
    "person",
    "picture",
    "poll",
    "profile",
    "section",
    "section_name",
    "shape",
    "shown",
    "signed",
    "space",
    "story",
    "teaser",
]
__all__ += ["topic", "tried", "writer"]

PAGE = "frame:page"
"""What stands around every page: the paper's name and tagline, the sections in their order, the footer."""

OUTLET = "frame:outlet"
"""What stands for the paper in a sign-off."""

NAME = "frame:name"
"""The paper's name alone: all that data and feeds say of it."""

TAGLINE = "frame:tagline"
"""What stands below the name."""

NAMES = "frame:names"
"""The name of any section."""

SECTIONS = "frame:sections"
"""Which sections there are, in their order."""

LITE = "frame:lite"
"""What stands around every lite page: less than around the others."""

CONTACT = "frame:contact"
"""Whom to write to about security."""

ADS = "frame:ads"
"""Who may sell the paper's advertising."""

CRAWLERS = "frame:crawlers"
"""What crawlers may."""

COMMENTS = "frame:comments"
"""Whether stories take comments where nothing else is said of one of them."""

COMMENTS_DAYS = "frame:comments:days"
"""How many days after its publication a story takes comments."""

PLACE = "frame:place"
"""Origin, zone and language of the paper. Nobody touches it: the machine says so, and a change is a new edition."""

ALL = "list:all"
"""Which stories are published: the newest of the whole paper."""

FRONT = "front"
"""How editors set the home page."""

LOOK = "look"
"""The colour, the face and the logo of the paper."""

KEEPING = "keeping"
"""Whether readers' browsers may keep what was read."""

SPACES = "spaces"
"""Which places for advertising are open."""

MEASURE = "measure"
"""Whom outside the paper tells that its pages are read."""

CHANGED = "list:changed"
"""Which stories were changed or withdrawn after they were published, and when."""

PICTURED = "list:pictured"
"""Which published stories have a picture."""

DAYS = "list:days"
"""On which days anything was published."""

MONTHS = "list:months"
"""In which months, of both calendars, anything was published."""

TOPICS = "list:topics"
"""Which topics have a story."""


WRITERS = "list:writers"
"""Which people have a page of their own; with ``:`` and a slug behind it, whether that one has."""


DESKS = "list:desks"
"""Which desks have a page of their own; with ``:`` and a slug behind it, whether that one has."""


DOCUMENTS = "list:documents"
"""Which pages the paper has about itself; with ``:`` and a slug behind it, whether it has that one."""


AREAS = "list:areas"
"""Which areas have a story."""


PACKAGES = "list:packages"
"""Which story packages there are, and where."""


CORRECTIONS = "corrections"
"""The name of the listing of corrections, which are numbered as stories are in theirs."""


BANNERS = "banners"
"""Which stories stand in the bar of the front page."""


SHAPE = ":shape"
"""How the key ends of what feeds do not show of a picture."""


LINKED = ":linked"
"""How the key ends of whether a person or a desk has a page of their own, to which who names them leads."""


BESIDE = ":beside"
"""How the key ends of what only the page of a story shows of its packages."""


MARKED = ":marked"
"""How the key ends of what only the page of a story shows of its place in the bar."""


ASSIGNMENTS = "draft:assignments"
"""What somebody was asked to write. No page reads it."""


def story(number: int) -> str:
    """A story, whole."""
    return f"story:{number}"


def mark(number: int) -> str:
    """Whether a story stands in the bar of the front page: only its own page shows that by itself."""
    return f"banner:{number}{MARKED}"


def live(number: int) -> str:
    """The live coverage of a story: its newest entries, its summary, its scoreboard, whether it runs."""
    return f"live:{number}"


def live_page(number: int, page: int) -> str:
    """A numbered page of older entries of the live coverage of a story, and what stands beside it."""
    return f"live:{number}:{page}"


def poll(number: int) -> str:
    """What readers of a story are asked, and until when."""
    return f"poll:{number}"


def tried(number: int) -> str:
    """Which headlines of a story are tested against each other: only fronts show that."""
    return f"headlines:{number}"


def teaser(number: int) -> str:
    """What lists and cards show of a story: headline, summary, kicker, picture, address, whose life it tells."""
    return f"teaser:{number}"


def mention(number: int) -> str:
    """What a bare line about a story shows: its headline and its address."""
    return f"mention:{number}"


def section(slug: str) -> str:
    """The listing of a section; its name is part of the frame."""
    return f"section:{slug}"


def section_name(slug: str) -> str:
    """The name of one section, a part of the frame."""
    return f"{FRAME}:section:{slug}"


def topic(slug: str) -> str:
    """A topic's name; with ``list:`` before it, who belongs to it."""
    return f"topic:{slug}"


def card(number: int) -> str:
    """What an editor said of the card of a story, and whether the story was corrected."""
    return f"card:{number}"


def cards(kind: str) -> str:
    """How cards of a kind look."""
    return f"cards:{kind}"


def area(slug: str) -> str:
    """An area; with ``list:`` before it, who belongs to it."""
    return f"area:{slug}"


def areas(slug: str) -> str:
    """Which areas inside an area have a story."""
    return f"list:areas:{slug}"


def package(number: int) -> str:
    """A story package's name and address, and whether readers see it: for the pages of its stories."""
    return f"package:{number}"


def of_package(slug: str) -> str:
    """The name of a story package's listing."""
    return f"package:{slug}"


def member(number: int) -> str:
    """To which packages a story belongs."""
    return f"packaged:{number}"


def packaged(number: int) -> str:
    """What stands before and after a story in the packages that it belongs to: only its page shows that."""
    return f"packaged:{number}{BESIDE}"


def person(number: int) -> str:
    """What a story shows of a person who signed it: the name."""
    return f"person:{number}"


def desk(number: int) -> str:
    """What a story shows of a desk: the name."""
    return f"desk:{number}"


def linked(whose: str) -> str:
    """Whether the name of ``whose`` (``person``, ``desk``) leads to a page."""
    return f"{whose}{LINKED}"


def document(slug: str) -> str:
    """What a page of the paper about itself says."""
    return f"document:{slug}"


def writer(number: int) -> str:
    """The name of the listing of what a person signed."""
    return f"writer:{number}"


def of_desk(number: int) -> str:
    """The name of the listing of a desk's stories."""
    return f"desk:{number}"


def profile(name: str) -> str:
    """What the pages of the listing ``name`` (of a person, or of a desk) say of whose they are."""
    return f"profile:{name}"


def picture(number: int) -> str:
    """What is said of a picture, and whether it may be shown."""
    return f"picture:{number}"


def shown(number: int) -> str:
    """Whether a picture may be shown: for who shows it and says nothing of it."""
    return f"picture:{number}:shown"


def shape(number: int) -> str:
    """How a picture is cut where it shows in part, and in which forms its files are there: for pages, not for feeds."""
    return f"{picture(number)}{SHAPE}"


def front(name: str) -> str:
    """How editors set a front: the home page (no name), or that of a section."""
    return f"{FRONT}:{name}" if name else FRONT


def space(place: str) -> str:
    """What stands in a place for advertising."""
    return f"space:{place}"


def signed(number: int) -> str:
    """Who signed a story, where a list names them."""
    return f"signed:{number}"


def kind(name: str) -> str:
    """Which published stories are of a kind (``opinion``)."""
    return f"list:kind:{name}"


def drawn(number: int) -> str:
    """Whether the files of a picture may be there: they say nothing, and never change."""
    return f"picture:{number}:drawn"


def listing(name: str) -> str:
    """Who belongs to the listing ``name`` (``section:world``, ``topic:…``): its newest page, feeds and blocks."""
    return f"list:{name}"


def page(name: str, number: int) -> str:
    """A numbered, older page of a listing."""
    return f"list:{name}:{number}"


def day(when: date) -> str:
    """Who belongs to a day, in the paper's zone."""
    return f"list:day:{when.isoformat()}"


def beside(when: date) -> str:
    """Which days with news stand before and after a day."""
    return f"list:beside:{when.isoformat()}"


def month(code: str) -> str:
    """On which days of a month (``2022-08``, ``bn:1429-04``) anything was published, and which months are its neighbours."""
    return f"list:month:{code}"


def map_of_day(when: date) -> str:
    """The sitemap of a day in the paper's zone: any public change of a story of that day."""
    return f"list:map:{when.isoformat()}"


ALERT = "draft:alert:"


def alert(event: str) -> str:
    """An order to send readers a notice. No page reads it."""
    return f"{ALERT}{event}"


def draft(number: int) -> str:
    """What the newsroom has written of a story and not published. No page reads it; what touches ``story`` says it too."""
    return f"draft:{number}"


def clipping(number: int) -> str:
    """A clipping, and whether it waits in the tray. No page reads it."""
    return f"clipping:{number}"


def of_the_newsroom(keys: Iterable[str]) -> frozenset[str]:
    """Those of ``keys`` that only the newsroom reads: nothing that is printed depends on them."""
    return frozenset(key for key in keys if key.startswith(("draft:", "clipping:")))


MOVED = "list:moved"
MOVED_LOT = 1000
"""How many old addresses of lists share a key."""


def moved(lot: int) -> str:
    """Where the old addresses of lists with the numbers ``lot * MOVED_LOT`` and on lead."""
    return f"{MOVED}:{lot}"


def forgotten(number: int) -> str:
    """A story lost old addresses on purpose: they held a name that was redacted."""
    return f"forgotten:{number}"
