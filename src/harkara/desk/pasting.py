"""What is pasted on the tray, between the screen and the wire, which hangs up here how a page is read (``intake.read_by``)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from harkara.desk import clock
from harkara.desk.errors import Missing
from harkara.desk.models import Pasted

PATIENCE = timedelta(seconds=60)
"""After this time who reads a page has died."""

TOO_LONG = "This page took too long to read: paste its text instead."
WHY = "Nothing was clipped: %(why)s."

Starter = Callable[[int], None]

_hooks: dict[str, Starter] = {}


@dataclass(frozen=True, slots=True)
class Paste:
    """What was pasted: an address, or else a text."""

    address: str
    text: str


def read_by(starter: Starter) -> None:
    """Hangs up what has a pasted page read, by its number; it may not wait for it. The last one counts."""
    _hooks["starter"] = starter


def begin(number: int) -> None:
    """Has the pasted page ``number`` read. Raises ``Missing`` where the wire has hung up nothing."""
    if "starter" not in _hooks:
        raise Missing(_("Nothing reads pages here: the wire is not installed."))
    _hooks["starter"](number)


def is_address(text: str) -> bool:
    """Whether ``text`` is one address and nothing else.

    >>> is_address("https://paper.example/খবর"), is_address("www.paper.example"), is_address("নদীর পানি। www.paper.example")
    (True, True, False)
    """
    words = text.split()
    return len(words) == 1 and ("://" in words[0][:12] or words[0].lower().startswith("www."))


def pasted(number: int) -> Paste | None:
    """Return what was pasted under ``number``, or ``None`` where it was read already."""
    row = Pasted.objects.filter(pk=number, state=Pasted.State.UNDER_WAY).first()
    return Paste(row.address, row.text) if row else None


def filed(number: int, clipping: int, *, was_new: bool) -> None:
    """Notes that the pasted page ``number`` lies in the tray as ``clipping``."""
    _settled(number, state=Pasted.State.FILED, clipping_id=clipping, was_new=was_new)


def refused(number: int, sentence: str, details: dict[str, Any]) -> None:
    """Notes why the pasted page ``number`` is no clipping: ``sentence`` with the places that ``details`` fill."""
    plain = {name: value if isinstance(value, int) else str(value) for name, value in details.items()}
    _settled(number, state=Pasted.State.REFUSED, sentence=sentence, details=plain)


def look(number: int, user: int) -> Pasted | None:
    """Return how far the page ``number`` is that ``user`` pasted; one that nobody reads any more is refused by now."""
    row = Pasted.objects.select_related("clipping").filter(pk=number, user=user).first()
    if row and row.state == Pasted.State.UNDER_WAY and clock.now() - row.at > PATIENCE:
        refused(number, TOO_LONG, {})
        row.refresh_from_db()
    return row


def _settled(number: int, **fields: Any) -> None:
    with transaction.atomic():
        Pasted.objects.filter(pk=number, state=Pasted.State.UNDER_WAY).update(text="", **fields)
