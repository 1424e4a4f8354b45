"""The plan: which sheets there are, where, and what a touched key brings into or out of existence.

What a sheet *shows* is the ledger's business (it read the key). The plan answers what no ledger can: a key that makes
a new sheet possible was read by nobody yet. It costs a few queries a key, however many stories the paper has.
"""

import logging
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from itertools import count

from django.conf import settings
from django.db import DatabaseError

from harkara.desk import clock, copy
from harkara.desk.copy.pictures import FORMATS, picture_copies, widths_of
from harkara.desk.copy.profiles import Kind
from harkara.desk.keys import CONTACT, MEASURE, PAGE, SPACES
from harkara.layout.assets import assets
from harkara.layout.spaces import SIZES
from harkara.post.letters import copy as letters
from harkara.press import almanac, names
from harkara.rack import cards, embeds, lite
from harkara.rack.keys import FRAME
from harkara.rack.manifest import Manifest

log = logging.getLogger(__name__)

YOUNG = timedelta(hours=48)
"""How long a new story stays hot."""

DAYS = "list:days"
TOPICS = "list:topics"
AREAS = "list:areas"
PACKAGES = "list:packages"
MOVED = "list:moved"
DOCUMENTS = "list:documents"

_OWN = re.compile(r"/[a-z]+(?:-[a-z]+)*/[0-9]{1,18}/[^/?]*")
"""An address of a story as this paper gives them."""

LISTS = ("section", "topic", "area")
"""The lists of stories that have older, numbered pages, in one form."""


@dataclass(slots=True)
class Plan:
    """What is to be written into the manifest, and what follows for the shelf.

    ``taken`` are sheets that no longer exist: off the shelf at once. ``born`` are sheets that may be new.
    """

    placed: dict[str, str] = field(default_factory=dict)
    moved: dict[str, tuple[str, int]] = field(default_factory=dict)
    yielding: dict[str, str | None] = field(default_factory=dict)
    """Addresses of another paper, and where they lead: nowhere if that is empty, and ``None`` for what is gone. They give way to
    any sheet of this one.
    """
    gone: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)
    born: set[str] = field(default_factory=set)

    def put(self, name: str, address: str | None = None) -> None:
        """The sheet ``name`` exists, at ``address`` or where its name says."""
        where = address or names.address(name)
        assert where is not None, name
        self.placed[where] = name
        self.born.add(name)

    def take(self, name: str, *paths: str) -> None:
        """The sheet ``name`` does not exist, and neither do its addresses, nor its lite twin."""
        addresses = paths or tuple(filter(None, [names.address(name)]))
        self.taken.add(name)
        self.removed.update(addresses)
        if any(lite.leads_to_twin(path) for path in addresses):
            self.taken.add(lite.NAME + name)

    def leads_out(self) -> bool:
        """Whether something must leave the rack, which comes before everything else."""
        return bool(self.gone or self.removed or self.taken)

    def write(self, manifest: Manifest) -> None:
        """Writes the plan into the manifest in one transaction; what is there already is not written again."""
        with manifest.writing():
            for path in sorted(self.removed - self.placed.keys() - self.moved.keys() - self.gone):
                manifest.remove(path)
            for path in sorted(self.gone):
                manifest.gone(path)
            for path, (target, status) in self.moved.items():
                manifest.move(path, target, status)
            manifest.place_all(self.placed.items())
            for path, leads in self.yielding.items():
                _yield(manifest, path, leads)


def _yield(manifest: Manifest, path: str, target: str | None) -> None:
    found = manifest.find(path)
    if found is not None and found.kind == "sheet":
        return
    if target:
        manifest.move(path, target)
    elif target is None:
        manifest.gone(path)
    elif found is not None:
        manifest.remove(path)


