"""Bodies: stored blocks become layout's blocks. Rich text is read into spans, links to our own stories are resolved."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings

from harkara.desk import keys, results
from harkara.desk.copy.markup import Line, spans
from harkara.desk.copy.pictures import worded
from harkara.desk.models import Story
from harkara.layout.copy import Block, FactBox, Heading, ListBlock, Paragraph, PictureBlock, PictureCopy, Quote, Span
from harkara.rack.keys import read

Stored = list[dict[str, Any]]
"""A body as it is stored: blocks with ``type`` and ``value``."""

NOTHING: Mapping[str, Mapping[str, str]] = {}
"""The captions of a story that has none of its own."""

_OWN = re.compile(r"\A/(?:[a-z]+(?:-[a-z]+)*/)?(\d{1,18})(?:/[^/?#]*)?(?:[?#].*)?\Z")


def own_story(href: str) -> int | None:
    """The number of our own story that ``href`` leads to (with or without our origin), else ``None``."""
    found = _OWN.match(href.removeprefix(settings.HARKARA_ORIGIN))
    return int(found[1]) if found else None


class Galley:
    """A stored body, read once: its blocks, and what its rich text says as lines of spans."""

    def __init__(self, body: Stored) -> None:
        self._blocks: list[tuple[str, Any, list[Line]]] = [
            (block["type"], block["value"], [line for html in _rich_texts(block) for line in spans(html)])
            for block in body
        ]
        self.pictures = named_pictures([body])
        """The ids of the pictures that it shows."""
        links = {span.href for _, _, lines in self._blocks for line in lines for span in line if span.href}
        self._own = {href: number for href in links if (number := own_story(href)) is not None}
        self.stories = set(self._own.values())
        """The ids of our own stories that it links to."""

    def blocks(
        self,
        pictures: dict[int, PictureCopy],
        hrefs: dict[int, str],
        captions: Mapping[str, Mapping[str, str]] = NOTHING,
    ) -> tuple[Block, ...]:
        """The body as layout's blocks. ``pictures`` and ``hrefs``: what its pictures and own links resolve to; what is
        not there any more is left out, a link leaves its words. ``captions``: what the story says of its pictures.
        """
        resolved = {href: hrefs.get(number, "") for href, number in self._own.items()}
        if captions:
            pictures = {number: worded(picture, captions) for number, picture in pictures.items()}
        return tuple(self._set(pictures, resolved))

    def _set(self, pictures: dict[int, PictureCopy], resolved: dict[str, str]) -> Iterator[Block]:
        for kind, value, lines in self._blocks:
            match kind:
                case "paragraph":
                    yield from [Paragraph(_resolved(line, resolved) if resolved else line) for line in lines]
                case "heading":
                    yield Heading(value)
                case "quote":
                    yield Quote(value["text"], value.get("speaker") or "")
                case "list" if lines:
                    items = tuple(_resolved(line, resolved) for line in lines)
                    yield ListBlock(items, bool(value.get("ordered")))
                case "facts" if lines:
                    items = tuple(_resolved(line, resolved) for line in lines)
                    yield FactBox(value.get("heading") or "", items, value.get("source") or "")
                case "score" if (score := results.score(value)) is not None:
                    yield score
                case "table" if (table := results.table(value)) is not None:
                    yield table
                case "picture" if value in pictures:
                    yield PictureBlock(pictures[value])


def _rich_texts(block: dict[str, Any]) -> list[str]:
    """The pieces of rich text of a stored block."""
    if block["type"] == "paragraph":
        return [block["value"]]
    if block["type"] in ("list", "facts"):
        return [point["value"] if isinstance(point, dict) else point for point in block["value"]["items"]]
    return []


def _resolved(line: Line, hrefs: dict[str, str]) -> Line:
    return tuple(Span(span.text, hrefs[span.href], span.marks) if span.href in hrefs else span for span in line)


def named_pictures(bodies: Iterable[Stored]) -> set[int]:
    """The ids of the pictures that stored bodies show."""
    return {block["value"] for body in bodies for block in body if block["type"] == "picture" and block["value"]}


def addresses(numbers: Iterable[int]) -> dict[int, str]:
    """Where published stories stand now, by id, in one query (none for none). Notes their mentions."""
    wanted = set(numbers)
    if not wanted:
        return {}
    read(*(keys.mention(number) for number in wanted))
    return {
        story.pk: story.href
        for story in Story.objects.filter(pk__in=wanted, live=True).select_related("section").defer("body")
    }
