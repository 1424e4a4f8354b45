"""What a search address says, and the one address that says it: both ways, and no input is an error.

``q`` is what is looked for; ``section``, ``topic`` (its name or its slug) and ``writer`` choose; ``from`` and ``to`` are
days, written as
``2022-08-15``, ``১৫/০৮/২০২২``, ``১৫ আগস্ট ২০২২``, ``৩১ শ্রাবণ ১৪২৯``, or a whole month or year; ``sort`` is ``newest`` or
``oldest``; ``page`` counts from 1, in either digits. What cannot be read is left out, and named among the troubles.
"""

import calendar
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Final, cast, get_args
from urllib.parse import parse_qsl, urlencode

from harkara.archive.index import LAST_PAGE, Search, Sort
from harkara.bangla import calendars, clock, graphemes
from harkara.bangla import slug as slugs
from harkara.bangla.calendars import BanglaDate
from harkara.bangla.clean import normalise
from harkara.bangla.digits import to_latin
from harkara.layout.finding import ADDRESS, LONGEST

QUERY: Final = 16 * 1024
FIELDS: Final = 64
"""Characters of a query string, and fields in it, that are looked at."""

CHARACTERS: Final = 1000
"""Characters of a text, however few graphemes they make."""

NAME: Final = 80
"""Graphemes of a writer's name, a topic or a day."""

YEARS: Final = range(1800, 2201)
"""The years whose days are taken: a newspaper's, and far from the ends of what a date can be."""

UNSEEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffd\ud800-\udfff]+")
HALF: Final = re.compile("%[0-9A-Fa-f]?$")
SLUG: Final = re.compile(r"[a-z0-9-]{1,50}")
YEAR: Final = re.compile(r"[0-9]{4}")
MONTH: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for, and what of it could not be read: ``troubles`` names fields of the form, ``typed`` says what
    stood in them.
    """

    search: Search
    troubles: tuple[str, ...] = ()
    typed: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is looked for, and nothing was misunderstood."""
        one = self.search
        return not (one.text or one.section or one.topic or one.writer or one.begins or one.ends or self.troubles)


def read(query: str) -> Wanted:
    """What the query string ``query`` asks for, each character of which is a byte that came. Never raises.

    >>> read("q=%E0%A6%A8%E0%A6%A6%E0%A7%80&from=%E0%A7%A8%E0%A7%A6%E0%A7%A8%E0%A7%A8&page=2").search.begins
    datetime.date(2022, 1, 1)
    """
    said = _said(query)
    troubles: list[str] = []
    typed: dict[str, str] = {}
    text, is_cut = _text(said.get("q", ""), LONGEST)
    if is_cut:
        troubles.append("text")
    section = said.get("section", "").strip()
    if section and not SLUG.fullmatch(section):
        section = ""
        troubles.append("section")
    days: dict[str, date | None] = {}
    for name, word, edge in (("begins", "from", 0), ("ends", "to", 1)):
        written, _ = _text(said.get(word, ""), NAME)
        span = days_of(written) if written else None
        days[name] = span[edge] if span else None
        if written and not span:
            troubles.append(name)
            typed[name] = written
    begins, ends = days["begins"], days["ends"]
    if begins and ends and begins > ends:
        begins, ends = ends, begins
    sort = said.get("sort", "")
    search = Search(
        text=text,
        section=section,
        topic=slugs.slugify(_text(said.get("topic", ""), NAME)[0]),
        writer=_text(said.get("writer", ""), NAME)[0],
        begins=begins,
        ends=ends,
        sort=cast(Sort, sort) if sort in get_args(Sort) else "relevance",
        page=_page(said.get("page", "")),
    )
    return Wanted(search, tuple(troubles), typed)


def typed(query: str) -> str:
    """What somebody has typed so far: ``q`` of the query string, cleaned."""
    return _text(_said(query).get("q", ""), LONGEST)[0]


def link(search: Search) -> str:
    """The one address of ``search``; :func:`read` gives it back, but for its zone, its kinds and the parts of its section.

    >>> link(Search("নদী", begins=date(2022, 8, 15), page=2))
    '/search/?q=%E0%A6%A8%E0%A6%A6%E0%A7%80&from=2022-08-15&page=2'
    """
    fields = {
        "q": search.text,
        "section": search.section,
        "topic": search.topic,
        "writer": search.writer,
        "from": search.begins.isoformat() if search.begins else "",
        "to": search.ends.isoformat() if search.ends else "",
        "sort": "" if search.sort == "relevance" else search.sort,
        "page": str(search.page) if search.page > 1 else "",
    }
    query = urlencode({name: value for name, value in fields.items() if value})
    return f"{ADDRESS}?{query}" if query else ADDRESS


def days_of(text: str) -> tuple[date, date] | None:
    """The first and the last of the days that ``text`` names: a day, a month or a year. None for anything else.

    >>> days_of("৩১ শ্রাবণ ১৪২৯")
    (datetime.date(2022, 8, 15), datetime.date(2022, 8, 15))
    >>> days_of("ফেব্রুয়ারি ২০২৪")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    try:
        span = _days_of(text)
    except (ValueError, OverflowError):
        return None
    return span if span and span[0].year in YEARS and span[1].year in YEARS else None


def _days_of(text: str) -> tuple[date, date] | None:
    figures = to_latin(text).strip()
    if YEAR.fullmatch(figures):
        year = int(figures)
        if 1300 <= year < 1600:  # of the Bangla calendar: no paper is so old
            return calendars.gregorian(BanglaDate(year, 1, 1)), calendars.gregorian(BanglaDate(year, 12, 30))
        return date(year, 1, 1), date(year, 12, 31)
    if month := MONTH.fullmatch(figures):
        return _month(int(month[1]), int(month[2]))
    if moment := clock.parse(text):
        return moment.date(), moment.date()
    others = calendars.find(text)
    if len(others) == 1:
        day = calendars.gregorian(others[0])
        return day, day
    said = clock.fields(text)
    if said and said.year and said.month and not said.day and not said.before_era:
        return _month(said.year, said.month)
    return None


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _said(query: str) -> dict[str, str]:
    """The first value of each field."""
    if len(query) > QUERY:
        query = HALF.sub("", query[:QUERY])
    query = query.encode("latin-1", "replace").decode("utf-8", "replace")
    pairs = parse_qsl("&".join(query.split("&", FIELDS)[:FIELDS]), keep_blank_values=True)
    return {name: value for name, value in reversed(pairs) if value.strip()}


def _text(text: str, most: int) -> tuple[str, bool]:
    """``text`` in our spelling on one line, in at most so many graphemes, and whether that cut it."""
    whole = " ".join(normalise(UNSEEN.sub(" ", text[: CHARACTERS * 4])).split())
    kept = graphemes.cut(whole[:CHARACTERS], most).strip()
    return kept, len(kept) < len(whole) or len(text) > CHARACTERS * 4


def _page(text: str) -> int:
    figures = to_latin(text).strip()
    if not (figures.isascii() and figures.isdecimal()):
        return 1
    return max(1, min(int(figures[:9]), LAST_PAGE))
