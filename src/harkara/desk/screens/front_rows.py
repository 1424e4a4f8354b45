"""A front as its screen shows it: slots with their rows, pinned or filled by rule, and what a draft changes for readers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from harkara.desk import clock, fronts, when
from harkara.desk.copy.filling import Stood, fill
from harkara.desk.fronts import LOOKS, Arrangement, Slot
from harkara.desk.models import Area, Section, Story, Topic

KINDS = {
    "kind:opinion": gettext_lazy("opinions"),
    "kind:analysis": gettext_lazy("analyses"),
    "kind:explainer": gettext_lazy("explainers"),
    "kind:video": gettext_lazy("videos"),
    "kind:photo": gettext_lazy("photo stories"),
    "kind:obituary": gettext_lazy("obituaries"),
}
POPULAR = {
    "popular:day": gettext_lazy("most read in a day"),
    "popular:week": gettext_lazy("most read in a week"),
    "popular:shared": gettext_lazy("most shared"),
    "popular:talked": gettext_lazy("most commented lately"),
}
HOURS = (0, 3, 6, 12, 24, 48, 72)
"""What the screen offers: only stories of so many last hours."""


@dataclass(frozen=True, slots=True)
class Row:
    """One place of a slot. ``story`` is ``None`` in an empty place; ``lost`` says why a pin comes to nothing."""

    place: int
    story: Story | None = None
    pinned: bool = False
    headline: str = ""
    kicker: str = ""
    until: datetime | None = None
    until_words: str = ""
    lost: str = ""
    other_words: bool = False


@dataclass(frozen=True, slots=True)
class SlotRows:
    """A slot with its rows. ``called`` names what fills its free places; ``own`` is false for the block of a section that
    merely follows.
    """

    slot: Slot
    title: str
    rule: str
    own: bool
    most: int
    called: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What a draft changes for readers: ``kind`` is ``comes``, ``goes``, ``moves``, ``words`` or ``slots``."""

    kind: str
    what: str
    where: str


@dataclass(frozen=True, slots=True)
class Names:
    """What the rules are called: sections, topics and areas by the name of their listing."""

    sections: dict[str, str]
    others: dict[str, str]
    parts: frozenset[str]
    """The listings of sub-sections, which follow on no front by themselves."""

    def of(self, name: str) -> str:
        """What a slot is filled from, in words."""
        if name == fronts.ALL:
            return _("the whole paper")
        known = KINDS.get(name) or POPULAR.get(name)
        return str(self.sections.get(name) or known or self.others.get(name) or name.partition(":")[2])


@dataclass(frozen=True, slots=True)
class Laid:
    """A front laid out: its slots with their rows, the stories on them by number, and how they stand."""

    slots: tuple[SlotRows, ...]
    stories: dict[int, Story]
    filled: dict[str, list[Stood]]


def names(wanted: Iterable[Arrangement]) -> Names:
    """The names of everything that slots of ``wanted`` are filled from. Three queries at most."""
    found = {slot.of for one in wanted for slot in one.slots}
    slugs: dict[str, list[str]] = {"topic": [], "area": []}
    for name in found:
        kind, _colon, slug = name.partition(":")
        if kind in slugs:
            slugs[kind].append(slug)
    others: dict[str, str] = {}
    if slugs["topic"]:
        others |= {row.listing: str(row.name) for row in Topic.objects.filter(slug__in=slugs["topic"])}
    if slugs["area"]:
        others |= {row.listing: str(row.name) for row in Area.objects.filter(slug__in=slugs["area"])}
    sections = list(Section.objects.all())
    parts = frozenset(row.listing for row in sections if row.above_id)
    return Names({row.listing: str(row.name) for row in sections}, others, parts)


def lay(wanted: Arrangement, called: Names) -> Laid:
    """``wanted`` as it would stand now."""
    whole = wanted.with_others([name.removeprefix("section:") for name in called.sections if name not in called.parts])
    filled = fill(whole)
    numbers = {one.story for stood in filled.values() for one in stood} | {pin.story for pin in whole.pins()}
    stories = stories_of(numbers)
    own = {slot.name for slot in wanted.slots}
    rows = (
        SlotRows(
            slot,
            title_of(slot, called),
            rule_of(slot, called),
            slot.name in own,
            LOOKS[slot.look][1],
            called.of(slot.of),
            tuple(_rows(slot, filled[slot.name], stories)),
        )
        for slot in whole.slots
    )
    return Laid(tuple(rows), stories, filled)


def stories_of(numbers: Iterable[int]) -> dict[int, Story]:
    """Stories with what a row shows of them, by number. One query."""
    needed = ("headline", "kicker", "live", "published_at", "section", "picture_id", "killed_at")
    found = Story.objects.filter(pk__in=list(numbers)).select_related("section").only(*needed, "section__name")
    return {story.pk: story for story in found}


def title_of(slot: Slot, called: Names) -> str:
    """How the screen calls a slot."""
    label = str(LOOKS[slot.look][0])
    if slot.title:
        return slot.title
    return called.of(slot.of) if slot.look == "block" and slot.of != fronts.ALL else label


