"""What the paper wears of its own, and where else it is to be found."""

from urllib.parse import urlsplit

from harkara.desk import keys
from harkara.desk.copy.pictures import picture_copy
from harkara.desk.copy.spaces import spaces
from harkara.desk.models import Paper
from harkara.layout.copy import Link, LookCopy
from harkara.rack.keys import read

PLACES = {
    "facebook.com": "ফেসবুক",
    "youtube.com": "ইউটিউব",
    "x.com": "এক্স",
    "twitter.com": "এক্স",
    "instagram.com": "ইনস্টাগ্রাম",
    "threads.net": "থ্রেডস",
    "threads.com": "থ্রেডস",
    "tiktok.com": "টিকটক",
    "linkedin.com": "লিংকডইন",
    "whatsapp.com": "হোয়াটসঅ্যাপ",
    "t.me": "টেলিগ্রাম",
    "bsky.app": "ব্লুস্কাই",
    "news.google.com": "গুগল নিউজ",
}
"""How readers call the places where papers are followed, by host."""


def look() -> LookCopy:
    """The paper's own look. Notes ``look`` and ``spaces``, and of pictures whether they may be shown."""
    read(keys.LOOK)
    row = Paper.load()
    return LookCopy(
        accent=row.accent,
        headline_face="sans" if row.headline_face == Paper.Face.SANS else "serif",
        logo=picture_copy(row.logo, mute=True),
        spaces=spaces(),
    )


def keeps() -> bool:
    """Whether readers' browsers may keep what was read. Notes ``keeping``."""
    read(keys.KEEPING)
    return bool(Paper.load().keeps)


def elsewhere(addresses: str) -> tuple[Link, ...]:
    """The ``addresses``, one a line, as links that say where they lead."""
    return tuple(Link(_place(line), line) for line in addresses.split())


def _place(address: str) -> str:
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    known = (name for end, name in PLACES.items() if host == end or host.endswith(f".{end}"))
    return next(known, host)
