"""A record's texts packed for an index: a byte a Bangla letter, then deflate. About a quarter of their UTF-8."""

import codecs
import json
import zlib
from dataclasses import dataclass

from .record import Kind, Record

_BESIDE = (
    "\u0964\u0965\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u200c\u200d\u00d7\u00b0\u2032\u2033\u20ac\u00a3\u00b7\u00e9"
)
_UNUSED = [code for code in range(1, 32) if code not in (9, 10, 13)]
_LETTERS = [*map(chr, range(128)), *map(chr, range(0x980, 0xA00))]
for _code, _letter in zip(_UNUSED, _BESIDE, strict=False):
    _LETTERS[_code] = _letter
_TABLE = "".join(_LETTERS)
_MAP = codecs.charmap_build(_TABLE)
_BANGLA, _ANY = b"b", b"u"


@dataclass(frozen=True, slots=True)
class Card:
    """What a hit shows of a record beside its text."""

    kind: Kind
    number: int
    href: str
    section: str
    headline: str
    summary: str


def pack_card(record: Record) -> bytes:
    """The card of a record, as bytes."""
    fields = [record.kind, record.number, record.href, record.section, record.headline, record.summary]
    return pack(json.dumps(fields, ensure_ascii=False, separators=(",", ":")))


def card(packed: bytes) -> Card:
    """The card in those bytes."""
    return Card(*json.loads(unpack(packed)))


def pack(text: str) -> bytes:
    """Any text, as bytes; what is short stays as it is but for its letters."""
    try:
        mark, plain = _BANGLA, codecs.charmap_encode(text, "strict", _MAP)[0]
        if codecs.charmap_decode(plain, "strict", _TABLE)[0] != text:  # a control character of the text's own
            raise ValueError
    except ValueError:
        mark, plain = _ANY, text.encode("utf-8", "surrogatepass")
    if len(plain) < 64:
        return mark.upper() + plain
    deflate = zlib.compressobj(6, zlib.DEFLATED, -15, 9)
    return mark + deflate.compress(plain) + deflate.flush()


def unpack(packed: bytes) -> str:
    """The text in those bytes.

    >>> unpack(pack("ঢাকায় বৃষ্টি। Rain ☂"))
    'ঢাকায় বৃষ্টি। Rain ☂'
    """
    mark, plain = packed[:1], packed[1:]
    if mark in (_BANGLA, _ANY):
        plain = zlib.decompress(plain, -15)
    if mark.lower() == _BANGLA:
        return codecs.charmap_decode(plain, "strict", _TABLE)[0]
    return plain.decode("utf-8", "surrogatepass")
