"""The page of results: from a query string to finished HTML. Worked out by a clerk (:mod:`.clerks`), never in the event loop.

This module and what it needs (the templates, the language) are loaded with the first search: a worker that nobody
searches with starts as fast, and is as small, as ever.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Final

from harkara.archive.index import LAST_PAGE, PER_PAGE, Found, Hit, Search
from harkara.bangla import clock
from harkara.layout import cases, compositor, pages
from harkara.layout.copy import Link, NoticeCopy, PaperCopy
from harkara.layout.finding import ChoiceCopy, FieldsCopy, HitCopy, PageLink, SearchCopy, paper_of
from harkara.rack.lite import relinked
from harkara.rack.pages import compressed

from .lookup import Lookup, Resting
from .notices import SEARCHING
from .wanted import Wanted, link, read

SIGNS: Final = re.compile('["“”„«»]|(?<!\\S)[-\N{MINUS SIGN}\N{EN DASH}]')
"""What makes phrases and exclusions of words."""


@dataclass(frozen=True, slots=True)
class Made:
    """A finished page."""

    status: int
    html: str


def page(query: str, form: str, lookup: Lookup) -> Made:
    """The page for ``query``. ``form`` is the empty form as it was baked. Raises ``LookupError`` where that is of another
    version.
    """
    paper = paper_of(form)
    if paper is None:
        raise LookupError("the baked form carries no card of the paper that can be read")
    wanted = _of_paper(read(query), paper)
    if wanted.is_empty:
        return Made(200, pages.search(SearchCopy(), paper))
    try:
        found = lookup.search(_ordered(wanted.search))
    except Resting:
        copy = SearchCopy(fields=_fields(wanted), asked=True, resting=True, troubles=wanted.troubles)
        return Made(503, pages.search(copy, paper))
    return Made(200, pages.search(copy_of(wanted, found, paper), paper))


def lite_page(query: str, form: str, lookup: Lookup) -> Made:
    """:func:`page` as a lite page; ``form`` is the lite one."""
    with compositor.light():
        made = page(query, form, lookup)
    return replace(made, html=relinked(made.html))


@lru_cache(maxsize=8)
def notice(status: int, form: str, light: bool = False) -> bytes | None:
    """The notice of the search room for ``status`` in the paper's frame, compressed; None where ``form`` is of another
    version.
    """
    paper = paper_of(form)
    if paper is None:
        return None
    copy = NoticeCopy(status, *SEARCHING[status])
    if not light:
        return compressed(pages.notice(copy, paper).encode())
    with compositor.light():
        return compressed(relinked(pages.notice(copy, paper)).encode())


def copy_of(wanted: Wanted, found: Found, paper: PaperCopy) -> SearchCopy:
    """Finished copy of what was ``found``."""
    search, say = wanted.search, _say()
    here = replace(search, page=1)
    last = min(LAST_PAGE, -(-found.total // PER_PAGE))
    more = search.page < last or (found.at_least and len(found.hits) == PER_PAGE and search.page < LAST_PAGE)
    sections = {section.slug: section for section in paper.sections}
    return SearchCopy(
        fields=_fields(wanted),
        asked=True,
        hits=tuple(
            HitCopy(
                href=_href(hit),
                headline=hit.headline,
                excerpt=hit.excerpt,
                section=sections.get(hit.section),
                published_at=hit.published_at,
            )
            for hit in found.hits
        ),
        total=found.total,
        at_least=found.at_least,
        first=(search.page - 1) * PER_PAGE + 1,
        meant=Link(found.meant, link(replace(here, text=found.meant))) if found.meant else None,
        sections=_sections(here, found, paper),
        sorts=_sorts(here),
        filters=_filters(here, paper),
        troubles=wanted.troubles,
        tries=() if found.hits else _tries(search, found, say),
        pages=_pages(here, search.page, max(last, search.page + more)) if last > 1 and found.hits else (),
        before=link(replace(search, page=search.page - 1)) if search.page > 1 and found.hits else "",
        after=link(replace(search, page=search.page + 1)) if more and found.hits else "",
        number=search.page,
        is_cut=search.page == LAST_PAGE and (found.at_least or found.total > LAST_PAGE * PER_PAGE),
    )


def _say() -> dict[str, str]:
    say: dict[str, str] = cases.table("wording")["say"]
    return say


def _of_paper(wanted: Wanted, paper: PaperCopy) -> Wanted:
    """``wanted`` in the paper's zone, with the parts of its section, and without a section that the paper has not."""
    search = replace(wanted.search, zone=paper.zone)
    if search.section and search.section not in {section.slug for section in paper.sections}:
        return replace(wanted, search=replace(search, section=""), troubles=(*wanted.troubles, "section"))
    return replace(wanted, search=replace(search, parts=_parts(search.section, paper)))