def of(keys: Iterable[str], manifest: Manifest) -> Plan:
    """What touched ``keys`` change in what exists. Reads the desk at the caller's snapshot, and the manifest."""
    plan = Plan()
    touched = set(keys)
    parts = [key.split(":") for key in touched]
    lists = {(part[1], part[2]) for part in parts if part[0] == "list" and len(part) == 3 and part[1] in LISTS}
    written = sorted(int(part[1]) for part in parts if part[0] == "story" and part[1].isdecimal())
    is_framed = not touched.isdisjoint((FRAME, PAGE))
    sections = copy.sections() if is_framed or written or any(kind == "section" for kind, _ in lists) else ()
    if is_framed:
        fixed(plan)
        lists |= {("section", slug) for slug in sections}
    if not touched.isdisjoint((FRAME, PAGE, CONTACT)):
        _security(plan)
    if SPACES in touched:
        _spaces(plan)
        _sold(plan, manifest)
    if MEASURE in touched:
        _measured(plan)
    if TOPICS in touched:
        _topics(plan, touched)
    if AREAS in touched:
        _areas(plan, touched)
    packages = {key.split(":")[2] for key in touched if key.startswith("list:package:")}
    if packages:
        _packages(plan, packages, manifest, first=PACKAGES in touched)
    if DOCUMENTS in touched:
        _documents(plan, touched)
    if names.LETTERS in touched:
        (plan.put if letters.is_there() else plan.take)(names.LETTERS)
    for part in parts:
        if part[0] == names.LETTERS and len(part) == 3 and part[2].isdecimal():
            stands = letters.standing(part[1], int(part[2]))
            (plan.put if stands else plan.take)(names.letter(part[1], int(part[2])))
    for lot in sorted(int(part[2]) for part in parts if part[:2] == ["list", "moved"] and len(part) == 3):
        plan.yielding.update(copy.moved(lot))
    _profiles(plan, "writer", touched, manifest)
    _profiles(plan, "desk", touched, manifest)
    if DAYS in touched:
        _days(plan, touched)
        almanac.of(plan, touched)
    _stories(plan, written, sections, manifest)
    for name, last in copy.older_pages(sorted(f"{kind}:{slug}" for kind, slug in lists)).items():
        kind, _, slug = name.partition(":")
        if kind == "section":
            _section(plan, slug, stands=slug in sections)
        _pages(plan, partial(names.listing, kind, slug), last, manifest)
    for key in sorted(touched):
        match key.split(":"):
            case ["list", "corrections"]:
                _pages(plan, names.corrections, copy.correction_pages(), manifest)
            case ["live", number] if number.isdecimal():
                plan.born.add(names.live(int(number)))
            case ["forgotten", number]:
                _forgotten(plan, int(number), manifest)
            case ["picture", number] if number.isdecimal():
                _picture(plan, number, manifest)
            case ["picture", _, "shown"]:  # it may stand in one of them
                _spaces(plan)
                _sold(plan, manifest)
    return plan


def stories(plan: Plan, numbers: Collection[int], manifest: Manifest) -> None:
    """Of each story its page, its data, its short link, and where it once stood. A constant number of queries."""
    if numbers:
        _stories(plan, numbers, copy.sections(), manifest)


def _stories(plan: Plan, numbers: Collection[int], sections: Collection[str], manifest: Manifest) -> None:
    if not numbers:
        return
    for number, standing in copy.standings(numbers).items():
        _story(plan, number, standing, {*manifest.paths(names.story(number)), *_once_at(number, sections, manifest)})


def _story(plan: Plan, number: int, standing: "copy.Standing", known: set[str]) -> None:
    """One story, for which the manifest has the addresses ``known``."""
    page, data = names.story(number), names.data(number)
    short, data_path = f"/{number}", f"/{number}.json"
    if standing.kind == "published":
        _published(plan, number, standing)
        # An address that the desk forgot on purpose leads nowhere.
        plan.removed |= known - {*standing.old_hrefs} - {standing.href}
        return
    own = [old for old in standing.old_hrefs if _OWN.fullmatch(old)]
    once = {standing.href, *own, *known} - {""}
    plan.take(page, *once, short)
    plan.take(data)
    plan.taken.update((*cards.names(number), *embeds.names(number), names.live(number), names.poll(number)))
    plan.yielding.update((old, _leads(standing)) for old in standing.old_hrefs if old not in own)
    if standing.kind == "gone":
        plan.gone.update(once, (short, data_path))


def _leads(standing: "copy.Standing") -> str | None:
    """Where an address that another paper gave a story leads now: see ``Plan.yielding``."""
    return {"published": standing.href, "gone": None, "absent": ""}[standing.kind]


def yielding_now(paths: Collection[str]) -> dict[str, str | None]:
    """Those of ``paths`` that are addresses of another paper, and where they lead. A constant number of queries."""
    stories = copy.stories_at(paths)
    standings = copy.standings(set(stories.values())) if stories else {}
    found = {path: _leads(standings[number]) for path, number in stories.items() if not _OWN.fullmatch(path)}
    return {**copy.moved_at(paths), **found}


