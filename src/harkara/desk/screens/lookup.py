"""Looking something up: in the newsroom's index, or by headline in the database while there is none.

What is asked of the index is answered in bounded time, and a damaged, absent or slow index is a sentence on the screen:
the desk is never without search.
"""

from collections.abc import Callable, Collection
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Max, Q, QuerySet

from harkara.archive import complaints, shelf
from harkara.archive.index import PER_PAGE, Found, Hit, Index, IndexDamaged, Marked, Search
from harkara.archive.record import Kind
from harkara.bangla import normalise
from harkara.desk.models import IncomingClipping, Section, Story

PATIENCE = 2.0
"""Seconds an index has for an answer; somebody waits for it."""

NEWEST = 50_000
"""Among how many stories (and as many clippings) the database looks for a headline: what it can do while one waits."""

LISTED = 200
"""How many of each kind the database gives at most."""

Why = Literal["", "absent", "slow"]
_Given = TypeVar("_Given")
_asking = ThreadPoolExecutor(max_workers=4, thread_name_prefix="lookup")


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, and why not in the index: it is absent or damaged, it was too slow, or ``""``: it was asked."""

    found: Found
    instead: Why = ""


def find(wanted: Search) -> Answer:
    """Looks for ``wanted``, in the kinds it names and no others; none named is none found."""
    if not wanted.kinds:
        return Answer(Found())
    found = _indexed(wanted)
    return Answer(by_headline(wanted), found) if isinstance(found, str) else Answer(found)


def _indexed(wanted: Search) -> Found | Why:
    """What the newsroom's index finds, or why it was not asked."""

    def ask() -> Found | None:
        newsroom = index("newsroom")
        found = newsroom.search(wanted)
        return found if found.hits or newsroom.count() else None

    try:
        found = _within(ask)
    except TimeoutError:
        return "slow"
    except (IndexDamaged, OSError) as error:
        _complain("newsroom", error)
        return "absent"
    return "absent" if found is None else found


LIST_PAGES = 3
"""Pages of results that a list is narrowed to."""

LETTERS = 1_000
"""How many stories a list is narrowed to at most by the letters of their headlines."""


def numbers(text: str, *, section: Section | None = None, kinds: tuple[Kind, ...] = ("story", "draft")) -> Q:
    """Narrows a list of stories to those that ``text`` finds: the newest that the newsroom's index has, and those of the
    newest ``NEWEST`` whose headline holds it letter for letter, also inside a word, ``LETTERS`` at most. While there is no
    index, the headline need but hold each word of it.
    """
    found: set[int] = set()
    held = [normalise(text)]
    slug = section.slug if section else ""
    for page in range(1, LIST_PAGES + 1):
        answer = _indexed(Search(text=text, section=slug, kinds=kinds, sort="newest", page=page))
        if isinstance(answer, str):
            held = _words(text)
            break
        found |= {hit.number for hit in answer.hits}
        if len(answer.hits) < PER_PAGE:
            break
    # Numbers, not a condition: a list that may be in the one or the other is read from its end to its beginning. Nothing but
    # what the index of headlines has is asked for: fifty thousand rows are as many places of the disk, their entries are not.
    letters = Story.objects.filter(_holding(held), pk__gt=_oldest(Story))
    if section:
        letters = letters.filter(section_id=section.pk)
    return Q(pk__in=found.union(letters.order_by("-pk").values_list("pk", flat=True)[:LETTERS]))


def suggest(typed: str, kinds: Collection[Kind], limit: int = 8) -> tuple[str, ...]:
    """What somebody who may see ``kinds`` may be about to look for. Words of drafts and of incoming copy come out of the
    newsroom's index only for those who may see both; whoever sees less gets what readers get.
    """

    name: Literal["newsroom", "public"] = "newsroom" if {"story", "draft", "clipping"} <= set(kinds) else "public"

    def ask() -> tuple[str, ...]:
        return index(name).suggest(typed, limit)

    if "story" not in kinds or not typed.strip():
        return ()
    try:
        return _within(ask)
    except (TimeoutError, IndexDamaged, OSError) as error:
        _complain(name, error)
        return ()


def _complain(name: str, error: Exception) -> None:
    """Tells who keeps the index of damage in it."""
    if isinstance(error, IndexDamaged):
        complaints.complain(Path(settings.HARKARA_ARCHIVE) / name, str(error))


def index(name: Literal["newsroom", "public"]) -> Index:
    """One of the paper's two indexes, opened once in a process: it notices by itself what was written since."""
    return _opened(name, str(settings.HARKARA_ARCHIVE), str(settings.HARKARA_ARCHIVE_ENGINE))


@lru_cache(maxsize=4)
def _opened(name: str, folder: str, engine: str) -> Index:
    return shelf.newsroom() if name == "newsroom" else shelf.public()


def _within(ask: Callable[[], _Given]) -> _Given:
    """The answer of ``ask`` if it comes in time; raises ``TimeoutError`` otherwise, and whatever ``ask`` raises."""
    asked: Future[_Given] = _asking.submit(ask)
    try:
        return asked.result(timeout=PATIENCE)
    finally:
        asked.cancel()


