"""Stories, whole: one, the newest, or a draft for the proof."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, cast

from harkara.bangla import clock as bangla_clock
from harkara.desk import clock, keys, videos
from harkara.desk.copy import coverage as covering
from harkara.desk.copy import polls
from harkara.desk.copy.areas import area_link
from harkara.desk.copy.bodies import Galley, addresses
from harkara.desk.copy.corrections import correction
from harkara.desk.copy.frame import paper, section_copy
from harkara.desk.copy.packages import Box, boxes
from harkara.desk.copy.pictures import picture_copies, picture_copy, worded
from harkara.desk.copy.teasers import Set, sets
from harkara.desk.gazetteer.points import points
from harkara.desk.models import (
    Banner,
    Byline,
    Correction,
    Paper,
    Person,
    Place,
    Section,
    SourceLink,
    Story,
    StoryAddress,
    StoryUpdate,
    Topic,
)
from harkara.desk.models.story import PUBLISHED, RelatedStory
from harkara.layout.copy import (
    BannerKind,
    BylineCopy,
    LifeCopy,
    Link,
    MarkCopy,
    PaperCopy,
    PictureCopy,
    SectionCopy,
    SignOffCopy,
    SourceKind,
    SourceLinkCopy,
    StoryCopy,
    StoryKind,
    UpdateCopy,
    VideoCopy,
    VideoProvider,
)
from harkara.rack.keys import Recording, expires, read, recording

BESIDE = ("section", "picture", "desk", "banner", "coverage", "poll")
"""What is read in one query with a story."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a story stands before its readers. ``href`` is where it stands, or stood last; empty if it never did."""

    kind: Literal["published", "gone", "absent"]
    href: str = ""
    old_hrefs: tuple[str, ...] = ()


def story(id: int) -> StoryCopy | None:  # noqa: A002 (the door's word)
    """A published story, or ``None``. Notes ``story:{id}`` and the keys of all it shows."""
    read(keys.story(id))
    return next(iter(whole(Story.objects.filter(live=True, pk=id).select_related(*BESIDE))), None)


@dataclass(frozen=True, slots=True)
class Alone:
    """A story without its related ones and its packages, and the keys that were read for it."""

    copy: StoryCopy
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Read:
    """A story as it was read: its copy (``None`` where there is none), what :func:`story` would note for it, and the
    same ``alone``.
    """

    copy: StoryCopy | None
    noted: Recording
    alone: Alone | None


def story_lot(numbers: Iterable[int], *, alone: bool = False) -> dict[int, Read]:
    """:func:`story` of many, in a constant number of queries: each with the keys that :func:`story` would note for it.

    Notes nothing itself, so that a sheet made of one of them depends on that one only. ``alone``: without their related.
    """
    wanted = list(numbers)
    rows = Story.objects.filter(live=True, pk__in=wanted).select_related(*BESIDE)
    with recording():
        found = _gathered(rows, alone=alone)
    done: dict[int, Read] = {}
    for number in wanted:
        with recording() as noted:
            read(keys.story(number))
            if number not in found:
                done[number] = Read(None, noted, None)
                continue
            gathered, row = found[number]
            bare = gathered.alone(row)
            by_itself = Alone(bare, frozenset(noted.keys))
            done[number] = Read(gathered.with_related(bare), noted, by_itself)
    return done


def newest_ids(section: str | None = None, limit: int = 30) -> tuple[int, ...]:
    """The ids of the newest published stories, newest first: of one section, or of the paper. Notes ``story:{id}`` of each.

    What else they show is read with their copy (:func:`story_lot`).
    """
    if section is None:
        read(keys.ALL)
        newest = Story.objects.filter(PUBLISHED).order_by("-published_at", "-pk")
        numbers = tuple(newest.values_list("pk", flat=True)[:limit])
    else:
        name = keys.section(section)
        read(keys.listing(name))
        places = Place.objects.filter(listing__name=name, shown=True).order_by("-published_at", "-story_id")
        numbers = tuple(places.values_list("story", flat=True)[:limit])
    read(*(keys.story(number) for number in numbers))
    return numbers


