"""Well-formed XML from words that anybody typed.

Characters that XML 1.0 does not allow (section 2.2, production Char) are left out; everything else is escaped by the
standard library.
"""

import re
from html import escape
from xml.etree.ElementTree import Element, SubElement, tostring

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """``text`` without the characters that no XML document may hold."""
    return _FORBIDDEN.sub("", text)


def add(parent: Element, tag: str, text: str | None = None, **attributes: str) -> Element:
    """A new last child of ``parent``. A colon in the tag is a prefix declared on the root; ``_`` ends a keyword."""
    named = {key.rstrip("_").replace("__", ":"): clean(value) for key, value in attributes.items()}
    child = SubElement(parent, tag, named)
    if text is not None:
        child.text = clean(text)
    return child


def document(root: Element) -> bytes:
    """The whole document in UTF-8, with its declaration."""
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def part(element: Element) -> bytes:
    """``element`` as it stands inside a document."""
    body: bytes = tostring(element, encoding="utf-8", xml_declaration=False)
    return body


def words(text: str) -> bytes:
    """``text`` as it stands inside an element: what the standard library writes there, without making an element."""
    return escape(clean(text), quote=False).encode()


def parted(root: Element, place: Element) -> tuple[bytes, bytes]:
    """The whole document in two, what stands before the empty element ``place`` and what stands behind it."""
    before, _, after = document(root).partition(part(place))
    return before, after
