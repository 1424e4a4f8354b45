"""Find and replace in stories: where words stand, with what is around them, and the fields that other words give.

Looked through are headline, kicker, summary and text. Never an address of a link, and never the source chain, which is data;
quotations only where that was asked for.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Revision

from harkara.bangla.replacing import replace, replace_in_html, seek
from harkara.desk.models import Story

AROUND = 40
"""Letters that are shown on each side."""

LINES = ("headline", "kicker", "summary")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be found, and what is to stand there."""

    term: str
    instead: str
    whole: bool = False
    quotes: bool = False

    @property
    def sought(self) -> re.Pattern[str]:
        return seek(self.term, whole=self.whole)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where the words stand: its number in the story, the part of the story, and the words around."""

    number: int
    part: str
    before: str
    found: str
    after: str


Wording = dict[str, Any]
"""Headline, kicker, summary and body (as stored) of a version."""

_See = Callable[[str, str], str]
"""Takes a text and whether it is ``html``; gives the text that stands there now."""


def wordings(stories: Iterable[Story]) -> dict[int, Wording]:
    """What counts of each of ``stories``: what readers see, or a draft's newest version. One query, for the drafts."""
    rows = list(stories)
    numbers = [row.latest_revision_id for row in rows if not row.live and row.latest_revision_id]
    versions = Revision.objects.in_bulk(numbers) if numbers else {}
    found: dict[int, Wording] = {}
    for row in rows:
        version = versions.get(row.latest_revision_id) if not row.live else None
        if version is None:
            found[row.pk] = {name: getattr(row, name) for name in LINES} | {"body": _plain(row.body.raw_data)}
        else:
            said = version.content
            found[row.pk] = {name: said.get(name) or "" for name in LINES} | {"body": json.loads(said["body"])}
    return found


def spots(wording: Wording, wanted: Wanted) -> list[Spot]:
    """Every place of ``wording`` where the words of ``wanted`` stand, in reading order, numbered from 0."""
    found: list[Spot] = []

    def note(part: str, text: str, begin: int, end: int) -> None:
        before, after = text[max(0, begin - AROUND) : begin], text[end : end + AROUND]
        head, tail = "…" if begin > AROUND else "", "…" if end + AROUND < len(text) else ""
        found.append(Spot(len(found), part, head + before, text[begin:end], after + tail))

    _through(wording, wanted, note)
    return found


def replaced(wording: Wording, wanted: Wanted, chosen: Collection[int]) -> Wording:
    """The fields of ``wording`` that change where the words stand in the places with the numbers ``chosen``."""
    seen = iter(range(10**9))

    def put(part: str, text: str, begin: int, end: int) -> str | None:
        return wanted.instead if next(seen) in chosen else None

    after = _through(wording, wanted, put)
    return {name: value for name, value in after.items() if value != wording[name]}


def _through(wording: Wording, wanted: Wanted, choose: Callable[[str, str, int, int], str | None]) -> Wording:
    """Goes through the words of ``wording`` in reading order and puts there what ``choose`` gives."""
    sought = wanted.sought
    labels = {"headline": _("headline"), "kicker": _("kicker"), "summary": _("summary")}

    def see(part: str, text: str, *, html: bool = False) -> str:
        change = replace_in_html if html else replace
        return change(text, sought, lambda words, begin, end: choose(part, words, begin, end))

    def item(one: Any) -> Any:
        if isinstance(one, dict):
            return {**one, "value": see(_("text"), one["value"], html=True)}
        return see(_("text"), one, html=True)

    def block(one: dict[str, Any]) -> dict[str, Any]:
        kind, value = one["type"], one["value"]
        match kind:
            case "paragraph":
                value = see(_("text"), value, html=True)
            case "heading":
                value = see(_("heading"), value)
            case "quote" if wanted.quotes:
                value = {**value, "text": see(_("quote"), value["text"])}
            case "list":
                value = {**value, "items": [item(point) for point in value["items"]]}
            case "facts":
                if value.get("heading"):
                    value = {**value, "heading": see(_("fact box"), value["heading"])}
                value = {**value, "items": [item(point) for point in value["items"]]}
            case "score":
                value = {
                    name: see(_("score"), words) if isinstance(words, str) else words for name, words in value.items()
                }
            case "table":
                said = {name: see(_("table of results"), str(value.get(name) or "")) for name in ("caption", "rows")}
                value = {**value, **said}
        return {**one, "value": value}

    lines = {name: see(labels[name], str(wording[name])) for name in LINES}
    return lines | {"body": [block(one) for one in wording["body"]]}


def _plain(blocks: Any) -> list[dict[str, Any]]:
    return [dict(one) for one in blocks]