def standing(id: int) -> Standing:  # noqa: A002 (the door's word)
    """Whether a story is published, gone (killed) or absent, where it stands and where it once stood."""
    return standings([id])[id]


def standings(numbers: Iterable[int]) -> dict[int, Standing]:
    """:func:`standing` of many stories, in two queries. Notes ``story:{id}`` of each."""
    wanted = list(numbers)
    read(*(keys.story(number) for number in wanted))
    found = {number: Standing("absent") for number in wanted}
    old: dict[int, list[str]] = defaultdict(list)
    for number, href in StoryAddress.objects.filter(story__in=wanted).order_by("pk").values_list("story", "href"):
        old[number].append(href)
    rows = Story.objects.filter(pk__in=wanted)  # a new rack asks for all of them: too many to make stories of them
    fields = ("pk", "live", "killed_at", "published_at", "section__slug", "slug")
    for number, live, killed_at, published_at, section, slug in rows.values_list(*fields):
        kind: Literal["published", "gone", "absent"] = "published" if live else "gone" if killed_at else "absent"
        href = f"/{section}/{number}/{slug}" if published_at and section and slug else ""
        found[number] = Standing(kind, href, tuple(old[number]))
    return found


def whole(rows: Iterable[Story]) -> tuple[StoryCopy, ...]:
    """Published stories as copy, in the order given; a constant number of queries for any number of stories."""
    stories = list(rows)
    if not stories:
        return ()
    gathered = _Gathered(stories)
    return tuple(gathered.copy(one) for one in stories)


def _gathered(rows: Iterable[Story], *, alone: bool = False) -> "dict[int, tuple[_Gathered, Story]]":
    found = list(rows)
    gathered = _Gathered(found, alone=alone)
    return {one.pk: (gathered, one) for one in found}


def draft(story: Story) -> tuple[StoryCopy, PaperCopy]:
    """A story as its editor sees it now, saved or not, and the paper: what a proof is made of."""
    gathered = _Gathered([story], draft=True)
    return gathered.copy(story), paper()


