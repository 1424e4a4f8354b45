"""Printing: one sheet out of one snapshot of the database, with everything it read."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar, cast

from django.conf import settings

from harkara.comments.copy import said as said_under
from harkara.desk import clock, copy
from harkara.desk.copy.profiles import Kind
from harkara.desk.keys import (
    ADS,
    BESIDE,
    COMMENTS,
    COMMENTS_DAYS,
    CONTACT,
    CRAWLERS,
    LINKED,
    LITE,
    MARKED,
    NAME,
    NAMES,
    OUTLET,
    PAGE,
    PLACE,
    SECTIONS,
    SHAPE,
    TAGLINE,
    section_name,
)
from harkara.layout import compositor, letter_pages, look, pages
from harkara.layout.alerting import AlertsCopy
from harkara.layout.assets import alerts_worker, assets, no_worker, worker
from harkara.layout.cards import CardShape
from harkara.layout.copy import Link, PaperCopy
from harkara.layout.finding import SearchCopy
from harkara.post.letters import copy as of_letters
from harkara.press import card_sheets, editions, feeds, jsonfeed, machines, names, oembed, paging, sitemaps
from harkara.press.pieces import joined
from harkara.press.plan import YOUNG
from harkara.press.snapshot import snapshot
from harkara.press.standing_type import Framed, Kept, Set, StandingType, TypeStore
from harkara.rack import keys, talk
from harkara.rack.cards import is_card
from harkara.rack.keys import FRAME, Recording, of_frame
from harkara.rack.lite import twin
from harkara.rack.pages import Page
from harkara.readings.votes import counted as votes_in

T = TypeVar("T")
K = TypeVar("K", bound=Kept)

PAPER = 0
"""Under this number the paper's own copy stands."""


@dataclass(frozen=True, slots=True)
class Print:
    """A sheet as it came out of the press. ``page`` is ``None`` where there is no such sheet (any more).

    ``keys`` are the ledger's, ``frame`` those of the frame and of the parts of it that the sheet shows; ``edition`` is
    empty where neither layout nor frame can change the sheet. ``shown`` are the picture files that the page shows, as
    (address, name).
    """

    name: str
    page: Page | None
    address: str | None
    keys: frozenset[str]
    position: int
    edition: str
    valid_until: datetime | None
    hot_until: datetime | None
    shown: frozenset[tuple[str, str]] = frozenset()
    frame: frozenset[str] = frozenset()

    def depends_on(self, touched: frozenset[str]) -> bool:
        """Whether the sheet may look different after ``touched``."""
        return not (self.keys.isdisjoint(touched) and self.frame.isdisjoint(touched))