def _published(plan: Plan, number: int, standing: "copy.Standing") -> None:
    plan.put(names.story(number), standing.href)
    plan.put(names.data(number))
    plan.moved[f"/{number}"] = (standing.href, 301)  # may move: the stand lets it be kept for minutes only
    for old in standing.old_hrefs:
        if _OWN.fullmatch(old):
            plan.moved.update({old: (standing.href, 301)} if old != standing.href else {})
        else:
            plan.yielding[old] = standing.href


def _forgotten(plan: Plan, number: int, manifest: Manifest) -> None:
    """What leads to a story and is not among its addresses any more leads nowhere."""
    standing = copy.standing(number)
    plan.removed.update(set(manifest.leading_to_story(number)) - {*standing.old_hrefs, f"/{number}"})


def _once_at(number: int, sections: Iterable[str], manifest: Manifest) -> Iterator[str]:
    """The addresses that the manifest has for a story, whatever stands there: one look at an index a section."""
    for slug in sections:
        stem = f"/{slug}/{number}/"
        for path, _ in manifest.entries(after=stem, limit=20):
            if not path.startswith(stem):
                break
            yield path


def fixed(plan: Plan) -> None:
    """What every paper has: front, rail, feeds, sitemaps, robots, the layout's files, today."""
    if settings.HARKARA_INDEXNOW_KEY:
        plan.put(names.INDEXNOW)
    if settings.HARKARA_PUSH_PUBLIC_KEY:
        plan.put(names.ALERTS)
        plan.put(names.ALERTS_WORKER)
    for name, address in names.FIXED.items():
        plan.put(name, address)
    plan.put(names.listing("area", names.COUNTRY))
    plan.born.update(names.NOTICES)
    for asset in assets():
        plan.put(names.asset(asset.href))
    today(plan)


def _security(plan: Plan) -> None:
    """security.txt must say whom to write to (RFC 9116): without that there is none."""
    (plan.put if copy.paper().contact else plan.take)(names.SECURITY)


def _spaces(plan: Plan) -> None:
    """Of the places for advertising those that are open."""
    standing = copy.spaces()
    waiting = copy.codes()
    for place in SIZES:
        (plan.put if place in standing else plan.take)(names.space(place))
        (plan.put if place in waiting else plan.take)(f"{names.CODE}:{place}")


def _measured(plan: Plan) -> None:
    """What tells those outside is there where the paper names any."""
    (plan.put if copy.measure() else plan.take)(names.MEASURE)


def _sold(plan: Plan, manifest: Manifest | None = None) -> None:
    """What campaigns run: an advertiser's code has a sheet, and a click leads on from an address of ours. What runs no more is
    found in the ``manifest``.
    """
    running = copy.ads()
    for number, (link, is_code) in running.items():
        leads = settings.HARKARA_ORIGIN + link if link.startswith("/") else link
        plan.moved[f"{names.PRESSED}{number}"] = (leads or f"{settings.HARKARA_ORIGIN}/", 302)
        if is_code:
            plan.put(names.ad(number))
    for path in manifest.beginning(names.PRESSED) if manifest else ():
        number = int(path.removeprefix(names.PRESSED))
        if number not in running:
            plan.removed.add(path)
        if not running.get(number, ("", False))[1]:
            plan.take(names.ad(number))


def today(plan: Plan, before: date | None = None) -> None:
    """Today's page, and where ``/all/`` leads. ``before``: the day that was today, which may have stayed empty."""
    day = clock.today()
    name = names.day(day)
    plan.put(name)
    plan.put(names.on(day))
    plan.moved[names.ALL_NEWS] = (names.address(name) or "", 302)
    if before is not None and before != day and before not in copy.days():
        plan.take(names.day(before))
        almanac.of_the_year(plan, before)


