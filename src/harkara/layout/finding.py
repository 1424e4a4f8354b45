"""Finished copy of the search page, and the paper's card with which its frame is set where there is no database.

Unlike the copy of :mod:`harkara.layout.copy` this is not the desk's: whoever answers a search makes it of what was found.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from html import unescape
from typing import Any

from harkara.layout.copy import Link, PaperCopy, SectionCopy

ADDRESS = "/search/"
SUGGEST = "/search/suggest"
"""Where one searches, and where the box asks what one may be about to look for."""

LONGEST = 200
"""Graphemes of what one may look for."""

Marked = Sequence[tuple[str, bool]]
"""A text in pieces, each with whether it is what was looked for."""

SHOWN = ("name", "tagline", "origin", "zone", "editor", "imprint", "google_source", "language", "trust")
"""What the frame shows of the paper beside its sections."""

_CARD = re.compile(r' data-paper="([^"]*)"')


@dataclass(frozen=True, slots=True)
class HitCopy:
    """One story that was found. ``section`` is None where the paper no longer has it."""

    href: str
    headline: Marked
    excerpt: Marked
    section: SectionCopy | None
    published_at: datetime


@dataclass(frozen=True, slots=True)
class ChoiceCopy:
    """Something to choose: a section with how many were found in it, or an order. ``count`` is None where nobody knows."""

    label: str
    href: str
    chosen: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class PageLink:
    """A numbered page of results; ``number`` 0 is a gap between two."""

    number: int
    href: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class FieldsCopy:
    """What stands in the fields of the form: what was typed, or the day that was understood."""

    text: str = ""
    section: str = ""
    topic: str = ""
    writer: str = ""
    begins: str = ""
    ends: str = ""
    sort: str = "relevance"

    @property
    def chooses(self) -> bool:
        """Whether anything but the text is filled in."""
        chosen = self.section or self.topic or self.writer or self.begins or self.ends
        return bool(chosen) or self.sort != "relevance"


@dataclass(frozen=True, slots=True)
class SearchCopy:
    """A page of results, or with ``asked`` unset the empty form.

    ``total`` is how many there are, ``at_least`` that there are more; ``first`` the number of the first hit shown.
    ``filters`` are those in force, each leading to the same search without it. ``troubles`` name the fields
    (``begins``, ``ends``, ``section``, ``text``) that could not be read or were cut. ``tries`` are searches that may find
    more where nothing was found. ``resting``: the archive cannot be asked now.
    """

    fields: FieldsCopy = FieldsCopy()
    asked: bool = False
    hits: tuple[HitCopy, ...] = ()
    total: int = 0
    at_least: bool = False
    first: int = 1
    meant: Link | None = None
    sections: tuple[ChoiceCopy, ...] = ()
    sorts: tuple[ChoiceCopy, ...] = ()
    filters: tuple[Link, ...] = ()
    troubles: tuple[str, ...] = ()
    tries: tuple[Link, ...] = ()
    pages: tuple[PageLink, ...] = ()
    before: str = ""
    after: str = ""
    number: int = 1
    is_cut: bool = False
    resting: bool = False


def card(paper: PaperCopy) -> str:
    """What the frame shows of ``paper``, as JSON: it stands in the empty form as it is baked."""
    shown: dict[str, Any] = {name: getattr(paper, name) for name in SHOWN}
    shown["sections"] = [_packed(section) for section in paper.sections]
    shown["documents"] = [[link.label, link.href] for link in paper.documents]
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":"))


def _packed(section: SectionCopy) -> list[str]:
    return [section.slug, section.name, section.href, *([section.within] if section.within else [])]


@lru_cache(maxsize=4)
def paper_of(page: str) -> PaperCopy | None:
    """The paper whose :func:`card` stands in ``page``; None where there is none, or one of another version."""
    found = _CARD.search(page)
    if found is None:
        return None
    try:
        shown = json.loads(unescape(found[1]))
        sections = tuple(SectionCopy(*section) for section in shown.pop("sections"))
        documents = tuple(Link(*link) for link in shown.pop("documents"))
        return PaperCopy(outlet="", sections=sections, documents=documents, **shown)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
