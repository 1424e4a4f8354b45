"""Rich text as the desk stores it, read into lines of spans.

Nearly every paragraph has nothing but words in it, or the few elements that the editor offers, written as the editor
writes them: these are read by two expressions. Whatever is written otherwise goes through the parser.
"""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any, Literal

from harkara.layout.copy import Span

Line = tuple[Span, ...]

_MARKS: dict[str, Literal["strong", "em"]] = {"b": "strong", "strong": "strong", "i": "em", "em": "em"}
_SAFE = ("https://", "http://", "mailto:", "tel:", "/", "#")
_NONE: frozenset[Any] = frozenset()

_PLAIN = re.compile(r'<p(?: data-block-key="\w*")?>([^<&]*)</p>')
"""A paragraph without anything in it but its words: nearly all are."""

_TOKEN = re.compile(
    r'([^<]+)|<(?:br ?/?|(p|b|i|strong|em|a|li)((?: [a-z][a-z-]*="[^"<>]*")*)|/(p|b|i|strong|em|a|li))>'
)
"""Words, a line break, the begin of an element with its attributes, or the end of one."""

_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')


class _Lines:
    """The few elements that paragraphs may have become lines of spans; anything else is read as its text."""

    def __init__(self) -> None:
        super().__init__()
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
        marks: frozenset[Any] = frozenset(self.open) if self.open else _NONE
        self.lines[-1].append(Span(data, self.hrefs[-1] if self.hrefs else "", marks))

    def done(self) -> list[Line]:
        """The lines that are not blank."""
        return [_trimmed(line) for line in self.lines if "".join(span.text for span in line).strip()]


class _Parsed(_Lines, HTMLParser):
    """The same behind the parser, which knows every way of writing HTML."""


def spans(html: str) -> list[Line]:
    """The lines of a piece of rich text, each a run of spans; blank lines are left out.

    >>> spans("<p>এক <b>দুই</b></p>")
    [(Span(text='এক ', href='', marks=frozenset()), Span(text='দুই', href='', marks=frozenset({'strong'})))]
    """
    if plain := _PLAIN.fullmatch(html):
        words = plain[1].strip()
        return [(Span(words, "", _NONE),)] if words else []
    found = _tokens(html)
    return parsed(html) if found is None else found


def parsed(html: str) -> list[Line]:
    """What :func:`spans` gives, of markup of any kind: all of it through the parser."""
    reader = _Parsed()
    reader.feed(html)
    reader.close()
    return reader.done()


def _tokens(html: str) -> list[Line] | None:
    """The lines of what is written as the editor writes it; ``None`` at the first sign that it is not."""
    reader, end = _Lines(), 0
    while end < len(html):
        token = _TOKEN.match(html, end)
        if token is None:
            return None
        end = token.end()
        words, begun, attributes, ended = token.groups()
        if words:
            reader.handle_data(unescape(words) if "&" in words else words)
        elif ended:
            reader.handle_endtag(ended)
        else:
            reader.handle_starttag(
                begun or "br", [(name, unescape(to)) for name, to in _ATTRIBUTE.findall(attributes or "")]
            )
    return reader.done()


def _trimmed(line: list[Span]) -> Line:
    texts = [span.text for span in line]
    texts[0], texts[-1] = texts[0].lstrip(), texts[-1] if len(texts) > 1 else texts[0].lstrip()
    texts[-1] = texts[-1].rstrip()
    return tuple(Span(text, span.href, span.marks) for text, span in zip(texts, line, strict=True) if text)
