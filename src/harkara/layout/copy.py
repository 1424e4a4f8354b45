"""Finished copy: what a template gets.

Frozen dataclasses without a way back to a database. ``desk.copy`` fills them, ``layout`` sets them in type. Every time
is aware and in UTC; a template turns it into the paper's zone and Bangla digits with the one formatter of ``bangla``.
Every text is normalised. Every address is a path from the root of the paper (``/world/12/…``), never a full URL: the
paper's origin is added where a format demands one.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from harkara.layout.coverage import LiveCopy
from harkara.layout.polls import PollCopy
from harkara.layout.results import ScoreCopy, TableCopy


@dataclass(frozen=True, slots=True)
class Link:
    """Something one can follow: a label and where it leads."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class SectionCopy:
    """A section as navigation and breadcrumbs show it."""

    slug: str
    name: str
    href: str
    within: str = ""  # of a sub-section: the slug of the section that it is a part of

    @property
    def place(self) -> str:
        """The slug of the entry of the navigation in which one stands here."""
        return self.within or self.slug


@dataclass(frozen=True, slots=True)
class PaperCopy:
    """What every page frame shows: the paper itself."""

    name: str
    tagline: str
    origin: str  # "https://example.org", without a slash at the end
    outlet: str  # as it stands in sign-offs
    zone: str  # IANA name
    sections: tuple[SectionCopy, ...]
    editor: str = ""
    imprint: str = ""  # address and licence lines of the footer
    google_source: str = ""  # the host readers may prefer on Google; empty hides the call
    social: tuple[Link, ...] = ()  # where else it is to be found
    language: str = "bn"
    contact: str = ""  # whom to write to about a security hole: an e-mail address, or one that begins with https://
    ads: str = ""  # the lines of ads.txt
    crawlers: str = ""  # what those of language models may do: "allow", "ask", "refuse"
    documents: tuple[Link, ...] = ()  # pages about the paper, at the foot of every page
    trust: str = ""  # the address of the page that says why the paper can be trusted; empty where there is none
    comments: str = ""  # whether stories take comments of readers: "open", "checked"; "off" or empty where they do not
    comments_days: int = 0  # for how many days after they were published; 0 for ever
    counts_lite: bool = False  # whether lite pages of stories say that they were read
    cards: str = ""  # when a shared link shows the story's card: "always", "lacking" a picture; else never
    asks: str = ""  # what readers are asked for before others hear of them: "measure", "ads"; empty: nobody does


@dataclass(frozen=True, slots=True)
class ChangesCopy:
    """What was changed or withdrawn after it was published: for copies that readers keep."""

    stories: tuple[tuple[int, datetime], ...]  # number and last change, the newest first
    since: datetime | None = None  # since when nothing is left out; None: ever


@dataclass(frozen=True, slots=True)
class PictureFile:
    """One rendition of a picture."""

    href: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PictureCopy:
    """A picture with what must be said of it. ``files`` go from narrow to wide and share one shape."""

    id: int
    alt: str
    caption: str
    credit: str
    files: tuple[PictureFile, ...]
    focus: tuple[int, int] = (50, 50)  # where its subject is, in hundredths from the left and from above; in quarters


@dataclass(frozen=True, slots=True)
class LookCopy:
    """What a paper wears of its own: a colour (``#rrggbb``, empty: the layout's), the face of its headlines, a logo."""

    accent: str = ""
    headline_face: Literal["serif", "sans"] = "serif"
    logo: PictureCopy | None = None
    spaces: tuple[str, ...] = ()  # the places for advertising that are open (``layout.spaces``)


@dataclass(frozen=True, slots=True)
class SpaceCopy:
    """What stands in a place for advertising: a picture, leading somewhere or not; an advertiser's markup; what is sold."""

    files: tuple[PictureFile, ...] = ()  # narrow to wide
    alt: str = ""
    href: str = ""
    markup: str = ""
    ads: tuple["AdCopy", ...] = ()  # what is sold, of which each reader gets one


