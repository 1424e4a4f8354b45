"""What a look at a source brings, and who looks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from harkara.desk.rounds import Due
from harkara.wire.complaints import Complaint
from harkara.wire.dispatch import Attached, Dispatch


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at a source brought. ``memo`` is what the next one must know (JSON); it is kept only when all
    ``dispatches`` are received, and so is ``done`` called: what it does (a file put aside, a letter marked as read) may be
    done again, and must not be done sooner. The rest as in ``desk.rounds.Looked``.
    """

    dispatches: Sequence[Dispatch] = ()
    memo: dict[str, Any] = field(default_factory=dict)
    error: Complaint | None = None
    report: Sequence[Complaint] = ()
    moved: str = ""
    is_gone: bool = False
    minutes: int = 0
    seconds: float = 0
    done: Callable[[], None] | None = None
    attached: Sequence[Attached] = ()
    """Pictures that came with the dispatches: they go into the library before these are received."""

    again: bool = False
    """Whether more is there than one look takes."""


class Looker(Protocol):
    """Looks at one kind of source. May be called in a thread of its own: it asks no database."""

    def __call__(self, due: Due, now: datetime, /) -> Look:
        """The look at ``due``, at ``now`` (aware). What the source does wrong is said in the look, not raised."""
        ...
