"""The HTML of a feed's item: its paragraphs and pictures, without what blogs and pages put around a story."""

import html
import re
from typing import Final
from urllib.parse import urljoin, urlsplit

from harkara.bangla.clean import normalise
from harkara.wire import paragraphs
from harkara.wire.dispatch import Picture
from harkara.wire.errors import UnreadableItem
from harkara.wire.paragraphs import Text

LARGEST: Final = 1_000_000
"""Characters of HTML that are read; what comes after is no news text."""

SEEN: Final = 20
"""Pixels of a side below which a picture only counts who reads."""

_TAGS = re.compile(r"</?(?:p|div|br|span|a|img|b|strong|i|em|ul|li|h[1-6])\b[^<>]{0,500}>", re.IGNORECASE)
_FURNITURE = re.compile(
    r"(?:the post .{1,300} (?:first )?appeared (?:first )?on .{1,200}|read (?:more|the full (?:story|article)).{0,80}"
    r"|continue reading.{0,200}|(?:আরও|আরো|বিস্তারিত|সম্পূর্ণ|পুরো) (?:পড়ুন|পড়ুন|খবর পড়ুন|জানতে ক্লিক করুন).{0,200}|\[?…\]?|\[?\.\.\.\]?)"
    r"\s*[।.»›→]*",
    re.IGNORECASE | re.DOTALL,
)


def read(markup: str, address: str = "") -> Text:
    """Take a piece of HTML apart; plain text is HTML without tags. Addresses are made whole by ``address``.

    The lines by which blogs lead on to themselves are left out. HTML that was escaped twice is read once more.

    >>> read("<p>নদীর <b>পানি</b> বাড়ছে।</p><script>x()</script><p>আরও পড়ুন: সব খবর</p>").paragraphs
    ('নদীর পানি বাড়ছে।',)
    """
    found = _read(markup[:LARGEST], address)
    if not any(_TAGS.search(paragraph) for paragraph in found.paragraphs):
        return found
    again = _read(html.unescape("\n".join(f"<p>{paragraph}</p>" for paragraph in found.paragraphs)), address)
    return Text(again.paragraphs, tuple(dict.fromkeys(found.pictures + again.pictures)))


def line(markup: str) -> str:
    """Return ``markup`` as one line of plain text, as a headline is.

    >>> line("ঢাকা &amp; <i>চট্টগ্রাম</i>\\n আজ")
    'ঢাকা & চট্টগ্রাম আজ'
    """
    if "<" not in markup and "&" not in markup:
        return normalise(" ".join(markup.split()))
    return " ".join(read(markup).paragraphs)


def whole(address: object, base: str) -> str:
    """``address`` made whole by ``base``, if it is one of the web, else nothing."""
    given = str(address or "").strip()
    try:
        joined = urljoin(base, given) if given else ""
        return joined[:2000] if urlsplit(joined).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _read(markup: str, address: str) -> Text:
    if "<" not in markup:
        return Text(_told(paragraphs.of_lines(html.unescape(markup))))
    try:
        found = paragraphs.of_html(f"<body>{markup}")
    except UnreadableItem:
        return Text()
    pictures = (
        Picture(where, one.caption, one.credit, one.width, one.height)
        for one in found.pictures
        if (where := whole(one.address, address))
        and all(side is None or side >= SEEN for side in (one.width, one.height))
    )
    return Text(_told(found.paragraphs), tuple(dict.fromkeys(pictures)))


def _told(found: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(paragraph for paragraph in found if not _FURNITURE.fullmatch(paragraph))
