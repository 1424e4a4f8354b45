"""Fronts as data: a front is an arrangement of slots, a slot a few places with a rule that fills those that are free.

Pure values: models keep them as JSON, ``copy.filling`` finds the stories, ``actions`` let them stand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from harkara.bangla.clean import normalise
from harkara.bangla.digits import to_latin
from harkara.desk import clock
from harkara.desk.errors import Refused

HOME = ""
"""The name of the paper's own front; that of a section is called like the section."""

LOOKS: dict[str, tuple[Any, int]] = {
    "lead": (gettext_lazy("Lead"), 1),
    "second": (gettext_lazy("Second row"), 8),
    "latest": (gettext_lazy("Latest"), 20),
    "block": (gettext_lazy("Block"), 8),
    "strip": (gettext_lazy("Photo strip"), 8),
    "opinion": (gettext_lazy("Opinion strip"), 8),
}
"""How a slot is set: the name of the look, and how many stories it can hold. The first three stand at the top, once each."""

TOP = ("lead", "second", "latest")
MOST_SLOTS = 24
LONGEST_HOURS = 24 * 14
ALL = "all"
IN_BLOCK = 4


@dataclass(frozen=True, slots=True)
class Pin:
    """A story that an editor put into a place of a slot (1 is the first). ``until`` (aware) ends it by itself; ``headline``
    and ``kicker`` stand on this front instead of the story's own.
    """

    story: int
    place: int
    until: datetime | None = None
    headline: str = ""
    kicker: str = ""

    def holds(self, now: datetime) -> bool:
        """Whether it has not ended."""
        return self.until is None or self.until > now