@dataclass(frozen=True, slots=True)
class AdCopy:
    """Something that is sold in a place: a picture or an advertiser's markup; ``weight``: how often among the others."""

    number: int  # by which it is counted; 0 for what is not
    content: SpaceCopy
    weight: int = 1
    sections: tuple[str, ...] = ()  # the slugs of those beside which it stands; none for everywhere
    is_house: bool = False  # only where nothing is sold
    frame: str = ""  # the address of its document, where that is one of its own
    asks: bool = False  # whether the reader is asked first


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text inside a paragraph. ``href`` makes it a link; marks are "strong" and "em"."""

    text: str
    href: str = ""
    marks: frozenset[Literal["strong", "em"]] = frozenset()


@dataclass(frozen=True, slots=True)
class Paragraph:
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    text: str
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class ListBlock:
    items: tuple[tuple[Span, ...], ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class PictureBlock:
    picture: PictureCopy


@dataclass(frozen=True, slots=True)
class FactBox:
    """Facts beside the text: a heading, points, and who says so."""

    heading: str
    items: tuple[tuple[Span, ...], ...]
    source: str = ""


Block = Paragraph | Heading | Quote | ListBlock | PictureBlock | FactBox | ScoreCopy | TableCopy

SourceKind = Literal["agency", "state-media", "outlet", "official", "social", "own", "other"]


@dataclass(frozen=True, slots=True)
class SourceLinkCopy:
    """One link of the chain a story came through, the origin first and our own desk last."""

    name: str
    kind: SourceKind
    latin: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class PassageCopy:
    """Words that stood in a story, and those that stand there now."""

    stood: str
    stands: str


@dataclass(frozen=True, slots=True)
class CorrectionCopy:
    """A dated note. ``text`` may be empty where ``passages`` say it all."""

    made_at: datetime
    text: str
    passages: tuple[PassageCopy, ...] = ()

    @property
    def told(self) -> str:
        """The correction in one line, for data and feeds."""
        said = [f"«{passage.stood}» → «{passage.stands}»" for passage in self.passages]
        return " ".join(filter(None, (self.text, *said)))


@dataclass(frozen=True, slots=True)
class UpdateCopy:
    """Readers were told that a story is new, and why."""

    at: datetime
    because: str = ""


@dataclass(frozen=True, slots=True)
class CorrectedCopy:
    """A correction in the list of all, with the story that it belongs to."""

    headline: str
    href: str
    note: CorrectionCopy


@dataclass(frozen=True, slots=True)
class CorrectionsPageCopy:
    """A page of the corrections of the whole paper, the newest first; pages are numbered as those of a list."""

    href: str
    notes: tuple[CorrectedCopy, ...]
    number: int | None = None
    newer: str = ""
    older: str = ""


@dataclass(frozen=True, slots=True)
class BylineCopy:
    """Who wrote it. A person may have a place (``নিজস্ব প্রতিবেদক, রাজশাহী``), and a page of the paper."""

    name: str
    place: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class ProfileCopy:
    """Whose page it is: a person who signs, or a desk."""

    kind: Literal["writer", "desk"]
    name: str
    role: str = ""
    about: str = ""
    picture: PictureCopy | None = None
    email: str = ""
    links: tuple[Link, ...] = ()  # where else they are to be found


@dataclass(frozen=True, slots=True)
class SignOffCopy:
    """The generated sign-off, e.g. ``(ঢাকাটাইমস/১৫আগস্ট/এসএটি)``; ``text`` is set ready."""

    outlet: str
    day: date
    initials: str
    text: str


StoryKind = Literal["news", "analysis", "opinion", "explainer", "photo", "video", "obituary"]
"""What kind of story it is; every kind but news is told wherever the story stands."""


VideoProvider = Literal["youtube", "facebook", "vimeo"]


@dataclass(frozen=True, slots=True)
class VideoCopy:
    """A video elsewhere: whose it is, its page (``href``), what a frame shows once asked (``embed``); both full addresses."""

    provider: VideoProvider
    href: str
    embed: str


@dataclass(frozen=True, slots=True)
class LifeCopy:
    """Whom an obituary remembers, and the years of birth and death where they are known."""

    name: str
    born: int | None = None
    died: int | None = None


@dataclass(frozen=True, slots=True)
class PointCopy:
    """A district on the map, or (``wide``) a division: its name, and where it lies in degrees."""

    name: str
    latitude: float
    longitude: float
    wide: bool = False


BannerKind = Literal["breaking", "live"]


@dataclass(frozen=True, slots=True)
class MarkCopy:
    """That a story stands in the bar of the home page now, as what, and until when."""

    kind: BannerKind
    until: datetime


@dataclass(frozen=True, slots=True)
class TriedCopy:
    """The other headlines of a tested story, of which fronts show each reader one. ``turn``: last digit of the test's number."""

    turn: int
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TeaserCopy:
    """A story as a list shows it."""

    id: int
    headline: str
    href: str
    section: SectionCopy
    published_at: datetime
    summary: str = ""
    kicker: str = ""
    picture: PictureCopy | None = None
    kind: StoryKind = "news"
    by: str = ""  # who wrote it, where a list names them
    mark: Literal["", "breaking", "live"] = ""  # on the home page and in the rail, of who stands in the bar
    tried: TriedCopy | None = None  # on fronts, while its headlines are tested
    sponsor: str = ""  # who paid for it, where somebody did


