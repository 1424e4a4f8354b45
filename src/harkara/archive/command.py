"""``harkara search``: looks something up from the command line. It reads the index and needs no database."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from typing import Any, TextIO, get_args
from zoneinfo import ZoneInfo

from django.conf import settings

from harkara.bangla import calendars, clock
from harkara.bangla.digits import to_latin

from . import shelf
from .index import LAST_PAGE, PER_PAGE, Found, Hit, Index, IndexDamaged, Marked, Search, Sort
from .record import Kind

__all__ = ["search"]

_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


def search(argv: Sequence[str], target: TextIO | None = None) -> int:
    """Runs ``harkara search`` and writes what was found to ``target`` (standard output).

    Returns 0 where something was found, 1 where nothing was, 2 where there is no index that can be read. A word that
    begins with one minus is left out of what is looked for (``-ফুটবল``), as in the search box.
    """
    options = _parser().parse_intermixed_args(_shielded(argv))
    write = target or sys.stdout
    if hasattr(write, "reconfigure"):
        write.reconfigure(encoding="utf-8")
    name = "newsroom" if options.newsroom else "public"
    index = shelf.newsroom() if options.newsroom else shelf.public()
    try:
        found = index.search(_wanted(options))
        is_there = bool(found.hits) or _is_there(index)
    except (IndexDamaged, OSError) as error:
        print(f"{error} `harkara archive rebuild` does that.", file=sys.stderr)
        return 2
    finally:
        index.close()
    if not is_there:
        print(f"There is no {name} index yet: `harkara archive rebuild` makes it.", file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps(_as_json(found, options.page), ensure_ascii=False, indent=1), file=write)
    else:
        is_terminal = bool(getattr(write, "isatty", lambda: False)()) and not os.environ.get("NO_COLOR")
        for line in _lines(found, options.page, bold=is_terminal):
            print(line, file=write)
    return 0 if found.hits else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="harkara search",
        description="Finds what was printed: words, '\"a phrase\"', -without. Ends with 0 where something was found, "
        "1 where nothing was, 2 where there is no index.",
        allow_abbrev=False,
    )
    parser.add_argument("words", nargs="*", metavar="WORD", help="what to look for; none: the filters alone choose")
    parser.add_argument("--newsroom", action="store_true", help="drafts and incoming copy too")
    parser.add_argument("--kind", action="append", choices=get_args(Kind), help="only such (may be repeated)")
    parser.add_argument(
        "--section", action="append", metavar="SLUG", help="only stories of a section (may be repeated)"
    )
    parser.add_argument("--topic", default="", metavar="SLUG", help="only stories of a topic")
    parser.add_argument("--writer", default="", metavar="NAME", help="only stories of somebody, by the name as printed")
    day = "2026-11-28, ২৮ নভেম্বর ২০২৬ or ১৩ অগ্রহায়ণ ১৪৩৩"
    parser.add_argument("--from", dest="begins", type=_day, metavar="DAY", help=f"since that day: {day}")
    parser.add_argument("--to", dest="ends", type=_day, metavar="DAY", help="until that day, which counts too")
    parser.add_argument("--sort", choices=get_args(Sort), default="relevance", help="what stands first")
    parser.add_argument("--page", type=_page, default=1, metavar="N", help=f"{PER_PAGE} are on a page")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    return parser


def _shielded(argv: Sequence[str]) -> list[str]:
    """The arguments, with a blank before each word that begins with one minus, so that it is not taken for an option."""
    return [f" {word}" if word[:1] == "-" and word[:2] != "--" and word not in ("-", "-h") else word for word in argv]


def _day(text: str) -> date:
    """The day that is meant, in any of the calendars and digits of the house."""
    try:
        return date.fromisoformat(to_latin(text.strip()))
    except ValueError:
        pass
    if moment := clock.parse(text):
        return moment.date()
    for found in calendars.find(text):
        try:
            return calendars.gregorian(found)
        except ValueError:
            continue
    raise argparse.ArgumentTypeError(f"“{text}” is no day: write it like 2026-11-28 or ২৮ নভেম্বর ২০২৬.")


def _page(text: str) -> int:
    number = to_latin(text)
    if not (number.isascii() and number.isdecimal()) or not 1 <= int(number) <= LAST_PAGE:
        raise argparse.ArgumentTypeError(f"“{text}” is no page: there are 1 to {LAST_PAGE}.")
    return int(number)


def _wanted(options: argparse.Namespace) -> Search:
    sections = options.section or [""]
    return Search(
        text=" ".join(options.words),
        section=sections[0],
        parts=tuple(sections[1:]),
        topic=options.topic,
        writer=options.writer,
        begins=options.begins,
        ends=options.ends,
        zone=str(settings.HARKARA_ZONE),
        kinds=tuple(options.kind or ()),
        sort=options.sort,
        page=options.page,
    )


def _is_there(index: Index) -> bool:
    return index.place() is not None or index.count() > 0


def _lines(found: Found, page: int, *, bold: bool) -> list[str]:
    if not found.hits:
        lines = ["Nothing was found." if not found.total else f"There are not so many: {_total(found)} found."]
    else:
        lines = [f"{_total(found)} found.", ""]
        for number, hit in enumerate(found.hits, (page - 1) * PER_PAGE + 1):
            lines += _entry(number, hit, bold=bold)
        if found.total > page * PER_PAGE and page < LAST_PAGE:
            lines.append(f"More: --page {page + 1}")
    return [*lines, f"Did you mean: {found.meant}"] if found.meant else lines


def _total(found: Found) -> str:
    return f"more than {found.total}" if found.at_least else str(found.total)


def _entry(number: int, hit: Hit, *, bold: bool) -> list[str]:
    day = hit.published_at.astimezone(ZoneInfo(str(settings.HARKARA_ZONE))).date().isoformat()
    about = " · ".join(part for part in (day, hit.section, f"{hit.kind} {hit.number}", hit.href) if part)
    lines = [f"{number:>3}. {_marked(hit.headline, bold=bold)}", f"     {about}"]
    excerpt = _marked(hit.excerpt, bold=bold)
    return [*lines, f"     {excerpt}", ""] if excerpt else [*lines, ""]


def _marked(text: Marked, *, bold: bool) -> str:
    """The text on one line; what was looked for in bold where a terminal shows it."""
    pieces = [(" ".join(piece.split("\n")), is_marked) for piece, is_marked in text]
    return "".join(f"{_BOLD}{piece}{_PLAIN}" if is_marked and bold else piece for piece, is_marked in pieces)


def _as_json(found: Found, page: int) -> dict[str, Any]:
    return {
        "total": found.total,
        "at_least": found.at_least,
        "page": page,
        "meant": found.meant,
        "sections": found.sections,
        "hits": [
            {
                "kind": hit.kind,
                "number": hit.number,
                "href": hit.href,
                "section": hit.section,
                "published_at": hit.published_at.isoformat(),
                "headline": "".join(piece for piece, _ in hit.headline),
                "excerpt": "".join(piece for piece, _ in hit.excerpt),
                "marked": [piece for piece, is_marked in (*hit.headline, *hit.excerpt) if is_marked],
            }
            for hit in found.hits
        ],
    }