def everything() -> Iterator[Plan]:
    """The whole paper, in portions of up to a thousand stories: for a new rack, or one that cannot be trusted."""
    plan = Plan()
    fixed(plan)
    _security(plan)
    _spaces(plan)
    _sold(plan)
    _measured(plan)
    for slug in copy.sections():
        _all_pages(plan, "section", slug, copy.section_pages(slug))
        for name in names.feeds(slug):
            plan.put(name)
    for slug in copy.topics():
        _all_pages(plan, "topic", slug, copy.topic_pages(slug))
        for name in (names.newer(slug), *names.topic_feeds(slug)):
            plan.put(name)
    for slug, (href, last) in copy.merged_topics().items():
        _lead(plan, slug, href, last)
    for slug, found in copy.package_standings().items():
        if slug == found.slug:
            _all_pages(plan, "package", slug, found.older_pages)
        else:
            _lead(plan, slug, found.href, found.older_pages, kind="package")
    for slug in copy.areas():
        _all_pages(plan, "area", slug, copy.area_pages(slug))
    for day in copy.days():
        plan.put(names.day(day))
        plan.put(names.map_of_day(day))
    almanac.everything(plan, copy.days())
    for slug in copy.documents():
        plan.put(names.document(slug))
    kinds: tuple[Kind, ...] = ("writer", "desk")
    for kind in kinds:
        for found_one in copy.profile_standings(kind).values():
            _all_pages(plan, kind, found_one.slug, found_one.older_pages)
            for name in names.signed_feeds(kind, found_one.slug):
                plan.put(name)
    for number in range(1, copy.correction_pages() + 1):
        plan.put(names.corrections(number))
    yield plan
    yield from _letters()
    for lot in range(copy.moved_lots()):
        yield Plan(yielding=dict(copy.moved(lot)))
    after = 0
    while numbers := copy.ids(after):
        yield standing_now(numbers)
        after = numbers[-1]
    after = 0
    while numbers := copy.killed(after):
        portion = Plan()
        for number, standing in copy.standings(numbers).items():
            _story(portion, number, standing, set())
        yield portion
        after = numbers[-1]


def _letters() -> Iterator[Plan]:
    """The pages of letters, in portions. Where the readers' database does not answer they stay away until it does and something
    touches them: news goes out as ever.
    """
    try:
        portion, after = Plan(), 0
        if letters.is_there():
            portion.put(names.LETTERS)
        while lot := letters.every(after):
            for _row, slug, number in lot:
                portion.put(names.letter(slug, number))
            after = lot[-1][0]
            yield portion
            portion = Plan()
        yield portion
    except DatabaseError as error:
        log.error("the readers' database refuses, so there are no pages of letters: %s", error)


def standing_now(numbers: Iterable[int]) -> Plan:
    """The addresses of many published stories; nothing for others. A constant number of queries."""
    portion = Plan()
    for number, standing in copy.standings(numbers).items():
        if standing.kind == "published":
            _published(portion, number, standing)
    return portion


def hot() -> set[str]:
    """The sheets that must be on the shelf at any time: hot by kind, today, and the young stories."""
    wanted = {
        *filter(names.is_always_hot, names.FIXED),
        *names.NOTICES,
        *(names.asset(asset.href) for asset in assets()),
    }
    for slug in copy.sections():
        wanted.update((names.listing("section", slug), *filter(names.is_always_hot, names.feeds(slug))))
    for slug in copy.topics():
        wanted.update((names.listing("topic", slug), names.newer(slug)))
    wanted.update(names.listing("package", slug) for slug in copy.packages())
    if copy.paper().contact:
        wanted.add(names.SECURITY)
    if settings.HARKARA_INDEXNOW_KEY:
        wanted.add(names.INDEXNOW)
    wanted.update(names.space(place) for place in copy.spaces())
    wanted.update(names.live(number) for number in copy.live_now())
    wanted.update(f"{names.CODE}:{place}" for place in copy.codes())
    if copy.measure():
        wanted.add(names.MEASURE)
    wanted.update(names.ad(number) for number, (_link, is_code) in copy.ads().items() if is_code)
    day = clock.today()
    wanted.update((names.day(day), names.on(day)))
    if day in copy.days():
        wanted.add(names.map_of_day(day))
    for number in young():
        wanted.update((names.story(number), names.data(number)))
    return wanted


def young(among: Collection[int] | None = None) -> set[int]:
    """The stories of the last 48 hours; of ``among`` alone, if that is given."""
    return copy.published_lately(YOUNG, among)


def _section(plan: Plan, slug: str, *, stands: bool) -> None:
    for name in (names.listing("section", slug), *names.feeds(slug)):
        if stands:
            plan.put(name)
        else:
            plan.take(name)


def _topics(plan: Plan, touched: set[str]) -> None:
    slugs = {key.rpartition(":")[2] for key in touched if key.startswith("list:topic:") and key.count(":") == 2}
    standing = set(copy.topics(slugs))
    for slug in slugs:
        for name in (names.listing("topic", slug), names.newer(slug), *names.topic_feeds(slug)):
            if slug in standing:
                plan.put(name)
            else:
                plan.take(name)
    plan.yielding.update(copy.moved_to(topics=slugs))
    if away := slugs - standing:
        for slug, (href, last) in copy.merged_topics(away).items():
            _lead(plan, slug, href, last)