class _Gathered:
    """What belongs to some stories, fetched with one query a kind."""

    def __init__(self, stories: list[Story], *, draft: bool = False, alone: bool = False) -> None:
        numbers = [story.pk for story in stories if story.pk]
        self.galleys = {id(story): Galley(list(story.body.raw_data)) for story in stories}
        self.paper = Paper.load()
        every = self.galleys.values()
        self.pictures: dict[int, PictureCopy] = picture_copies(set[int]().union(*(one.pictures for one in every)))
        self.hrefs = addresses(set[int]().union(*(one.stories for one in every)))
        self.corrections: dict[int, list[Correction]] = defaultdict(list)
        for note in Correction.objects.filter(story__in=numbers):
            self.corrections[note.story_id].append(note)
        self.updates: dict[int, list[UpdateCopy]] = defaultdict(list)
        if told := [story.pk for story in stories if story.pk and story.updated_at]:
            rows = StoryUpdate.objects.filter(story__in=told).values_list("story", "told_at", "because")
            for number, told_at, because in rows:
                self.updates[number].append(UpdateCopy(told_at, because))
        self.named: dict[int, list[int]] = defaultdict(list)
        self.packaged = not alone and bool(numbers)
        self.related: dict[int, list[Set]] = {} if alone else self._related(numbers)
        self.boxes: dict[int, list[Box]] = boxes(numbers) if self.packaged else {}
        self.marks = {} if alone or draft else {story.pk: _banner(story) for story in stories}
        self.covered = {one.story_id: one for story in stories if (one := covering.of(story))}
        self.live = covering.entries_of(self.covered.values())
        if draft:
            self._from_draft(stories[0])
        else:
            self._from_tables(numbers)

    def _from_tables(self, numbers: list[int]) -> None:
        """Bare rows, of which a print run reads millions: no objects are made of them but those of the copy."""
        self.bylines: dict[int, list[tuple[int, BylineCopy]]] = defaultdict(list)
        bylines = Byline.objects.filter(story__in=numbers).order_by("sort_order", "pk")
        shown = ("story", "person", "person__name", "place", "person__slug", "person__public")
        for number, person, name, place, slug, public in bylines.values_list(*shown):
            self.bylines[number].append((person, _byline(name, place, slug if public else "")))
        self.sources: dict[int, list[SourceLinkCopy]] = defaultdict(list)
        sources = SourceLink.objects.filter(story__in=numbers).order_by("sort_order", "pk")
        for number, name, kind, latin, url in sources.values_list("story", "name", "kind", "latin", "url"):
            self.sources[number].append(_source(name, kind, latin, url))
        self.topics: dict[int, list[tuple[str, Link]]] = defaultdict(list)
        topics = Story.topics.through.objects.filter(story__in=numbers).order_by("pk")
        for number, slug, name in topics.values_list("story", "topic__slug", "topic__name"):
            self.topics[number].append((slug, _topic(slug, name)))
        self.areas: dict[int, list[Link]] = defaultdict(list)
        self.lineages: dict[int, list[str]] = defaultdict(list)
        areas = Story.areas.through.objects.filter(story__in=numbers).order_by("pk")
        for number, slug, name, lineage in areas.values_list("story", "area__slug", "area__name", "area__lineage"):
            self.areas[number].append(area_link(slug, name))
            self.lineages[number].append(lineage)

    def _from_draft(self, story: Story) -> None:
        number = story.pk or 0
        signed = [byline for byline in story.bylines.all() if byline.person_id]
        self.bylines = {
            number: [
                (one.person_id, _byline(one.person.name, one.place, one.person.slug if one.person.public else ""))
                for one in signed
            ]
        }
        links = story.source_links.all()
        self.sources = {number: [_source(link.name, link.kind, link.latin, link.url) for link in links]}
        self.topics = {number: [(topic.slug, _topic(topic.slug, topic.name)) for topic in story.topics.all()]}
        areas = story.areas.all()
        self.areas = {number: [area_link(area.slug, area.name) for area in areas]}
        self.lineages = {number: [area.lineage for area in areas]}

    def _related(self, numbers: list[int]) -> dict[int, list[Set]]:
        rows = list(RelatedStory.objects.filter(story__in=numbers).values_list("story", "named"))
        found = sets({named for _, named in rows}) if rows else {}
        related: dict[int, list[Set]] = defaultdict(list)
        for number, named in rows:
            self.named[number].append(named)
            if named in found:
                related[number].append(found[named])
        return related

    def copy(self, story: Story) -> StoryCopy:
        """One of the stories as copy."""
        return self.with_related(self.alone(story))

    def with_related(self, copy: StoryCopy) -> StoryCopy:
        """The ``copy`` of one of the stories, with the stories that it names, the packages that it belongs to, and its mark."""
        if copy.id in self.marks:
            copy = replace(copy, mark=_mark(copy.id, self.marks[copy.id]))
        found = self.boxes.get(copy.id, ())
        if self.packaged:
            read(keys.member(copy.id))
        read(*frozenset[str]().union(*(one.keys for one in found)))
        if packages := tuple(one.copy for one in found if one.copy):
            copy = replace(copy, packages=packages)
        read(*(keys.teaser(named) for named in self.named.get(copy.id, ())))
        related = self.related.get(copy.id, ())
        read(*frozenset[str]().union(*(one.keys for one in related)))
        return replace(copy, related=tuple(one.copy for one in related)) if related else copy

    def alone(self, story: Story) -> StoryCopy:
        """One of the stories as copy, without those that it names."""
        number = story.pk or 0
        galley = self.galleys[id(story)]
        read(keys.story(number))
        read(*(keys.mention(linked) for linked in galley.stories))
        read(*(key(shown) for shown in galley.pictures for key in (keys.picture, keys.shape)))
        topics = self.topics.get(number, ())
        read(*(keys.topic(slug) for slug, _ in topics))
        signed = self.bylines.get(number, ())
        who = [keys.person(person) for person, _ in signed]
        desk = None if signed else story.desk  # it stands where nobody is named
        if desk:
            who.append(keys.desk(desk.pk))
        read(*who, *(keys.linked(one) for one in who))
        published_at = story.published_at or clock.now()
        above = picture_copy(story.picture)
        return StoryCopy(
            id=number,
            headline=story.headline,
            slug=story.slug,
            href=story.href,
            section=_section(story.section),
            kind=cast(StoryKind, story.kind),
            kicker=story.kicker,
            summary=story.summary,
            desk=desk.name if desk else "",
            desk_href=desk.href if desk and desk.public else "",
            outlet=self.paper.signs_as,
            bylines=tuple(line for _, line in signed),
            dateline=story.dateline,
            published_at=published_at,
            updated_at=story.updated_at,
            modified_at=story.modified_at or published_at,
            body=galley.blocks(self.pictures, self.hrefs, story.captions),
            picture=worded(above, story.captions) if above else None,
            source_chain=tuple(self.sources.get(number, ())),
            corrections=tuple(correction(note) for note in self.corrections.get(number, ())),
            sign_off=sign_off(story, self.paper),
            topics=tuple(link for _, link in topics),
            areas=tuple(self.areas.get(number, ())),
            related=(),
            syndication=cast(Literal["full", "excerpt", "nothing"], story.syndication),
            updated_because=story.updated_because if story.updated_at else "",
            updates=tuple(self.updates.get(number, ())),
            life=_life(story),
            video=_video(story),
            points=points(self.lineages.get(number, ())),
            comments=story.comments,
            sold=not story.no_advertising,
            live=covering.told(self.covered[number], self.live[number]) if number in self.covered else None,
            sponsor=story.sponsor,
            poll=polls.of(story),
        )


