"""What sheets are called, and where they are to be had.

A name is stable while addresses change: ``story:12`` stays when the story moves to another section. The names of the
notices are the rack's (``rack.pages``), since the stand asks for them without an address.
"""

import re
from datetime import date
from functools import lru_cache

from harkara.rack import belonging, cards, lite
from harkara.rack.pages import BUSY, GONE, NOT_FOUND

FRONT = "front"
RAIL = "rail"
ROBOTS = "robots"
ADS = "ads"
LLMS = "llms"
INDEXNOW = "indexnow"
"""Is there where the settings have a key for IndexNow."""

SECURITY = "security"
"""Is there where the paper says whom to write to."""
SEARCH = "search"
LOOK = "look"
SAVED = "saved"
WORKER = "worker"
"""What keeps pages in the reader's browser (a service worker); it stands at the root, since it may serve what lies below."""

CHANGES = "changes"
"""What the paper changed or withdrew lately, for that worker."""

APP = "app"
"""What makes the paper installable (a web application manifest)."""

ALERTS = "alerts"
ALERTS_WORKER = "alerts:worker"
"""Are there where the paper has a key for notices: the page on which they are chosen, and the worker that shows them."""

SPACE = "space"
"""What stands in a place for advertising that is open: ``space:head``."""

AD = "ad"
"""An advertiser's code that a campaign runs: ``ad:17``."""

CODE = "code"
"""An advertiser's code that stands in a place by itself, where readers are asked first: ``code:head``."""

MEASURE = "measure"
"""What tells those outside that a page was opened, where the paper names any."""

PRESSED = "/go/c"
"""How the address begins by which a click on what is sold is counted."""

ICONS = {"192.png": (192, False), "512.png": (512, False), "whole.png": (512, True)}
"""The files of the paper's icon: pixels, and whether its edge may be cut off in any shape."""

SITEMAP = "sitemap"
NEWS_SITEMAP = "sitemap:news"
CALENDAR = "calendar"
BANGLA_CALENDAR = "calendar:bn"
CORRECTIONS = "corrections"
CORRECTED = "corrected"
"""The corrections as a feed."""

LETTERS = "letters"
"""All kinds of letters that readers can order; is there where there is one."""

MAP_OF_PAGES = "sitemap:pages"
NOTICES = (NOT_FOUND, GONE, BUSY, *lite.NOTICES)

FIXED = {
    FRONT: "/",
    RAIL: "/fragment/rail",
    ROBOTS: "/robots.txt",
    ADS: "/ads.txt",
    LLMS: "/llms.txt",
    SEARCH: "/search/",
    LOOK: "/look.css",
    SAVED: "/saved/",
    WORKER: "/worker.js",
    CHANGES: "/fragment/changes",
    APP: "/app.webmanifest",
    **{f"icon:{file}": f"/icon/{file}" for file in ICONS},
    SITEMAP: "/sitemap.xml",
    NEWS_SITEMAP: "/news-sitemap.xml",
    CALENDAR: "/all/calendar/",
    BANGLA_CALENDAR: "/all/bn/",
    CORRECTIONS: "/corrections/",
    CORRECTED: "/corrections/feed.xml",
    MAP_OF_PAGES: "/sitemap/pages.xml",
    "feed:rss": "/feed.xml",
    "feed:atom": "/atom.xml",
    "feed:json": "/feed.json",
}
"""The sheets that every paper has, with their addresses."""

PLACES = "/places/"
COUNTRY = "bangladesh"
"""The area that holds all others; its list stands for all of them."""

SIGNED = {"writer": "/writer/", "desk": "/desks/"}
"""Where the pages of people who sign are, and those of desks."""

ALL_NEWS = "/all/"
"""Leads to the newest day."""

FEEDS = {"rss": "feed.xml", "atom": "atom.xml", "json": "feed.json"}
"""The forms of feeds, and what their addresses end in."""

HOT_FEEDS = ("rss", "atom")
"""The forms of the paper's feeds and those of sections that are always on the rack; JSON is printed when asked for."""

TOPIC_FEEDS = ("rss", "json")
"""The forms in which a topic is to be had as a feed, printed when asked for."""

SIGNED_FEEDS = ("rss", "atom")
"""The same of a person who signs or a desk."""

PICTURE = re.compile(rb"/picture/[0-9]+/[0-9]+\.(?:jpg|webp|avif)")
"""The address of a picture file, as it stands in a page."""