@dataclass(frozen=True, slots=True)
class PackageStepCopy:
    """What stands next to a story in a package: when, what happened (or its headline), and where its story is, if it has one.
    ``timed``: the hour belongs to it; else it is a matter of that day.
    """

    at: datetime
    timed: bool
    words: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class PackageBoxCopy:
    """A story package on the page of one of its stories, with its neighbours in time."""

    name: str
    href: str
    before: PackageStepCopy | None = None
    after: PackageStepCopy | None = None


@dataclass(frozen=True, slots=True)
class StoryCopy:
    """A published story, whole."""

    id: int
    headline: str
    slug: str
    href: str
    section: SectionCopy
    kind: StoryKind
    kicker: str
    summary: str
    desk: str  # "আন্তর্জাতিক ডেস্ক"
    outlet: str
    bylines: tuple[BylineCopy, ...]
    dateline: str
    published_at: datetime
    updated_at: datetime | None  # only when an editor said that the reader should know
    modified_at: datetime  # last public change of any kind, for feeds and sitemaps
    body: tuple[Block, ...]
    picture: PictureCopy | None
    source_chain: tuple[SourceLinkCopy, ...]
    corrections: tuple[CorrectionCopy, ...]
    sign_off: SignOffCopy | None
    topics: tuple[Link, ...]
    related: tuple[TeaserCopy, ...]
    syndication: Literal["full", "excerpt", "nothing"] = "full"
    areas: tuple[Link, ...] = ()  # where it is about: upazilas, districts, divisions
    updated_because: str = ""  # what the reader should know, with ``updated_at``
    packages: tuple[PackageBoxCopy, ...] = ()
    desk_href: str = ""  # where the desk has a page
    updates: tuple[UpdateCopy, ...] = ()  # each time that ``updated_at`` moved, the first one first
    life: LifeCopy | None = None  # of an obituary
    video: VideoCopy | None = None
    points: tuple[PointCopy, ...] = ()  # the districts and divisions of ``areas``
    comments: str = ""  # whether it takes comments of readers, where it differs from the paper
    sold: bool = True  # whether its page has places for advertising
    sponsor: str = ""  # who paid for it, where somebody did
    mark: MarkCopy | None = None
    live: LiveCopy | None = None
    poll: PollCopy | None = None


FrontLook = Literal["block", "strip", "opinion"]


@dataclass(frozen=True, slots=True)
class FrontBlockCopy:
    """A block below the top of a front: that of a section or a topic; a strip of photos; or one of opinions, with who wrote."""

    name: str  # unlike that of any other block of its page
    title: str  # may be empty
    href: str  # where all of its kind stand; empty where they have no page
    stories: tuple[TeaserCopy, ...]
    look: FrontLook = "block"


@dataclass(frozen=True, slots=True)
class BannerCopy:
    """A story in the bar at the head of the home page."""

    kind: BannerKind
    headline: str
    href: str


