"""Jots: what is typed is put down as it is, in one row, until a revision has it.

A revision costs half a hundred queries under the lock of whoever writes; a jot costs one. So words are acknowledged by
jots every second or so, and the revision is made in pauses of typing (ADR 20).
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils.translation import gettext as _

from harkara.desk import clock
from harkara.desk.errors import Missing, Refused
from harkara.desk.models import Jot, Story
from harkara.people.models import User

LONGEST_NAME = 40
"""Letters of the name that a page or a browser gives itself, at most."""

MOST = 200
"""Pages of one person whose words wait for a revision, at most: more is no person."""

SILENT = timedelta(seconds=30)
"""After this time without a revision the page that wrote a jot is gone: it makes one every ten seconds."""

FORGOTTEN = timedelta(days=180)
"""How long words wait for somebody to take them."""


@dataclass(frozen=True, slots=True)
class Page:
    """An open editor. ``story`` is ``None`` as long as it has no number; ``base`` is the revision it goes on from, 0 for
    none; ``device`` the browser that it is open in.
    """

    name: str
    story: int | None
    base: int
    device: str


def jot(user: User, page: Page, turn: int, words: str) -> None:
    """Puts down what ``page`` says at its sending number ``turn``. Raises ``Refused`` for what is no form, and for more
    pages than a person has, ``Missing`` where there is no such story. A sending that comes after a later one changes nothing.
    """
    _read(words)
    _put(user, page, turn, words)


def amend(user: User, page: Page, turn: int, since: int, changes: str) -> bool:
    """Puts down what became other since the sending number ``since``: in JSON, the place in the list and the new value of
    each field. Returns whether that could be done; if not, the page sends everything.
    """
    words = said(user, page.name, since)
    if words is None:
        return False
    for place, value in _changes(changes, len(words)):
        words[place] = words[place][0], value
    _put(user, page, turn, json.dumps(words, ensure_ascii=False, separators=(",", ":")))
    return True


def said(user: User, page: str, turn: int) -> list[tuple[str, str]] | None:
    """The names and values that ``page`` put down at its sending number ``turn``; ``None`` where another one is down."""
    found = Jot.objects.filter(user=user, page=page, turn=turn).values_list("words", flat=True).first()
    return [(name, value) for name, value in _read(found)] if found else None


def revised(user: User, page: str, turn: int) -> None:
    """A revision has what the page called ``page`` said up to its sending number ``turn``."""
    Jot.objects.filter(user=user, page=page, done__lt=turn).update(done=turn)


def drop(user: User, page: str) -> None:
    """Throws away the words of a page of one's own: its writer does not want them."""
    Jot.objects.filter(user=user, page=page).delete()


def waiting(user: User, story: Story | None, *, others: bool) -> list[Jot]:
    """The jots of ``story`` (``None``: of stories without a number) that no revision has, the newest first: those of
    ``user``, and with ``others`` those of pages of other people that are silent.
    """
    whose = Q(user=user)
    if others and story is not None:
        whose |= Q(at__lt=clock.now() - SILENT)
    rows = Jot.objects.filter(whose, story=story, turn__gt=F("done")).select_related("user").order_by("-at", "-pk")
    return list(rows[:MOST])


def sweep(now: datetime) -> int:
    """Removes what revisions have, and what nobody took for half a year; returns how many went."""
    done = Q(turn__lte=F("done"), at__lt=now - timedelta(days=1))
    gone, _each = Jot.objects.filter(done | Q(at__lt=now - FORGOTTEN)).delete()
    return gone


def _put(user: User, page: Page, turn: int, words: str) -> None:
    values = {"story_id": page.story, "base": page.base, "device": page.device, "words": words, "at": clock.now()}
    if Jot.objects.filter(user=user, page=page.name, turn__lt=turn).update(turn=turn, **values):
        return
    if Jot.objects.filter(user=user, turn__gt=F("done")).count() >= MOST:
        raise Refused(
            _(
                "%(count)s editors of yours hold words that no version has. Open those stories and take or leave the words."
            )
            % {"count": MOST}
        )
    if page.story is not None and not Story.objects.filter(pk=page.story).exists():
        raise Missing(_("This story is not there any more."))
    row = Jot(user=user, page=page.name, turn=turn, **values)
    Jot.objects.bulk_create([row], ignore_conflicts=True)  # a later sending was faster: it stays


def _read(words: str) -> list[list[str]]:
    found = _json(words)
    if isinstance(found, list) and all(isinstance(pair, list) and len(pair) == 2 and _texts(pair) for pair in found):
        return found
    raise Refused(_("What was sent is no form: a list of names and values is expected."))


def _changes(changes: str, count: int) -> list[tuple[int, str]]:
    found = _json(changes)
    if isinstance(found, list) and all(
        isinstance(one, list) and len(one) == 2 and type(one[0]) is int and 0 <= one[0] < count and _texts(one[1:])
        for one in found
    ):
        return [(place, value) for place, value in found]
    raise Refused(_("What was sent is no form: a list of names and values is expected."))


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _texts(values: Iterable[object]) -> bool:
    return all(isinstance(value, str) for value in values)
