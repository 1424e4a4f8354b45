"""XML and HTML that strangers send, read with everything switched off that could reach out or swell.

No entity of a document's own, nothing fetched, a bound on bytes, tags and depth. What is walked is walked without
recursion: no nesting exhausts the stack.
"""

import html
import re
from collections.abc import Iterator
from typing import Any, Literal

from lxml import etree

from harkara.wire.errors import UnreadableItem

LARGEST = 8 * 1024 * 1024
"""The most bytes of a document. A story has some ten thousand; an agency's message of a whole day, a million."""

MOST_TAGS = 200_000
DEEPEST = 200

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DECLARED = re.compile(r"\A\s*<\?xml[^>]*\?>")

Event = tuple[Literal["start", "end"], etree._Element] | tuple[Literal["text"], str]


def parse(data: bytes) -> etree._Element:
    """The root of the XML document ``data``, its names without namespaces.

    Raises ``UnreadableItem`` for what is no well-formed XML, declares entities, is too large, too deep or has too many tags.
    """
    if len(data) > LARGEST or data.count(b"<") > MOST_TAGS:
        raise UnreadableItem(
            f"the XML is larger than {LARGEST // 1024 // 1024} MB or has more than {MOST_TAGS:,} tags; have it sent in parts"
        )
    if _ENTITY.search(data):
        raise UnreadableItem(_OWN_ENTITIES)
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, dtd_validation=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(data.strip(), parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        if "amplification" in str(error):
            raise UnreadableItem(_OWN_ENTITIES) from error
        line = getattr(error, "lineno", None)
        place = f" in line {line}" if line else ""
        sentence = f"the XML breaks off or is broken{place} ({' '.join(str(error).split())}); have the file sent again"
        raise UnreadableItem(sentence, breaks_off=True) from error
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and declared.entities():
        raise UnreadableItem(_OWN_ENTITIES)
    _bare(root)
    return root


_OWN_ENTITIES = "the XML declares entities of its own, which can swell or read files; have it sent without <!ENTITY>"


def parse_html(markup: str) -> etree._Element | None:
    """The root of ``markup`` as a browser would mend it; ``None`` where it holds nothing, or cannot be read at all."""
    if markup.count("<") > MOST_TAGS or len(markup) > LARGEST:
        raise UnreadableItem(f"the HTML is longer than {LARGEST:,} characters or has more than {MOST_TAGS:,} tags")
    clean = _DECLARED.sub("", _CONTROLS.sub("", markup)).encode("utf-8", "ignore")
    if not clean.strip():
        return None
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True)
    try:
        root: etree._Element | None = etree.fromstring(clean, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root


def walk(root: etree._Element) -> Iterator[Event]:
    """Everything in ``root`` in the order of the document: elements as they begin and end, and the text between."""
    yield "start", root
    yield "text", root.text or ""
    stack = [(root, iter(root))]
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        tag: object = None if child is None else child.tag
        if child is None:
            stack.pop()
            yield "end", element
            if stack:
                yield "text", element.tail or ""
        elif isinstance(tag, str):
            yield "start", child
            yield "text", child.text or ""
            stack.append((child, iter(child)))
        else:  # a comment, an instruction, or a name such as &nbsp; that the document's DTD would have told
            if tag is etree.Entity:
                yield "text", html.unescape(child.text or "")
            yield "text", child.tail or ""


def words(element: etree._Element | None) -> str:
    """The text in ``element``, on one line; empty where there is none."""
    if element is None:
        return ""
    return " ".join("".join(what for kind, what in walk(element) if kind == "text" and isinstance(what, str)).split())


def children(element: etree._Element | None, *path: str) -> list[etree._Element]:
    """The elements at ``path`` below ``element``: those of the first name among its children, of the second in these …"""
    found = [] if element is None else [element]
    for name in path:
        found = [child for one in found for child in one if child.tag == name]
    return found


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first of :func:`children`, or ``None``."""
    return next(iter(children(element, *path)), None)


def inside(element: etree._Element | None, name: str) -> list[etree._Element]:
    """Every element ``name`` in ``element``, however deep."""
    return [] if element is None else list(element.iter(name))


def _bare(root: etree._Element) -> None:
    """Takes the namespaces off all names; refuses what is too deep."""
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise UnreadableItem(
                f"the XML nests deeper than {DEEPEST} elements, as no story does; have it sent plainly"
            )
        if event == "start" and isinstance(element.tag, str) and element.tag.startswith("{"):
            element.tag = element.tag.rpartition("}")[2]