def rule_of(slot: Slot, called: Names) -> str:
    """Whence the free places of a slot are filled, in words."""
    said = called.of(slot.of)
    parts = [said if slot.of in POPULAR else _("newest: %(of)s") % {"of": said}]
    if slot.pictured:
        parts.append(_("with a picture"))
    if slot.hours:
        parts.append(_("of the last %(hours)s hours") % {"hours": slot.hours})
    return ", ".join(parts)


def _rows(slot: Slot, stood: Sequence[Stood], stories: Mapping[int, Story]) -> Iterable[Row]:
    now = clock.now()
    by_place = {one.place: one for one in stood}
    pins = {pin.place: pin for pin in slot.pins}
    for place in range(1, slot.count + 1):
        one, pin = by_place.get(place), pins.get(place)
        story = stories.get(one.story) if one else None
        row = Row(place, story, headline=story.headline if story else "", kicker=story.kicker if story else "")
        if pin is not None and one is not None and one.pin is pin:
            row = replace(
                row,
                pinned=True,
                headline=pin.headline or row.headline,
                kicker=pin.kicker or row.kicker,
                until=pin.until,
                until_words=when.in_words(pin.until, now) if pin.until else "",
                other_words=bool(pin.headline or pin.kicker),
            )
        elif pin is not None:
            lost = stories.get(pin.story)
            called = str(lost) if lost else str(pin.story)
            why = (
                _("“%(headline)s” is not published any more.")
                if pin.holds(now)
                else _("The time of “%(headline)s” is over.")
            )
            row = replace(row, lost=why % {"headline": called})
        yield row


def changes(stands: Laid, draft: Laid) -> list[Change]:
    """What readers would see differently with ``draft`` in the place of what ``stands``."""
    was, now = stands.filled, draft.filled
    stories = stands.stories | draft.stories
    found = [*_of_slots(stands.slots, draft.slots)]
    titles = {one.slot.name: one.title for one in [*stands.slots, *draft.slots]}
    left, right = _standing(was), _standing(now)
    for number in [*right, *(one for one in left if one not in right)]:
        said = stories[number].headline if number in stories else str(number)
        if number not in left:
            found.append(Change("comes", said, _where(titles, right[number])))
        elif number not in right:
            found.append(Change("goes", said, _where(titles, left[number])))
        elif left[number][0] != right[number][0] or (left[number] != right[number] and _pinned(now, was, number)):
            places = {"was": _where(titles, left[number]), "now": _where(titles, right[number])}
            found.append(Change("moves", said, "{was} → {now}".format(**places)))
        found += _of_words(number, was, now, said)
    return found


def _of_slots(before: Sequence[SlotRows], after: Sequence[SlotRows]) -> Iterable[Change]:
    was, now = ({one.slot.name: one for one in some} for some in (before, after))
    for name, one in now.items():
        if name not in was:
            yield Change("slots", one.title, _("a new slot"))
        elif (was[name].title, was[name].rule, was[name].slot.count) != (one.title, one.rule, one.slot.count):
            yield Change("slots", one.title, f"{one.slot.count} · {one.rule}")
    for name, one in was.items():
        if name not in now:
            yield Change("slots", one.title, _("is taken away"))
    both = [name for name in now if name in was]
    if both != [name for name in was if name in now]:
        yield Change("slots", _("the order of the slots"), "")


def _standing(filled: Mapping[str, Sequence[Stood]]) -> dict[int, tuple[str, int]]:
    return {one.story: (name, one.place) for name, stood in filled.items() for one in stood}


def _pinned(now: Mapping[str, Sequence[Stood]], was: Mapping[str, Sequence[Stood]], number: int) -> bool:
    """Whether an editor has to do with where a story stands: what merely moves up is not told."""
    return any(one.story == number and one.pin for some in (now, was) for stood in some.values() for one in stood)


def _of_words(
    number: int, was: Mapping[str, Sequence[Stood]], now: Mapping[str, Sequence[Stood]], said: str
) -> Iterable[Change]:
    def words(some: Mapping[str, Sequence[Stood]]) -> tuple[str, str] | None:
        pins = [one.pin for stood in some.values() for one in stood if one.story == number]
        return ((pins[0].headline, pins[0].kicker) if pins[0] else ("", "")) if pins else None

    before, after = words(was), words(now)
    if after is not None and after != (before or ("", "")):
        yield Change("words", said, " · ".join(filter(None, reversed(after))) or _("its own words again"))


def _where(titles: Mapping[str, str], standing: tuple[str, int]) -> str:
    name, place = standing
    return f"{titles[name]} {place}"


def rules(front: str) -> list[tuple[str, str]]:
    """What a slot can be filled from, as (name, words): for the choices of the screen. Topics are typed."""
    sections = [(row.listing, str(row.name)) for row in Section.objects.all()]
    areas = [(row.listing, str(row.name)) for row in Area.objects.filter(kind=Area.Kind.DIVISION)]
    kinds = [(name, str(label)) for name, label in {**KINDS, **POPULAR}.items()]
    whole: list[tuple[str, Any]] = [(fronts.ALL, _("the whole paper"))]
    return [*whole, *kinds, *sections, *areas]