def _areas(plan: Plan, touched: set[str]) -> None:
    standing = {*copy.areas(), names.COUNTRY}
    for key in touched:
        if key.startswith("list:area:") and key.count(":") == 2:
            slug = key.rpartition(":")[2]
            name = names.listing("area", slug)
            if slug in standing:
                plan.put(name)
            else:
                plan.take(name)


def _packages(plan: Plan, slugs: set[str], manifest: Manifest, *, first: bool) -> None:
    """The pages of the packages that have or had ``slugs``; whether there is a first page only where that may have changed."""
    standing = copy.package_standings(slugs)
    for slug in sorted(slugs):
        found = standing.get(slug)
        stands = found is not None and found.slug == slug
        last = found.older_pages if found and stands else 0
        _pages(plan, partial(names.listing, "package", slug), last, manifest)
        if first and stands:
            plan.put(names.listing("package", slug))
        elif first:
            plan.take(names.listing("package", slug))
            if found:
                _lead(plan, slug, found.href, found.older_pages, kind="package")


def _documents(plan: Plan, touched: set[str]) -> None:
    standing = copy.documents()
    for key in touched:
        if key.startswith(f"{DOCUMENTS}:"):
            name = names.document(key.rpartition(":")[2])
            if key.rpartition(":")[2] in standing:
                plan.put(name)
            else:
                plan.take(name)


def _profiles(plan: Plan, kind: Kind, touched: set[str], manifest: Manifest) -> None:
    """The pages of the people or desks of whom anything was touched; whether there is a first page only where that may
    have changed.
    """
    parts = [key.split(":") for key in touched if key.startswith(f"list:{kind}") and key.count(":") == 2]
    numbers = {int(number) for _list, whose, number in parts if whose == kind}
    slugs = {slug for _list, whose, slug in parts if whose == f"{kind}s"}
    if not numbers and not slugs:
        return
    found = copy.profile_standings(kind, numbers, slugs)
    if kind == "writer":
        plan.yielding.update(copy.moved_to(writers=slugs))
    for slug in sorted(slugs | found.keys()):
        stands = slug in found and found[slug].public
        _pages(plan, partial(names.listing, kind, slug), found[slug].older_pages if stands else 0, manifest)
        if slug in slugs:
            for name in (names.listing(kind, slug), *names.signed_feeds(kind, slug)):
                if stands:
                    plan.put(name)
                else:
                    plan.take(name)


def _lead(plan: Plan, slug: str, href: str, last: int, *, kind: str = "topic") -> None:
    """The addresses of a topic or package that is at ``href`` now: its first page and the ``last`` older ones."""
    for number in (None, *range(1, last + 1)):
        address = names.address(names.listing(kind, slug, number))
        assert address is not None, slug
        plan.moved[address] = (href, 301)
    for form in names.TOPIC_FEEDS if kind == "topic" else ():
        file = names.FEEDS[form]
        plan.moved[f"/topic/{slug}/{file}"] = (f"{href}{file}", 301)


def _days(plan: Plan, touched: set[str]) -> None:
    standing = set(copy.days())
    for key in touched:
        if key.startswith("list:day:"):
            day = date.fromisoformat(key.removeprefix("list:day:"))
            if day in standing or day == clock.today():
                plan.put(names.day(day))
            else:
                plan.take(names.day(day))
            if day in standing:
                plan.put(names.map_of_day(day))
            else:
                plan.take(names.map_of_day(day))


def _pages(plan: Plan, named: Callable[[int], str], last: int, manifest: Manifest) -> None:
    """Older pages up to ``last``, ``named`` so: looks downwards until one is known, upwards while one is known."""
    for number in range(last, 0, -1):
        name = named(number)
        if manifest.find(names.address(name) or ""):
            break
        plan.put(name)
    for number in count(last + 1):
        name = named(number)
        if not manifest.find(names.address(name) or ""):
            break
        plan.take(name)


def _all_pages(plan: Plan, kind: str, slug: str, last: int) -> None:
    plan.put(names.listing(kind, slug))
    for number in range(1, last + 1):
        plan.put(names.listing(kind, slug, number))


def _picture(plan: Plan, number: str, manifest: Manifest) -> None:
    """The files of a picture that was withdrawn leave, named by a page or not yet; those of any other one never change."""
    if picture_copies([int(number)]):
        return
    for width in widths_of(int(number)):
        for form in FORMATS:
            name = f"picture:{number}:{width}.{form}"
            plan.take(name, names.address(name) or "")
    stem = f"/picture/{number}/"
    for path, entry in manifest.entries(after=stem, limit=40):
        if path.startswith(stem) and entry.kind == "sheet":
            plan.take(entry.name, path)
