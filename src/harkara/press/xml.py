"""Well-formed XML from words that anybody typed.

Characters that XML 1.0 does not allow (section 2.2, production Char) are left out; everything else is escaped by the
standard library.
"""

import re
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
    """``text`` as it stands inside an element."""
    element = Element("w")
    element.text = clean(text)
    return part(element).removeprefix(b"<w>").removesuffix(b"</w>")


def opened(root: Element, *inner: Element) -> tuple[bytes, bytes]:
    """The whole document in two, cut where the last of ``root`` and its only children ``inner`` would go on.

    Each of them must have a child: an element without any has no end to be cut off.
    """
    whole = document(root)
    end = "".join(f"</{element.tag}>" for element in (*reversed(inner), root)).encode() + b"\n"
    if not whole.endswith(end):
        raise ValueError(f"The document does not end with {end!r}.")
    return whole.removesuffix(end), end
