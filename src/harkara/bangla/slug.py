"""Slugs of whole Bangla words, and file names that keep them.

A slug is what stands at the end of an address: words joined by single hyphens, spelled as ``clean.normalise`` stores
them, without joiners (ZWJ and ZWNJ are invisible in an address bar and lost on copying). Vowel signs, hasanta and nukta
are letters of the word here; ``\\w`` knows none of them, which is why Django's own slug functions cannot be used.
"""

import re
import unicodedata
from collections.abc import Iterator

from harkara.bangla.clean import normalise

__all__ = ["PATTERN", "file_name", "is_slug", "slugify"]

_LETTER = "অআইঈউঊঋঌএঐওঔক-নপ-রলশ-হৎৠৡৰৱ"
_NUKTA = "\N{BENGALI SIGN NUKTA}"
_HASANTA = "\N{BENGALI SIGN VIRAMA}"
_VOWEL = "\u0981-\u0983\u09be-\u09c4\u09c7\u09c8\u09cb\u09cc"  # candrabindu to visarga, then the vowel signs
_SIGN = f"(?:[{_VOWEL}]|{_HASANTA}(?![{_LETTER}]))"
# There is one way only to read a word with this, so that matching takes linear time.
_SYLLABLE = f"[{_LETTER}]{_NUKTA}?(?:{_HASANTA}[{_LETTER}]{_NUKTA}?)*{_SIGN}*"
_WORD = f"(?:[a-z0-9০-৯]|{_SYLLABLE})+"

PATTERN = f"{_WORD}(?:-{_WORD})*"
"""Regular expression (source, without anchors) of exactly the texts that ``is_slug`` accepts, for URL converters."""

_SLUG = re.compile(PATTERN)
_PIECES = re.compile(f"[a-z0-9০-৯]|{_SYLLABLE}")
_JOINERS = dict.fromkeys(map(ord, "\u200c\u200d\u2060'’‘ʼ`´"))
_FOREIGN = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"})
_SIGNS_ONLY = re.compile("[\u0980-\u0983\u09bc-\u09cd\u09d7\u09e2\u09e3]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)


def slugify(text: str, limit: int = 80) -> str:
    """The slug of ``text``: at most ``limit`` characters, only whole words.

    Latin letters go small and lose their accents, apostrophes vanish, everything that is neither letter nor digit
    divides words. Text without any Bangla or Latin letter or digit gives ``""``. Only where the very first word is
    longer than ``limit`` is it shortened, and then between two syllables, never inside a conjunct. Applied to its own
    result it changes nothing. Raises ``ValueError`` where ``limit`` is below 1.

    >>> slugify("উত্তর কোরিয়ার নেতা কিম জং উন")
    'উত্তর-কোরিয়ার-নেতা-কিম-জং-উন'
    >>> slugify("চট্টগ্রাম—কক্সবাজার: ৫০% ছাড়!")
    'চট্টগ্রাম-কক্সবাজার-৫০-ছাড়'
    >>> slugify("র‍্যাবের COVID-১৯ পরীক্ষা", limit=14)
    'র্যাবের-covid'
    """
    if limit < 1:
        raise ValueError(f"A slug needs room for a character at least; the limit is {limit}.")
    chosen: list[str] = []
    room = limit
    for word in _words(text):
        if len(word) > room:
            break
        chosen.append(word)
        room -= len(word) + 1
    if not chosen:
        return _shortened(next(_words(text), ""), limit)
    return "-".join(chosen)


def is_slug(text: str) -> bool:
    """Whether ``text`` is shaped as ``slugify`` shapes it; the same question as a full match of ``PATTERN``.

    >>> is_slug("উত্তর-কোরিয়ার-নেতা"), is_slug("উত্তর কোরিয়া"), is_slug("-ঢাকা"), is_slug("")
    (True, False, False, False)
    """
    return _SLUG.fullmatch(text) is not None


def file_name(text: str, limit: int = 80) -> str:
    """A safe file name for an upload called ``text``: slug, dot, small extension.

    Directories are dropped; the stem keeps whole Bangla words (``limit`` characters and 200 bytes of UTF-8 at most);
    an extension is kept when it is 1 to 8 Latin letters or digits. A stem with nothing to keep becomes ``file``, and
    the device names of Windows get a leading ``file-``.

    >>> file_name("শেখ হাসিনা.JPG"), file_name("../../etc/passwd"), file_name("…"), file_name("NUL.txt")
    ('শেখ-হাসিনা.jpg', 'passwd', 'file', 'file-nul.txt')
    """
    name = re.split(r"[/\\\0]", text)[-1].strip()
    stem, dot, extension = name.rpartition(".")
    if not dot or not re.fullmatch(r"[A-Za-z0-9]{1,8}", extension):
        stem, extension = name, ""
    slug = slugify(stem, limit)
    while len(slug.encode()) > 200:
        slug = slugify(slug, len(slug) - 1)
    if not slug or _RESERVED.fullmatch(slug):
        slug = f"file-{slug}".rstrip("-")
    return f"{slug}.{extension.lower()}" if extension else slug


def _words(text: str) -> Iterator[str]:
    """The words of ``text`` as a slug spells them."""
    plain = normalise(text).translate(_JOINERS).lower().translate(_FOREIGN)
    word: list[str] = []
    end = 0
    for piece in _PIECES.finditer(_plain_latin(plain)):
        if piece.start() != end and word and not _SIGNS_ONLY.fullmatch(piece.string, end, piece.start()):
            yield "".join(word)
            word = []
        word.append(piece.group())
        end = piece.end()
    if word:
        yield "".join(word)


def _plain_latin(text: str) -> str:
    """``text`` with accents taken off Latin letters; Bangla stays as it is."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c) or "\u0980" <= c <= "\u09ff")
    return unicodedata.normalize("NFC", bare)


def _shortened(word: str, limit: int) -> str:
    """As many whole syllables of ``word`` as ``limit`` characters hold; one conjunct longer than that is left out."""
    kept = ""
    for piece in _PIECES.findall(word):
        if len(kept) + len(piece) > limit:
            break
        kept += piece
    return kept
