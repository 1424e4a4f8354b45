"""The desk's clock: the only source of now, so that a test or a demo can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

_set: ContextVar[datetime | None] = ContextVar("harkara_desk_clock", default=None)


def now() -> datetime:
    """This moment, aware and in UTC; or the moment the clock was set to."""
    return _set.get() or datetime.now(UTC)


def set(moment: datetime | None) -> None:  # noqa: A001 (one sets a clock)
    """Stops the clock at ``moment`` (aware) for this thread of work; ``None`` lets it run again.

    Raises ``ValueError`` for a naive moment.
    """
    if moment is not None and moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone: a clock shows an instant.")
    _set.set(moment.astimezone(UTC) if moment else None)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Stops the clock at ``moment`` inside the block."""
    before = _set.get()
    set(moment)
    try:
        yield
    finally:
        _set.set(before)


def zone() -> ZoneInfo:
    """The paper's time zone."""
    return ZoneInfo(settings.HARKARA_ZONE)


def day_of(moment: datetime) -> date:
    """The day of ``moment`` in the paper's zone."""
    return moment.astimezone(zone()).date()


def today() -> date:
    """Today in the paper's zone."""
    return day_of(now())


def begin(day: date) -> datetime:
    """The moment at which ``day`` begins in the paper's zone, in UTC."""
    return datetime.combine(day, time.min, zone()).astimezone(UTC)


def end(day: date) -> datetime:
    """The moment at which ``day`` is over in the paper's zone, in UTC."""
    return begin(day + timedelta(days=1))
