"""The compositor: the one Jinja environment that sets copy in type.

Autoescaping is always on and an unknown name is an error: a template cannot leave a hole in a page without noticing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from harkara.bangla import calendars, clock, digits, graphemes, numbers
from harkara.layout import addresses, almanac, assets, cases
from harkara.layout.copy import (
    Block,
    Heading,
    LifeCopy,
    Paragraph,
    PictureBlock,
    PictureCopy,
    PictureFile,
    Span,
    TeaserCopy,
)
from harkara.layout.finding import Marked
from harkara.layout.results import ScoreCopy, TableCopy

# A teaser's picture fills this much of the sheet; the browser chooses a file by it. For the one a reader came for a dense
# phone says a ninth less: screens 720 and 1080 pixels wide then take the file of 640 and 960. The picture of a story says so
# of every phone, which takes fewer bytes of its page.
SIZES = {
    "lead": "(min-width: 75em) 40rem, (min-width: 60em) 50vw, (min-resolution: 1.5x) 88vw, 100vw",
    "first": "(min-width: 60em) 19rem, (min-width: 37.5em) 46vw, (min-resolution: 1.5x) 88vw, 92vw",
    "hero": "(min-width: 60em) 43rem, 88vw",
    "wide": "(min-width: 72em) 68rem, 100vw",
    "card": "(min-width: 60em) 19rem, (min-width: 37.5em) 46vw, 92vw",
    "thumb": "7rem",
}

PIXEL = {".jpg": 0.25, ".webp": 0.16, ".avif": 0.12}
"""Bytes that a pixel of a news photo takes as we draw it, for saying what a picture weighs before it is drawn."""

HANGING = {"“": "hung-two", '"': "hung-two", "‘": "hung-one", "'": "hung-one"}
"""Opening quotes, and the class of a block that begins with one."""

KEPT = (
    '<link rel="canonical"',
    '<meta name="description"',
    '<meta name="robots"',
    '<link rel="prev"',
    '<link rel="next"',
)


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


def shortened(words: str) -> str:
    """The beginning of ``words``, for a line that leads to them; never cut inside a letter."""
    return graphemes.truncate(words, 70)


def kind(block: Block) -> str:
    """The name of a block's class, by which ``body.html`` chooses how to set it."""
    return type(block).__name__


def over(kind: str, kicker: str, sponsor: str = "") -> str:
    """What stands over a headline: that it was paid for (by ``sponsor``), what kind of story it is, whatever else editors wrote
    there; the same word once.
    """
    wording: dict[str, dict[str, str]] = cases.table("wording")
    paid = wording["say"]["sponsored"] if sponsor else ""
    return " | ".join(dict.fromkeys(filter(None, (paid, wording["kind"].get(kind, ""), kicker))))


def shown(blocks: tuple[Block, ...]) -> tuple[PictureCopy, ...]:
    """The pictures of a body that have a file, in their order."""
    return tuple(block.picture for block in blocks if isinstance(block, PictureBlock) and block.picture.files)


def tabled(blocks: tuple[Block, ...]) -> bool:
    """Whether there is a score or a table of results among the blocks of a body."""
    return any(isinstance(block, ScoreCopy | TableCopy) for block in blocks)


def headings(blocks: tuple[Block, ...]) -> tuple[str, ...]:
    """The headings of a body, in their order."""
    return tuple(block.text for block in blocks if isinstance(block, Heading))


def years(life: LifeCopy) -> str:
    """When somebody lived, in Bangla digits: ``১৯৩৪–২০২৬``, or what is known of it."""
    say = cases.table("wording")["say"]
    if life.born and life.died:
        return digits.to_bangla(f"{life.born}\N{EN DASH}{life.died}")
    known = (say["died"], life.died) if life.died else (say["born"], life.born)
    return digits.to_bangla(f"{known[0]} {known[1]}") if known[1] else ""


def runs(line: tuple[Span, ...], paid: bool = False) -> Markup:
    """The spans of a line, set. Not in a template, since this is most of what a page is made of. ``paid``: links that lead out
    say that somebody paid for them.
    """
    if len(line) == 1 and not (line[0].href or line[0].marks):
        return escape(line[0].text)
    return Markup("".join([_marked(span, paid) for span in line]))  # noqa: S704 - escaped below


def _marked(span: Span, paid: bool) -> Markup:
    words = escape(span.text)
    if not (span.href or span.marks):
        return words
    for mark in ("em", "strong"):
        if mark in span.marks:
            words = Markup(f"<{mark}>{words}</{mark}>")  # noqa: S704 - escaped above
    href = addresses.followable(span.href)
    if not href:
        return words
    rel = ' rel="sponsored"' if paid and addresses.leads_out(href) else ""
    return Markup(f'<a href="{{}}"{rel}>{{}}</a>').format(href, words)  # noqa: S704 - our own words