@dataclass(frozen=True, slots=True)
class Slot:
    """A few places of one look. ``of``: whence the free ones are filled with the newest: ``all``, a listing
    (``section:world``, ``topic:…``, ``area:…``) or a kind (``kind:opinion``), or with what is popular (``popular:day``,
    ``popular:week``, ``popular:shared``, ``popular:talked``), the first of it; of these only stories with a picture
    (``pictured``), only those of the last ``hours``.
    """

    name: str
    look: str
    count: int
    of: str = ALL
    pictured: bool = False
    hours: int = 0
    title: str = ""
    pins: tuple[Pin, ...] = ()

    @property
    def section(self) -> str:
        """The slug of the section whose block this is; empty for any other slot."""
        return self.of.removeprefix("section:") if self.look == "block" and self.of.startswith("section:") else ""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The slots of a front, in the order in which they are filled. ``others``: sections without a block of their own
    follow, each with its newest.
    """

    slots: tuple[Slot, ...]
    others: bool = False

    def pins(self) -> Iterator[Pin]:
        """All pins, in the order of the slots."""
        for slot in self.slots:
            yield from slot.pins

    def with_others(self, sections: Sequence[str]) -> "Arrangement":
        """With a slot for each of ``sections`` (slugs) that has none, if they are to follow."""
        if not self.others:
            return self
        own = {slot.section for slot in self.slots}
        follow = (block(slug) for slug in sections if slug not in own)
        return replace(self, slots=(*self.slots, *follow))

    def without(self, story: int) -> "Arrangement":
        """The same without pins of ``story``."""
        if all(pin.story != story for pin in self.pins()):
            return self
        slots = (replace(slot, pins=tuple(pin for pin in slot.pins if pin.story != story)) for slot in self.slots)
        return replace(self, slots=tuple(slots))

    def holding(self, now: datetime) -> "Arrangement":
        """The same without pins that have ended."""
        slots = (replace(slot, pins=tuple(pin for pin in slot.pins if pin.holds(now))) for slot in self.slots)
        return replace(self, slots=tuple(slots))

    def with_pins(self, pins: dict[str, Sequence[Pin]]) -> "Arrangement":
        """With ``pins`` in the slots that it names; others keep theirs, but for stories that stand in ``pins`` now."""
        named = {pin.story for some in pins.values() for pin in some}
        slots = (
            replace(slot, pins=tuple(pins[slot.name]))
            if slot.name in pins
            else replace(slot, pins=tuple(pin for pin in slot.pins if pin.story not in named))
            for slot in self.slots
        )
        return replace(self, slots=tuple(slots))

    def data(self) -> dict[str, Any]:
        """What is kept of it as JSON."""
        slots = [{key: value for key, value in asdict(slot).items() if key != "pins"} for slot in self.slots]
        for slot, kept in zip(self.slots, slots, strict=True):
            kept["pins"] = [{**asdict(pin), "until": pin.until.isoformat() if pin.until else None} for pin in slot.pins]
        return {"slots": slots, "others": self.others}


def block(slug: str) -> Slot:
    """The block of a section."""
    return Slot(f"section:{slug}", "block", IN_BLOCK, of=f"section:{slug}")


def usual(front: str) -> Arrangement:
    """How a front stands that nobody has set: the home page, or the front of the section ``front``."""
    if front == HOME:
        return Arrangement(
            (Slot("lead", "lead", 1), Slot("second", "second", 4), Slot("latest", "latest", 10)), others=True
        )
    whole = f"section:{front}"
    return Arrangement((Slot("lead", "lead", 1, of=whole), Slot("second", "second", 4, of=whole)))


def of_data(data: Any) -> Arrangement:
    """The arrangement that ``data`` (from the database, or from a screen) says. Raises ``Refused``, in words, for what is
    none.
    """
    try:
        slots = tuple(_slot(one) for one in data["slots"])
        wanted = Arrangement(slots, bool(data.get("others")))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Refused(_("This is no front: open the screen again.")) from error
    check(wanted)
    return wanted


def check(wanted: Arrangement) -> None:
    """Raises ``Refused`` where slots or pins cannot stand so."""
    if len(wanted.slots) > MOST_SLOTS:
        raise Refused(_("A front has room for %(most)s slots.") % {"most": MOST_SLOTS})
    names = [slot.name for slot in wanted.slots]
    tops = [slot.look for slot in wanted.slots if slot.look in TOP]
    if len(set(names)) < len(names) or len(set(tops)) < len(tops):
        raise Refused(_("Each slot of a front stands once: take the second one away."))
    for slot in wanted.slots:
        _check_slot(slot)
    stories = [pin.story for pin in wanted.pins()]
    if len(set(stories)) < len(stories):
        raise Refused(_("A story can stand in one place of the front only."))


def _check_slot(slot: Slot) -> None:
    _label, most = LOOKS[slot.look]
    if not 1 <= slot.count <= most:
        raise Refused(
            _("“%(slot)s” has room for 1 to %(most)s stories, not %(count)s.")
            % {"slot": slot.title or LOOKS[slot.look][0], "most": most, "count": slot.count}
        )
    places = [pin.place for pin in slot.pins]
    if len(set(places)) < len(places) or any(not 1 <= place <= slot.count for place in places):
        raise Refused(
            _("“%(slot)s” has %(count)s places, one story in each.")
            % {"slot": slot.title or LOOKS[slot.look][0], "count": slot.count}
        )


def _slot(one: Any) -> Slot:
    look = str(one["look"])
    if look not in LOOKS:
        raise ValueError(look)
    return Slot(
        name=str(one["name"])[:80],
        look=look,
        count=int(one["count"]),
        of=str(one.get("of") or ALL)[:120],
        pictured=bool(one.get("pictured")),
        hours=max(0, min(LONGEST_HOURS, int(one.get("hours") or 0))),
        title=normalise(str(one.get("title") or "")).strip()[:60],
        pins=tuple(sorted((_pin(pin) for pin in one.get("pins") or ()), key=lambda pin: pin.place)),
    )


def _pin(one: Any) -> Pin:
    return Pin(
        story=int(one["story"]),
        place=int(one["place"]),
        until=_moment(to_latin(str(one.get("until") or "")).strip()),
        headline=normalise(str(one.get("headline") or "")).strip()[:250],
        kicker=normalise(str(one.get("kicker") or "")).strip()[:60],
    )


def _moment(said: str) -> datetime | None:
    """The moment that somebody typed or that was kept; without a zone it is the paper's. Raises ``Refused``."""
    if not said:
        return None
    try:
        moment = parse_datetime(said)
    except ValueError:
        moment = None
    if moment is None:
        raise Refused(_("“%(said)s” is no time that can be read: write it like 2026-11-30 06:00.") % {"said": said})
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.zone())
