"""From the bytes of a saved page to its text."""

import codecs

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