class Press:
    """Prints sheets at one position. To be had from ``at_work``, and only good inside it."""

    def __init__(self, position: int, standing: TypeStore | None = None) -> None:
        self.position = position
        self.standing = standing or TypeStore()
        self.editions = editions.now()
        self.case: copy.Case = _Case(self)
        self._read: dict[tuple[object, ...], tuple[Any, Recording]] = {}
        self._address: str | None = None
        self._hot_until: datetime | None = None
        self._frame: frozenset[str] | None = None
        self._parts: dict[frozenset[str], PaperCopy] = {}

    def paper(self, *shows: str) -> PaperCopy:
        """The paper's own copy, as far as the parts of the frame that the sheet ``shows`` hold it (none named: what stands
        around every page of its kind). The sheet depends on these parts, and on no other that was read with its copy.
        """
        self._frame = frozenset(shows or (_around(),))
        if self._frame not in self._parts:
            self._parts[self._frame] = copy.part_of(self._paper(), self._frame)
        return self._parts[self._frame]

    def _paper(self) -> PaperCopy:
        """The paper's own copy as it stands; no sheet depends on all that was read for it."""
        found = self.take(self.standing.papers, [PAPER])
        if PAPER not in found:
            with keys.recording() as recording:
                paper = copy.paper()
            found = {PAPER: Framed(paper, frozenset(recording.keys))}
            self.keep(self.standing.papers, found)
        return found[PAPER].paper

    def once(self, read: Callable[..., T], *arguments: object, but: tuple[str, ...] = ()) -> T:
        """What ``read(*arguments)`` gives, read once a snapshot; every sheet that asks depends on all that was read, ``but``
        what has a key that ends in one of these.

        A story's page and its data are made of one copy, and so are the feeds in both forms.
        """
        key = (read, *arguments)
        if key not in self._read:
            with keys.recording() as recording:
                found = read(*arguments)
            self._read[key] = found, recording
        found, recording = self._read[key]
        keys.read(*(_without(recording.keys, but) if but else recording.keys))
        if recording.valid_until:
            keys.expires(recording.valid_until)
        return found

    def read_ahead(self, wanted: Iterable[str]) -> None:
        """Reads the stories of the sheets ``wanted`` together: a query for all of them costs as much as for one."""
        parts = (names.full(name).split(":") for name in wanted)
        numbers = dict.fromkeys(int(part[1]) for part in parts if part[0] in ("story", "data") and len(part) == 2)
        if numbers:
            lot = copy.story_lot(numbers)
            self._read.update(((copy.story, number), (one.copy, one.noted)) for number, one in lot.items())
            copies = self.standing.copies
            self.take(copies, ())  # it follows the log up to here, or keeps nothing
            self.keep(copies, {number: one.alone for number, one in lot.items() if one.alone})

    def take(self, standing: StandingType[K], numbers: Iterable[int]) -> dict[int, K]:
        """Those of ``numbers`` that stand and are true in this snapshot."""
        return standing.take(numbers, self.position, self.editions.base, self)

    def keep(self, standing: StandingType[K], fresh: Mapping[int, K]) -> None:
        """Lets stand what was set in this snapshot."""
        standing.keep(fresh, self.position, self.editions.base)

    def print(self, name: str) -> Print:
        """The sheet ``name``, printed now."""
        self._address, self._hot_until, self._frame = names.address(name), None, None
        kind, *rest = name.split(":")
        printer = PRINTERS.get(kind)
        with keys.recording() as recording:
            page = printer(self, *rest) if printer else None
        framed = of_frame(recording.keys)
        shows = framed if self._frame is None else self._frame
        shows_files = page is not None and dict(page.headers)["content-type"] in (paging.HTML, paging.CSS)
        return Print(
            name=name,
            page=page,
            address=self._address,
            keys=frozenset(recording.keys) - framed,
            position=self.position,
            edition=self.editions.of(shows) if shows else "",
            valid_until=recording.valid_until,
            hot_until=self._hot_until,
            shown=frozenset(names.pictures(page.body)) if page is not None and shows_files else frozenset(),
            frame=shows | {FRAME} if shows else frozenset(),
        )

    def story(self, number: str) -> Page | None:
        story = self.once(copy.story, int(number))
        if story is None:
            return None
        self._address, self._hot_until = story.href, story.published_at + YOUNG
        return paging.story(story, self.paper(_around(), OUTLET, COMMENTS))

    def data(self, number: str) -> Page | None:
        story = self.once(copy.story, int(number), but=(BESIDE, LINKED, MARKED))
        if story is None:
            return None
        self._hot_until = story.published_at + YOUNG
        return paging.data(story, self.paper(NAME, section_name(story.section.slug)))

    def comments(self, number: str, piece: str = "") -> Page | None:
        """What readers said under a story, or what its form has to know: a piece that is set into other pages."""
        paper = self.paper(PLACE, COMMENTS, COMMENTS_DAYS)
        under = copy.under(int(number), paper)
        if under and piece == talk.FORM:
            return paging.unlisted(pages.form_slip(under))
        said = said_under(int(number), piece) if under else None
        return paging.unlisted(pages.said(said, under, paper)) if said and under else None

    def live(self, number: str, page: str = "") -> Page | None:
        """The newest of the live coverage of a story, a piece that browsers wait for; or a page of older entries."""
        if page:
            found = copy.live_page(int(number), int(page))
            return paging.unlisted(pages.live_page(found, self.paper())) if found else None
        newest = copy.live(int(number))
        return paging.piece(pages.live_piece(newest, self.paper(PLACE))) if newest else None

    def poll(self, number: str) -> Page | None:
        """The result of a story's poll: a piece that a script shows, and where a form without one leads."""
        found = copy.poll(int(number))
        if found is None:
            return None
        votes = votes_in(found.story, found.turn, len(found.options), found.closes_at)
        return paging.piece(pages.poll_piece(found.counted(votes), self.paper(PLACE)))

    def front(self) -> Page:
        today = clock.today()
        keys.expires(clock.end(today))  # the masthead carries the date
        return paging.html(pages.front(copy.front(), self.paper(_around(), TAGLINE), today))

    def section(self, slug: str, number: str = "") -> Page | None:
        listing = copy.section(slug, int(number) if number else None)
        return paging.html(pages.list_page(listing, self.paper())) if listing else None

    def topic(self, slug: str, number: str = "") -> Page | None:
        listing = copy.topic(slug, int(number) if number else None)
        return paging.html(pages.list_page(listing, self.paper())) if listing else None

    def area(self, slug: str, number: str = "") -> Page | None:
        listing = copy.area(slug, int(number) if number else None)
        return paging.html(pages.list_page(listing, self.paper())) if listing else None

    def package(self, slug: str, number: str = "") -> Page | None:
        found = copy.package(slug, int(number) if number else None)
        return paging.html(pages.package(found, self.paper())) if found else None

    def writer(self, slug: str, number: str = "") -> Page | None:
        return self._profile("writer", slug, number)

    def desk(self, slug: str, number: str = "") -> Page | None:
        return self._profile("desk", slug, number)

    def _profile(self, kind: Kind, slug: str, number: str) -> Page | None:
        listing = copy.profile(kind, slug, int(number) if number else None)
        return paging.html(pages.list_page(listing, self.paper())) if listing else None

    def document(self, slug: str) -> Page | None:
        found = copy.document(slug)
        return paging.html(pages.document(found, self.paper())) if found else None

    def letters(self, slug: str = "", number: str = "") -> Page | None:
        """All kinds of letters with their newest, or one letter as it went out."""
        if slug:
            found = of_letters.letter(slug, int(number))
            return paging.html(letter_pages.letter(found, self.paper())) if found else None
        return paging.html(letter_pages.letters(of_letters.kinds(), self.paper())) if of_letters.is_there() else None

    def corrections(self, number: str = "") -> Page | None:
        found = copy.corrections(int(number) if number else None)
        return paging.html(pages.corrections(found, self.paper())) if found else None

    def corrected(self) -> Page | None:
        found = copy.corrections(None)
        body = found and feeds.corrections(found, self.paper(NAME), names.FIXED[names.CORRECTED])
        return paging.file(body, feeds.RSS, extra=(("access-control-allow-origin", "*"),)) if body else None

    def newer(self, slug: str) -> Page | None:
        found = copy.newer(slug)
        return paging.unlisted(pages.newer(found, self.paper(PLACE))) if found else None

    def day(self, when: str) -> Page | None:
        day = date.fromisoformat(when)
        listing = copy.day(day)
        self._hot_until = clock.end(day)
        return paging.html(pages.list_page(listing, self.paper())) if listing else None

    def calendar(self, *code: str) -> Page | None:
        if code in ((), ("bn",)):
            return paging.html(pages.years(copy.years("bangla" if code else "gregorian"), self.paper()))
        found = copy.month(":".join(code))
        return paging.html(pages.month(found, self.paper())) if found else None

    def on(self, when: str) -> Page | None:
        month, _, day = when.partition("-")
        found = copy.anniversary(int(month), int(day))
        return paging.html(pages.on(found, self.paper())) if found else None

    def rail(self) -> Page:
        return paging.unlisted(pages.rail(copy.rail(), self.paper(NAMES, SECTIONS)))

    def feed(self, form: str, slug: str = "", whose: str = "") -> Page | None:
        """A feed of the paper, of the section ``slug``, or where that word is ``topic``, ``writer`` or ``desk`` of that one."""
        if whose:
            paper = self.paper(NAME, TAGLINE, NAMES)
            found = copy.topic_feed(whose) if slug == "topic" else copy.newest_of(cast(Kind, slug), whose)
            if found is None:
                return None
            itself, numbers = found
            return self._feed(form, paper, itself.href, numbers, itself)
        paper = self.paper(NAME, TAGLINE, section_name(slug) if slug else NAMES)
        section = next((section for section in paper.sections if section.slug == slug), None)
        if slug and section is None:
            return None
        of = Link(section.name, section.href) if section else None
        return self._feed(form, paper, of.href if of else "/", self.once(copy.newest_ids, slug or None), of)

    def _feed(self, form: str, paper: PaperCopy, base: str, numbers: Sequence[int], of: Link | None) -> Page:
        href, named = base + names.FEEDS[form], feeds.named(paper)
        open_to_all = (("access-control-allow-origin", "*"),)
        if form == "json":
            stories = self._stories(numbers)
            for number in numbers:
                keys.read(*_without(stories[number].keys, (SHAPE,)))
            copies = [stories[number].copy for number in numbers]
            return paging.file(
                jsonfeed.feed(copies, paper, href, of, settings.HARKARA_HUB), jsonfeed.CONTENT_TYPE, extra=open_to_all
            )
        set_feed, items = feeds.rss if form == "rss" else feeds.atom, self._items(numbers, named)
        body, gzip = joined(set_feed(items, paper, href, of, settings.HARKARA_HUB))
        page = paging.file(body, feeds.RSS if form == "rss" else feeds.ATOM, extra=open_to_all)
        return replace(page, gzip=gzip)

    def _items(self, numbers: Sequence[int], paper: PaperCopy) -> list[feeds.Item]:
        """The stories ``numbers`` as feeds hold them; set are only those that do not stand."""
        found = self.take(self.standing.items, numbers)
        lacking = [number for number in numbers if number not in found]
        if lacking:
            fresh = {
                number: Set(feeds.item(one.copy, paper), _without(one.keys, (SHAPE, LINKED)))
                for number, one in self._stories(lacking).items()
            }
            self.keep(self.standing.items, fresh)
            found |= fresh
        for number in numbers:
            keys.read(*found[number].keys)
        return [found[number].item for number in numbers]

    def _stories(self, numbers: Sequence[int]) -> dict[int, copy.Alone]:
        """The stories ``numbers`` by themselves; read are only those that do not stand."""
        stories = self.take(self.standing.copies, numbers)
        unread = [number for number in numbers if number not in stories]
        if unread:
            lot = copy.story_lot(unread, alone=True)
            stories |= {number: one.alone for number, one in lot.items() if one.alone}
        return stories

    def sitemap(self, which: str = "") -> Page | None:
        paper = self.paper(NAME if which == "news" else PLACE)
        if not which:
            return paging.file(sitemaps.index(copy.days(), paper), sitemaps.XML)
        if which == "news":
            return paging.file(sitemaps.news(copy.recent(days=2), paper), sitemaps.XML)
        if which == "pages":
            hrefs = (names.FIXED[names.CORRECTIONS], *sorted(copy.documents().values()))  # not in the order of the foot
            hrefs += (*copy.profiles("writer"), *copy.profiles("desk"))
            return paging.file(sitemaps.pages(hrefs, paper), sitemaps.XML)
        try:
            when = date.fromisoformat(which)
        except ValueError:  # of an earlier format
            return None
        self._hot_until = clock.end(when)
        entries = copy.map_of_day(when)
        return paging.file(sitemaps.day(entries, paper), sitemaps.XML) if entries else None

    def robots(self) -> Page:
        return paging.file(machines.robots(self.paper(PLACE, CRAWLERS)), machines.TEXT)

    def indexnow(self) -> Page | None:
        """The key with which search engines know that it was this paper that told them of news."""
        self.paper(PLACE)
        key = settings.HARKARA_INDEXNOW_KEY
        return paging.file(f"{key}\n".encode(), machines.TEXT) if key else None

    def ads(self) -> Page:
        return paging.file(machines.ads(self.paper(ADS)), machines.TEXT)

    def llms(self) -> Page:
        return paging.file(machines.llms(self.paper(NAME, TAGLINE, NAMES, SECTIONS, CRAWLERS)), machines.MARKDOWN)

    def security(self) -> Page | None:
        paper, today = self.paper(CONTACT), clock.today()
        if not paper.contact:
            return None
        keys.expires(clock.end(machines.month_after(today) - timedelta(days=1)))
        return paging.file(machines.security(paper, today), machines.TEXT)

    def search(self) -> Page:
        return paging.unlisted(pages.search(SearchCopy(), self.paper(PAGE)))

    def saved(self) -> Page:
        return paging.unlisted(pages.saved(self.paper()))

    def alerts(self, worker: str = "") -> Page | None:
        """The page on which notices are chosen, and the worker that shows them."""
        key = settings.HARKARA_PUSH_PUBLIC_KEY
        if worker:
            self.paper(PLACE)
        if not key:
            return None
        if worker:
            script = alerts_worker(key, "/icon/192.png").encode()
            return paging.file(script, paging.SCRIPT, extra=(("content-security-policy", "default-src 'self'"),))
        sections, topics = copy.subjects()
        return paging.unlisted(
            pages.alerts(AlertsCopy(key, settings.HARKARA_PUSH_MOST, sections, topics), self.paper())
        )

    def worker(self) -> Page:
        extra = (
            ("content-security-policy", "default-src 'self'"),
        )  # it stands at the root: all pages are in its reach
        zone = self.paper(PLACE).zone
        script = (worker(zone) if copy.keeps() else no_worker()).encode()
        return paging.dense(paging.file(script, paging.SCRIPT, extra=extra))

    def changes(self) -> Page:
        self.paper(PLACE)  # another layout may write the same list otherwise
        return paging.file(machines.changes(copy.changed()), machines.JSON)

    def app(self) -> Page:
        return paging.file(machines.app(self.paper(NAME, TAGLINE)), machines.APP)

    def icon(self, file: str) -> Page | None:
        if file not in names.ICONS:
            return None
        self.paper(PLACE)
        pixels, whole = names.ICONS[file]
        return paging.file(copy.icon(pixels, whole=whole), "image/png")

    def look(self) -> Page:
        self.paper(PLACE)  # another layout may set the same look otherwise
        return paging.file(look.css(copy.look()).encode(), paging.CSS)

    def space(self, place: str) -> Page | None:
        found = copy.space(place)
        paper = self.paper(PLACE)
        return paging.space(found, paper) if found else None

    def ad(self, number: str) -> Page | None:
        """An advertiser's code that a campaign runs."""
        found = copy.ad(int(number))
        paper = self.paper(PLACE)
        return paging.space(found, paper, int(number)) if found else None

    def code(self, place: str) -> Page | None:
        """An advertiser's code that stands in a place by itself, and waits for the reader's yes."""
        found = copy.code(place)
        paper = self.paper(PLACE)
        return paging.space(found, paper) if found else None

    def measure(self) -> Page | None:
        found = copy.measure()
        paper = self.paper(PLACE)
        return paging.measure(found, paper) if found else None

    def notice(self, status: str) -> Page | None:
        return paging.notice(int(status), self.paper()) if int(status) in paging.NOTICES else None

    def lite(self, kind: str, *rest: str) -> Page | None:
        """The lite twin of a page: the same printer, with the lite templates. It is never hot."""
        printer = PRINTERS.get(kind)
        self._address = names.address(":".join((kind, *rest)))
        with compositor.light():
            page = printer(self, *rest) if printer else None
        self._hot_until = None
        self._address = self._address and twin(self._address)
        return paging.lite(page) if page and paging.is_html(page) else None

    def asset(self, file: str) -> Page | None:
        found = next((asset for asset in assets() if asset.href == f"/assets/{file}"), None)
        return paging.dense(paging.file(found.body, found.content_type, paging.FOR_EVER)) if found else None

    def card(self, number: str, file: str) -> Page | None:
        """A picture of a story for sharing. It is never hot: what changes takes it away, and it is drawn when asked for."""
        shape, _, form = file.partition(".")
        found = self.once(copy.card, int(number)) if is_card(number, file) else None
        if found is None:
            return None
        body, content_type = card_sheets.printed(found, cast(CardShape, shape), form)
        return paging.file(body, content_type, extra=(("access-control-allow-origin", "*"),))

    def embed(self, number: str, form: str = "") -> Page | None:
        """What other sites show of a story, and what oEmbed says of it. Neither is ever hot."""
        found = self.once(copy.embed, int(number))
        if found is None:
            return None
        paper = self.paper(NAME)
        if not form:
            return paging.embed(found, paper)
        open_to_all = (("access-control-allow-origin", "*"), ("x-robots-tag", "noindex"))
        return paging.file(oembed.answer(found, paper), oembed.CONTENT_TYPE, extra=open_to_all)

    def picture(self, number: str, file: str) -> Page | None:
        width, _, form = file.partition(".")
        found = copy.picture(int(number), int(width), form)
        return paging.file(found.body, found.content_type, paging.A_DAY) if found else None


