"""The compositor: the one Jinja environment that sets copy in type.

Autoescaping is always on and an unknown name is an error: a template cannot leave a hole in a page without noticing.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from harkara.bangla import calendars, clock, digits, numbers
from harkara.layout import addresses, almanac, assets, cases
from harkara.layout.copy import Block, Paragraph, PictureCopy, PictureFile, Span, TeaserCopy
from harkara.layout.finding import Marked

# A teaser's picture fills this much of the sheet; the browser chooses a file by it.
SIZES = {
    "lead": "(min-width: 75em) 40rem, (min-width: 60em) 50vw, 100vw",
    "hero": "(min-width: 60em) 43rem, 100vw",
    "card": "(min-width: 60em) 19rem, (min-width: 37.5em) 46vw, 92vw",
    "thumb": "7rem",
}


@lru_cache(maxsize=4096)
def stamp(moment: datetime, zone: str, style: str = "stamp") -> str:
    """``moment`` in the paper's ``zone`` and in Bangla, by the one formatter. ``style`` as in ``bangla.clock``."""
    return clock.format(moment, style, zone)


@lru_cache(maxsize=4096)
def iso(moment: datetime, zone: str) -> str:
    """``moment`` for machines: ISO 8601 with the offset of ``zone``."""
    return moment.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")


@lru_cache(maxsize=512)
def long_day(day: date) -> str:
    """A day with its weekday, in Bangla. A calendar day needs no zone."""
    return clock.format(datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("UTC")), "weekday", "UTC")


def kind(block: Block) -> str:
    """The name of a block's class, by which ``body.html`` chooses how to set it."""
    return type(block).__name__


def runs(line: tuple[Span, ...]) -> Markup:
    """The spans of a line, set. Not in a template, since this is most of what a page is made of."""
    if len(line) == 1 and not (line[0].href or line[0].marks):
        return escape(line[0].text)
    return Markup("".join([_marked(span) for span in line]))  # noqa: S704 - escaped below


def _marked(span: Span) -> Markup:
    words = escape(span.text)
    if not (span.href or span.marks):
        return words
    for mark in ("em", "strong"):
        if mark in span.marks:
            words = Markup(f"<{mark}>{words}</{mark}>")  # noqa: S704 - escaped above
    href = addresses.followable(span.href)
    return Markup('<a href="{}">{}</a>').format(href, words) if href else words


def marked(text: Marked) -> Markup:
    """A text in pieces, with what was looked for marked."""
    pieces = [f"<mark>{escape(piece)}</mark>" if is_wanted else escape(piece) for piece, is_wanted in text]
    return Markup("".join(pieces))  # noqa: S704 - each piece is escaped


def plain(block: Paragraph) -> str:
    """The bare text of a paragraph."""
    return "".join(span.text for span in block.spans)


def modern(picture: PictureCopy) -> tuple[PictureFile, ...]:
    """The files of ``picture`` in the newest form that it has (AVIF, else WebP), narrow to wide."""
    return of_form(picture, ".avif") or of_form(picture, ".webp")


def of_form(picture: PictureCopy, ending: str) -> tuple[PictureFile, ...]:
    """The files of ``picture`` whose addresses end so, narrow to wide."""
    return tuple(file for file in picture.files if file.href.endswith(ending))


def plainest(picture: PictureCopy) -> tuple[PictureFile, ...]:
    """The files that every browser can show, narrow to wide; else those that most can; all files where there are none."""
    return of_form(picture, ".jpg") or of_form(picture, ".webp") or picture.files


def fallback(files: tuple[PictureFile, ...], limit: int = 960) -> PictureFile:
    """The file for a browser that does not choose: the widest that is not wider than ``limit`` px."""
    return next((file for file in reversed(files) if file.width <= limit), files[0])


def srcset(files: tuple[PictureFile, ...]) -> str:
    """The files as a ``srcset``."""
    return ", ".join(f"{file.href} {file.width}w" for file in files)


@lru_cache(maxsize=4096)
def teaser(story: TeaserCopy, zone: str, look: str = "plain", **choices: bool | int) -> Markup:
    """A teaser, set once and kept: the same one stands on the front, in its section and under its relatives.

    ``look`` and ``choices`` are those of the macro in ``teaser/teaser.html``.
    """
    macro: Callable[..., Markup] = vars(ENVIRONMENT.get_template("teaser/teaser.html").module)["teaser"]
    return macro(story, zone, look, **choices)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(cases.COMPONENTS, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,
    )
    environment.filters.update(
        bn=digits.to_bangla,
        fallback=fallback,
        followable=addresses.followable,
        grouped=numbers.group,
        iso=iso,
        kind=kind,
        long_day=long_day,
        marked=marked,
        masthead=calendars.masthead,
        modern=modern,
        of_form=of_form,
        plainest=plainest,
        runs=runs,
        srcset=srcset,
        stamp=stamp,
        weeks=almanac.weeks,
    )
    wording: dict[str, Any] = cases.table("wording")
    environment.globals.update(
        say=wording["say"], source_kinds=wording["source"], sizes=SIZES, teaser=teaser, asset=assets.href
    )
    return environment


ENVIRONMENT = _environment()


def compose(template: str, **copy: object) -> str:
    """Sets ``copy`` in ``template`` (``"story/story.html"``). Raises Jinja's ``UndefinedError`` for a missing name."""
    return ENVIRONMENT.get_template(template).render(**copy)
