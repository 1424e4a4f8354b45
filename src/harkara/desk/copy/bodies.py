"""Bodies: stored blocks become layout's blocks. Rich text is read into spans, links to our own stories are resolved."""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Any, Literal

from django.conf import settings

from harkara.desk import keys
from harkara.desk.models import Story
from harkara.layout.copy import Block, Heading, ListBlock, Paragraph, PictureBlock, PictureCopy, Quote, Span
from harkara.rack.keys import read

Stored = list[dict[str, Any]]
"""A body as it is stored: blocks with ``type`` and ``value``."""

_OWN = re.compile(r"\A/(?:[a-z]+(?:-[a-z]+)*/)?(\d{1,18})(?:/[^/?#]*)?(?:[?#].*)?\Z")
_MARKS: dict[str, Literal["strong", "em"]] = {"b": "strong", "strong": "strong", "i": "em", "em": "em"}
_SAFE = ("https://", "http://", "mailto:", "tel:", "/", "#")


def own_story(href: str) -> int | None:
    """The number of our own story that ``href`` leads to (with or without our origin), else ``None``."""
    found = _OWN.match(href.removeprefix(settings.HARKARA_ORIGIN))
    return int(found[1]) if found else None


class _Reader(HTMLParser):
    """Reads the few elements that paragraphs may have into lines of spans; anything else is read as its text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[list[Span]] = [[]]
        self.open: list[str] = []
        self.hrefs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _MARKS:
            self.open.append(_MARKS[tag])
        elif tag == "a":
            href = dict(attrs).get("href") or ""
            self.hrefs.append(href if href.startswith(_SAFE) else "")
        elif tag in ("p", "br", "li"):
            self.lines.append([])

    def handle_endtag(self, tag: str) -> None:
        if tag in _MARKS and _MARKS[tag] in self.open:
            self.open.remove(_MARKS[tag])
        elif tag == "a" and self.hrefs:
            self.hrefs.pop()
        elif tag == "p":
            self.lines.append([])

    def handle_data(self, data: str) -> None:
        marks: frozenset[Any] = frozenset(self.open)
        self.lines[-1].append(Span(data, self.hrefs[-1] if self.hrefs else "", marks))


def spans(html: str) -> list[tuple[Span, ...]]:
    """The lines of a piece of rich text, each a run of spans; blank lines are left out.

    >>> spans("<p>এক <b>দুই</b></p>")
    [(Span(text='এক ', href='', marks=frozenset()), Span(text='দুই', href='', marks=frozenset({'strong'})))]
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [_trimmed(line) for line in reader.lines if "".join(span.text for span in line).strip()]


def _trimmed(line: list[Span]) -> tuple[Span, ...]:
    texts = [span.text for span in line]
    texts[0], texts[-1] = texts[0].lstrip(), texts[-1] if len(texts) > 1 else texts[0].lstrip()
    texts[-1] = texts[-1].rstrip()
    return tuple(Span(text, span.href, span.marks) for text, span in zip(texts, line, strict=True) if text)


def rich_texts(body: Stored) -> Iterator[str]:
    """Every piece of rich text in a stored body."""
    for block in body:
        if block["type"] == "paragraph":
            yield block["value"]
        elif block["type"] == "list":
            yield from _points(block["value"])


def _points(value: dict[str, Any]) -> list[str]:
    return [point["value"] if isinstance(point, dict) else point for point in value["items"]]


def named_pictures(bodies: Iterable[Stored]) -> set[int]:
    """The ids of the pictures that stored bodies show."""
    return {block["value"] for body in bodies for block in body if block["type"] == "picture" and block["value"]}


def named_stories(bodies: Iterable[Stored]) -> set[int]:
    """The ids of our own stories that stored bodies link to."""
    found = (
        own_story(span.href) for body in bodies for html in rich_texts(body) for line in spans(html) for span in line
    )
    return {number for number in found if number is not None}


def addresses(numbers: Iterable[int]) -> dict[int, str]:
    """Where published stories stand now, by id, in one query (none for none). Notes their teasers."""
    wanted = set(numbers)
    if not wanted:
        return {}
    read(*(keys.teaser(number) for number in wanted))
    return {
        story.pk: story.href
        for story in Story.objects.filter(pk__in=wanted, live=True).select_related("section").defer("body")
    }


def blocks(body: Stored, pictures: dict[int, PictureCopy], hrefs: dict[int, str]) -> tuple[Block, ...]:
    """A stored body as layout's blocks. ``pictures`` and ``hrefs``: what its pictures and own links resolve to; what
    is not there any more is left out, a link leaves its words.
    """
    return tuple(_blocks(body, pictures, hrefs))


def _blocks(body: Stored, pictures: dict[int, PictureCopy], hrefs: dict[int, str]) -> Iterator[Block]:
    for block in body:
        value = block["value"]
        match block["type"]:
            case "paragraph":
                for line in spans(value):
                    yield Paragraph(_resolved(line, hrefs))
            case "heading":
                yield Heading(value)
            case "quote":
                yield Quote(value["text"], value.get("speaker") or "")
            case "list":
                items = tuple(_resolved(line, hrefs) for point in _points(value) for line in spans(point))
                if items:
                    yield ListBlock(items, bool(value.get("ordered")))
            case "picture" if value in pictures:
                yield PictureBlock(pictures[value])


def _resolved(line: tuple[Span, ...], hrefs: dict[int, str]) -> tuple[Span, ...]:
    done: list[Span] = []
    for span in line:
        number = own_story(span.href) if span.href else None
        done.append(span if number is None else Span(span.text, hrefs.get(number, ""), span.marks))
    return tuple(done)


def words(body: Stored) -> int:
    """How many words a stored body has."""
    texts = [span.text for html in rich_texts(body) for line in spans(html) for span in line]
    texts += [block["value"] for block in body if block["type"] == "heading"]
    texts += [block["value"]["text"] for block in body if block["type"] == "quote"]
    return sum(len(text.split()) for text in texts)