PRINTERS: dict[str, Callable[..., Page | None]] = {
    "story": Press.story,
    "data": Press.data,
    "comments": Press.comments,
    "live": Press.live,
    "poll": Press.poll,
    "front": Press.front,
    "section": Press.section,
    "topic": Press.topic,
    "area": Press.area,
    "package": Press.package,
    "writer": Press.writer,
    "desk": Press.desk,
    "document": Press.document,
    "letters": Press.letters,
    "corrections": Press.corrections,
    "corrected": Press.corrected,
    "newer": Press.newer,
    "day": Press.day,
    "calendar": Press.calendar,
    "on": Press.on,
    "rail": Press.rail,
    "feed": Press.feed,
    "sitemap": Press.sitemap,
    "robots": Press.robots,
    "ads": Press.ads,
    "llms": Press.llms,
    "security": Press.security,
    "indexnow": Press.indexnow,
    "search": Press.search,
    "saved": Press.saved,
    "alerts": Press.alerts,
    "worker": Press.worker,
    "changes": Press.changes,
    "app": Press.app,
    "icon": Press.icon,
    "look": Press.look,
    "space": Press.space,
    "ad": Press.ad,
    "code": Press.code,
    "measure": Press.measure,
    "notice": Press.notice,
    "lite": Press.lite,
    "asset": Press.asset,
    "card": Press.card,
    "embed": Press.embed,
    "picture": Press.picture,
}
"""Who prints what, by the first word of a sheet's name."""