def hung(text: str) -> str:
    """The class of a block that begins with an opening quote: it hangs in the margin, and the letters stand in line. Empty
    where there is nothing to hang. Newsrooms type plain quotes too.
    """
    return HANGING.get(text[:1], "")


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


def teaser(story: TeaserCopy, zone: str, look: str = "plain", **choices: bool | int) -> Markup:
    """A teaser, set once and kept: the same one stands on the front, in its section and under its relatives.

    ``look`` and ``choices`` are those of the macro in ``teaser/teaser.html``.
    """
    return _teaser(is_light(), story, zone, look, **choices)


@lru_cache(maxsize=4096)
def _teaser(light: bool, story: TeaserCopy, zone: str, look: str, **choices: bool | int) -> Markup:
    environment = LIGHT if light else ENVIRONMENT
    macro: Callable[..., Markup] = vars(environment.get_template("teaser/teaser.html").module)["teaser"]
    return macro(story, zone, look, **choices)


def weight(file: PictureFile) -> int:
    """About how many kilobytes a picture file weighs, in tens, never none."""
    measured = next((size for ending, size in PIXEL.items() if file.href.endswith(ending)), 1.0)
    return max(10, round(file.width * file.height * measured / 10_240) * 10)


def kept(head: str) -> Markup:
    """Of the head of a page what its lite twin keeps: which page it is the twin of, what it is about, who may list it."""
    return Markup("\n".join(line for line in head.splitlines() if line.startswith(KEPT)))  # noqa: S704 - our own, set


class _Lighter(FileSystemLoader):
    """Finds for ``teaser/teaser.html`` the template ``teaser/teaser.lite.html``, where there is one."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        lighter = template.removesuffix(".html") + ".lite.html"
        return super().get_source(environment, lighter if (cases.COMPONENTS / lighter).exists() else template)


def _environment(loader: type[FileSystemLoader]) -> Environment:
    environment = Environment(
        loader=loader(cases.COMPONENTS, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,
    )
    environment.filters.update(
        absolute=addresses.absolute,
        bn=digits.to_bangla,
        fallback=fallback,
        followable=addresses.followable,
        grouped=numbers.group,
        headings=headings,
        hung=hung,
        iso=iso,
        kept=kept,
        kind=kind,
        lite=addresses.lite,
        long_day=long_day,
        marked=marked,
        masthead=calendars.masthead,
        modern=modern,
        of_form=of_form,
        on_map=addresses.on_map,
        over=over,
        path_of=addresses.path,
        plainest=plainest,
        runs=runs,
        shortened=shortened,
        shown=shown,
        srcset=srcset,
        stamp=stamp,
        tabled=tabled,
        weight=weight,
        weeks=almanac.weeks,
        years=years,
    )
    wording: dict[str, Any] = cases.table("wording")
    environment.globals.update(
        say=wording["say"],
        voice=wording["voice"],
        alerts_say=wording["alerts"],
        source_kinds=wording["source"],
        video_at=wording["video_at"],
        video_from=wording["video_from"],
        sizes=SIZES,
        teaser=teaser,
        tried=Markup(f"<script>{assets.script_beside()}</script>"),  # noqa: S704 - our own file
        asset=assets.href,
        lite_style=assets.lite_style,
        outline=cases.table("outline"),
    )
    return environment


ENVIRONMENT = _environment(FileSystemLoader)
LIGHT = _environment(_Lighter)
"""The same with the templates of lite pages where a component has one: whatever page is set, its twin needs no template."""

_light: ContextVar[bool] = ContextVar("light", default=False)


@contextmanager
def light() -> Iterator[None]:
    """Inside the block whatever is set is set as lite pages have it."""
    before = _light.set(True)
    try:
        yield
    finally:
        _light.reset(before)


def is_light() -> bool:
    """Whether lite pages are being set."""
    return _light.get()


def closed(html: str) -> str:
    """A page without the empty lines that its parts leave between them."""
    while "\n\n" in html:
        html = html.replace("\n\n", "\n")
    return html


def compose(template: str, **copy: object) -> str:
    """Sets ``copy`` in ``template`` (``"story/story.html"``). Raises Jinja's ``UndefinedError`` for a missing name."""
    environment = LIGHT if is_light() else ENVIRONMENT
    return environment.get_template(template).render(**copy)