ORDER = {
    "live": -1,
    "story": 0,
    "data": 0,
    FRONT: 1,
    "section": 2,
    LOOK: 3,
    RAIL: 3,
    SPACE: 3,
    AD: 3,
    "sitemap": 4,
    "feed": 4,
    "topic": 5,
    "newer": 5,
    "area": 5,
    "package": 5,
    CORRECTIONS: 5,
    "writer": 5,
    "desk": 5,
    "document": 5,
    "day": 6,
    "on": 6,
    "calendar": 7,
}
"""What is printed first when much is to be printed, by kind or name: what readers of a new story meet first, then what tells
machines of it.
"""


def story(number: int) -> str:
    """A story's page. Its address is in the story."""
    return f"story:{number}"


def data(number: int) -> str:
    """A story as ninjs."""
    return f"data:{number}"


def listing(kind: str, slug: str, number: int | None = None) -> str:
    """The first page of a listing (``kind``: ``section``, ``topic``, ``area``, ``package``, ``writer``, ``desk``), or its
    older page ``number``.
    """
    return f"{kind}:{slug}" if number is None else f"{kind}:{slug}:{number}"


def corrections(number: int) -> str:
    """An older page of the corrections; the first is ``CORRECTIONS``."""
    return f"{CORRECTIONS}:{number}"


def letter(slug: str, number: int) -> str:
    """A letter to readers as a page: its kind and its number."""
    return f"{LETTERS}:{slug}:{number}"


def document(slug: str) -> str:
    """A page in which the paper speaks of itself."""
    return f"document:{slug}"


def card(number: int, file: str) -> str:
    """A card of a story, a picture for sharing: ``file`` is its format and form (``square.jpg``)."""
    return f"{cards.NAME}{number}:{file}"


def live(number: int) -> str:
    """The newest of the live coverage of a story, which readers' browsers wait for."""
    return f"live:{number}"


def poll(number: int) -> str:
    """The result of the poll of a story."""
    return f"poll:{number}"


def newer(slug: str) -> str:
    """The newest of a topic, as a fragment."""
    return f"newer:{slug}"


def space(place: str) -> str:
    """What stands in a place for advertising (``layout.spaces.SIZES``)."""
    return f"{SPACE}:{place}"


def ad(number: int) -> str:
    """An advertiser's code that a campaign runs."""
    return f"{AD}:{number}"


def day(when: date) -> str:
    """All news of a day."""
    return f"day:{when.isoformat()}"


def calendar(code: str) -> str:
    """The calendar of a month: ``2022-08``, or ``bn:1429-04`` of the Bangla calendar."""
    return f"calendar:{code}"


def on(when: date) -> str:
    """What was published on this day of the year."""
    return f"on:{when:%m-%d}"


def map_of_day(when: date) -> str:
    """The sitemap of a day."""
    return f"sitemap:{when.isoformat()}"


def feed(form: str, slug: str) -> str:
    """A section's feed, or that of ``writer:…`` or ``desk:…``; ``form`` is one of ``FEEDS``."""
    return f"feed:{form}:{slug}"


def feeds(slug: str) -> list[str]:
    """All feeds of a section."""
    return [feed(form, slug) for form in FEEDS]


def topic_feeds(slug: str) -> list[str]:
    """All feeds of a topic."""
    return [f"feed:{form}:topic:{slug}" for form in TOPIC_FEEDS]


def signed_feeds(kind: str, slug: str) -> list[str]:
    """All feeds of a person who signs (``writer``) or of a ``desk``."""
    return [feed(form, f"{kind}:{slug}") for form in SIGNED_FEEDS]


def asset(href: str) -> str:
    """A file of the layout."""
    return f"asset:{href.removeprefix('/assets/')}"


def pictures(body: bytes) -> set[tuple[str, str]]:
    """The picture files a page shows, each as (address, name)."""
    return {_picture(found) for found in PICTURE.findall(body)}


@lru_cache(maxsize=16_384)
def _picture(found: bytes) -> tuple[str, str]:
    address = found.decode()
    _, _, number, file = address.split("/")
    width, _, form = file.partition(".")
    return address, f"picture:{int(number)}:{int(width)}.{form}"