def _without(read: Iterable[str], endings: tuple[str, ...]) -> frozenset[str]:
    return frozenset(key for key in read if not key.endswith(endings))


def _around() -> str:
    """The part of the frame that stands around a page of the kind that is set."""
    return LITE if compositor.is_light() else PAGE


class _Case:
    """The standing teasers as they are in one snapshot (:class:`harkara.desk.copy.Case`)."""

    def __init__(self, press: Press) -> None:
        self._press = press

    def take(self, numbers: Iterable[int]) -> Mapping[int, copy.TeaserSet]:
        return self._press.take(self._press.standing.teasers, numbers)

    def keep(self, sets: Mapping[int, copy.TeaserSet]) -> None:
        self._press.keep(self._press.standing.teasers, sets)


@contextmanager
def at_work(standing: TypeStore | None = None) -> Iterator[Press]:
    """A press in front of one snapshot of the database. Raises ``RuntimeError`` inside another transaction.

    ``standing``: the type that stands from earlier snapshots; without it everything is set anew.
    """
    with snapshot() as position:
        press = Press(position, standing)
        with copy.standing_teasers(press.case):
            yield press


def prints(wanted: Iterable[str], standing: TypeStore | None = None) -> list[Print]:
    """The sheets ``wanted``, all printed at one position; ``standing`` as in :func:`at_work`."""
    wanted = list(wanted)
    for name in wanted:
        if name.startswith("picture:"):
            _draw(name)
    with at_work(standing) as press:
        press.read_ahead(wanted)
        return [press.print(name) for name in wanted]


def _draw(name: str) -> None:
    """Has a picture file drawn if it never was: drawing writes, which a snapshot must not."""
    _, number, file = name.split(":")
    width, _, form = file.partition(".")
    copy.picture(int(number), int(width), form)