def _parts(slug: str, paper: PaperCopy) -> tuple[str, ...]:
    """The sections that are parts of the one called ``slug``."""
    return tuple(section.slug for section in paper.sections if slug and section.within == slug)


def _ordered(search: Search) -> Search:
    """Where nothing is looked for but a choice made, nothing matches better: the newest come first."""
    return replace(search, sort="newest") if not search.text and search.sort == "relevance" else search


def _href(hit: Hit) -> str:
    return hit.href if hit.href.startswith("/") and not hit.href.startswith("//") else f"/{hit.number}"


def _fields(wanted: Wanted) -> FieldsCopy:
    search, typed = wanted.search, wanted.typed
    return FieldsCopy(
        text=search.text,
        section=search.section,
        topic=_topic(search),
        writer=search.writer,
        begins=typed.get("begins") or _day(search.begins),
        ends=typed.get("ends") or _day(search.ends),
        sort=search.sort,
    )


def _topic(search: Search) -> str:
    """The topic in words; the stand does not know how it is written, only its slug."""
    return search.topic.replace("-", " ")


def _day(day: date | None) -> str:
    return clock.format(datetime(day.year, day.month, day.day, 12, tzinfo=UTC), "day", "UTC") if day else ""


def _sections(here: Search, found: Found, paper: PaperCopy) -> tuple[ChoiceCopy, ...]:
    """The sections in which something was found, those with most first; the chosen one in any case. What was found in a
    part counts as found in the section that it is a part of, as well.
    """
    if not found.sections and not here.section:
        return ()
    counts = {
        section.slug: sum(found.sections.get(slug, 0) for slug in (section.slug, *_parts(section.slug, paper)))
        for section in paper.sections
    }
    counted = [section for section in paper.sections if counts[section.slug] or section.slug == here.section]
    counted.sort(key=lambda section: -counts[section.slug])
    say = _say()
    whole = ChoiceCopy(say["search_all_sections"], link(replace(here, section="")), chosen=not here.section)
    return (
        whole,
        *(
            ChoiceCopy(
                section.name,
                link(replace(here, section=section.slug)),
                section.slug == here.section,
                counts[section.slug] or None,
            )
            for section in counted
        ),
    )


def _sorts(here: Search) -> tuple[ChoiceCopy, ...]:
    say = _say()
    newest = ChoiceCopy(say["search_newest"], link(replace(here, sort="newest")), here.sort == "newest")
    oldest = ChoiceCopy(say["search_oldest"], link(replace(here, sort="oldest")), here.sort == "oldest")
    if not here.text:
        newest = replace(newest, chosen=here.sort != "oldest")
        return newest, oldest
    best = ChoiceCopy(say["search_relevance"], link(replace(here, sort="relevance")), here.sort == "relevance")
    return best, newest, oldest


def _filters(here: Search, paper: PaperCopy) -> tuple[Link, ...]:
    """The filters in force, each with the same search without it."""
    say = _say()
    name = next((section.name for section in paper.sections if section.slug == here.section), "")
    found = [
        (name, say["search_section"] + f": {name}", replace(here, section="")),
        (here.topic, say["search_topic"] + f": {_topic(here)}", replace(here, topic="")),
        (here.writer, say["search_writer"] + f": {here.writer}", replace(here, writer="")),
        (here.begins, say["search_since"].format(_day(here.begins)), replace(here, begins=None)),
        (here.ends, say["search_until"].format(_day(here.ends)), replace(here, ends=None)),
    ]
    return tuple(Link(label, link(without)) for is_set, label, without in found if is_set)


def _tries(search: Search, found: Found, say: dict[str, str]) -> tuple[Link, ...]:
    """Searches that may find what this one did not."""
    if found.total:
        return (Link(say["search_try_first"], link(replace(search, page=1))),)
    tries = []
    bare = " ".join(SIGNS.sub(" ", search.text).split())
    if bare and bare != search.text:
        tries.append(Link(say["search_try_words"].format(bare), link(replace(search, text=bare, page=1))))
    if search.text and (search.section or search.topic or search.writer or search.begins or search.ends):
        tries.append(Link(say["search_try_unfiltered"], link(Search(search.text))))
    return tuple(tries)


def _pages(here: Search, number: int, last: int) -> tuple[PageLink, ...]:
    """The first page, the last, and those beside the one that is shown; a gap where some are left out."""
    shown = sorted({1, last, *range(max(1, number - 1), min(last, number + 1) + 1)})
    links: list[PageLink] = []
    for page in shown:
        if links and page > links[-1].number + 1:
            links.append(PageLink(0))
        links.append(PageLink(page, link(replace(here, page=page)), page == number))
    return tuple(links)
