"""From the bytes of a saved page to its text."""

import codecs
import re

import charset_normalizer

from harkara.wire.errors import UnreadablePage

LARGEST = 5 * 1024 * 1024
"""The most bytes a page may have."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes) -> str:
    """Return the text of ``data``: UTF-8 or UTF-16, with or without a byte order mark.

    Raises :class:`UnreadablePage` for input that is too long, empty, binary or in another encoding.
    """
    if len(data) > LARGEST:
        raise UnreadablePage("it is larger than 5 MB; save only the page of one story")
    if not data.strip(b"\x00\t\r\n \xff\xfe\xef\xbb\xbf"):
        raise UnreadablePage("it is empty; save the page as text again")
    try:
        text = data.decode(_encoding(data))
    except UnicodeDecodeError as error:
        raise UnreadablePage("it is not text in UTF-8 or UTF-16; save the page as UTF-8 text") from error
    strange = sum(1 for letter in text if letter < " " and letter not in "\t\r\n\f\v")
    if "\x00" in text or strange > len(text) // 100:
        raise UnreadablePage("it is a binary file; save the page as UTF-8 text")
    if not text.strip():
        raise UnreadablePage("it is empty; save the page as text again")
    return text


def _encoding(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding
    # UTF-16 without a mark: every line end has a zero byte on one side of it, and text has many.
    sample = data[:4096]
    if len(data) % 2 == 0 and sample.count(0):
        if b" \x00" in sample[: len(sample) // 2 * 2] and sample[1::2].count(0) > sample[0::2].count(0):
            return "utf-16-le"
        if sample[0::2].count(0) > sample[1::2].count(0):
            return "utf-16-be"
    return "utf-8"


LARGEST_PAGE = 10 * 1024 * 1024
"""The most bytes a page of HTML may have."""

_META = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_.-]{2,40})["']""")
_TAG = re.compile(r"<(?:!doctype html|html|head|body|meta|title|article|div|p|h1|table|script|amp-)\b", re.IGNORECASE)


def is_html(data: bytes, name: str = "") -> bool:
    """Whether ``data`` is a page of HTML: by its first elements, or by the ending of its file's ``name``.

    >>> is_html(b"<!doctype html><p>"), is_html("বাঁধে ফাটল".encode())
    (True, False)
    """
    if name.lower().endswith((".html", ".htm", ".xhtml", ".mhtml")):
        return True
    head = data[:4096]
    return bool(_TAG.search(head.replace(b"\x00", b"").decode("latin-1")))


def decode_html(data: bytes, charset: str = "") -> str:
    """Return the text of the HTML page ``data``; ``charset`` is what the header of its answer said.

    A byte order mark is believed first, then bytes that are UTF-8 by themselves, then the header, then the page's own
    ``meta`` (HTML standard, 13.2.3), then what the bytes look like. Bytes that do not fit are replaced, not refused. Raises
    :class:`UnreadablePage` for a page that is too large or empty.
    """
    if len(data) > LARGEST_PAGE:
        raise UnreadablePage("it is larger than 10 MB; save only the page of one story")
    if not data.strip(b"\x00\t\r\n \xff\xfe\xef\xbb\xbf"):
        raise UnreadablePage("it is empty; save the page again")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").replace("\x00", "")
    wide = _encoding(data)
    if wide != "utf-8":
        return data.decode(wide, "replace").replace("\x00", "")
    try:
        return data.decode("utf-8").replace("\x00", "")
    except UnicodeDecodeError as error:
        is_nearly = error.start > len(data) - 4 or data[: error.start].count(b"\xe0") > 50
    head = data[:8192]
    named = [charset, *(match[1].decode("ascii") for expression in (_META, _XML) if (match := expression.search(head)))]
    for name in named:
        known = _known(name)
        if known and not (known == "utf-8" and not is_nearly):
            return data.decode(known, "replace").replace("\x00", "")
    if is_nearly:
        return data.decode("utf-8", "replace").replace("\x00", "")
    best = charset_normalizer.from_bytes(data[:200_000]).best()
    return data.decode(best.encoding if best else "windows-1252", "replace").replace("\x00", "")


def _known(name: str) -> str:
    """The codec that browsers take for ``name``; empty for a name that nobody knows."""
    try:
        codec = codecs.lookup(name.strip()).name
    except (LookupError, ValueError):
        return ""
    if codec in ("iso8859-1", "ascii", "latin-1"):
        return "windows-1252"
    # A page that was read as single bytes so far cannot be what these say.
    return (
        "utf-8"
        if codec.startswith(("utf-16", "utf-32"))
        else codec
        if codecs.lookup(name.strip())._is_text_encoding
        else ""
    )
