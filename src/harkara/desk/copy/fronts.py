"""The front page, the fronts of sections, and the rail beside every page."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import chain
from typing import cast

from harkara.desk import clock, fronts, keys
from harkara.desk.copy.filling import TALKED, Stood, fill
from harkara.desk.copy.frame import section_copy
from harkara.desk.copy.teasers import Set, described, mentions, sets, teasers
from harkara.desk.fronts import Arrangement, Slot
from harkara.desk.models import Banner, Byline, Front, HeadlineTest, Section, Story
from harkara.layout import cases
from harkara.layout.copy import (
    BannerCopy,
    BannerKind,
    FrontBlockCopy,
    FrontCopy,
    FrontLook,
    RailCopy,
    TeaserCopy,
    TriedCopy,
)
from harkara.layout.words import labelled
from harkara.rack.keys import expires, read
from harkara.readings import popular

LATEST = 10
"""Stories in the lists of the rail."""


def front() -> FrontCopy:
    """The home page: what editors pinned, the rest filled by the rules of its slots. No story stands on it twice."""
    bar = _in_bar()
    marks = {story.pk: kind for kind, story in bar}
    return replace(_marked(set_front(_standing(fronts.HOME)), marks), banners=_banners(bar))


def banners() -> tuple[BannerCopy, ...]:
    """What stands in the bar at the head of the home page now: breaking news first, then the newest. One query where nothing
    stands there, else two; holds until the first of them ends.
    """
    return _banners(_in_bar())


def _banners(bar: list[tuple[BannerKind, Story]]) -> tuple[BannerCopy, ...]:
    return tuple(BannerCopy(kind, story.headline, story.href) for kind, story in bar)


def _raised() -> list[Banner]:
    read(keys.BANNERS)
    return sorted(Banner.objects.filter(until__gt=clock.now()), key=lambda row: row.kind != Banner.Kind.BREAKING)


def _in_bar() -> list[tuple[BannerKind, Story]]:
    found = _raised()
    for row in found:
        read(keys.mention(row.story_id))
        expires(row.until)
    if not found:
        return []
    # Not joined: the database would go through all that is live, and look who of them is in the bar.
    shown = Story.objects.filter(
        pk__in=[row.story_id for row in found], live=True, sponsor=""
    )  # what is paid for is no news
    rows = shown.select_related("section")
    live = {story.pk: story for story in rows.only("headline", "slug", "section")}
    return [(cast(BannerKind, row.kind), live[row.story_id]) for row in found if row.story_id in live]


def _marked(front: FrontCopy, marks: Mapping[int, BannerKind]) -> FrontCopy:
    """``front``, on which the stories of the bar carry their mark wherever they stand."""
    if not marks.keys() & stories_of(front):
        return front
    return _each(front, lambda row: _row_marked(row, marks))


def _row_marked(stories: tuple[TeaserCopy, ...], marks: Mapping[int, BannerKind]) -> tuple[TeaserCopy, ...]:
    return tuple(replace(one, mark=marks[one.id]) if one.id in marks else one for one in stories)


def _each(front: FrontCopy, change: Callable[[tuple[TeaserCopy, ...]], tuple[TeaserCopy, ...]]) -> FrontCopy:
    return replace(
        front,
        lead=change((front.lead,))[0] if front.lead else None,
        secondary=change(front.secondary),
        latest=change(front.latest),
        blocks=tuple(replace(block, stories=change(block.stories)) for block in front.blocks),
    )


def _tried(front: FrontCopy) -> FrontCopy:
    """``front`` with the other headlines of the stories whose headlines are tested now; it holds until the first of the tests is
    over. Where editors gave a story other words on this front, these stand. One query, by index.
    """
    shown = stories_of(front)
    read(*(keys.tried(number) for number in shown))
    now = clock.now()
    running = {row.story_id: row for row in HeadlineTest.running() if row.story_id in shown and row.until > now}
    if not running:
        return front
    for row in running.values():
        expires(row.until)

    def with_others(stories: tuple[TeaserCopy, ...]) -> tuple[TeaserCopy, ...]:
        return tuple(
            replace(one, tried=TriedCopy(test.turn, tuple(test.others)))
            if (test := running.get(one.id)) and one.headline == test.chief
            else one
            for one in stories
        )

    return _each(front, with_others)


def front_of(section: Section) -> FrontCopy | None:
    """What stands above the newest stories of ``section``; ``None`` where nobody has set its front."""
    read(keys.front(section.slug))
    row = Front.objects.filter(name=section.slug).first()
    return set_front(row.standing) if row and row.live else None


def rail() -> RailCopy:
    """The lists beside every page: top, latest, what was read most in the last day. Who stands in the bar carries its mark."""
    wanted = _standing(fronts.HOME)
    tops = [slot.name for slot in wanted.slots if slot.look in ("lead", "second")]
    newest = Slot("rail", "latest", LATEST)
    # The newest are the newest, whatever stands above them: a list of its own.
    filled = fill(wanted, only=tops)
    top = [one for name in tops for one in filled[name]]
    latest = [one.story for one in fill(Arrangement((newest,)))["rail"]]
    read_most = popular.order("day")
    read(*(keys.mention(number) for number in read_most))  # who is withdrawn leaves, and the next moves up
    ready = sets([*(one.story for one in top), *latest, *read_most])
    over = {one.story: one for one in top}
    named = tuple(
        replace(copy, headline=labelled(pin.headline, copy.sponsor))
        if (pin := over[copy.id].pin) and pin.headline
        else copy
        for copy in mentions([one.story for one in top], ready)
    )
    earned = (
        number for number in read_most if number in ready and not ready[number].copy.sponsor
    )  # no money buys this place
    shown = list(earned)[: popular.SHOWN]
    rows = (named, mentions(latest, ready), mentions(shown, ready))
    seen = {one.id for row in rows for one in row}
    raised = [row for row in _raised() if row.story_id in seen]
    for one in raised:
        expires(one.until)
    marks = {one.story_id: cast(BannerKind, one.kind) for one in raised}
    return RailCopy(*(_row_marked(row, marks) for row in rows))


def set_front(wanted: Arrangement) -> FrontCopy:
    """``wanted`` as readers see it."""
    sections = {section.slug: section for section in Section.objects.all()}
    read(keys.PAGE)
    whole = wanted.with_others([slug for slug, one in sections.items() if not one.above_id])
    filled = fill(whole)
    by_look = {slot.look: filled[slot.name] for slot in whole.slots if slot.look in fronts.TOP}
    lead = by_look.get("lead", [])
    ready = sets([one.story for one in chain(*filled.values()) if one not in lead])
    blocks = [_block(slot, filled[slot.name], ready, sections) for slot in whole.slots if slot.look not in fronts.TOP]
    whole_front = FrontCopy(
        lead=_lead(lead),
        secondary=_row(by_look.get("second", []), ready),
        latest=_row(by_look.get("latest", []), ready),
        blocks=_named(tuple(block for block in blocks if block is not None)),
    )
    return _tried(whole_front)


def stories_of(copy: FrontCopy) -> set[int]:
    """The stories that stand on a front."""
    rows = [copy.secondary, copy.latest, *(block.stories for block in copy.blocks)]
    return {one.id for row in rows for one in row} | ({copy.lead.id} if copy.lead else set())


def _standing(name: str) -> Arrangement:
    read(keys.front(name))
    row = Front.objects.filter(name=name).first()
    return row.standing if row else fronts.usual(name)


def _lead(stood: list[Stood]) -> TeaserCopy | None:
    found = described(stood[0].story) if stood else None
    return _over(found, stood[0]) if found else None


def _block(
    slot: Slot, stood: list[Stood], ready: Mapping[int, Set], sections: Mapping[str, Section]
) -> FrontBlockCopy | None:
    stories = _row(stood, ready)
    if not stories:
        return None
    section = sections.get(slot.section)
    kind, _, slug = slot.of.partition(":")
    place = {"topic": f"/topic/{slug}/", "area": f"/places/{slug}/"}.get(kind, "")
    # A list of its own there is where something was taken from it.
    href = place if any(one.pin is None for one in stood) else ""
    title = slot.title or (section.name if section else "")
    if not title and kind == "popular":
        title = cases.table("wording")["say"]["talked" if slot.of == TALKED else "popular"]
    return FrontBlockCopy(
        name=slot.name.replace(":", "-"),
        title=title,
        href=section_copy(section).href if section else href,
        stories=stories,
        look=cast(FrontLook, slot.look),
    )


def _named(blocks: tuple[FrontBlockCopy, ...]) -> tuple[FrontBlockCopy, ...]:
    """The blocks; those of opinions name who wrote. One query, none without."""
    numbers = [one.id for block in blocks if block.look == "opinion" for one in block.stories]
    if not numbers:
        return blocks
    names: dict[int, dict[int, str]] = {number: {} for number in numbers}
    rows = Byline.objects.filter(story__in=numbers).order_by("person")
    for number, person, name in rows.values_list("story", "person", "person__name"):
        names[number][person] = name
    read(*(keys.signed(number) for number in numbers))
    read(*(keys.person(person) for said in names.values() for person in said))
    return tuple(
        replace(block, stories=tuple(replace(one, by=", ".join(names[one.id].values())) for one in block.stories))
        if block.look == "opinion"
        else block
        for block in blocks
    )


def _row(stood: list[Stood], ready: Mapping[int, Set]) -> tuple[TeaserCopy, ...]:
    over = {one.story: one for one in stood}
    return tuple(_over(copy, over[copy.id]) for copy in teasers([one.story for one in stood], ready))


def _over(copy: TeaserCopy, stood: Stood | None) -> TeaserCopy:
    """``copy`` with the words that editors gave it on this front."""
    pin = stood.pin if stood else None
    if pin is None or not (pin.headline or pin.kicker):
        return copy
    return replace(copy, headline=pin.headline or copy.headline, kicker=pin.kicker or copy.kicker)
