"""Letters as rules: of what one is composed, when its turn is, and what its subject says. Pure values and functions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from harkara.bangla import clock as bangla_clock
from harkara.desk.errors import Refused
from harkara.layout.letters import LetterRow

MOST_PARTS: Final = 4
MOST_ROWS: Final = 20
"""Fronts of a letter, and rows from each."""

LONGEST_HOURS: Final = 24 * 7

GRACE: Final = timedelta(hours=3)
"""How late a letter is still composed: after that nobody wants the morning's any more, and its turn is missed."""


@dataclass(frozen=True, slots=True)
class Part:
    """So many rows from the front ``front`` (empty: the home page)."""

    front: str
    rows: int


def parts(said: Iterable[Any]) -> tuple[Part, ...]:
    """The parts that are kept as ``said``. Raises ``Refused`` for too many, for none, or for too many rows."""
    found = tuple(Part(str(one["front"]), int(one["rows"])) for one in said)
    if not 1 <= len(found) <= MOST_PARTS:
        raise Refused(_("A letter is composed of 1 to %(most)s fronts.") % {"most": MOST_PARTS})
    if any(not 1 <= one.rows <= MOST_ROWS for one in found):
        raise Refused(_("A front gives a letter 1 to %(most)s rows.") % {"most": MOST_ROWS})
    if len({one.front for one in found}) < len(found):
        raise Refused(_("Each front stands once in a letter: take the second one away."))
    return found


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant at which the letter of ``day`` is composed and sets out: until then its note can be written."""
    return datetime.combine(day, at, zone)


def goes_on(days: str, day: date) -> bool:
    """Whether a letter of these weekdays goes out on ``day``."""
    return str(day.weekday()) in days


def next_day(days: str, at: time, now: datetime, zone: ZoneInfo) -> date | None:
    """The day of the next turn after ``now``; ``None`` where no weekday is chosen."""
    today = now.astimezone(zone).date()
    coming = (today + timedelta(days=number) for number in range(8))
    return next((day for day in coming if goes_on(days, day) and moment(day, at, zone) > now), None)


def subject(rule: str, name: str, rows: Sequence[LetterRow], day: date, zone: ZoneInfo) -> str:
    """What stands in the list of mails."""
    first = rows[0].headline
    if rule == "day":
        noon = datetime.combine(day, time(12), zone)
        return f"{name}: {bangla_clock.format(noon, 'day', zone.key)}"
    return f"{name}: {first}" if rule == "both" else first


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a note."""
    return tuple(line for said in text.splitlines() if (line := " ".join(said.split())))