def by_headline(wanted: Search) -> Found:
    """Looks for all words of ``wanted`` in headlines of the database, the newest first: two queries, and one for each
    kind. Topics, phrases and exclusions are the index's alone.
    """
    words = _words(wanted.text)
    hits: list[Hit] = []
    if {"story", "draft"} & set(wanted.kinds):
        hits += [_story_hit(story, words) for story in _stories(wanted, words)]
    if "clipping" in wanted.kinds and not wanted.section:
        hits += [_clipping_hit(row, words) for row in _clippings(wanted, words)]
    hits.sort(key=lambda hit: hit.published_at, reverse=wanted.sort != "oldest")
    first = (wanted.page - 1) * PER_PAGE
    return Found(tuple(hits[first : first + PER_PAGE]), len(hits), at_least=len(hits) >= LISTED)


def _words(text: str) -> list[str]:
    """The words of ``text`` that a headline is to hold."""
    words = (word.strip('"“”„«»') for word in normalise(text).split() if word[0] not in "-−–")
    return [word for word in words if word]


def _oldest(model: type[Story] | type[IncomingClipping]) -> int:
    """The number after which the newest ``NEWEST`` stand."""
    newest: int = model.objects.aggregate(newest=Max("pk"))["newest"] or 0
    return newest - NEWEST


def _stories(wanted: Search, words: list[str]) -> "QuerySet[Story]":
    kinds = Q()
    if "story" in wanted.kinds:
        kinds |= Q(live=True) & _between(wanted, "published_at")
    if "draft" in wanted.kinds:
        kinds |= Q(live=False, killed_at=None) & _between(wanted, "latest_revision__created_at")
    rows = Story.objects.filter(kinds, _holding(words), pk__gt=_oldest(Story)).select_related(
        "section", "latest_revision"
    )
    if wanted.section:
        rows = rows.filter(section__slug__in=(wanted.section, *wanted.parts))
    if wanted.writer:
        rows = rows.filter(bylines__person__name=wanted.writer).distinct()
    chosen: QuerySet[Story] = rows.only(
        "headline", "summary", "slug", "live", "published_at", "section", "latest_revision__created_at"
    ).order_by("pk" if wanted.sort == "oldest" else "-pk")[:LISTED]
    return chosen


def _clippings(wanted: Search, words: list[str]) -> "QuerySet[IncomingClipping]":
    holding = _holding(words) & Q(pk__gt=_oldest(IncomingClipping))
    rows = IncomingClipping.objects.filter(holding, _between(wanted, "filed_at"))
    if wanted.writer:
        rows = rows.filter(byline=wanted.writer)
    return rows.only("headline", "filed_at").order_by("pk" if wanted.sort == "oldest" else "-pk")[:LISTED]


def _holding(words: list[str]) -> Q:
    """That a headline holds each of ``words``. Bangla has no capital letters: for a word without any, PostgreSQL need not turn
    fifty thousand headlines into capitals.
    """
    held = Q()
    for word in words:
        held &= Q(headline__contains=word) if word.upper() == word.lower() else Q(headline__icontains=word)
    return held


def _between(wanted: Search, column: str) -> Q:
    """The days of ``wanted``, both included, in its zone."""
    zone, limits = ZoneInfo(wanted.zone), Q()
    if wanted.begins:
        limits &= Q(**{f"{column}__gte": datetime.combine(wanted.begins, time.min, zone)})
    if wanted.ends:
        limits &= Q(**{f"{column}__lt": datetime.combine(wanted.ends + timedelta(days=1), time.min, zone)})
    return limits


def _story_hit(story: Story, words: list[str]) -> Hit:
    revision: Any = story.latest_revision
    at = story.published_at if story.live else revision.created_at if revision else None
    return Hit(
        kind="story" if story.live else "draft",
        number=story.pk,
        href=story.href,
        headline=mark(story.headline, words),
        excerpt=((story.summary, False),) if story.summary else (),
        section=story.section.slug if story.section else "",
        published_at=at or datetime.min.replace(tzinfo=ZoneInfo("UTC")),
    )


def _clipping_hit(row: IncomingClipping, words: list[str]) -> Hit:
    return Hit("clipping", row.pk, "", mark(row.headline, words), (), "", row.filed_at)


def mark(text: str, words: Collection[str]) -> Marked:
    """``text`` in pieces, the words that hold one of ``words`` marked, whole: no sign is torn from its letter.

    >>> mark("নদীর পানি বাড়ছে", ["নদী"])
    (('নদীর', True), (' পানি বাড়ছে', False))
    """
    looked_for = [word.lower() for word in words]
    pieces: list[tuple[str, bool]] = []
    for number, part in enumerate(text.split(" ")):
        held = any(word in part.lower() for word in looked_for)
        for piece, is_marked in ((" ", False), (part, held)) if number else ((part, held),):
            if pieces and pieces[-1][1] == is_marked:
                pieces[-1] = (pieces[-1][0] + piece, is_marked)
            elif piece:
                pieces.append((piece, is_marked))
    return tuple(pieces)
