"""Finished copy of what is said under a story.

Unlike the copy of :mod:`harkara.layout.copy` only a part of it is the desk's: readers wrote the rest.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from html import unescape
from typing import Literal

Piece = tuple[str, str]
"""A piece of a line, and the address to which it leads (empty for none)."""

Takes = Literal["open", "checked", "closed", "off"]
"""Whether a story takes comments: at once, after somebody has looked, no more, or never."""

State = Literal["shown", "withdrawn", "deleted"]


@dataclass(frozen=True, slots=True)
class RemarkCopy:
    """One comment. Of one that was withdrawn or deleted only the place is left, for its answers' sake.

    ``more``: answers that are not among ``answers``.
    """

    number: int
    name: str
    made_at: datetime
    edited_at: datetime | None
    paragraphs: Sequence[Sequence[Sequence[Piece]]]
    agreed: int = 0
    disagreed: int = 0
    state: State = "shown"
    answers: tuple["RemarkCopy", ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class SaidCopy:
    """Some of what is said under a story. ``total`` is how many comments there are (``None`` where a page does not say),
    ``older`` the number of the page before (0 for none).
    """

    order: Literal["new", "best", "page", "thread"]
    remarks: tuple[RemarkCopy, ...]
    total: int | None = None
    number: int = 0
    older: int = 0


@dataclass(frozen=True, slots=True)
class UnderCopy:
    """The story under which something is said: ``closes_at`` is when it will take no more."""

    story: int
    headline: str
    href: str
    takes: Takes
    closes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TargetCopy:
    """The comment that a page is about, for the reader who looks at it. ``text`` is what its writer said; ``unseen``, for the
    writer too, why nobody else sees it (``waiting``, ``withdrawn``).
    """

    number: int
    name: str
    is_shown: bool
    is_own: bool = False
    may_edit: bool = False
    reaction: str = ""
    text: str = ""
    unseen: Literal["", "waiting", "withdrawn"] = ""


@dataclass(frozen=True, slots=True)
class JudgedCopy:
    """What the moderators decided about a reader, as that reader sees it: ``act`` is ``withdraw`` or ``ban``, ``until`` the end
    of a ban (``None`` for none), ``link`` the address of an appeal (empty where one was made), ``answer`` what became of it
    (``waiting``, ``granted``, ``refused``, empty for no appeal).
    """

    act: str
    at: datetime
    story: int
    text: str
    reason: str = ""
    until: datetime | None = None
    link: str = ""
    answer: str = ""


Screen = Literal["talk", "enter", "code", "me", "notice", "appeal"]


@dataclass(frozen=True, slots=True)
class VoiceCopy:
    """A page on which a reader says something, signs in, or looks after the account; made for that reader alone.

    ``token`` goes with each form. ``piece`` is what was said, as it was baked. ``back`` is where one goes on after signing
    in. ``words`` and ``typed`` are what was written into a form that was refused, ``trouble`` why; ``done`` names what was
    done (``voice``, ``done_…``). ``href`` is this page's own address. ``flood`` says what holds on a night on which everybody
    writes, ``judged`` what the moderators decided about this reader, ``waiting`` the reader's comments under this story
    that a moderator has to look at: address and first words.
    """

    screen: Screen
    title: str
    token: str = ""
    href: str = ""
    back: str = ""
    under: UnderCopy | None = None
    piece: str = ""
    signed_in: bool = False
    name: str = ""
    email: str = ""
    target: TargetCopy | None = None
    trouble: str = ""
    done: str = ""
    words: str = ""
    typed: str = ""
    reasons: tuple[tuple[str, str], ...] = ()
    flood: str = ""
    judged: tuple[JudgedCopy, ...] = ()
    waiting: tuple[tuple[str, str], ...] = ()


_UNDER = re.compile(r' data-under="([^"]*)"')


def slip(under: UnderCopy) -> str:
    """What is known of a story, as JSON: it stands in the piece with its comments as it is baked."""
    closes = under.closes_at.isoformat() if under.closes_at else None
    said = [under.story, under.headline, under.href, under.takes, closes]
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=64)
def under_of(piece: str) -> UnderCopy | None:
    """The story whose :func:`slip` stands in a baked ``piece``; None where there is none, or one of another version. Readers
    cannot write one: what they say is escaped.
    """
    found = _UNDER.search(piece)
    if found is None:
        return None
    try:
        story, headline, href, takes, closes = json.loads(unescape(found[1]))
        return UnderCopy(story, headline, href, takes, datetime.fromisoformat(closes) if closes else None)
    except (ValueError, TypeError):
        return None