def _banner(story: Story) -> Banner | None:
    """The banner that was read with the story; no query."""
    return cast(Banner | None, story._state.fields_cache.get("banner"))


def _mark(number: int, row: Banner | None) -> MarkCopy | None:
    """The mark of who stands in the bar now; it holds until then."""
    read(keys.mark(number))
    if row is None or row.until <= clock.now():
        return None
    expires(row.until)
    return MarkCopy(cast(BannerKind, row.kind), row.until)


def _video(story: Story) -> VideoCopy | None:
    found = videos.of(story.video) if story.kind == Story.Kind.VIDEO else None
    return VideoCopy(cast(VideoProvider, found.provider), found.href, found.embed) if found else None


def _life(story: Story) -> LifeCopy | None:
    if story.kind != Story.Kind.OBITUARY or not story.remembered:
        return None
    return LifeCopy(story.remembered, story.born, story.died)


@lru_cache(maxsize=4096)
def _topic(slug: str, name: str) -> Link:
    return Link(name, Topic(slug=slug, name=name).href)


@lru_cache(maxsize=1024)
def _byline(name: str, place: str, slug: str) -> BylineCopy:
    """``slug``: of who has a page."""
    return BylineCopy(name, place, Person(slug=slug).href if slug else "")


def _source(name: str, kind: str, latin: str, url: str) -> SourceLinkCopy:
    return SourceLinkCopy(name=name, kind=cast(SourceKind, kind), latin=latin, url=url)


def _section(section: Section | None) -> SectionCopy:
    return section_copy(section) if section else SectionCopy(slug="", name="", href="/")


def sign_off(story: Story, paper: Paper) -> SignOffCopy | None:
    """The generated sign-off, e.g. ``(ঢাকাটাইমস/১৫আগস্ট/এসএটি)``; ``None`` for a story nobody signed."""
    read(keys.OUTLET)
    if not story.signed:
        return None
    moment = story.published_at or clock.now()
    day, month, *_ = bangla_clock.format(moment, "day", clock.zone().key).split()
    outlet = paper.signs_as.replace(" ", "")
    return SignOffCopy(outlet, clock.day_of(moment), story.signed, f"({outlet}/{day}{month}/{story.signed})")