def address(name: str) -> str | None:
    """Where the sheet ``name`` is to be had; ``None`` for stories and notices, whose names do not tell."""
    if name in FIXED:
        return FIXED[name]
    kind, *rest = name.split(":")
    match kind, rest:
        case "data", [number]:
            return f"/{number}.json"
        case "section", [slug]:
            return f"/{slug}/"
        case "section", [slug, number]:
            return f"/{slug}/page/{number}/"
        case "topic", [slug]:
            return f"/topic/{slug}/"
        case "topic", [slug, number]:
            return f"/topic/{slug}/page/{number}/"
        case "area", [slug]:
            return f"{PLACES}{slug}/" if slug != COUNTRY else PLACES
        case "area", [slug, number]:
            return f"{PLACES}{slug}/page/{number}/" if slug != COUNTRY else f"{PLACES}page/{number}/"
        case "package", [slug]:
            return f"/timeline/{slug}/"
        case "package", [slug, number]:
            return f"/timeline/{slug}/page/{number}/"
        case "writer" | "desk", [slug, *numbers]:
            stem = f"{SIGNED[kind]}{slug}/"
            return f"{stem}page/{numbers[0]}/" if numbers else stem
        case "feed", [form, "writer" | "desk" as whose, slug]:
            return f"{SIGNED[whose]}{slug}/{FEEDS[form]}"
        case "document", [slug]:
            return "/about/" if slug == "about" else f"/about/{slug}/"
        case "corrections", [number]:
            return f"/corrections/page/{number}/"
        case "letters", []:
            return "/letters/"
        case "letters", [slug, number]:
            return f"/letters/{slug}/{number}/"
        case "newer", [slug]:
            return f"/fragment/topic/{slug}"
        case "space", [place]:
            return f"/fragment/space-{place}"
        case "ad" | "code", [which]:
            return f"/fragment/{kind}-{which}"
        case "measure", []:
            return "/fragment/measure"
        case "day", [when]:
            return f"/all/{when}/"
        case "calendar", [*calendar, month]:
            return f"/all/{'/'.join([*calendar, month])}/"
        case "on", [when]:
            return f"/all/on/{when}/"
        case "sitemap", [when]:
            return f"/sitemap/{when}.xml"
        case "feed", [form, slug]:
            return f"/{slug}/{FEEDS[form]}"
        case "feed", [form, "topic", slug]:
            return f"/topic/{slug}/{FEEDS[form]}"
        case "indexnow", []:
            return "/indexnow.txt"
        case "alerts", [*worker]:
            return "/alerts/worker.js" if worker else "/alerts/"
        case "security", []:
            return "/.well-known/security.txt"
        case "asset", [file]:
            return f"/assets/{file}"
        case "picture", [number, file]:
            return f"/picture/{number}/{file}"
        case (("comments" | "card" | "embed" | "live" | "poll"), [_, *_]):
            return belonging.address(name)
        case "lite", [*_]:
            page = address(full(name))
            return page and lite.twin(page)
    return None


def is_lite(name: str) -> bool:
    """Whether a sheet is the lite twin of another."""
    return name.startswith(lite.NAME)


def follows(name: str) -> bool:
    """Whether a sheet is there because another one is: a lite twin, something said under a story, a card, what other
    sites show of it, live coverage. None of them is ever hot because somebody asked: what changes takes it away, and the next
    reader has it printed. Of those by its kind only the newest of live coverage is.
    """
    return name.startswith((lite.NAME, *belonging.NAMES))


def full(name: str) -> str:
    """The sheet whose twin ``name`` is; any other name stays as it is."""
    return name.removeprefix(lite.NAME)


def is_always_hot(name: str) -> bool:
    """Whether a sheet is hot by its kind: front, first pages, feeds, sitemaps, rail, notices, files of the layout.

    A lite page never is: what changes takes it away, and the next reader has it printed.
    """
    if is_lite(name):
        return name in NOTICES
    kind, *rest = name.split(":")
    if kind in ("section", "topic", "package", "live"):
        return len(rest) == 1
    if kind == "feed":
        return rest[0] in HOT_FEEDS and len(rest) < 3  # others are printed when somebody asks
    if kind == "icon":
        return False  # only phones that install the paper ask for one
    return name in FIXED or kind in ("newer", "notice", "asset", SECURITY, INDEXNOW, SPACE, AD, CODE, MEASURE)


def urgency(name: str) -> tuple[int, str, str]:
    """Sorts sheets by what is printed first; what is made of one copy stands together."""
    kind, _, rest = name.partition(":")
    return (ORDER.get(name, ORDER.get(kind, len(ORDER))), rest.rpartition(":")[2], name)