@dataclass(frozen=True, slots=True)
class FrontCopy:
    """The home page, or what stands above the newest stories of a section."""

    lead: TeaserCopy | None
    secondary: tuple[TeaserCopy, ...]
    latest: tuple[TeaserCopy, ...]
    blocks: tuple[FrontBlockCopy, ...]
    banners: tuple[BannerCopy, ...] = ()


@dataclass(frozen=True, slots=True)
class ListPageCopy:
    """A page of a list: a section, a topic or a day.

    The first page is the newest; older pages are numbered from the oldest end, so that a new story never renumbers
    them. ``newer`` and ``older`` are empty where there is none.
    """

    title: str
    href: str
    stories: tuple[TeaserCopy, ...]
    section: SectionCopy | None = None
    number: int | None = None  # None on the first, newest page
    newer: str = ""
    older: str = ""
    day: date | None = None
    feeds: tuple[Link, ...] = field(default=())
    month: Link | None = None  # of a day with news
    on: str = ""  # of a day: what was published on it in other years
    above: tuple[Link, ...] = ()  # of a place: the larger ones that hold it
    below: tuple[Link, ...] = ()  # and those inside it
    front: FrontCopy | None = None  # what editors set above the newest stories of a section
    profile: ProfileCopy | None = None  # of a writer or a desk: on the first page


@dataclass(frozen=True, slots=True)
class PackageEntryCopy:
    """What a package tells: a story, with a line of its own or without; or an event, with who says so."""

    at: datetime
    timed: bool
    line: str
    source: str
    url: str
    story: TeaserCopy | None


@dataclass(frozen=True, slots=True)
class PackageCopy:
    """A page of a story package, the newest entry first; pages are numbered as those of a list."""

    title: str
    href: str
    standfirst: str
    picture: PictureCopy | None
    entries: tuple[PackageEntryCopy, ...]
    number: int | None = None
    newer: str = ""
    older: str = ""


@dataclass(frozen=True, slots=True)
class DocumentCopy:
    """A page in which the paper speaks of itself."""

    slug: str  # "about", "contact": what kind of page it is to machines
    title: str
    href: str
    summary: str
    body: tuple[Block, ...]
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class CalendarDayCopy:
    """A day of a month; ``href`` is empty where there was no news."""

    day: date
    href: str = ""


@dataclass(frozen=True, slots=True)
class CalendarCopy:
    """A month of a calendar, with the nearest months that have news, and those of the other calendar that share its days.

    ``years`` leads to the list of all months.
    """

    title: str
    href: str
    calendar: Literal["gregorian", "bangla"]
    days: tuple[CalendarDayCopy, ...]
    years: Link
    older: Link | None = None
    newer: Link | None = None
    others: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarYearCopy:
    """A year and its twelve months; one without news has no address."""

    year: int
    months: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class CalendarYearsCopy:
    """All years with news, the newest first; ``other`` is the address of the same in the other calendar."""

    href: str
    calendar: Literal["gregorian", "bangla"]
    years: tuple[CalendarYearCopy, ...]
    other: str


@dataclass(frozen=True, slots=True)
class AnniversaryYearCopy:
    """What was published on a day of an earlier year: some of it, and the address of all."""

    day: date
    href: str
    stories: tuple[TeaserCopy, ...]


@dataclass(frozen=True, slots=True)
class AnniversaryCopy:
    """A day of the year (১৫ আগস্ট) in earlier years, the newest first."""

    name: str
    href: str
    years: tuple[AnniversaryYearCopy, ...]


@dataclass(frozen=True, slots=True)
class RailCopy:
    """The lists beside every page: top, latest, popular. An empty list has no tab."""

    top: tuple[TeaserCopy, ...]
    latest: tuple[TeaserCopy, ...]
    popular: tuple[TeaserCopy, ...] = ()


@dataclass(frozen=True, slots=True)
class NewerCopy:
    """The newest stories of a topic, newest first: for the pages of older ones, which show what came after them."""

    stories: tuple[TeaserCopy, ...]


@dataclass(frozen=True, slots=True)
class NoticeCopy:
    """A page in place of a story: not found, taken down, or too busy."""

    status: int
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    href: str
    modified_at: datetime
    headline: str = ""
    published_at: datetime | None = None
